"""What a specialist says of a match: a forecast, or that it abstains and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from phoenix.domain.errors import ForecastRefused
from phoenix.domain.quantities import Quantity
from phoenix.domain.words import Words

Grid = NDArray[np.float64]

SUM_TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Evidence:
    """A number that a specialist rests on, with the words that name it."""

    name: Words
    home: float | None
    away: float | None


@dataclass(frozen=True, slots=True)
class Proposition:
    """A named event that is no count, with its probability."""

    name: str
    probability: float


@dataclass(frozen=True)
class Forecast:
    """Per quantity, a joint probability mass function over (home count, away count).

    Attributes:
        grids: arrays whose cell [i, j] is P(home = i, away = j).
        coverage: from 0 to 1, how much data stands behind it; it scales the weight in the pool.
        evidence: the numbers that it rests on.
        propositions: named events beside the counts.
    """

    grids: Mapping[Quantity, Grid]
    coverage: float
    evidence: tuple[Evidence, ...] = ()
    propositions: tuple[Proposition, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Abstention:
    """No forecast, and the reason: never a silent None, never a made-up default."""

    reason: Words


Opinion = Forecast | Abstention


@dataclass(frozen=True, slots=True)
class Answer:
    """An opinion with the name and weight of the specialist that gave it.

    ``fault`` marks an abstention that the specialist did not choose: it broke or could not run.
    """

    analyzer: str
    version: str
    title: Words
    weight: float
    opinion: Opinion
    fault: bool = False
    seconds: float = 0.0


def check_forecast(forecast: Forecast, declared: frozenset[Quantity]) -> None:
    """Refuse what is not a joint probability mass function of a declared quantity.

    Raises:
        ForecastRefused: with what is wrong, in one line.
    """
    if not 0.0 <= forecast.coverage <= 1.0:
        raise ForecastRefused(f"coverage {forecast.coverage!r} is not between 0 and 1")
    for quantity, grid in forecast.grids.items():
        if quantity not in declared:
            raise ForecastRefused(f"{quantity} was forecast but not declared")
        _check_grid(quantity, np.asarray(grid))
    for proposition in forecast.propositions:
        if not 0.0 <= proposition.probability <= 1.0:
            raise ForecastRefused(f"probability of {proposition.name!r} is not between 0 and 1")


def _check_grid(quantity: Quantity, grid: Grid) -> None:
    if grid.ndim != 2 or grid.size == 0 or not np.issubdtype(grid.dtype, np.floating):
        raise ForecastRefused(f"{quantity}: not a table of probabilities (shape {grid.shape})")
    if not np.isfinite(grid).all():
        raise ForecastRefused(f"{quantity}: probabilities that are not finite")
    if grid.min() < 0:
        raise ForecastRefused(f"{quantity}: negative probability {grid.min():.3g}")
    if abs(grid.sum() - 1.0) > SUM_TOLERANCE:
        raise ForecastRefused(f"{quantity}: probabilities sum to {grid.sum():.6g}, not to 1")
