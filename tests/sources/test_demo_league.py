"""The demo league is football as it could be."""

from collections import Counter, defaultdict
from collections.abc import Sequence

import pytest

from phoenix.domain.matches import MatchRecord, Phase, Score
from phoenix.sources.demo.league import LEAGUE, make_league
from phoenix.sources.demo.truth import CLUBS


@pytest.fixture(scope="module", params=[20_261_123, 7])
def records(request: pytest.FixtureRequest) -> Sequence[MatchRecord]:
    """A league's matches."""
    return make_league(request.param).records


@pytest.fixture(scope="module")
def played(records: Sequence[MatchRecord]) -> list[tuple[MatchRecord, Score]]:
    """Those that have a score."""
    return [(record, record.score) for record in records if record.score is not None]


def test_two_seasons_of_twenty_clubs(records: Sequence[MatchRecord]) -> None:
    """Each season has 39 rounds of ten matches, of a league that says it is simulated."""
    assert Counter(record.season for record in records) == {"2025": 390, "2026": 390}
    assert {record.home for record in records} == set(CLUBS)
    assert {record.competition for record in records} == {LEAGUE}
    assert LEAGUE.simulated


def test_every_club_plays_once_a_round(records: Sequence[MatchRecord]) -> None:
    """On each of the 78 match days every club plays once."""
    days = defaultdict(list)
    for record in records:
        days[record.day] += [record.home, record.away]
    assert len(days) == 78
    assert all(sorted(clubs) == sorted(CLUBS) for clubs in days.values())


def test_each_club_meets_each_other_at_home_and_away(records: Sequence[MatchRecord]) -> None:
    """Before the last round every pairing was played once at each venue."""
    for season in ("2025", "2026"):
        matches = [record for record in records if record.season == season]
        pairings = Counter((record.home, record.away) for record in matches[:380])
        assert len(pairings) == 20 * 19
        assert set(pairings.values()) == {1}


def test_the_last_round_of_the_last_season_is_to_come(records: Sequence[MatchRecord]) -> None:
    """Its ten matches have no score and no counts, and opening prices alone."""
    coming = [record for record in records if record.score is None]
    assert coming == list(records[-10:])
    assert {prices.phase for record in coming for prices in record.prices} == {Phase.OPENING}
    assert all(record.prices for record in coming)
    assert {record.home_counts.shots for record in coming} == {None}


def test_counts_fit_the_score(played: list[tuple[MatchRecord, Score]]) -> None:
    """Half-time never exceeds full time; shots on target lie between goals and shots."""
    for record, score in played:
        sides = (
            (score.home, score.half_time_home, record.home_counts),
            (score.away, score.half_time_away, record.away_counts),
        )
        for goals, half_time, counts in sides:
            assert 0 <= half_time <= goals <= counts.shots_on_target <= counts.shots


def test_prices_have_a_margin(records: Sequence[MatchRecord]) -> None:
    """Every price is above 1, and every market's overround between 1 and 1.15."""
    for record in records:
        for prices in record.prices:
            assert min(prices.outcomes) > 1
            assert 1.0 < sum(1 / price for price in prices.outcomes) < 1.15


def test_kick_offs_are_aware_and_on_their_day(records: Sequence[MatchRecord]) -> None:
    """Every kick-off is an instant on the day of the match."""
    assert all(record.kickoff.utcoffset() is not None for record in records)
    assert all(record.kickoff.date() == record.day for record in records)


def test_the_same_seed_gives_the_same_league() -> None:
    """A league can be made again from its seed, and only from that."""
    assert make_league(3).records == make_league(3).records
    assert make_league(3).records != make_league(4).records
