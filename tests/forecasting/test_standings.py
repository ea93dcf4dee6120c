"""Standings and moves: what a few lines of arithmetic say, and what real seasons show."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from histories import history_of
from hypothesis import given
from hypothesis import strategies as st

from phoenix.domain.history import History
from phoenix.forecasting.league_strength import (
    Meetings,
    StrengthSettings,
    learn_league_strengths,
)
from phoenix.forecasting.standings import (
    ENOUGH,
    EVIDENCE_HALF_LIFE,
    HALF_LIFE,
    PADDING,
    SEASON_MATCHES,
    WINDOW,
    InLeague,
    Standings,
    season_means,
    season_moves,
)
from phoenix.sources.football_data.reader import read_file

TODAY = date(2024, 6, 1)


def labelled(rows) -> History:
    """A history of (competition, season, day, home, away, home goals, away goals)."""
    rows = sorted(rows, key=lambda row: (row[2], row[3]))
    plain = history_of([row[2:] for row in rows])
    competitions, seasons = (tuple(sorted({row[at] for row in rows})) for at in (0, 1))
    return replace(
        plain,
        competitions=competitions,
        seasons=seasons,
        competition=np.array([competitions.index(row[0]) for row in rows], dtype=np.intp),
        season=np.array([seasons.index(row[1]) for row in rows], dtype=np.intp),
    )


def played(team, competition, year, margin, matches=SEASON_MATCHES, *, label=None):
    """A club's season at home: as many matches against nobody else, each won by ``margin``."""
    first = date(year, 8, 1)
    return [
        (
            competition, label or f"{year}/{(year + 1) % 100:02d}",
            f"{first + timedelta(days=7 * turn)}", team, f"other {turn}", 5, 5 - margin,
        )
        for turn in range(matches)
    ]  # fmt: skip


def moved(history, today=TODAY):
    """The moves with the leagues' codes: (left, entered, before, after)."""
    moves = season_moves(history, today)
    left, entered = (
        [history.competitions[at] for at in side] for side in (moves.left, moves.entered)
    )
    return list(zip(left, entered, moves.before.tolist(), moves.after.tolist(), strict=True))


DRAWN = st.lists(
    st.tuples(
        st.sampled_from(["A", "B"]), st.sampled_from(["2022/23", "2023/24"]),
        st.dates(date(2022, 8, 1), date(2024, 5, 30)).map(str),
        st.sampled_from(["v", "w"]), st.sampled_from(["x", "y"]),
        st.integers(0, 6), st.integers(0, 6),
    ),
    max_size=60,
)  # fmt: skip


@given(DRAWN)
def test_season_means_are_the_means_of_the_margins(rows):
    """Every club, competition and season that occurs has its mean and number, and no other one."""
    expected: dict[tuple, list[int]] = {}
    for competition, season, _, home, away, ours, theirs in rows:
        expected.setdefault((home, competition, season), []).append(ours - theirs)
        expected.setdefault((away, competition, season), []).append(theirs - ours)
    history = labelled(rows)
    found = season_means(history)
    keys = [
        (history.teams[team], history.competitions[competition], history.seasons[season])
        for team, competition, season in zip(
            found.team, found.competition, found.season, strict=True
        )
    ]
    assert keys == sorted(expected)
    assert found.matches.tolist() == [len(expected[key]) for key in keys]
    assert found.mean == pytest.approx([np.mean(expected[key]) for key in keys])


@given(DRAWN, st.sampled_from("vwxy"), st.dates(date(2022, 8, 1), date(2025, 9, 1)))
def test_a_standing_is_the_padded_mean_of_what_was_known(rows, team, day):
    """The formula, match by match: of the last league alone, of the window, known by that day."""
    mine = [
        (competition, date.fromisoformat(at), (ours - theirs) * (1 if home == team else -1))
        for competition, _, at, home, away, ours, theirs in sorted(rows, key=lambda r: (r[2], r[3]))
        if team in {home, away}
    ]
    known = [m for m in mine if timedelta(days=1) <= day - m[1] <= timedelta(days=420)]
    found = Standings(labelled(rows)).of(team, day)
    if not known:
        assert found is None
        return
    assert found is not None
    last = max(at for _, at, _ in known)
    assert found.league in {league for league, at, _ in known if at == last}
    here = [(at, margin) for league, at, margin in known if league == found.league]
    weights = [0.5 ** ((day - at).days / HALF_LIFE) for at, _ in here]
    total = sum(w * margin for w, (_, margin) in zip(weights, here, strict=True))
    expected = total / (sum(weights) + PADDING) if len(here) >= ENOUGH else float("nan")
    assert found.standing == pytest.approx(expected, nan_ok=True)


def test_whoever_played_too_little_has_a_league_and_no_standing():
    """Seven matches show which league it is; the eighth makes a standing."""
    few, enough = (Standings(labelled(played("x", "A", 2023, 2, n))) for n in (ENOUGH - 1, ENOUGH))
    found = few.of("x", TODAY)
    assert found is not None
    assert found.league == "A"
    assert np.isnan(found.standing)
    assert enough.of("x", TODAY).standing > 0


def test_the_value_of_a_standing():
    """Eight wins by two goals, one a week: drawn towards nothing by five matches without any."""
    history = labelled(played("x", "A", 2023, 2, 8))
    day = date(2023, 8, 1) + timedelta(days=7 * 8)
    weight = sum(0.5 ** (7 * week / HALF_LIFE) for week in range(1, 9))
    found = Standings(history).of("x", day)
    assert found == InLeague("A", pytest.approx(2 * weight / (weight + 5)))
    assert found.standing < 2 * 8 / 13


