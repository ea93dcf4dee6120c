"""Over-dispersed counts of two sides: how large the total is, and how it is shared.

Corners of one side vary more than Poisson's, and those of both sides exclude each other; their
total hardly varies more. So the total is negative binomial, and the home side's share of it
beta-binomial: the home count given the total n is BetaBinomial(n, s c, (1 - s) c).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from phoenix.forecasting.grid import Grid, enough_cells, normalised

Floats = NDArray[np.float64]

# 0.5 is hardly a distribution, 20,000 cannot be told from Poisson and binomial.
RANGE = (0.5, 20_000.0)
CANDIDATES = 9
ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Dispersion:
    """``size`` of the negative binomial total, ``concentration`` of the beta-binomial share.

    Variance of the total: mean + mean^2 / size. Large values mean Poisson and binomial.
    """

    size: float
    concentration: float


def fit_dispersion(
    home: Floats, away: Floats, home_means: Floats, away_means: Floats, weights: Floats
) -> Dispersion:
    """Maximum likelihood of both numbers, given the means (n floats each)."""
    total, mean = home + away, home_means + away_means
    share = home_means / mean
    return Dispersion(
        _most_likely(lambda size: float(weights @ _log_negative_binomial(total, mean, size))),
        _most_likely(lambda c: float(weights @ _log_share(home, away, share, c))),
    )


def shared_total(home_mean: float, away_mean: float, dispersion: Dispersion) -> Grid:
    """The joint distribution of both counts."""
    mean = home_mean + away_mean
    cells = enough_cells(mean, mean + mean**2 / dispersion.size)
    home, away = np.meshgrid(np.arange(cells), np.arange(cells), indexing="ij")
    h, a = home.astype(float).ravel(), away.astype(float).ravel()
    log_total = _log_negative_binomial(h + a, np.full(h.size, mean), dispersion.size)
    share = np.full(h.size, home_mean / mean)
    log_share = _log_share(h, a, share, dispersion.concentration)
    return normalised(np.exp(log_total + log_share).reshape(cells, cells))


def _log_negative_binomial(count: Floats, mean: Floats, size: float) -> Floats:
    log_odds = np.log(mean / (mean + size))
    terms: Floats = (
        _log_rising(np.array([size]), count)
        - _log_rising(np.array([1.0]), count)
        + size * np.log(size / (mean + size))
        + count * log_odds
    )
    return terms


def _log_share(home: Floats, away: Floats, share: Floats, concentration: float) -> Floats:
    """Log of the beta-binomial, as rising factorials: (a)_h (b)_k / (a + b)_(h + k) x binomial."""
    one = np.array([1.0])
    total = home + away
    binomial = _log_rising(one, total) - _log_rising(one, home) - _log_rising(one, away)
    terms: Floats = (
        binomial
        + _log_rising(share * concentration, home)
        + _log_rising((1.0 - share) * concentration, away)
        - _log_rising(np.array([concentration]), total)
    )
    return terms


def _log_rising(base: Floats, count: Floats) -> Floats:
    """Log of base (base + 1) ... (base + count - 1), elementwise; one base serves all counts."""
    places = count.astype(np.intp)
    reach = np.arange(places.max(initial=0))
    steps = np.log(base[:, None] + reach[None, :])
    table = np.concatenate([np.zeros((len(base), 1)), np.cumsum(steps, axis=1)], axis=1)
    rows = np.zeros(len(count), dtype=np.intp) if len(base) == 1 else np.arange(len(count))
    picked: Floats = table[rows, places]
    return picked


def _most_likely(log_likelihood: Callable[[float], float]) -> float:
    """Where a function with one peak is largest within :data:`RANGE`.

    Each round looks at nine candidates and goes on between the neighbours of the best: five rounds
    leave a factor of 1.01.
    """
    low, high = RANGE
    best = low
    for _ in range(ROUNDS):
        candidates = np.geomspace(low, high, CANDIDATES)
        place = int(np.argmax([log_likelihood(float(candidate)) for candidate in candidates]))
        best = float(candidates[place])
        low = float(candidates[max(place - 1, 0)])
        high = float(candidates[min(place + 1, CANDIDATES - 1)])
    return best
