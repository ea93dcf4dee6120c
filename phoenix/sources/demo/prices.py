"""Invented prices: the truth, blurred, with a margin on top."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from phoenix.domain.matches import Phase, PriceMarket, Prices

BOOKMAKER = "simulada"
MARGIN = 1.05
BLUR = {Phase.OPENING: 0.06, Phase.CLOSING: 0.02}
LINES = (-2.5, -1.5, -0.5, 0.5, 1.5, 2.5)


def draw_prices(
    rng: np.random.Generator, grid: NDArray[np.float64], phases: Sequence[Phase]
) -> tuple[Prices, ...]:
    """Prices for the result, 2.5 goals and a handicap, from the true distribution of the score."""
    home, away = np.indices(grid.shape)
    margin = home - away

    def chance(event: ArrayLike) -> float:
        return float(grid[np.asarray(event)].sum())

    line = min(LINES, key=lambda h: abs(chance(margin + h > 0) - 0.5))
    truths = (
        (PriceMarket.RESULT, None, [chance(margin > 0), chance(margin == 0), chance(margin < 0)]),
        (PriceMarket.TOTAL, 2.5, [chance(home + away > 2), chance(home + away < 3)]),
        (PriceMarket.HANDICAP, line, [chance(margin + line > 0), chance(margin + line < 0)]),
    )
    return tuple(
        Prices(BOOKMAKER, phase, market, at, _priced(rng, truth, BLUR[phase]))
        for phase in phases
        for market, at, truth in truths
    )


def _priced(rng: np.random.Generator, truth: Sequence[float], blur: float) -> tuple[float, ...]:
    seen = np.array(truth) * np.exp(rng.normal(0.0, blur, len(truth)))
    prices = 1.0 / (MARGIN * seen / seen.sum())
    return tuple(max(1.01, round(float(price), 2)) for price in prices)
