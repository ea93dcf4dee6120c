"""A provider's calendar as the store holds it, and how old what is stored is."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.domain.competitions import Competition
from phoenix.domain.history import STATISTIC_NAMES
from phoenix.domain.provided import Coverage, Status
from phoenix.domain.ties import CupMatch
from phoenix.store import tables
from phoenix.store.naming import away_team, home_team, shown
from phoenix.store.store import Store

Fact = tuple[str, str]


@dataclass(frozen=True, slots=True)
class KnownSeason:
    """A season, under the provider's league and year."""

    competition: Competition
    league: str
    year: int
    label: str
    current: bool
    cup: bool
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A fixture under the provider's id, with the goals of 90 minutes once it is over."""

    key: int
    external: str
    season: KnownSeason
    round: str | None
    kickoff: datetime
    status: Status
    home: str
    away: str
    home_id: int
    away_id: int
    goals: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Undetailed:
    """A finished fixture without statistics, and when it was last asked for."""

    external: str
    kickoff: datetime
    asked: datetime | None


class Schedule:
    """Questions to a store about one provider's fixtures."""

    def __init__(self, store: Store, source: str) -> None:
        self._store = store
        self._source = source

    async def seasons(self) -> tuple[KnownSeason, ...]:
        """The current seasons, by competition."""
        return tuple(_season(row) for row in await self._rows(_seasons(self._source)))

    async def fixture(self, key: int) -> Scheduled | None:
        """A fixture by the store's key, or None if the provider does not know it."""
        return next(iter(await self._scheduled(tables.fixture.c.id == key)), None)

    async def between(
        self, first: datetime, last: datetime, codes: Collection[str] | None = None
    ) -> tuple[Scheduled, ...]:
        """Fixtures with a kick-off from ``first`` until before ``last``, soonest first."""
        f = tables.fixture.c
        wanted: list[ColumnElement[bool]] = [f.kickoff >= first, f.kickoff < last]
        if codes is not None:
            wanted.append(tables.competition.c.code.in_(codes))
        return await self._scheduled(*wanted)

    async def fetched(self, facts: Iterable[Fact]) -> dict[Fact, datetime]:
        """When each of some facts was last told; those never told are left out."""
        wanted = set(facts)
        f = tables.fetched.c
        query = select(f.what, f.subject, f.at).where(
            f.source == self._source,
            f.what.in_({what for what, _ in wanted}),
            f.subject.in_({subject for _, subject in wanted}),
        )
        return {
            (row.what, row.subject): row.at
            for row in await self._rows(query)
            if (row.what, row.subject) in wanted
        }

    async def undetailed(
        self, season: KnownSeason, teams: Collection[int] | None = None
    ) -> tuple[Undetailed, ...]:
        """Finished fixtures of a season without statistics, newest first; of some teams, if told.

        A match of which nobody has statistics is among them: when it was asked for is told.
        """
        f, alias, told = tables.fixture.c, tables.fixture_alias, tables.fetched
        statistics = select(tables.statistics.c.fixture_id).where(
            tables.statistics.c.fixture_id == f.id,
            or_(*(tables.statistics.c[name].is_not(None) for name in STATISTIC_NAMES)),
        )
        asked = and_(
            told.c.source == self._source,
            told.c.what == "details",
            told.c.subject == alias.c.external,
        )
        query = (
            select(alias.c.external, f.kickoff, told.c.at)
            .select_from(
                tables.fixture.join(tables.competition)
                .join(alias, alias.c.fixture_id == f.id)
                .outerjoin(told, asked)
            )
            .where(
                alias.c.source == self._source,
                tables.competition.c.code == season.competition.code,
                f.season == season.label,
                f.status == Status.FINISHED,
                f.kickoff.is_not(None),
                ~statistics.exists(),
            )
            .order_by(f.kickoff.desc())
        )
        if teams is not None:
            query = query.where(or_(f.home_id.in_(teams), f.away_id.in_(teams)))
        return tuple(
            Undetailed(row.external, row.kickoff, row.at) for row in await self._rows(query)
        )

    async def cup_matches(self, season: KnownSeason) -> tuple[CupMatch, ...]:
        """All matches of a cup's season that were not called off, for finding ties."""
        f, alias = tables.fixture.c, tables.fixture_alias.c
        query = (
            select(
                f.id, f.round, f.kickoff, f.home_id, f.away_id, f.home_goals, f.away_goals,
                f.home_extra_goals, f.away_extra_goals, f.home_penalties, f.away_penalties,
                f.status,
            )
            .select_from(
                tables.fixture.join(tables.competition).join(
                    tables.fixture_alias, alias.fixture_id == f.id
                )
            )
            .where(
                alias.source == self._source,
                tables.competition.c.code == season.competition.code,
                f.season == season.label,
                f.status.not_in([Status.CANCELLED, Status.POSTPONED]),
                f.kickoff.is_not(None),
                f.round.is_not(None),
            )
        )  # fmt: skip
        return tuple(_cup_match(row, season) for row in await self._rows(query))

    async def _scheduled(self, *conditions: ColumnElement[bool]) -> tuple[Scheduled, ...]:
        f, alias = tables.fixture.c, tables.fixture_alias
        seasons = _seasons(self._source, current=False).subquery()
        query = (
            select(
                f.id.label("key"), alias.c.external, f.round, f.kickoff, f.status,
                shown(home_team).label("home"), shown(away_team).label("away"),
                f.home_id, f.away_id, f.home_goals, f.away_goals, *seasons.c,
            )
            .select_from(
                tables.fixture.join(tables.competition)
                .join(alias, alias.c.fixture_id == f.id)
                .join(home_team, f.home_id == home_team.c.id)
                .join(away_team, f.away_id == away_team.c.id)
                .join(
                    seasons,
                    and_(
                        seasons.c.code == tables.competition.c.code,
                        seasons.c.season_label == f.season,
                    ),
                )
            )
            .where(alias.c.source == self._source, f.kickoff.is_not(None), *conditions)
            .order_by(f.kickoff, f.id)
        )  # fmt: skip
        return tuple(_fixture(row) for row in await self._rows(query))

    async def _rows(self, query: Any) -> Sequence[Row[Any]]:
        async def work(connection: AsyncConnection) -> Sequence[Row[Any]]:
            return (await connection.execute(query)).all()

        return await self._store.read(work)


