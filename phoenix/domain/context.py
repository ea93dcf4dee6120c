"""All that is known of one fixture at one instant; no I/O happens behind it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from phoenix.domain.errors import NeedNotDeclared
from phoenix.domain.history import History
from phoenix.domain.matches import Fixture, Prices
from phoenix.domain.needs import Need
from phoenix.domain.provided import Absence, Lineup
from phoenix.domain.ties import Tie


@dataclass(frozen=True, slots=True)
class TableRow:
    """One team's line of the table, made from the results known at ``as_of``."""

    position: int
    team: str
    played: int
    points: int
    goals_for: int
    goals_against: int


@dataclass(frozen=True, slots=True)
class Qsc:
    """Quality Score Composite of a team, 0-100, relative to its competition, with its parts.

    A part is the team's percentile within the competition, or None for want of data.
    """

    value: float
    reputation: float | None
    position: float | None
    goal_difference: float | None
    form: float | None
    played: int


@dataclass(frozen=True, slots=True)
class WeightedMetric:
    """A team's mean count for and against, adjusted for the opponents that it faced."""

    scored: float
    conceded: float
    matches: int


@dataclass(frozen=True, slots=True)
class SideFeatures:
    """What all specialists share about one side; None and absent keys where data are missing."""

    qsc: Qsc | None
    schedule: float | None
    metrics: Mapping[str, WeightedMetric] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MatchContext:
    """What a specialist sees. ``history`` holds the competition's matches known at ``as_of``."""

    fixture: Fixture
    as_of: datetime
    history: History
    parts: Mapping[Need, object]
    declared: frozenset[Need] = frozenset(Need)

    def seen_by(self, needs: Iterable[Need]) -> "MatchContext":
        """The same match, restricted to what ``needs`` declare."""
        declared = frozenset(needs)
        fixture = self.fixture
        if Need.REFEREE not in declared:
            fixture = replace(fixture, referee=None)
        shown = {need: part for need, part in self.parts.items() if need in declared}
        return MatchContext(fixture, self.as_of, self.history.seen_by(declared), shown, declared)

    @property
    def supplied(self) -> frozenset[Need]:
        """The needs that some source serves for this match."""
        return frozenset(self.parts)

    def part(self, need: Need) -> object:
        """A declared part of the context, or None if nobody knows it.

        Raises:
            NeedNotDeclared: the plugin does not declare this need.
        """
        if need not in self.declared:
            raise NeedNotDeclared(
                f"the context's {need} was not declared",
                f"Add {str(need)!r} to needs in phoenix.toml and in the analyzer",
            )
        return self.parts.get(need)

    @property
    def table(self) -> tuple[TableRow, ...]:
        """The competition's table, best first; empty before the first result of the season."""
        rows = self.part(Need.TABLE)
        return rows if isinstance(rows, tuple) else ()

    @property
    def sides(self) -> tuple[SideFeatures, SideFeatures]:
        """QSC, strength of schedule and weighted metrics of the home and the away side."""
        sides = self.part(Need.FEATURES)
        return sides if isinstance(sides, tuple) else (SideFeatures(None, None),) * 2

    @property
    def lineups(self) -> tuple[Lineup | None, Lineup | None]:
        """Home and away line-up; None where it has not been told."""
        told = self.part(Need.LINEUPS)
        return told if isinstance(told, tuple) else (None, None)

    @property
    def absences(self) -> tuple[tuple[Absence, ...] | None, tuple[Absence, ...] | None]:
        """Who will or may be missing at home and away; None where nobody was asked."""
        told = self.part(Need.ABSENCES)
        return told if isinstance(told, tuple) else (None, None)

    @property
    def prices(self) -> tuple[Prices, ...]:
        """The newest prices known before kick-off."""
        told = self.part(Need.PRICES)
        return told if isinstance(told, tuple) else ()

    @property
    def tie(self) -> Tie | None:
        """The tie of a knock-out match, with the first leg's score if it is the second."""
        told = self.part(Need.FIRST_LEG)
        return told if isinstance(told, Tie) else None
