"""Reading markets off a joint distribution: all of them in two matrix products."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from phoenix.domain.markets import Reading
from phoenix.forecasting.grid import Grid

Masks = NDArray[np.float64]


def probabilities(readings: Sequence[Reading], grid: Grid) -> NDArray[np.float64]:
    """The probability of each reading, the stake not being given back.

    That is P(win) / (P(win) + P(loss)), half-won quarter lines counting half: over and under add
    up to 1, and handicap 0 is draw no bet. NaN where the stake is always given back.
    """
    won, lost = _masks(tuple(readings), grid.shape[0], grid.shape[1])
    cells = grid.ravel()
    wins, losses = won @ cells, lost @ cells
    with np.errstate(invalid="ignore"):
        settled: NDArray[np.float64] = wins / (wins + losses)
    return settled


@lru_cache(maxsize=256)
def _masks(readings: tuple[Reading, ...], rows: int, columns: int) -> tuple[Masks, Masks]:
    """What each reading wins and loses in each cell: two arrays (readings x cells)."""
    home, away = np.meshgrid(np.arange(rows), np.arange(columns), indexing="ij")
    settled = [reading.settle(home, away) for reading in readings]
    won = np.array([outcome[0].ravel() for outcome in settled])
    lost = np.array([outcome[1].ravel() for outcome in settled])
    return won.reshape(len(readings), -1), lost.reshape(len(readings), -1)


def divergence(probability: float, base_rate: float) -> float:
    """Kullback-Leibler divergence, in nats, of a forecast from the league's base rate.

    The base rate is kept off 0 and 1, where a single match to the contrary would be impossible.
    """
    base = float(np.clip(base_rate, 1e-3, 1 - 1e-3))
    terms = 0.0
    for p, q in ((probability, base), (1.0 - probability, 1.0 - base)):
        if p > 0:
            terms += p * float(np.log(p / q))
    return terms
