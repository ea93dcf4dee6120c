"""A team's counts for and against, adjusted for the opponents that it faced."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from phoenix.domain.context import WeightedMetric
from phoenix.domain.history import History
from phoenix.domain.quantities import Quantity

Floats = NDArray[np.float64]

RECENT_MATCHES = 10
PRIOR_MATCHES = 5.0
WINDOW_DAYS = 365


@dataclass(frozen=True, slots=True)
class Rates:
    """What every team scores and concedes a match, shrunk towards the mean of one side."""

    scored: Floats
    conceded: Floats
    mean: float


def weighted_metric(
    history: History, team: str, quantity: Quantity, today: np.datetime64
) -> WeightedMetric | None:
    """Mean counts of the last ten matches within a year, each scaled by the opponent.

    What was scored against a side that concedes half the usual counts double, and what was
    conceded to a side that scores twice the usual counts half. None without a single match with
    this count.
    """
    place = history.team(team)
    home, away = history.pair(quantity)
    usable = ~np.isnan(home + away) & (history.day >= today - np.timedelta64(WINDOW_DAYS, "D"))
    if place is None or not usable.any():
        return None
    rates = _rates(history, home, away, usable)
    mine = np.flatnonzero(usable & ((history.home == place) | (history.away == place)))
    mine = mine[-RECENT_MATCHES:]
    if not len(mine):
        return None
    at_home = history.home[mine] == place
    opponent = np.where(at_home, history.away[mine], history.home[mine])
    scored = np.where(at_home, home[mine], away[mine])
    conceded = np.where(at_home, away[mine], home[mine])
    return WeightedMetric(
        scored=float(np.mean(scored * rates.mean / rates.conceded[opponent])),
        conceded=float(np.mean(conceded * rates.mean / rates.scored[opponent])),
        matches=len(mine),
    )


def _rates(history: History, home: Floats, away: Floats, usable: NDArray[np.bool_]) -> Rates:
    h, a, k = history.home[usable], history.away[usable], len(history.teams)
    mean = float((home[usable].sum() + away[usable].sum()) / (2.0 * usable.sum()))
    mean = max(mean, 1e-9)  # a league where it never happened: nothing to scale by, all ratios 1
    matches = np.bincount(h, minlength=k) + np.bincount(a, minlength=k)
    scored = np.bincount(h, home[usable], k) + np.bincount(a, away[usable], k)
    conceded = np.bincount(h, away[usable], k) + np.bincount(a, home[usable], k)
    prior = PRIOR_MATCHES * mean
    return Rates(
        scored=(scored + prior) / (matches + PRIOR_MATCHES),
        conceded=(conceded + prior) / (matches + PRIOR_MATCHES),
        mean=mean,
    )
