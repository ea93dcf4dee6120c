"""Attack and defence: the optimum is an optimum, and the truth is found again."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phoenix.forecasting.strengths import Sample, _Problem, fit_strengths


def drawn_sample(seed: int, matches: int = 400, teams: int = 8) -> Sample:
    rng = np.random.default_rng(seed)
    home = rng.integers(0, teams, matches)
    away = (home + rng.integers(1, teams, matches)) % teams
    strength = rng.normal(0, 0.3, teams)
    home_goals = rng.poisson(np.exp(0.3 + strength[home] - strength[away])).astype(float)
    away_goals = rng.poisson(np.exp(0.1 + strength[away] - strength[home])).astype(float)
    weights = rng.uniform(0.2, 1.0, matches)
    return Sample(teams, home, away, home_goals, away_goals, weights)


def differences(function, point: np.ndarray, step: float = 1e-6) -> np.ndarray:
    """Central differences of a function of a vector."""
    moves = np.eye(len(point)) * step
    return np.array([(function(point + m) - function(point - m)) / (2 * step) for m in moves])


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1000), st.booleans())
def test_gradient_and_hessian_are_those_of_the_likelihood(seed, low_scores):
    """Analytic derivatives agree with differences, at any point."""
    problem = _Problem(drawn_sample(seed, 60, 4), 1.0, low_scores, 200.0)
    point = np.random.default_rng(seed).normal(0, 0.05, problem.size)
    _, gradient, hessian = problem.evaluate(point)
    assert differences(lambda x: problem.evaluate(x)[0], point) == pytest.approx(gradient, abs=1e-4)
    assert differences(lambda x: problem.evaluate(x)[1], point) == pytest.approx(hessian, abs=1e-4)


def test_nothing_nearby_is_likelier():
    """At the fitted parameters the penalised likelihood has no slope."""
    sample = drawn_sample(1)
    fit = fit_strengths(sample, ridge=2.0, low_scores=True)
    theta = np.concatenate([fit.attack, fit.defence, [fit.level, fit.advantage, fit.rho]])
    _, gradient, _ = _Problem(sample, 2.0, True, 200.0).evaluate(theta)
    assert np.abs(gradient).max() < 1e-3


def test_agrees_with_a_general_optimiser():
    """A library's optimiser, given the same objective, finds nothing better."""
    from scipy.optimize import minimize

    sample = drawn_sample(2)
    problem = _Problem(sample, 2.0, True, 200.0)
    start = problem.start(float(np.sum(sample.weights * (sample.home_counts + sample.away_counts))))
    best = minimize(lambda x: problem.evaluate(x)[:2], start, jac=True, method="L-BFGS-B").fun
    fit = fit_strengths(sample, ridge=2.0, low_scores=True)
    theta = np.concatenate([fit.attack, fit.defence, [fit.level, fit.advantage, fit.rho]])
    assert problem.evaluate(theta)[0] <= best + 1e-6


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 6))
def test_any_handful_of_matches_can_be_fitted(seed, matches):
    """From the first match of a league on, a fit converges to finite numbers."""
    sample = drawn_sample(seed, matches, 4)
    if not (sample.home_counts + sample.away_counts).sum():
        with pytest.raises(ValueError, match="nothing was counted"):
            fit_strengths(sample, ridge=1.0, low_scores=True)
        return
    fit = fit_strengths(sample, ridge=1.0, low_scores=True)
    assert np.isfinite([*fit.attack, *fit.defence, fit.level, fit.advantage, fit.rho]).all()
    assert fit.steps < 50


def test_an_empty_sample_is_refused():
    """Without a match there is nothing to fit."""
    nothing = np.zeros(0)
    sample = Sample(2, nothing.astype(int), nothing.astype(int), nothing, nothing, nothing)
    with pytest.raises(ValueError, match="nothing was counted"):
        fit_strengths(sample, ridge=1.0)
