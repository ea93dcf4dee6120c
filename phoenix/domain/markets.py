"""Markets as data: what a bet on a pair of counts says, and how a score settles it.

A :class:`Reading` is one selection of one market, such as *more than 2.5 goals*. It carries no
probability: that is read off a joint probability mass function (``forecasting.readings``).
Settlement is written once, here, over arrays, and serves forecasts, evidence and results alike.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from phoenix.domain.quantities import Quantity

Counts = NDArray[np.float64]


class Kind(StrEnum):
    """How a market turns two counts into an outcome."""

    RESULT = "result"
    DOUBLE_CHANCE = "double_chance"
    DRAW_NO_BET = "draw_no_bet"
    TOTAL = "total"
    HOME_TOTAL = "home_total"
    AWAY_TOTAL = "away_total"
    BOTH_SCORE = "both_score"
    ASIAN_HANDICAP = "asian_handicap"
    EUROPEAN_HANDICAP = "european_handicap"
    EXACT = "exact"


SELECTIONS: dict[Kind, tuple[str, ...]] = {
    Kind.RESULT: ("home", "draw", "away"),
    Kind.DOUBLE_CHANCE: ("home_or_draw", "home_or_away", "draw_or_away"),
    Kind.DRAW_NO_BET: ("home", "away"),
    Kind.TOTAL: ("over", "under"),
    Kind.HOME_TOTAL: ("over", "under"),
    Kind.AWAY_TOTAL: ("over", "under"),
    Kind.BOTH_SCORE: ("yes", "no"),
    Kind.ASIAN_HANDICAP: ("home", "away"),
    Kind.EUROPEAN_HANDICAP: ("home", "draw", "away"),
}

LINED = frozenset(
    {Kind.TOTAL, Kind.HOME_TOTAL, Kind.AWAY_TOTAL, Kind.ASIAN_HANDICAP, Kind.EUROPEAN_HANDICAP}
)

_SIGNS = {
    "home": (1,), "draw": (0,), "away": (-1,),
    "home_or_draw": (1, 0), "home_or_away": (1, -1), "draw_or_away": (0, -1),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """One selection of one market on one quantity.

    ``line`` is what the count is compared with (totals) or what is added to the home side's count
    (handicaps); an away handicap of the same market carries the same line. ``selection`` of
    ``EXACT`` is the pair itself, ``"2-1"``.

    Raises:
        ValueError: the kind has no such selection, or a line is missing or out of place.
    """

    quantity: Quantity
    kind: Kind
    selection: str
    line: float | None = None

    def __post_init__(self) -> None:
        if self.kind is Kind.EXACT:
            home, dash, away = self.selection.partition("-")
            known = dash == "-" and home.isdecimal() and away.isdecimal()
        else:
            known = self.selection in SELECTIONS[self.kind]
        if not known:
            raise ValueError(f"{self.kind} has no selection {self.selection!r}")
        if (self.line is not None) != (self.kind in LINED):
            raise ValueError(f"{self.kind} with line {self.line!r}")
        if self.line is not None and (self.line * 4) % 1:
            raise ValueError(f"{self.line!r} is not a quarter, half or whole line")

    @property
    def key(self) -> str:
        """The reading as one word, such as ``goals:total:over:2.5``."""
        parts = [self.quantity, self.kind, self.selection]
        return ":".join(parts if self.line is None else [*parts, f"{self.line:g}"])

    @property
    def family(self) -> str:
        """What kind of statement this is; two of one family say much the same."""
        if self.quantity is not Quantity.GOALS:
            return str(self.quantity)
        return _FAMILIES[self.kind]

    def counted(self, home: ArrayLike, away: ArrayLike) -> Counts:
        """The market's own count: what the line is compared with (NaN where a side is unknown)."""
        h: Counts = np.asarray(home, dtype=float)
        a: Counts = np.asarray(away, dtype=float)
        match self.kind:
            case Kind.TOTAL:
                return h + a
            case Kind.HOME_TOTAL:
                return h + 0 * a
            case Kind.AWAY_TOTAL:
                return a + 0 * h
            case Kind.BOTH_SCORE:
                return np.minimum(h, a) + 0 * (h + a)
            case _:
                return h - a

    def settle(self, home: ArrayLike, away: ArrayLike) -> tuple[Counts, Counts]:
        """How far the reading is won and lost at each pair of counts.

        Returns:
            Two arrays of the broadcast shape with 0, 0.5 or 1: the share of the stake that wins
            and the share that loses. What is in neither is given back. NaN where a count is NaN.
        """
        if self.kind is Kind.EXACT:
            h, a = np.asarray(home, dtype=float), np.asarray(away, dtype=float)
            wanted_home, _, wanted_away = self.selection.partition("-")
            hit = (h == float(wanted_home)) & (a == float(wanted_away))
            won = np.where(np.isnan(h + a), np.nan, hit.astype(float))
            return won, 1.0 - won
        count = self.counted(home, away)
        if self.kind in _COMPARED:
            return self._compared(count)
        return self._classified(count)

    def _compared(self, count: Counts) -> tuple[Counts, Counts]:
        """Two-way markets: above or below a line; a quarter line is half of each neighbour."""
        won, lost = np.zeros_like(count), np.zeros_like(count)
        for line in self._half_lines():
            sign = np.sign(count - line) if self._wants_more() else np.sign(line - count)
            won += np.where(np.isnan(sign), np.nan, sign > 0)
            lost += np.where(np.isnan(sign), np.nan, sign < 0)
        parts = len(self._half_lines())
        return won / parts, lost / parts

    def _half_lines(self) -> tuple[float, ...]:
        if self.line is None:
            return (0.0,) if self.kind is Kind.DRAW_NO_BET else (0.5,)
        line = -self.line if self.kind is Kind.ASIAN_HANDICAP else self.line
        return (line,) if (line * 2) % 1 == 0 else (line - 0.25, line + 0.25)

    def _wants_more(self) -> bool:
        return self.selection in {"over", "home", "yes"}

    def _classified(self, count: Counts) -> tuple[Counts, Counts]:
        """Three-way markets: the sign of the difference, after the handicap if there is one."""
        sign = np.sign(count + (self.line or 0.0))
        won = np.where(np.isnan(sign), np.nan, np.isin(sign, _SIGNS[self.selection]))
        return won, 1.0 - won


