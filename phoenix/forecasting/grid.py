"""Joint probability mass functions over (home count, away count), as arrays.

Cell [i, j] is P(home = i, away = j). A grid is cut where its tails no longer matter and scaled to
sum to 1, so every reading of it agrees with every other.
"""

import numpy as np
from numpy.typing import NDArray

Grid = NDArray[np.float64]
Pmf = NDArray[np.float64]

TAIL = 1e-10


def poisson_pmf(mean: float, size: int) -> Pmf:
    """P(0), ..., P(size - 1) of a Poisson distribution, from logarithms (no overflow)."""
    counts = np.arange(size)
    log_factorial = np.concatenate([[0.0], np.cumsum(np.log(counts[1:]))])
    pmf: Pmf = np.exp(counts * np.log(mean) - mean - log_factorial)
    return pmf


def enough_cells(mean: float, variance: float) -> int:
    """How many counts from 0 on hold all but a negligible share of the mass."""
    return int(np.ceil(mean + 8.0 * np.sqrt(variance) + 8.0))


def dixon_coles(home_mean: float, away_mean: float, rho: float) -> Grid:
    """Two Poisson counts, with Dixon and Coles' correction of the four lowest scores.

    ``rho`` is first brought into the range in which no probability is negative.
    Dixon and Coles (1997), Applied Statistics 46(2), equation 4.2.
    """
    size = enough_cells(max(home_mean, away_mean), max(home_mean, away_mean))
    grid = np.outer(poisson_pmf(home_mean, size), poisson_pmf(away_mean, size))
    low = max(-1.0 / home_mean, -1.0 / away_mean)
    high = min(1.0 / (home_mean * away_mean), 1.0)
    rho = float(np.clip(rho, low, high))
    grid[0, 0] *= 1.0 - home_mean * away_mean * rho
    grid[0, 1] *= 1.0 + home_mean * rho
    grid[1, 0] *= 1.0 + away_mean * rho
    grid[1, 1] *= 1.0 - rho
    return normalised(grid)


def normalised(grid: Grid) -> Grid:
    """The grid scaled to sum to 1, with outer rows and columns of no mass cut off."""
    rows = np.flatnonzero(grid.sum(axis=1) > TAIL)[-1] + 1
    columns = np.flatnonzero(grid.sum(axis=0) > TAIL)[-1] + 1
    kept = grid[:rows, :columns]
    scaled: Grid = kept / kept.sum()
    return scaled


def widened(grid: Grid, shape: tuple[int, int]) -> Grid:
    """The same distribution in a larger array."""
    wide = np.zeros(shape)
    wide[: grid.shape[0], : grid.shape[1]] = grid
    return wide


def empirical(home: NDArray[np.float64], away: NDArray[np.float64]) -> Grid | None:
    """The relative frequencies of observed pairs; pairs with a NaN do not count.

    None if nothing was observed.
    """
    seen = ~np.isnan(home + away)
    if not seen.any():
        return None
    h, a = home[seen].astype(np.intp), away[seen].astype(np.intp)
    grid = np.zeros((h.max() + 1, a.max() + 1))
    np.add.at(grid, (h, a), 1.0)
    shares: Grid = grid / grid.sum()
    return shares
