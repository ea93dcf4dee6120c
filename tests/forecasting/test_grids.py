"""Distributions against a library that knows them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from phoenix.forecasting.dispersion import Dispersion, fit_dispersion, shared_total
from phoenix.forecasting.grid import dixon_coles, empirical, poisson_pmf
from phoenix.forecasting.regression import fit_poisson

means = st.floats(0.05, 8.0)


@given(st.floats(0.01, 40.0))
def test_poisson_agrees_with_scipy(mean):
    """Probabilities of counts are scipy's."""
    assert poisson_pmf(mean, 60) == pytest.approx(stats.poisson.pmf(np.arange(60), mean), abs=1e-12)


@settings(deadline=None)
@given(means, means, st.floats(-2.0, 2.0))
def test_dixon_coles_is_a_distribution_for_any_rho(home, away, rho):
    """However extreme rho is, no probability is negative and all sum to 1."""
    grid = dixon_coles(home, away, rho)
    assert grid.min() >= 0
    assert grid.sum() == pytest.approx(1.0)


def test_dixon_coles_keeps_the_means():
    """The low-score correction moves no expected goals."""
    grid = dixon_coles(1.6, 1.1, -0.08)
    assert grid.sum(axis=1) @ np.arange(grid.shape[0]) == pytest.approx(1.6, abs=1e-6)
    assert grid.sum(axis=0) @ np.arange(grid.shape[1]) == pytest.approx(1.1, abs=1e-6)


@settings(deadline=None, max_examples=25)
@given(st.floats(2.0, 9.0), st.floats(2.0, 9.0), st.floats(5.0, 500.0), st.floats(5.0, 500.0))
def test_a_shared_total_is_scipys_total_times_scipys_share(home, away, size, concentration):
    """Each cell is a negative binomial total times a beta-binomial share."""
    grid = shared_total(home, away, Dispersion(size, concentration))
    mean, share = home + away, home / (home + away)
    total = stats.nbinom.pmf(9, size, size / (size + mean))
    split = stats.betabinom.pmf(4, 9, share * concentration, (1 - share) * concentration)
    assert grid[4, 5] == pytest.approx(total * split, rel=1e-6)
    assert grid.sum() == pytest.approx(1.0)


def test_dispersion_is_found_again():
    """Drawn with a size of 40 and a concentration of 15, both come out within a third."""
    rng = np.random.default_rng(5)
    n = 20_000
    totals = rng.poisson(rng.gamma(40.0, 10.0 / 40.0, n))
    home = rng.binomial(totals, rng.beta(0.55 * 15, 0.45 * 15, n))
    fit = fit_dispersion(
        home.astype(float), (totals - home).astype(float),
        np.full(n, 5.5), np.full(n, 4.5), np.ones(n),
    )  # fmt: skip
    assert fit.size == pytest.approx(40.0, rel=0.33)
    assert fit.concentration == pytest.approx(15.0, rel=0.33)


def test_poisson_regression_finds_its_coefficients():
    """Counts drawn from known coefficients give them back."""
    rng = np.random.default_rng(3)
    features = np.stack([np.ones(20_000), rng.normal(0, 1, 20_000)], axis=1)
    counts = rng.poisson(np.exp(features @ [0.2, 0.5])).astype(float)
    found = fit_poisson(features, counts, np.ones(20_000), ridge=1.0)
    assert found == pytest.approx([0.2, 0.5], abs=0.02)


def test_frequencies_leave_out_what_is_unknown():
    """Pairs with a missing count do not count as anything."""
    grid = empirical(np.array([1.0, np.nan, 1.0]), np.array([0.0, 0.0, 1.0]))
    assert grid.tolist() == [[0.0, 0.0], [0.5, 0.5]]
    assert empirical(np.array([np.nan]), np.array([1.0])) is None
