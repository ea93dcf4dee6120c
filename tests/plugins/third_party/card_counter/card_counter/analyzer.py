"""The mean of the cards shown so far, and Poisson's distribution around it."""

from typing import ClassVar

import numpy as np

from phoenix.plugin import (
    Abstention,
    Analyzer,
    Evidence,
    Forecast,
    History,
    MatchContext,
    Need,
    Opinion,
    Quantity,
    Words,
)

Means = tuple[float, float]

COUNTS = np.arange(21)


class CardCounter(Analyzer):
    """Knows no teams, only how many cards both sides are usually shown."""

    id: ClassVar[str] = "card_counter"
    title: ClassVar[Words] = "Card counter"
    quantities: ClassVar[frozenset[Quantity]] = frozenset({Quantity.CARDS})
    needs: ClassVar[frozenset[Need]] = frozenset({Need.STATISTICS})

    def fit(self, history: History) -> Means | None:
        """Mean cards of home and away sides, or None where none were counted."""
        home, away = history.pair(Quantity.CARDS)
        counted = ~np.isnan(home + away)
        if not counted.any():
            return None
        return float(home[counted].mean()), float(away[counted].mean())

    def forecast(self, context: MatchContext, model: Means | None) -> Opinion:
        """Two independent Poisson counts."""
        if model is None:
            return Abstention("no cards have been counted")
        grid = np.outer(poisson(model[0]), poisson(model[1]))
        evidence = (Evidence("mean cards", *model),)
        return Forecast({Quantity.CARDS: grid / grid.sum()}, coverage=0.5, evidence=evidence)


def poisson(mean: float) -> np.ndarray:
    """Poisson's probabilities of 0, 1, 2, ... up to a factor."""
    steps = np.concatenate(([1.0], mean / COUNTS[1:]))
    return np.cumprod(steps)
