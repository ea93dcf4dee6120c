"""What a provider says, under its own ids: a team is an id, never a name.

The store turns these ids into ours. Nothing here knows which provider it was.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from phoenix.domain.competitions import Competition
from phoenix.domain.matches import Prices, Score, SideCounts


class Status(StrEnum):
    """Where a fixture stands. Only a finished one has a result that was played for."""

    SCHEDULED = "scheduled"
    LIVE = "live"
    FINISHED = "finished"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    ABANDONED = "abandoned"
    AWARDED = "awarded"


@dataclass(frozen=True, slots=True)
class TeamRef:
    """A team: the provider's id, the name it had there, and its country where that was told."""

    id: str
    name: str
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the provider has of a season; what it has not need not be asked for."""

    events: bool = False
    lineups: bool = False
    statistics: bool = False
    standings: bool = False
    injuries: bool = False
    odds: bool = False


@dataclass(frozen=True, slots=True)
class ProvidedSeason:
    """A season of a competition: ``year`` as the provider numbers it, first and last day."""

    league: str
    name: str
    country: str
    kind: str
    year: int
    first: date
    last: date
    current: bool
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class Player:
    """A player of one match: minutes are None until (and unless) somebody counted them."""

    id: str
    name: str
    position: str | None
    number: int | None
    starts: bool
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Lineup:
    """Who plays for one side."""

    team: str
    formation: str | None
    coach: str | None
    players: tuple[Player, ...]


@dataclass(frozen=True, slots=True)
class ProvidedMatch:
    """A fixture and what became of it.

    ``score`` is that of 90 minutes (and of the first half), ``extra`` the goals *in* extra time,
    ``penalties`` the shoot-out; each None where it was not played or is not known. ``counts`` of a
    side is None where the provider has none. ``lineups`` is None where it was not told, empty
    where there are none.
    """

    id: str
    league: str
    year: int
    round: str | None
    kickoff: datetime
    status: Status
    home: TeamRef
    away: TeamRef
    score: Score | None = None
    extra: tuple[int, int] | None = None
    penalties: tuple[int, int] | None = None
    referee: str | None = None
    home_counts: SideCounts | None = None
    away_counts: SideCounts | None = None
    statistics_asked: bool = False
    lineups: tuple[Lineup, ...] | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """One team's line of one group of a table; ``form`` runs from the oldest to the newest."""

    group: str
    rank: int
    team: TeamRef
    played: int
    won: int
    drawn: int
    lost: int
    goals_for: int
    goals_against: int
    points: int
    form: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class ProvidedTable:
    """The table of a season, all its groups."""

    league: str
    year: int
    rows: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Absence:
    """A player who will or may be missing from a fixture, and why."""

    fixture: str
    team: str
    player: str
    name: str
    doubtful: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Quotes:
    """All prices of a fixture at one instant."""

    fixture: str
    taken: datetime
    prices: tuple[Prices, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Reject:
    """A part of an answer that could not be understood, and why; kept aside by the store."""

    asked: str
    reason: str
    body: str


@dataclass(frozen=True, slots=True)
class PlacedSeason:
    """A provider's season, and the competition and season label that it is among ours."""

    season: ProvidedSeason
    competition: Competition
    label: str


@dataclass(frozen=True, slots=True)
class FixtureLineups:
    """The line-ups of a fixture; empty where the provider has none yet."""

    fixture: str
    lineups: tuple[Lineup, ...]


@dataclass(frozen=True, slots=True)
class FixtureAbsences:
    """All absences of a fixture: who is not among them any more is no longer missing."""

    fixture: str
    absences: tuple[Absence, ...]


@dataclass(frozen=True, slots=True)
class Delivery:
    """What an answer brought.

    ``at`` is when the provider said it, ``fetched`` which facts are thereby known as of then, each
    as (what, subject); rejects are what could not be understood.
    """

    at: datetime
    fetched: tuple[tuple[str, str], ...] = ()
    seasons: tuple[PlacedSeason, ...] = ()
    teams: tuple[TeamRef, ...] = ()
    matches: tuple[ProvidedMatch, ...] = ()
    tables: tuple[ProvidedTable, ...] = ()
    lineups: tuple[FixtureLineups, ...] = ()
    absences: tuple[FixtureAbsences, ...] = ()
    quotes: tuple[Quotes, ...] = ()
    rejects: tuple[Reject, ...] = ()
