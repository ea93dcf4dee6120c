"""The Quality Score Composite says what is known, and nothing where nothing is."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from phoenix.forecasting.elo import elo_path, expected_score
from phoenix.forecasting.qsc import QscSettings, expected_points, percentiles, qsc_path

CLUBS = "ABCDEF"


def season(rounds: int, start: str = "2024-08-03"):
    """Every week all clubs play; who comes earlier in the alphabet wins, by two goals."""
    first = date.fromisoformat(start)
    for week in range(rounds):
        order = [CLUBS[0], *np.roll(list(CLUBS[1:]), week).tolist()]
        for home, away in zip(order[:3], order[:2:-1], strict=True):
            margin = 2 if home < away else -2
            yield (str(first + timedelta(weeks=week)), home, away, max(margin, 0), max(-margin, 0))


def standing_of(history, settings=None):
    """The competition after its last match."""
    path = qsc_path(history, elo_path(history), "L", settings or QscSettings())
    path.state.begin(0, elo_path(history))
    return path


def test_the_best_team_has_the_best_composite(make_history):
    """Whoever beats everybody leads in every part."""
    history = make_history(list(season(20)))
    state = standing_of(history).state
    scores = [state.of(history.team(club)).value for club in CLUBS]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > 80
    assert scores[-1] < 20


def test_a_team_without_data_has_no_composite(make_history):
    """A team that has never played has no QSC, not a neutral one."""
    history = make_history(list(season(20)))
    assert standing_of(history).state.of(None) is None


def test_a_team_of_the_future_is_missing_before_its_first_match(make_history):
    """Before the first match of the competition nobody has a QSC."""
    path = standing_of(make_history(list(season(4))))
    assert np.isnan(path.home[:3]).all()
    assert np.isnan(path.away[:3]).all()


def test_a_part_without_data_is_left_out(make_history):
    """Before ratings exist there is neither reputation nor form, and the others carry it all."""
    history = make_history(list(season(5)))
    qsc = standing_of(history).state.of(history.team("A"))
    assert (qsc.reputation, qsc.form) == (None, None)
    assert qsc.value == pytest.approx((0.30 * qsc.position + 0.25 * qsc.goal_difference) / 0.55)


def test_season_parts_are_shrunk_towards_reputation(make_history):
    """With little weight on the season, a composite moves to the reputation."""
    upset = [("2025-01-04", "F", "C", 4, 0), ("2025-01-05", "E", "C", 5, 0)]
    history = make_history([*season(20), *upset])
    trusting = standing_of(history, QscSettings(shrink_matches=0.0)).state
    doubting = standing_of(history, QscSettings(shrink_matches=1e9)).state
    team = history.team("C")
    assert doubting.of(team).value == pytest.approx(doubting.of(team).reputation)
    assert trusting.of(team).value != doubting.of(team).value


def test_qsc_before_a_match_knows_nothing_of_it(make_history):
    """Changing a result changes no value before it."""
    matches = list(season(20))
    day, home, away, scored, conceded = matches[-1]
    other = [*matches[:-1], (day, home, away, conceded, scored + 3)]
    one, two = (standing_of(make_history(m)) for m in (matches, other))
    assert one.home[-1] == two.home[-1]
    assert one.away[-1] == two.away[-1]


@given(arrays(float, (2, 9), elements=st.floats(-5, 5) | st.just(float("nan"))))
def test_percentiles_are_a_mirror(values):
    """Ranks of the negated values are 100 less the ranks."""
    everybody = np.ones(9, dtype=bool)
    up, down = percentiles(values, everybody), percentiles(-values, everybody)
    np.testing.assert_allclose(up + down, np.where(np.isnan(up), np.nan, 100.0))


@given(arrays(float, (1, 9), elements=st.floats(-5, 5)), arrays(bool, 9))
def test_fewer_than_four_peers_have_no_rank(values, peers):
    """Among so few a percentile is missing, and strangers never get one."""
    ranks = percentiles(values, peers)[0]
    assert np.isnan(ranks[~peers]).all()
    assert np.isnan(ranks[peers]).all() == (peers.sum() < 4)


def test_an_average_opponent_is_worth_what_matches_bring():
    """Between equals, points are (3 - draw share) / 2 a side."""
    assert expected_points(np.array([0.0]))[0] == pytest.approx((3 - 0.26) / 2)


def test_elo_gives_what_it_takes(make_history):
    """What one side gains, the other loses."""
    history = make_history(list(season(10)))
    path = elo_path(history)
    assert path.after.sum() == pytest.approx(path.before.sum())
    assert path.last.mean() == pytest.approx(1500.0)
    assert expected_score(0.0) == 0.5
