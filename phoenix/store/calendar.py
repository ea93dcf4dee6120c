"""The matches of the store by day and by team, whoever told of them; read without numerics."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.domain.competitions import Competition
from phoenix.domain.provided import Status
from phoenix.store import tables
from phoenix.store.naming import away_team, home_team, shown
from phoenix.store.store import Store

DAY = timedelta(days=1)
ZONES = timedelta(days=2)  # a match's own day and a user's are never further apart
AROUND = timedelta(days=150)  # so far a neighbouring day is looked for: longer than a close season


@dataclass(frozen=True, slots=True)
class Match:
    """A match, played or to come.

    Attributes:
        number: the fixture's key in the store.
        league: the competition's key in the store.
        competition: which one it is.
        round: as its source calls it; None: not told.
        day: as its source files it.
        kickoff: the instant; None: the day alone is known.
        status: None: no source has told.
        home: the name of the home team, as it is shown.
        away: that of the away team.
        home_id: the home team's key in the store.
        away_id: the away team's.
        goals: of both sides after 90 minutes; None: not known, or not played.
    """

    number: int
    league: int
    competition: Competition
    round: str | None
    day: date
    kickoff: datetime | None
    status: Status | None
    home: str
    away: str
    home_id: int
    away_id: int
    goals: tuple[int, int] | None

    def day_in(self, zone: ZoneInfo) -> date:
        """The day by a zone's clocks; where only a day is known, that one."""
        return self.kickoff.astimezone(zone).date() if self.kickoff else self.day


@dataclass(frozen=True, slots=True)
class NamedTeam:
    """A team with all its names: the store's own and those of the sources."""

    id: int
    name: str
    country: str
    names: frozenset[str]


class Calendar:
    """Questions to a store about matches, whatever their source."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def revision(self) -> int:
        """A number that grows with every new match and every result, not with each new date."""
        rows = await self._rows(select(tables.revision.c.number))
        return int(rows[0].number) if rows else 0

    async def of_day(self, day: date, zone: ZoneInfo) -> tuple[Match, ...]:
        """The matches of a day by a zone's clocks, soonest first, those without a time last."""
        f = tables.fixture.c
        start, end = _midnight(day, zone), _midnight(day + DAY, zone)
        found = await self._matches(
            f.day.between(day - ZONES, day + ZONES),
            or_(and_(f.kickoff >= start, f.kickoff < end), and_(f.kickoff.is_(None), f.day == day)),
        )
        return tuple(sorted(found, key=lambda match: match.kickoff is None))  # else soonest first

    async def fixture(self, number: int) -> Match | None:
        """A match by its key."""
        return next(iter(await self._matches(tables.fixture.c.id == number)), None)

    async def of_teams(self, teams: Collection[int], first: date, last: date) -> tuple[Match, ...]:
        """Matches to come of any of these teams, in their sources' days, soonest first."""
        f = tables.fixture.c
        theirs = or_(f.home_id.in_(teams), f.away_id.in_(teams))
        return await self._matches(theirs, f.day.between(first, last), *_to_come())

    async def meetings(
        self, homes: Collection[int], aways: Collection[int], first: date
    ) -> tuple[Match, ...]:
        """Matches to come of one of these teams with one of those, soonest first."""
        f = tables.fixture.c
        theirs = or_(
            and_(f.home_id.in_(homes), f.away_id.in_(aways)),
            and_(f.home_id.in_(aways), f.away_id.in_(homes)),
        )
        return await self._matches(theirs, f.day >= first, *_to_come())

    async def beside(self, day: date, zone: ZoneInfo) -> tuple[date | None, date | None]:
        """The last day with matches before a day, and the first one after it, by a zone's clocks.

        None: there is none, or it is known by its day alone and more than 150 days away.
        """
        f = tables.fixture.c
        start, end = _midnight(day, zone), _midnight(day + DAY, zone)
        bare = (
            select(f.day)
            .select_from(tables.competition.join(tables.fixture))
            .where(f.kickoff.is_(None), f.day.between(day - AROUND, day + AROUND), f.day != day)
            .subquery()
        )
        query = select(
            select(func.max(f.kickoff)).where(f.kickoff < start).scalar_subquery().label("last"),
            select(func.min(f.kickoff)).where(f.kickoff >= end).scalar_subquery().label("first"),
            func.max(bare.c.day).filter(bare.c.day < day).label("last_day"),
            func.min(bare.c.day).filter(bare.c.day > day).label("first_day"),
        )
        [row] = await self._rows(query)
        last = _days(row.last, row.last_day, zone)
        first = _days(row.first, row.first_day, zone)
        return max(last, default=None), min(first, default=None)

    async def teams(self) -> tuple[NamedTeam, ...]:
        """All teams."""
        t, alias = tables.team.c, tables.team_alias.c
        query = select(t.id, t.name, t.country, alias.name.label("alias")).select_from(
            tables.team.outerjoin(tables.team_alias)
        )
        teams: dict[int, tuple[str, str, set[str]]] = {}
        for row in await self._rows(query):
            names = teams.setdefault(row.id, (row.name, row.country, {row.name}))[2]
            if row.alias is not None:
                names.add(row.alias)
        return tuple(
            NamedTeam(number, name, country, frozenset(names))
            for number, (name, country, names) in teams.items()
        )

    async def _matches(self, *wanted: ColumnElement[bool]) -> tuple[Match, ...]:
        rows = await self._rows(_told_of_matches().where(*wanted))
        return tuple(sorted(map(_match, rows), key=_soonest))

    async def _rows(self, query: Any) -> Sequence[Row[Any]]:
        async def work(connection: AsyncConnection) -> Sequence[Row[Any]]:
            return (await connection.execute(query)).all()

        return await self._store.read(work)


@cache
def _told_of_matches() -> Any:
    """All that a match tells; making it anew takes longer than reading a few matches."""
    c, f = tables.competition.c, tables.fixture.c
    return select(
        f.id, c.id.label("league"), c.code, c.name, c.country, c.simulated, f.round, f.day,
        f.kickoff, f.status, shown(home_team).label("home"), shown(away_team).label("away"),
        f.home_id, f.away_id, f.home_goals, f.away_goals,
    ).select_from(
        tables.competition.join(tables.fixture)
        .join(home_team, f.home_id == home_team.c.id)
        .join(away_team, f.away_id == away_team.c.id)
    )  # fmt: skip


def _to_come() -> Iterator[ColumnElement[bool]]:
    """No result yet, and neither called off nor waiting for a new date."""
    f = tables.fixture.c
    yield f.home_goals.is_(None)
    yield or_(f.status.is_(None), f.status.in_([Status.SCHEDULED, Status.LIVE]))


def _match(row: Row[Any]) -> Match:
    return Match(
        number=row.id,
        league=row.league,
        competition=Competition(row.code, row.name, row.country, row.simulated),
        round=row.round,
        day=row.day,
        kickoff=row.kickoff,
        status=Status(row.status) if row.status else None,
        home=row.home,
        away=row.away,
        home_id=row.home_id,
        away_id=row.away_id,
        goals=None if row.home_goals is None else (row.home_goals, row.away_goals),
    )


def _soonest(match: Match) -> tuple[datetime, int]:
    """What has a day alone stands at its end."""
    return match.kickoff or _midnight(match.day + DAY, UTC), match.number


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def _days(kickoff: datetime | None, day: date | None, zone: ZoneInfo) -> list[date]:
    local = kickoff.astimezone(zone).date() if kickoff else None
    return [one for one in (local, day) if one is not None]
