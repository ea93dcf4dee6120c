"""Slips: several tendencies of one day that would have to come true together.

A leg is what the dossier of its match puts first: of what is sure enough, that which tells most. A
match gives one leg, a league at most two, or where few leagues play as many as the shortest slip
needs. Legs are ranked by confidence, then by information, and the first slip takes the best there
are. Each further one draws its length and its legs from a shortlist of the best, by a generator
that is seeded with the day, the chat and the kind: the same question has the same answer, after a
restart too, and no combination comes twice before all that were found have been shown.

Matches are taken as independent of each other, so that the probability is the product. That errs
where they are not: a table that several of them decide, or the same weather over a whole region.
"""

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import count
from math import prod

from phoenix.app.picks import Pick, by_match

OF_ONE_LEAGUE = 2
SHORTLIST = 3  # picks for each leg that a slip, or a league in it, may have
AT_LEAST = 10  # picks: there are several singles
MOST = 100  # combinations; whoever asks for more begins anew
IN_VAIN = 20  # draws that bring nothing new, after which there is nothing new


class Length(StrEnum):
    """How long a slip is."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    LONG = "long"

    @property
    def legs(self) -> range:
        """How many it may have."""
        return _LEGS[self]


_LEGS = {
    Length.SINGLE: range(1, 2),
    Length.MULTIPLE: range(3, 6),
    Length.LONG: range(6, 11),
}


@dataclass(frozen=True, slots=True)
class Slip:
    """Legs by kick-off, of one match each."""

    legs: tuple[Pick, ...]

    @property
    def probability(self) -> float:
        """That all of them come true, the matches being independent of each other."""
        return prod(leg.probability for leg in self.legs)

    @property
    def fair_price(self) -> Decimal:
        """The price at which nobody gains in the long run."""
        return 1 / Decimal(self.probability)

    @property
    def price(self) -> Decimal | None:
        """What is offered for all together; None where it is not known of every leg."""
        prices = [leg.price for leg in self.legs if leg.price is not None]
        return prod(prices, start=Decimal(1)) if len(prices) == len(self.legs) else None

    @property
    def expected_value(self) -> Decimal | None:
        """What is gained on average, as a share of the stake; None without a price."""
        return None if self.price is None else Decimal(self.probability) * self.price - 1


@dataclass(frozen=True, slots=True)
class Question:
    """Which slip is meant: the same question has the same answer."""

    length: Length
    day: date
    chat: int
    number: int = 0


def slip(picks: Iterable[Pick], asked: Question) -> Slip | None:
    """The slip that is meant; None where fewer matches have a tendency than it needs."""
    found = by_match(picks)
    if len(found) < asked.length.legs.start:
        return None
    combinations: list[tuple[Pick, ...]] = []
    for combination in _combinations(found, asked):
        combinations.append(combination)
        if len(combinations) > asked.number:
            break
    chosen = combinations[asked.number % len(combinations)]
    return Slip(tuple(sorted(chosen, key=lambda leg: leg.soonest)))


def _combinations(found: Sequence[Pick], asked: Question) -> Iterator[tuple[Pick, ...]]:
    """Each once, the best first."""
    legs = asked.length.legs
    cap = _cap(found, legs.start)
    first = _taken(found, legs.start, cap)
    yield first
    seen, in_vain = {_signature(first)}, 0
    seed = f"{asked.day} {asked.chat} {asked.length}"
    draw = random.Random(seed)  # noqa: S311 - nothing is kept secret by it
    shortlist = _taken(found, max(SHORTLIST * legs[-1], AT_LEAST), SHORTLIST * cap)
    while len(seen) < MOST and in_vain < IN_VAIN:
        shuffled = draw.sample(shortlist, len(shortlist))
        drawn = _taken(shuffled, draw.choice(legs), cap)
        in_vain = in_vain + 1 if _signature(drawn) in seen else 0
        if not in_vain:
            seen.add(_signature(drawn))
            yield drawn


def _cap(found: Sequence[Pick], shortest: int) -> int:
    """How many legs may be of one league."""
    return next(cap for cap in count(OF_ONE_LEAGUE) if _room(found, cap) >= shortest)


def _room(found: Sequence[Pick], cap: int) -> int:
    """How many legs a slip can have, so many of a league at most."""
    return sum(min(legs, cap) for legs in Counter(pick.league for pick in found).values())


def _taken(ranked: Sequence[Pick], most: int, cap: int) -> tuple[Pick, ...]:
    """The first of them, so many in all and of a league at most."""
    legs: list[Pick] = []
    leagues: Counter[str] = Counter()
    for pick in ranked:
        if len(legs) < most and leagues[pick.league] < cap:
            legs.append(pick)
            leagues[pick.league] += 1
    return tuple(legs)


def _signature(legs: Iterable[Pick]) -> frozenset[int]:
    return frozenset(leg.fixture for leg in legs)