_COMPARED = frozenset(
    {
        Kind.TOTAL, Kind.HOME_TOTAL, Kind.AWAY_TOTAL,
        Kind.BOTH_SCORE, Kind.DRAW_NO_BET, Kind.ASIAN_HANDICAP,
    }
)  # fmt: skip

_FAMILIES = {
    Kind.RESULT: "result",
    Kind.DOUBLE_CHANCE: "result",
    Kind.DRAW_NO_BET: "result",
    Kind.TOTAL: "totals",
    Kind.HOME_TOTAL: "team_goals",
    Kind.AWAY_TOTAL: "team_goals",
    Kind.BOTH_SCORE: "both_score",
    Kind.ASIAN_HANDICAP: "handicap",
    Kind.EUROPEAN_HANDICAP: "handicap",
    Kind.EXACT: "exact",
}

_TOTAL_LINES: dict[Quantity, tuple[float, ...]] = {
    Quantity.GOALS: (0.5, 1.5, 2.5, 3.5, 4.5, 5.5),
    Quantity.FIRST_HALF_GOALS: (0.5, 1.5, 2.5),
    Quantity.CORNERS: (6.5, 7.5, 8.5, 9.5, 10.5, 11.5, 12.5, 13.5),
    Quantity.FIRST_HALF_CORNERS: (2.5, 3.5, 4.5, 5.5, 6.5),
    Quantity.CARDS: (1.5, 2.5, 3.5, 4.5, 5.5, 6.5),
    Quantity.SHOTS: (18.5, 20.5, 22.5, 24.5, 26.5, 28.5, 30.5),
    Quantity.SHOTS_ON_TARGET: (5.5, 6.5, 7.5, 8.5, 9.5, 10.5, 11.5),
}

_SIDE_LINES: dict[Quantity, tuple[float, ...]] = {
    Quantity.GOALS: (0.5, 1.5, 2.5, 3.5),
    Quantity.FIRST_HALF_GOALS: (0.5, 1.5),
    Quantity.CORNERS: (2.5, 3.5, 4.5, 5.5, 6.5, 7.5),
    Quantity.FIRST_HALF_CORNERS: (1.5, 2.5, 3.5),
    Quantity.CARDS: (0.5, 1.5, 2.5, 3.5),
    Quantity.SHOTS: (8.5, 10.5, 12.5, 14.5, 16.5),
    Quantity.SHOTS_ON_TARGET: (2.5, 3.5, 4.5, 5.5, 6.5),
}

_HANDICAP_REACH = {
    Quantity.GOALS: 2.5, Quantity.CORNERS: 3.5, Quantity.SHOTS: 6.5, Quantity.SHOTS_ON_TARGET: 3.5,
}  # fmt: skip


def standard_readings(quantity: Quantity) -> tuple[Reading, ...]:
    """The markets that are read off every forecast of ``quantity``."""
    return tuple(_standard_readings(quantity))


def _standard_readings(quantity: Quantity) -> Iterator[Reading]:
    yield from _all_selections(quantity, Kind.RESULT)
    yield from _all_selections(quantity, Kind.DOUBLE_CHANCE)
    yield from _all_selections(quantity, Kind.DRAW_NO_BET)
    for line in _TOTAL_LINES[quantity]:
        yield from _all_selections(quantity, Kind.TOTAL, line)
    for line in _SIDE_LINES[quantity]:
        yield from _all_selections(quantity, Kind.HOME_TOTAL, line)
        yield from _all_selections(quantity, Kind.AWAY_TOTAL, line)
    reach = _HANDICAP_REACH.get(quantity, 1.5)
    for line in np.arange(-reach, reach + 0.25, 0.25).tolist():
        yield from _all_selections(quantity, Kind.ASIAN_HANDICAP, line)
    if quantity in {Quantity.GOALS, Quantity.FIRST_HALF_GOALS}:
        yield from _goal_readings(quantity)


def _goal_readings(quantity: Quantity) -> Iterator[Reading]:
    yield from _all_selections(quantity, Kind.BOTH_SCORE)
    for line in (-2.0, -1.0, 1.0, 2.0):
        yield from _all_selections(quantity, Kind.EUROPEAN_HANDICAP, line)
    for home in range(5):
        for away in range(5):
            yield Reading(quantity, Kind.EXACT, f"{home}-{away}")


def _all_selections(quantity: Quantity, kind: Kind, line: float | None = None) -> Iterator[Reading]:
    return (Reading(quantity, kind, selection, line) for selection in SELECTIONS[kind])
