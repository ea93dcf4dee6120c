"""Many distributions into one."""

from collections.abc import Sequence

import numpy as np

from phoenix.forecasting.grid import Grid, widened


def linear_pool(grids: Sequence[Grid], weights: Sequence[float]) -> Grid:
    """The weighted mean of distributions, on the smallest grid that holds them all.

    Raises:
        ValueError: there is no grid, or no weight is positive.
    """
    total = float(sum(weights))
    if not grids or total <= 0:
        raise ValueError("a pool needs at least one forecast of positive weight")
    shape = (max(grid.shape[0] for grid in grids), max(grid.shape[1] for grid in grids))
    pooled = np.zeros(shape)
    for grid, weight in zip(grids, weights, strict=True):
        pooled += (weight / total) * widened(grid, shape)
    scaled: Grid = pooled / pooled.sum()
    return scaled
