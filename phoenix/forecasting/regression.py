"""Poisson regression by Newton's method, for a handful of features."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def fit_poisson(features: Floats, counts: Floats, weights: Floats, *, ridge: float) -> Floats:
    """Coefficients (p) of log mean = features @ coefficients, for n x p features.

    ``ridge`` is the precision of a normal prior on all coefficients but the first, which belongs
    to a column of ones.

    Raises:
        ValueError: nothing was counted.
    """
    mean = float(weights @ counts / weights.sum())
    if not mean > 0:
        raise ValueError("nothing was counted in these matches")
    precision = np.full(features.shape[1], ridge)
    precision[0] = 0.0
    beta = np.zeros(features.shape[1])
    beta[0] = np.log(mean)
    for _ in range(50):
        expected = np.exp(features @ beta)
        gradient = features.T @ (weights * (counts - expected)) - precision * beta
        hessian = (features * (weights * expected)[:, None]).T @ features + np.diag(precision)
        step = np.linalg.solve(hessian, gradient)
        beta = beta + step * min(1.0, 2.0 / float(np.abs(step).max() + 1e-12))
        if gradient @ step < 1e-12:
            break
    return beta
