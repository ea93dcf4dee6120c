"""The answer: ranked tendencies of one match, with evidence, warnings and provenance.

Everything here is a fact or a number; words are chosen by the formatters (``analysis.formats``),
except where a plugin brought its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from phoenix.domain.context import SideFeatures, TableRow
from phoenix.domain.markets import Reading
from phoenix.domain.matches import Fixture
from phoenix.domain.news import Gap, News
from phoenix.domain.opinions import Evidence, Grid
from phoenix.domain.quantities import Quantity
from phoenix.domain.words import Words


@dataclass(frozen=True, slots=True)
class EvidenceMatch:
    """A recent match as seen by one market.

    ``home_count`` and ``away_count`` are the counts of the market's quantity, ``count`` is the
    market's own; all three None where nobody recorded them. ``won`` is 1 if the tendency came
    true in it, 0 if not, between for a stake (partly) given back.
    """

    day: date
    home: str
    away: str
    home_goals: int
    away_goals: int
    home_count: int | None
    away_count: int | None
    count: int | None
    won: float | None


@dataclass(frozen=True, slots=True)
class RecentMatches:
    """Last home matches of the home side, or last away matches of the away side, newest first.

    ``mean`` is that of the market's own count over the matches where it is known, ``home_mean``
    and ``away_mean`` those of the two counts; None without any.
    """

    team: str
    matches: tuple[EvidenceMatch, ...]
    mean: float | None
    home_mean: float | None
    away_mean: float | None

    @property
    def known(self) -> int:
        """In how many of the matches the count is known."""
        return sum(match.won is not None for match in self.matches)

    @property
    def came_true(self) -> int:
        """In how many of those the tendency came true (fully or for the greater part)."""
        return sum(match.won is not None and match.won > 0.5 for match in self.matches)


@dataclass(frozen=True, slots=True)
class Tendency:
    """One market reading of one match.

    ``information`` is the divergence from the league's base rate, in nats. ``calibrated`` tells
    whether the confidence is a promise yet, or merely ten times the pooled probability.
    """

    reading: Reading
    probability: float
    base_rate: float
    confidence: float
    calibrated: bool
    information: float
    at_home: RecentMatches
    away: RecentMatches


@dataclass(frozen=True, slots=True)
class Voice:
    """A specialist that was heard: with which share of the pool, on how much data, and why.

    ``grid`` is the joint distribution that it brought, [i, j] for i at home and j away.
    """

    analyzer: str
    version: str
    title: Words
    share: float
    coverage: float
    evidence: tuple[Evidence, ...]
    grid: Grid = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Silence:
    """A specialist that was not heard, and the reason."""

    analyzer: str
    title: Words
    reason: Words
    fault: bool


@dataclass(frozen=True)
class Consensus:
    """The pooled distribution of each quantity, and who made it."""

    grids: Mapping[Quantity, Grid]
    voices: Mapping[Quantity, tuple[Voice, ...]]
    silences: tuple[Silence, ...]


class CautionCode(StrEnum):
    """What a reader has to know before believing the dossier."""

    SIDES_TURNED = "sides-turned"
    SIMULATED = "simulated"
    NOT_SCHEDULED = "not-scheduled"
    NO_KICKOFF = "no-kickoff"
    NOT_CALIBRATED = "not-calibrated"
    NOBODY_SPOKE = "nobody-spoke"
    NO_CLEAR_TENDENCY = "no-clear-tendency"
    COUNT_UNKNOWN = "count-unknown"
    NO_QSC = "no-qsc"
    FEW_MATCHES = "few-matches"


@dataclass(frozen=True, slots=True)
class Caution:
    """A warning and the names and numbers that belong to it."""

    code: CautionCode
    facts: Mapping[str, str | float]


@dataclass(frozen=True, slots=True)
class Section:
    """A plugin's own part of a dossier."""

    title: Words
    lines: tuple[Words, ...]


@dataclass(frozen=True)
class Dossier:
    """All that Phoenix says of a match. ``main`` is None when nothing is worth saying.

    ``fingerprint`` identifies the history it was made from, ``as_of`` the instant. ``news`` is None
    for a match that no provider tells of; ``gaps`` is what could not be had now.
    """

    fixture: Fixture
    as_of: datetime
    table: tuple[TableRow, ...]
    sides: tuple[SideFeatures, SideFeatures]
    main: Tendency | None
    others: tuple[Tendency, ...]
    consensus: Consensus
    expected: Mapping[Quantity, tuple[float, float]]
    cautions: tuple[Caution, ...]
    fingerprint: str
    sections: tuple[Section, ...] = ()
    news: News | None = None
    gaps: tuple[Gap, ...] = ()

    def position(self, team: str) -> int | None:
        """A team's place in the table, or None while it has none."""
        return next((row.position for row in self.table if row.team == team), None)
