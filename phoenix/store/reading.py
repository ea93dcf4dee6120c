"""What the analysis reads: histories as columns, teams, fixtures, and what there is."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Float, Row, and_, cast, extract, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.domain.competitions import Competition
from phoenix.domain.history import (
    RESULT_COLUMNS,
    STATISTIC_COLUMNS,
    STATISTIC_NAMES,
    Column,
    Days,
    History,
    Index,
)
from phoenix.domain.matches import Fixture, KnownTeam
from phoenix.domain.provided import Status
from phoenix.store import tables
from phoenix.store.naming import away_team, home_team, shown
from phoenix.store.store import Store

MATCH_LENGTH = timedelta(minutes=150)  # from kick-off until a result is surely known

# Whatever a file says of them: their goals were not scored, or are those of half a match.
_NOT_PLAYED = (Status.AWARDED, Status.ABANDONED, Status.CANCELLED)
_COUNTS = (*RESULT_COLUMNS, *STATISTIC_COLUMNS)

Part = tuple[list[tuple[Any, ...]], NDArray[np.float64]]
PART = 1_000  # matches: what is done in one go takes a few milliseconds
WORDS = 5  # columns: competition, season, referee, home, away


@dataclass(frozen=True, slots=True)
class Holding:
    """What is stored of one competition; the counts are numbers of matches."""

    competition: Competition
    seasons: int
    first: date
    last: date
    matches: int
    scheduled: int
    with_corners: int
    with_cards: int
    with_shots: int
    with_prices: int


class Archive:
    """Questions to a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def revision(self) -> int:
        """A number that grows with every change of the matches."""
        rows = await self._rows(select(tables.revision.c.number))
        return int(rows[0][0]) if rows else 0

    async def first_day(self, competition: str) -> date | None:
        """The day of a competition's first known result, or None."""
        f, c = tables.fixture.c, tables.competition.c
        query = (
            select(func.min(f.day).label("first_day"))
            .select_from(tables.fixture.join(tables.competition))
            .where(c.code == competition, f.home_goals.is_not(None))
        )
        first: date | None = (await self._rows(query))[0].first_day
        return first

    async def history(self, country: str, first: date, last: date) -> History:
        """The played matches of a country's competitions between two days, both included."""
        query = _history_query(country, first, last)

        async def work(connection: AsyncConnection) -> list[Part]:
            async with connection.stream(query, execution_options={"yield_per": PART}) as found:
                # Off the loop, and in parts: NumPy keeps other threads out meanwhile.
                return [await asyncio.to_thread(_part, rows) async for rows in found.partitions()]

        return await asyncio.to_thread(_history, await self._store.read(work))

    async def teams(self) -> tuple[KnownTeam, ...]:
        """Every team, by country and name."""
        t = tables.team.c
        rows = await self._rows(select(t.name, t.country).order_by(t.country, t.name))
        return tuple(KnownTeam(row.name, row.country) for row in rows)

    async def fixtures(self, home: KnownTeam, away: KnownTeam) -> tuple[Fixture, ...]:
        """All meetings of two teams at this venue, played or not, oldest first."""
        return await self._fixtures(*_meetings(home, away))

    async def upcoming(self, home: KnownTeam, away: KnownTeam, today: date) -> Fixture | None:
        """Their next fixture without a result, else the last one that never got any, or None."""
        unplayed = tables.fixture.c.home_goals.is_(None)
        found = await self._fixtures(*_meetings(home, away), unplayed)
        coming = [fixture for fixture in found if fixture.day >= today]
        return next(iter(coming or found[::-1]), None)

    async def fixture(self, key: int) -> Fixture | None:
        """A fixture by its key, as it stands now."""
        return next(iter(await self._fixtures(tables.fixture.c.id == key)), None)

    async def next_round(self, code: str) -> tuple[Fixture, ...]:
        """The fixtures without a result of a competition, soonest first."""
        unplayed = tables.fixture.c.home_goals.is_(None)
        return await self._fixtures(tables.competition.c.code == code, unplayed)

    async def competitions(self) -> dict[str, Competition]:
        """All competitions by code."""
        c = tables.competition.c
        rows = await self._rows(select(c.code, c.name, c.country, c.simulated).order_by(c.code))
        return {row.code: _competition(row) for row in rows}

    async def holdings(self) -> tuple[Holding, ...]:
        """What is stored, a line per competition, by country and code."""
        f, c = tables.fixture.c, tables.competition.c
        side = tables.statistics.alias()
        priced = select(tables.price.c.fixture_id).where(tables.price.c.fixture_id == f.id).exists()
        query = (
            select(
                c.code, c.name, c.country, c.simulated, func.count(f.season.distinct()),
                func.min(f.day), func.max(f.day), func.count(f.home_goals),
                func.count(f.id) - func.count(f.home_goals),
                func.count(side.c.corners), func.count(side.c.yellow_cards),
                func.count(side.c.shots),
                func.sum(priced.cast(tables.fixture.c.id.type)),
            )
            .select_from(
                tables.fixture.join(tables.competition).outerjoin(
                    side,
                    and_(side.c.fixture_id == f.id, side.c.side == "home", side.c.period == "full"),
                )
            )
            .group_by(c.code, c.name, c.country, c.simulated)
            .order_by(c.country, c.code)
        )  # fmt: skip
        return tuple(Holding(_competition(row), *tuple(row)[4:]) for row in await self._rows(query))

    async def _fixtures(self, *conditions: ColumnElement[bool]) -> tuple[Fixture, ...]:
        """Fixtures that meet all conditions, oldest first."""
        f, c = tables.fixture.c, tables.competition.c
        query = (
            select(
                c.code, c.name, c.country, c.simulated, f.season, f.day, f.kickoff,
                shown(home_team).label("home"), shown(away_team).label("away"), f.referee, f.id,
            )
            .select_from(
                tables.fixture.join(tables.competition)
                .join(home_team, f.home_id == home_team.c.id)
                .join(away_team, f.away_id == away_team.c.id)
            )
            .where(*conditions)
            .order_by(f.day, f.kickoff, home_team.c.name)
        )  # fmt: skip
        return tuple(
            Fixture(
                _competition(r), r.season, r.day, r.kickoff, r.home, r.away, r.referee, key=r.id
            )
            for r in await self._rows(query)
        )

    async def _rows(self, query: Any) -> Sequence[Row[Any]]:
        async def work(connection: AsyncConnection) -> Sequence[Row[Any]]:
            return (await connection.execute(query)).all()

        return await self._store.read(work)