def _seasons(source: str, *, current: bool = True) -> Any:
    c, s, alias = tables.competition.c, tables.season.c, tables.competition_alias.c
    query = (
        select(
            c.code, c.name.label("competition_name"), c.country, c.simulated,
            alias.external.label("league"), s.year, s.label.label("season_label"), s.current,
            s.kind, s.events, s.lineups, s.statistics, s.standings, s.injuries, s.odds,
        )
        .select_from(tables.season.join(tables.competition).join(tables.competition_alias))
        .where(alias.source == source)
        .order_by(c.code)
    )  # fmt: skip
    return query.where(s.current) if current else query


def _season(row: Row[Any]) -> KnownSeason:
    return KnownSeason(
        competition=Competition(row.code, row.competition_name, row.country, row.simulated),
        league=row.league,
        year=row.year,
        label=row.season_label,
        current=row.current,
        cup=row.kind == "Cup",
        coverage=Coverage(
            row.events, row.lineups, row.statistics, row.standings, row.injuries, row.odds
        ),
    )


def _fixture(row: Row[Any]) -> Scheduled:
    goals = None if row.home_goals is None else (row.home_goals, row.away_goals)
    return Scheduled(
        row.key, row.external, _season(row), row.round, row.kickoff, Status(row.status),
        row.home, row.away, row.home_id, row.away_id, goals,
    )  # fmt: skip


def _cup_match(row: Row[Any], season: KnownSeason) -> CupMatch:
    def pair(home: int | None, away: int | None) -> tuple[int, int] | None:
        return None if home is None or away is None else (home, away)

    return CupMatch(
        key=row.id,
        competition=season.competition.code,
        season=season.label,
        round=row.round,
        kickoff=row.kickoff,
        home=row.home_id,
        away=row.away_id,
        league=int(season.league) if season.league.isdecimal() else None,
        score90=pair(row.home_goals, row.away_goals),
        extra=pair(row.home_extra_goals, row.away_extra_goals),
        penalties=pair(row.home_penalties, row.away_penalties),
        finished=row.status == Status.FINISHED,
    )
