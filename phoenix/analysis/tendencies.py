"""Which readings are worth telling, and in which order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from phoenix.analysis.evidence import Recent, behind
from phoenix.domain.dossier import Tendency
from phoenix.domain.history import History
from phoenix.domain.markets import Kind, Reading, standard_readings
from phoenix.domain.opinions import Grid
from phoenix.domain.quantities import Quantity
from phoenix.forecasting.grid import empirical
from phoenix.forecasting.readings import divergence, probabilities

BASE_MATCHES = 1000  # of the competition, the most recent ones
MIN_BASE_MATCHES = 50
MIN_INFORMATION = 0.003  # nats; "over 0.5" at 92 % where the league has 91 % says nothing

TELLABLE = frozenset(
    {
        Kind.RESULT, Kind.DOUBLE_CHANCE, Kind.TOTAL, Kind.HOME_TOTAL, Kind.AWAY_TOTAL,
        Kind.BOTH_SCORE, Kind.ASIAN_HANDICAP,
    }
)  # fmt: skip

_SIDES = {"home_or_draw": "home", "draw_or_away": "away"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reading with what the pool and the league say of it."""

    reading: Reading
    probability: float
    base_rate: float

    @property
    def information(self) -> float:
        """How far the forecast is from the base rate, in nats."""
        return divergence(self.probability, self.base_rate)

    @property
    def is_news(self) -> bool:
        """Whether it is likelier than in the league, by enough to be worth saying."""
        return self.probability > self.base_rate and self.information >= MIN_INFORMATION

    @property
    def confidence(self) -> float:
        """Ten times the pooled probability; a promise only once it is calibrated."""
        return 10.0 * self.probability


def candidates(
    grids: Mapping[Quantity, Grid], history: History, extra: Sequence[Reading]
) -> tuple[Candidate, ...]:
    """All tellable readings of the forecast quantities, with their base rates.

    A quantity that the competition has hardly ever recorded has no base rate, and no candidates.
    """
    found: list[Candidate] = []
    for quantity, grid in grids.items():
        base = _base(history, quantity)
        offered = (*standard_readings(quantity), *(r for r in extra if r.quantity is quantity))
        readings = [reading for reading in dict.fromkeys(offered) if tellable(reading)]
        if base is not None and readings:
            pairs = zip(probabilities(readings, grid), probabilities(readings, base), strict=True)
            found += [
                Candidate(reading, float(p), float(b))
                for reading, (p, b) in zip(readings, pairs, strict=True)
                if not np.isnan(p + b)
            ]
    return tuple(found)


def tellable(reading: Reading) -> bool:
    """Readings that either come true or do not, and that say nothing another one says already."""
    if reading.kind not in TELLABLE:
        return False
    if reading.line is None:
        return True
    half = (reading.line * 2) % 2 == 1
    # A handicap of half a goal is the result or the double chance under another name.
    return half and not (reading.kind is Kind.ASIAN_HANDICAP and abs(reading.line) == 0.5)


def _base(history: History, quantity: Quantity) -> Grid | None:
    home, away = history.pair(quantity)
    known = np.flatnonzero(~np.isnan(home + away))[-BASE_MATCHES:]
    return empirical(home[known], away[known]) if len(known) >= MIN_BASE_MATCHES else None


def rank(
    found: Iterable[Candidate], min_confidence: float, others: int
) -> tuple[Candidate | None, tuple[Candidate, ...]]:
    """The main tendency and the others.

    Only what says something that the league's own frequency does not, and is at least as sure as
    the user asks, is told. The main one carries most information; the others come from different
    families first, and of two that imply each other (more than 2.5, more than 1.5) the more
    informative one stays.
    """
    worth = [c for c in found if c.confidence >= min_confidence and c.is_news]
    worth.sort(key=lambda c: (-c.information, c.reading.key))
    if not worth:
        return None, ()
    main, *rest = _without_echoes(worth)
    return main, _diverse(main, rest, others)


def _without_echoes(ranked: Sequence[Candidate]) -> list[Candidate]:
    """Keep the most informative reading of each direction of each market."""
    kept: dict[tuple[object, ...], Candidate] = {}
    for candidate in ranked:
        reading = candidate.reading
        kind = Kind.RESULT if reading.kind is Kind.DOUBLE_CHANCE else reading.kind
        side = _SIDES.get(reading.selection, reading.selection)
        kept.setdefault((reading.quantity, kind, side), candidate)
    return list(kept.values())


def _diverse(main: Candidate, rest: Sequence[Candidate], count: int) -> tuple[Candidate, ...]:
    families = {main.reading.family}
    first: list[Candidate] = []
    second: list[Candidate] = []
    for candidate in rest:
        (second if candidate.reading.family in families else first).append(candidate)
        families.add(candidate.reading.family)
    return tuple([*first, *second][:count])


def told(candidate: Candidate, found: Recent) -> Tendency:
    """A candidate with its evidence."""
    at_home, away = behind(found, candidate.reading)
    return Tendency(
        reading=candidate.reading,
        probability=candidate.probability,
        base_rate=candidate.base_rate,
        confidence=candidate.confidence,
        calibrated=False,
        information=candidate.information,
        at_home=at_home,
        away=away,
    )
