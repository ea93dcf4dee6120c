"""A match as a source hands it over: who, when, what happened, at which prices."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum

from phoenix.domain.competitions import Competition


class Phase(StrEnum):
    """When a price was taken: the first one known, the newest so far, or the last before kick-off.

    Files of past matches know opening and closing prices; of a match to come the newest is kept.
    """

    OPENING = "opening"
    LATEST = "latest"
    CLOSING = "closing"


class PriceMarket(StrEnum):
    """What a set of prices is about. Outcomes stand in the order named here."""

    RESULT = "result"  # home, draw, away
    TOTAL = "total"  # over, under the line
    HANDICAP = "handicap"  # home with the line added to its goals, away
    BOTH_SCORE = "both-score"  # yes, no
    DOUBLE_CHANCE = "double-chance"  # home or draw, home or away, draw or away
    HOME_TOTAL = "home-total"  # over, under the line, of the home side alone
    AWAY_TOTAL = "away-total"
    FIRST_HALF_RESULT = "first-half-result"  # home, draw, away
    FIRST_HALF_TOTAL = "first-half-total"  # over, under
    CORNERS_TOTAL = "corners-total"
    CARDS_TOTAL = "cards-total"
    QUALIFIES = "qualifies"  # home, away


@dataclass(frozen=True, slots=True)
class SideCounts:
    """What one side did in the match; None where nobody recorded it.

    ``possession`` is a share from 0 to 1, ``expected_goals`` a number of goals.
    """

    shots: int | None = None
    shots_on_target: int | None = None
    corners: int | None = None
    fouls: int | None = None
    yellow_cards: int | None = None
    red_cards: int | None = None
    possession: float | None = None
    expected_goals: float | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """Goals of both sides after 90 minutes, and at half-time where known."""

    home: int
    away: int
    half_time_home: int | None = None
    half_time_away: int | None = None


@dataclass(frozen=True, slots=True)
class Prices:
    """Decimal prices of one bookmaker for one market; ``line`` is None where there is none."""

    bookmaker: str
    phase: Phase
    market: PriceMarket
    line: float | None
    outcomes: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class MatchRecord:
    """One match of one source. ``score`` is None as long as it has not been played.

    ``day`` is the calendar day that the source files the match under; ``kickoff`` (UTC) may fall
    on the neighbouring day of another time zone, and is None when only the day is known.
    """

    competition: Competition
    season: str
    day: date
    kickoff: datetime | None
    home: str
    away: str
    score: Score | None
    home_counts: SideCounts = field(default_factory=SideCounts)
    away_counts: SideCounts = field(default_factory=SideCounts)
    referee: str | None = None
    prices: tuple[Prices, ...] = ()

    @property
    def key(self) -> tuple[str, date, str, str]:
        """What makes the match the same match in another file."""
        return (self.competition.code, self.day, self.home, self.away)


@dataclass(frozen=True, slots=True)
class Fixture:
    """A match to be analysed: who meets whom, where and when; nothing of what came of it.

    ``scheduled`` is False when no calendar holds this match and it was only asked about; ``key`` is
    what the store knows it by, if it does.
    """

    competition: Competition
    season: str
    day: date
    kickoff: datetime | None
    home: str
    away: str
    referee: str | None = None
    scheduled: bool = True
    key: int | None = field(default=None, compare=False)

    @property
    def as_of(self) -> datetime:
        """The instant whose knowledge counts: the beginning of the day of the match, in UTC."""
        return datetime(self.day.year, self.day.month, self.day.day, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class KnownTeam:
    """A team of the store; names are unique within a country."""

    name: str
    country: str

    def is_called(self, shown: str) -> bool:
        """Whether it is shown under this name: where two share one, the country stands behind."""
        return shown in {self.name, f"{self.name} ({self.country})"}