def test_nothing_later_is_known():
    """A match counts from the day after it, whatever comes after."""
    history = labelled(played("x", "A", 2023, 2))
    first = history.day[0].astype(date)
    standings = Standings(history)
    assert standings.of("x", first) is None
    assert standings.of("x", first + timedelta(days=1)) is not None
    cut = Standings(history.select(history.day < np.datetime64("2023-11-01")))
    assert standings.of("x", date(2023, 11, 1)) == cut.of("x", date(2023, 11, 1))


def test_a_club_long_gone_has_no_league():
    """After the window nobody knows where it plays; of a stranger nobody ever did."""
    history = labelled(played("x", "A", 2022, 1))
    last, standings = history.day[-1].astype(date), Standings(history)
    assert standings.of("x", last + WINDOW.astype(timedelta)) is not None
    assert standings.of("x", last + WINDOW.astype(timedelta) + timedelta(days=1)) is None
    assert standings.of("nobody", last) is None


def test_the_standing_is_that_of_the_new_league():
    """After promotion the matches of the league left no longer count."""
    rows = played("x", "B", 2022, 4) + played("x", "A", 2023, -1)
    found = Standings(labelled(rows)).of("x", TODAY)
    assert found is not None
    assert found.league == "A"
    assert found.standing < 0


def test_a_move_is_seen_with_both_seasons():
    """Promoted with two goals a match, beaten by one: that is what the move says."""
    rows = played("x", "B", 2022, 2) + played("x", "A", 2023, -1) + played("y", "A", 2022, 0)
    assert moved(labelled(rows)) == [("B", "A", 2.0, -1.0)]


@pytest.mark.parametrize(
    "rows",
    [
        played("x", "B", 2022, 2) + played("x", "A", 2023, -1, SEASON_MATCHES - 1),
        played("x", "B", 2022, 2, SEASON_MATCHES - 1) + played("x", "A", 2023, -1),
        played("x", "B", 2021, 2) + played("x", "A", 2023, -1),
        played("x", "A", 2022, 2) + played("x", "A", 2023, -1),
        played("x", "A", 2022, 2) + played("x", "B", 2022, 2) + played("x", "B", 2023, -1),
        played("x", "A", 2022, 2) + played("x", "B", 2023, 2) + played("x", "A", 2023, -1),
        played("x", "B", 2022, 2, label="spring") + played("x", "A", 2023, -1),
        [],
    ],
    ids=["newly in", "hardly was", "a year out", "stayed", "was in both", "is in both",
         "season without a year", "nothing"],
)  # fmt: skip
def test_what_is_no_move(rows):
    """Too few matches, a year elsewhere, two tournaments of one season: nobody moved."""
    assert moved(labelled(rows)) == []


def test_a_play_off_in_the_other_league_hides_no_move():
    """Two matches that are filed under the higher league do not put a club there."""
    rows = played("x", "B", 2022, 2) + played("x", "A", 2022, 0, 2) + played("x", "A", 2023, -1)
    assert moved(labelled(rows)) == [("B", "A", 2.0, -1.0)]


def test_seasons_of_a_calendar_year_follow_each_other_too():
    """From 2022 to 2023 as from 2022/23 to 2023/24."""
    rows = played("x", "B", 2022, 2, label="2022") + played("x", "A", 2023, -1, label="2023")
    assert len(moved(labelled(rows))) == 1


def test_old_moves_count_less():
    """A move whose season ended three years ago counts half."""
    history = labelled(played("x", "B", 2022, 2) + played("x", "A", 2023, -1))
    last = history.day[-1].astype(date)
    weights = [
        season_moves(history, last + timedelta(days=days)).weights
        for days in (0, EVIDENCE_HALF_LIFE)
    ]
    assert weights[0] == pytest.approx(1.0)
    assert weights[1] == pytest.approx(0.5, abs=1e-3)


def real_history(files, codes) -> History:
    """All seasons of some leagues, as the store would show them."""
    return labelled(
        (
            match.competition.code, match.season, f"{match.day}", match.home, match.away,
            match.score.home, match.score.away,
        )
        for code in codes
        for path in sorted(files.glob(f"*/{code}.csv"))
        for match in read_file(path).records
        if match.score is not None
    )  # fmt: skip


@pytest.fixture(scope="module")
def germany(real_files) -> History:
    """Two leagues, of which three clubs a year change at most."""
    return real_history(real_files, ("D1", "D2"))


def test_real_promotions(germany):
    """Each year two or three clubs go each way, and who goes up was better than who goes down."""
    moves = season_moves(germany, TODAY)
    up, down = moves.left == 1, moves.left == 0
    summers = len(germany.of_competition("D2").seasons) - 1
    assert 2 * summers <= up.sum() <= 3 * summers
    assert 2 * summers <= down.sum() <= 3 * summers
    assert (moves.before[up] > 0).mean() > 0.95
    assert (moves.before[down] < 0).mean() > 0.95
    learned = learn_league_strengths(
        np.array([0.9, 0.9]), Meetings.none(), moves, StrengthSettings(prior_sd=1.0)
    )
    gap, error = learned.gap(0, 1)
    assert gap > 3 * error


def test_real_standings(germany):
    """In June 2024 Leverkusen stands far above its league, and Darmstadt far below."""
    standings = Standings(germany)
    found = {club: standings.of(club, TODAY) for club in ("Leverkusen", "Darmstadt", "St Pauli")}
    assert [place.league for place in found.values()] == ["D1", "D1", "D2"]
    assert found["Leverkusen"].standing > 1.2
    assert found["Darmstadt"].standing < -0.8
    assert found["St Pauli"] == InLeague("D2", pytest.approx(0.6, abs=0.2))
