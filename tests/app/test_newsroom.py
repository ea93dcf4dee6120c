"""News of a match are those of before it: nothing of what came later is told."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from live import live_store
from world import BEGIN, WEEK, World

from phoenix.app.newsroom import StoredNews, tie_before
from phoenix.app.supply import Round
from phoenix.domain.competitions import Competition
from phoenix.domain.matches import Fixture
from phoenix.domain.news import SideNews
from phoenix.domain.provided import Coverage, Status
from phoenix.domain.quota import Priority
from phoenix.domain.ties import CupMatch
from phoenix.store.schedule import KnownSeason, Scheduled

HOUR = timedelta(hours=1)


class Cup(World):
    """Two clubs, and a tie of two legs a week apart."""

    def _leagues(self, given):
        (row,) = super()._leagues(given)
        row["league"]["type"] = "Cup"
        return [row]

    def _row(self, match):
        row = super()._row(match)
        row["league"]["round"] = "Round of 16"
        return row


@pytest.fixture
async def cup(tmp_path):
    """A store on a cup of which the first leg has been played."""
    world = Cup(BEGIN + WEEK - HOUR, league=73, name="Copa do Brasil", teams=2)
    async with live_store(f"sqlite:///{tmp_path / 'cup.db'}", world) as opened:
        yield opened


async def stored(live, leg: int) -> Fixture:
    """A leg as the store has it, with all that can be had of it now."""
    on = Round()
    await live.supply.seasons(Priority.BACKFILL, on)
    (season,) = await live.supply.schedule.seasons()
    await live.supply.season(season, Priority.BACKFILL, on)
    kickoff = live.world.matches[leg].kickoff
    (found,) = await live.supply.schedule.between(kickoff, kickoff + HOUR)
    await live.supply.facts(found, Priority.BACKFILL, on)
    assert not on.gaps
    return Fixture(
        found.season.competition, found.season.label, kickoff.date(), kickoff, found.home,
        found.away, key=found.key,
    )  # fmt: skip


def newsroom(live) -> StoredNews:
    return StoredNews(live.store, live.supply.schedule, lambda: live.world.now)


async def test_all_that_is_stored_of_a_match_to_come_is_told(cup):
    """An hour before the second leg: who plays, who is missing, prices, and the first leg."""
    news = await newsroom(cup).news(await stored(cup, 1))
    assert all(side.lineup and len(side.lineup.players) == 11 for side in news.sides)
    assert [one.name for one in news.home.absences] == ["Fulano"]
    assert news.away.absences == ()
    assert news.prices[0].outcomes == (2.1, 3.3, 3.6)
    assert news.taken == cup.world.now
    assert (news.tie.legs, news.tie.leg) == (2, 2)
    assert news.tie.first_leg_score == cup.world.matches[0].goals


async def test_absences_that_nobody_asked_for_are_not_said_to_be_none(cup):
    """Weeks before, nobody is said to be missing, and nobody to be fit."""
    cup.world.now -= 2 * WEEK
    news = await newsroom(cup).news(await stored(cup, 1))
    assert news.sides == (SideNews(), SideNews())
    assert news.prices == ()


async def test_a_match_that_has_begun_has_no_news_but_its_tie(cup):
    """From the very kick-off neither line-ups nor absences nor prices are told."""
    fixture = await stored(cup, 1)
    cup.world.now = fixture.kickoff
    news = await newsroom(cup).news(fixture)
    assert news.sides == (SideNews(), SideNews())
    assert (news.prices, news.taken) == ((), None)
    assert news.tie.first_leg_score == cup.world.matches[0].goals


async def test_a_played_match_is_told_without_its_score(cup):
    """Long after the tie the second leg is told with the first one's score, and not its own."""
    cup.world.now += WEEK
    news = await newsroom(cup).news(await stored(cup, 1))
    assert news.tie.first_leg_score == cup.world.matches[0].goals
    assert news.tie.match.score90 is None
    assert news.tie.standing == news.tie.before


async def test_a_first_leg_is_told_without_any_score(cup):
    """Looked back at, the first leg knows neither its own score nor that of the second."""
    cup.world.now += WEEK
    tie = (await newsroom(cup).news(await stored(cup, 0))).tie
    assert (tie.legs, tie.leg, tie.first_leg_score) == (2, 1, None)
    assert [match.score90 for match in tie.matches] == [None, None]


async def test_a_match_of_a_league_has_no_tie(tmp_path):
    """Where a table decides, nothing is said of legs."""
    world = World(BEGIN - HOUR, teams=2)
    async with live_store(f"sqlite:///{tmp_path / 'league.db'}", world) as live:
        assert (await newsroom(live).news(await stored(live, 0))).tie is None


@pytest.mark.parametrize("key", [None, 4711])
async def test_of_a_fixture_that_nobody_knows_nothing_is_told(cup, key):
    """Neither one that was only asked about nor one of another source has news."""
    await stored(cup, 1)
    day = datetime(2025, 4, 12, tzinfo=UTC)
    unknown = Fixture(Competition("X", "Liga", "Y"), "2025", day.date(), day, "A", "B", key=key)
    assert await newsroom(cup).news(unknown) is None


SEASON = KnownSeason(
    Competition("AF73", "Copa", "Brazil"), "73", 2025, "2025", True, True, Coverage()
)
scores = st.none() | st.tuples(st.integers(0, 5), st.integers(0, 5))


@st.composite
def calendars(draw: st.DrawFn) -> list[CupMatch]:
    """Meetings of a few clubs in two rounds, each with any outcome or none."""
    return [
        CupMatch(
            key, "AF73", "2025", draw(st.sampled_from(["Round of 16", "Quarter-finals"])),
            BEGIN + draw(st.integers(0, 60)) * timedelta(days=1), *draw(st.permutations("abc"))[:2],
            league=73, score90=draw(scores), extra=draw(scores), penalties=draw(scores),
            finished=draw(st.booleans()),
        )
        for key in range(draw(st.integers(1, 6)))
    ]  # fmt: skip


@given(calendars(), st.data())
def test_no_outcome_from_the_kickoff_on_changes_what_is_told(matches, data):
    """The tie is the same whatever became of the match itself and of all that came after it."""
    asked = data.draw(st.sampled_from(matches))
    fixture = Scheduled(
        asked.key, "10", SEASON, asked.round, asked.kickoff, Status.FINISHED, "A", "B", 1, 2, None
    )
    otherwise = [
        match
        if match.kickoff < asked.kickoff
        else replace(match, score90=data.draw(scores), extra=data.draw(scores), finished=True)
        for match in matches
    ]
    assert tie_before(fixture, matches) == tie_before(fixture, otherwise)


def test_a_fixture_that_the_calendar_lacks_has_no_tie():
    """One that was called off is in no tie."""
    fixture = Scheduled(1, "10", SEASON, "Final", BEGIN, Status.CANCELLED, "A", "B", 1, 2, None)
    assert tie_before(fixture, []) is None
