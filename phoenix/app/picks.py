"""A tendency of a match to come, as lists of a day and slips take it."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum


class Market(StrEnum):
    """What people ask for by one word; each holds several of our markets."""

    GOALS = "goals"
    TEAM_GOALS = "team_goals"
    FIRST_HALF = "first_half"
    CORNERS = "corners"
    BOTH_SCORE = "both_score"
    RESULT = "result"
    CARDS = "cards"
    SHOTS = "shots"
    HANDICAP = "handicap"


_COUNTED = {
    "first_half_goals": Market.FIRST_HALF,
    "corners": Market.CORNERS, "first_half_corners": Market.CORNERS,
    "cards": Market.CARDS,
    "shots": Market.SHOTS, "shots_on_target": Market.SHOTS,
}  # fmt: skip
_OF_GOALS = {
    "total": Market.GOALS,
    "home_total": Market.TEAM_GOALS, "away_total": Market.TEAM_GOALS,
    "both_score": Market.BOTH_SCORE,
    "result": Market.RESULT, "double_chance": Market.RESULT,
    "asian_handicap": Market.HANDICAP,
}  # fmt: skip


def market_of(quantity: str, kind: str) -> Market | None:
    """Where a reading belongs; None: it is none that is told."""
    return _COUNTED.get(quantity) or _OF_GOALS.get(kind)


@dataclass(frozen=True, slots=True)
class Pick:
    """One tendency of one match.

    Attributes:
        sheet: the number of the sheet that tells it, once that is kept.
        fixture: the number of the match.
        league: the competition's code.
        home: the side at home.
        away: the other side.
        kickoff: UTC; None: only the day is known.
        market: see :class:`Market`.
        reading: key of the reading, such as ``goals:total:over:2.5``.
        texts: the tendency in words, by language.
        probability: above 0 and at most 1.
        confidence: 0 to 10.
        calibrated: whether the confidence is a promise yet.
        information: how far it is from the league's own frequency, in nats.
        place: where its dossier has it; 0 is the main tendency.
        price: the decimal price that is offered; None: none is known.
    """

    sheet: int | None
    fixture: int
    league: str
    home: str
    away: str
    kickoff: datetime | None
    market: Market
    reading: str
    texts: Mapping[str, str]
    probability: float
    confidence: float
    calibrated: bool
    information: float
    place: int = 0
    price: Decimal | None = None

    @property
    def fair_price(self) -> Decimal:
        """The price at which nobody gains in the long run."""
        return 1 / Decimal(self.probability)

    @property
    def soonest(self) -> tuple[bool, float, int]:
        """Sorts by kick-off, what has none last."""
        at = self.kickoff.timestamp() if self.kickoff else 0.0
        return (self.kickoff is None, at, self.fixture)

    @property
    def rank(self) -> tuple[float, float, int, str]:
        """Sorts the best first: by confidence, then information; ties always in one order."""
        return (-self.confidence, -self.information, self.fixture, self.reading)


def best_of_each(picks: Iterable[Pick], what: Callable[[Pick], Hashable]) -> tuple[Pick, ...]:
    """One of each match, market or whatever ``what`` tells apart, best first.

    Within a match its dossier decides, which puts first what tells most: by confidence alone, that
    a side scores less than 2.5 goals would always win.
    """
    best: dict[Hashable, Pick] = {}
    for pick in sorted(picks, key=lambda pick: (pick.place, *pick.rank)):
        best.setdefault(what(pick), pick)
    return tuple(sorted(best.values(), key=lambda pick: pick.rank))


def by_match(picks: Iterable[Pick]) -> tuple[Pick, ...]:
    """What the dossier of each match puts first, best first."""
    return best_of_each(picks, lambda pick: pick.fixture)
