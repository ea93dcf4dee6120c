"""What the analysis asks of the rooms that it does not import."""

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from phoenix.domain.competitions import Competition
from phoenix.domain.context import MatchContext
from phoenix.domain.dossier import Dossier, Section
from phoenix.domain.history import History
from phoenix.domain.markets import Reading
from phoenix.domain.matches import Fixture, KnownTeam
from phoenix.domain.news import News
from phoenix.domain.opinions import Answer


class Archive(Protocol):
    """What is stored."""

    async def revision(self) -> int:
        """A number that grows with every change."""
        ...

    async def history(self, country: str, first: date, last: date) -> History:
        """The played matches of a country's competitions between two days, both included."""
        ...

    async def first_day(self, competition: str) -> date | None:
        """The day of a competition's first known result, or None."""
        ...

    async def teams(self) -> tuple[KnownTeam, ...]:
        """All teams."""
        ...

    async def competitions(self) -> Mapping[str, Competition]:
        """All competitions by code."""
        ...

    async def fixtures(self, home: KnownTeam, away: KnownTeam) -> tuple[Fixture, ...]:
        """All meetings of two teams at this venue, oldest first."""
        ...

    async def upcoming(self, home: KnownTeam, away: KnownTeam, today: date) -> Fixture | None:
        """Their next fixture without a result, else the last one that never got any."""
        ...


class Newsroom(Protocol):
    """What is told of matches to come."""

    async def news(self, fixture: Fixture) -> News | None:
        """Line-ups, absences, prices and the tie, or None for a match that nobody tells of."""
        ...


class Panel(Protocol):
    """The specialists."""

    async def consult(self, context: MatchContext) -> tuple[Answer, ...]:
        """One answer of each."""
        ...

    async def markets(self) -> tuple[Reading, ...]:
        """Readings beyond the standard ones."""
        ...

    async def sections(self, dossier: Dossier) -> tuple[Section, ...]:
        """Further sections of a dossier."""
        ...
