"""All lines of a match agree with each other, whatever the distribution."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from phoenix.domain.markets import Kind, Reading, standard_readings
from phoenix.domain.quantities import Quantity
from phoenix.forecasting.pooling import linear_pool
from phoenix.forecasting.readings import divergence, probabilities

GOALS = Quantity.GOALS


@st.composite
def grids(draw: st.DrawFn) -> np.ndarray:
    """Any joint distribution, of any shape, with some mass everywhere."""
    shape = draw(st.tuples(st.integers(3, 9), st.integers(3, 9)))
    weights = draw(arrays(float, shape, elements=st.floats(1e-6, 1.0)))
    return weights / weights.sum()


def read(grid: np.ndarray, kind: Kind, selection: str, line: float | None = None) -> float:
    return float(probabilities([Reading(GOALS, kind, selection, line)], grid)[0])


@settings(deadline=None)
@given(st.lists(st.tuples(grids(), st.floats(0.01, 5.0)), min_size=1, max_size=4))
def test_a_pool_of_distributions_is_a_distribution(experts):
    """Pooled probabilities are non-negative and sum to 1, whatever the shapes and weights."""
    pooled = linear_pool([grid for grid, _ in experts], [weight for _, weight in experts])
    assert pooled.min() >= 0
    assert pooled.sum() == pytest.approx(1.0)


@settings(deadline=None)
@given(grids(), st.sampled_from([Kind.TOTAL, Kind.HOME_TOTAL, Kind.AWAY_TOTAL]))
def test_over_and_under_are_complements_at_every_line(grid, kind):
    """Over + under = 1, quarter and whole lines included."""
    for line in (0.75, 1.0, 1.25, 1.5, 2.5):
        both = read(grid, kind, "over", line) + read(grid, kind, "under", line)
        assert both == pytest.approx(1.0)


@settings(deadline=None)
@given(grids())
def test_handicap_zero_is_draw_no_bet(grid):
    """Both readings of a level handicap are those of draw no bet."""
    for side in ("home", "away"):
        level = read(grid, Kind.ASIAN_HANDICAP, side, 0.0)
        assert level == pytest.approx(read(grid, Kind.DRAW_NO_BET, side))


@settings(deadline=None)
@given(grids())
def test_the_result_is_the_sum_of_the_exact_scores(grid):
    """1X2, double chance and half-goal handicaps follow from the exact scores."""
    cells = {(h, a): float(grid[h, a]) for h in range(grid.shape[0]) for a in range(grid.shape[1])}
    home = sum(p for (h, a), p in cells.items() if h > a)
    draw = sum(p for (h, a), p in cells.items() if h == a)
    assert read(grid, Kind.RESULT, "home") == pytest.approx(home)
    assert read(grid, Kind.DOUBLE_CHANCE, "home_or_draw") == pytest.approx(home + draw)
    assert read(grid, Kind.ASIAN_HANDICAP, "home", -0.5) == pytest.approx(home)
    assert read(grid, Kind.EUROPEAN_HANDICAP, "home", 0.0) == pytest.approx(home)


@settings(deadline=None)
@given(grids())
def test_both_score_is_what_neither_side_fails(grid):
    """Both teams score is 1 - P(home 0) - P(away 0) + P(0-0)."""
    expected = 1 - grid[0].sum() - grid[:, 0].sum() + grid[0, 0]
    assert read(grid, Kind.BOTH_SCORE, "yes") == pytest.approx(expected)


@settings(deadline=None)
@given(grids(), st.sampled_from(sorted(Quantity)))
def test_every_standard_reading_is_a_probability(grid, quantity):
    """No reading of any quantity leaves 0 to 1, and of a market's selections some come true."""
    values = probabilities(standard_readings(quantity), grid)
    settled = values[~np.isnan(values)]
    assert ((settled >= -1e-12) & (settled <= 1 + 1e-12)).all()


@given(st.floats(0, 1), st.floats(0, 1))
def test_divergence_is_never_negative(p, q):
    """A forecast carries information, or none."""
    assert divergence(p, q) >= -1e-6


def test_a_forecast_at_the_base_rate_says_nothing():
    """Equal probabilities have no divergence."""
    assert divergence(0.93, 0.93) == pytest.approx(0.0)


def test_a_pool_without_weight_is_refused():
    """Forecasts that weigh nothing make no consensus."""
    with pytest.raises(ValueError, match="positive weight"):
        linear_pool([np.ones((1, 1))], [0.0])