def _meetings(home: KnownTeam, away: KnownTeam) -> tuple[ColumnElement[bool], ...]:
    pairs = ((home_team, home), (away_team, away))
    return tuple(
        condition
        for table, team in pairs
        for condition in (table.c.country == team.country, table.c.name == team.name)
    )


def _competition(row: Row[Any]) -> Competition:
    return Competition(row.code, row.name, row.country, row.simulated)


def _history_query(country: str, first: date, last: date) -> Any:
    """One row a match: five words, then numbers alone, in the order that `_history` takes them."""
    f, c = tables.fixture.c, tables.competition.c
    home, away = tables.statistics.alias(), tables.statistics.alias()
    sides = (
        tables.fixture.join(tables.competition)
        .join(home_team, f.home_id == home_team.c.id)
        .join(away_team, f.away_id == away_team.c.id)
    )
    for table, side in ((home, "home"), (away, "away")):
        sides = sides.outerjoin(
            table, and_(table.c.fixture_id == f.id, table.c.side == side, table.c.period == "full")
        )
    counts = [table.c[name] for name in STATISTIC_NAMES for table in (home, away)]
    return (
        select(
            c.code, f.season, f.referee, shown(home_team), shown(away_team),
            _epoch(f.day), _epoch(f.kickoff), *(f[name] for name in RESULT_COLUMNS), *counts,
        )
        .select_from(sides)
        .where(
            c.country == country,
            f.day.between(first, last),
            f.home_goals.is_not(None),
            or_(f.status.is_(None), f.status.not_in(_NOT_PLAYED)),
        )
    )  # fmt: skip


def _epoch(moment: ColumnElement[Any]) -> ColumnElement[float]:
    """Seconds since 1970, counted by the database: numbers are read far faster than times."""
    return cast(extract("epoch", moment), Float)


def _part(rows: Sequence[Row[Any]]) -> Part:
    """The columns of words, and those of numbers as an array."""
    columns = list(zip(*rows, strict=True))
    return columns[:WORDS], np.array(columns[WORDS:], dtype=float)


def _history(parts: Sequence[Part]) -> History:
    words = [part[0] for part in parts]
    code, season, referee, home, away = (
        list(chain.from_iterable(part[place] for part in words)) for place in range(WORDS)
    )
    empty = np.empty((2 + len(_COUNTS), 0))
    day, kickoff, *counts = np.concatenate([empty, *(part[1] for part in parts)], axis=1)
    competitions, competition = _vocabulary(code)
    seasons, season_index = _vocabulary(season)
    referees, referee_index = _vocabulary([word or None for word in referee])
    teams, sides = _vocabulary((*home, *away))
    home_index, away_index = np.split(sides, 2)
    known = _known(day, kickoff)
    order = np.lexsort((competition, away_index, home_index, known, day))
    return History(
        teams, competitions, seasons, referees,
        _instants(day, "D")[order], known[order], competition[order], season_index[order],
        home_index[order], away_index[order], referee_index[order],
        {name: count[order] for name, count in zip(_COUNTS, counts, strict=True)},
    )  # fmt: skip


def _known(day: Column, kickoff: Column) -> Days:
    """When the results were known: a while after kick-off, else when the day is over."""
    over = np.where(np.isnan(kickoff), day + 86400.0, kickoff + MATCH_LENGTH.total_seconds())
    return _instants(over, "m")


def _instants(seconds: Column, unit: str) -> Days:
    """Seconds since 1970 as NumPy's instants in UTC (they have no zone), cut to the unit."""
    return seconds.astype("datetime64[s]").astype(f"datetime64[{unit}]")


def _vocabulary(words: Sequence[str | None]) -> tuple[tuple[str, ...], Index]:
    """The sorted words, and each word's place among them; -1 where there is none."""
    known = sorted({word for word in words if word is not None})
    places: dict[str | None, int] = {word: place for place, word in enumerate(known)}
    return tuple(known), np.array([places.get(word, -1) for word in words], dtype=np.intp)
