"""The store on SQLite and on PostgreSQL, and beside the bare driver, measured on this machine.

    make bench
    python benchmarks/store.py

PostgreSQL comes from the package that the tests use, and writes to the disk as it is made to.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Awaitable,
    Callable,
    Iterator,
    Sequence,
)
from contextlib import aclosing, asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import count, permutations
from pathlib import Path
from typing import Any

from run import REPOSITORY, RUNS, figures

sys.path.insert(0, str(REPOSITORY / "tests"))

import asyncpg
import numpy as np
from postgres import running
from sqlalchemy import ColumnElement, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.domain.competitions import Competition
from phoenix.domain.matches import MatchRecord, Score, SideCounts
from phoenix.store import tables
from phoenix.store.reading import Archive
from phoenix.store.store import Store
from phoenix.store.writing import Origin, save

LEAGUES, SEASONS, TEAMS = 53, 5, 20
FIRST = datetime(2019, 8, 3, 19, tzinfo=UTC)
EVER = (date(2000, 1, 1), date(2099, 12, 31))
ROWS, GETS, TASKS, CONNECTIONS = 10_000, 1000, 100, 10

Line = tuple[str, str, str]
Lines = AsyncGenerator[Line, None]
Work = Callable[[], Awaitable[object]]


def main() -> None:
    """Print a table: what, measured (median; lowest to highest), asked for or put beside it."""
    seasons = list(league_seasons())
    with tempfile.TemporaryDirectory() as folder, running(("max_connections=100",)) as server:
        postgres = f"{server.address}/postgres"
        for url in (f"sqlite:///{Path(folder) / 'bench.db'}", postgres):
            asyncio.run(show(of_engine(url, seasons)))
        asyncio.run(show(beside_driver(postgres)))


async def show(lines: Lines) -> None:
    """Print lines as they are made."""
    async with aclosing(lines):
        async for what, measured, beside in lines:
            print(f"{what:52} {measured:>40}   {beside}", flush=True)


def league_seasons() -> Iterator[list[MatchRecord]]:
    """What files would hold: leagues of twenty, each pair twice a season, all statistics known."""
    chance = np.random.default_rng(1)
    for league in range(LEAGUES):
        competition = Competition(f"L{league}", f"League {league}", f"Land {league}")
        for season in range(SEASONS):
            yield [
                match(competition, season, place, teams, chance)
                for place, teams in enumerate(permutations(range(TEAMS), 2))
            ]


def match(
    competition: Competition, season: int, place: int, teams: tuple[int, int], chance: Any
) -> MatchRecord:
    """A match; ten are played a week."""
    kickoff = FIRST + timedelta(weeks=52 * season + place // 10)
    home, away = (f"Team {team}" for team in teams)
    goals = chance.integers(0, 3, (2, 2))
    sides = [
        SideCounts(*counted, possession=0.5, expected_goals=1.4)
        for counted in chance.integers(0, 12, (2, 6)).tolist()
    ]
    return MatchRecord(
        competition, str(kickoff.year), kickoff.date(), kickoff, home, away,
        Score(*goals.sum(0).tolist(), *goals[0].tolist()), *sides, f"Referee {place % 20}",
    )  # fmt: skip


async def timed(work: Work, runs: int) -> list[float]:
    """Seconds of each of several runs."""
    seconds = []
    for _ in range(runs):
        began = time.perf_counter()
        await work()
        seconds.append(time.perf_counter() - began)
    return seconds


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Store]:
    """The store as the program opens it."""
    store = Store(url)
    await store.open()
    try:
        yield store
    finally:
        await store.close()


async def of_engine(url: str, seasons: list[list[MatchRecord]]) -> Lines:
    """Everything is written, then one league of it read."""

    async def write() -> None:
        for season in seasons:
            await save(store, season, Origin("bench", "", None))

    async def read() -> None:
        history = await Archive(store).history("Land 7", *EVER)
        assert len(history) == SEASONS * TEAMS * (TEAMS - 1)

    async with opened(url) as store:
        what = f"{store.dialect}: {sum(map(len, seasons)):,} matches written"
        yield what, figures(await timed(write, 1)), "under 30 s"
        if store.dialect == "postgresql":  # what its autovacuum does within a minute
            await store.write(lambda connection: connection.execute(text("ANALYZE")))
        what = f"{store.dialect}: history of a league, {SEASONS} seasons"
        yield what, figures(await timed(read, 3 * RUNS), "ms"), "under 30 ms"


class ByStore:
    """What is measured, done by the store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def insert(self, rows: list[dict[str, str]]) -> None:
        await self._store.write(lambda connection: connection.execute(insert(tables.team), rows))

    async def get(self, number: int) -> object:
        return (await self._found(tables.team.c.id == number))[0]

    async def read(self, country: str) -> int:
        return len(await self._found(tables.team.c.country == country))

    async def _found(self, condition: ColumnElement[bool]) -> Sequence[Any]:
        query = select(tables.team.c["id", "country", "name"]).where(condition)

        async def work(connection: AsyncConnection) -> Sequence[Any]:
            return (await connection.execute(query)).all()

        return await self._store.read(work)


class ByDriver:
    """The same, done by asyncpg alone, as it comes."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def insert(self, rows: list[dict[str, str]]) -> None:
        statement = "INSERT INTO team (country, name) VALUES ($1, $2)"
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.executemany(statement, [tuple(row.values()) for row in rows])

    async def get(self, number: int) -> object:
        return await self._pool.fetchrow("SELECT id, country, name FROM team WHERE id = $1", number)

    async def read(self, country: str) -> int:
        query = "SELECT id, country, name FROM team WHERE country = $1"
        return len(await self._pool.fetch(query, country))


def works(by: ByStore | ByDriver, ids: Sequence[int]) -> dict[str, Work]:
    """What is measured: the first inserts what the last reads."""
    runs = (f"{type(by).__name__} {run}" for run in count())

    async def fill() -> None:
        country = next(runs)
        await by.insert([{"country": country, "name": str(place)} for place in range(ROWS)])

    async def get(gets: int = GETS) -> None:
        for number in ids[:gets]:
            await by.get(number)

    async def get_together() -> None:
        await asyncio.gather(*(get(GETS // TASKS) for _ in range(TASKS)))

    async def read() -> None:
        assert await by.read(f"{type(by).__name__} 0") == ROWS

    return {
        f"insert {ROWS:,} rows": fill,
        f"{GETS:,} gets by key, one by one": get,
        f"{GETS:,} gets by key, {TASKS} tasks": get_together,
        f"read {ROWS:,} rows": read,
    }


async def beside_driver(url: str) -> Lines:
    """The same by the store and by asyncpg alone, in turns."""
    async with opened(url) as store, asyncpg.create_pool(url, max_size=CONNECTIONS) as pool:
        ids = [row[0] for row in await pool.fetch("SELECT id FROM team LIMIT $1", GETS)]
        ours, bare = works(ByStore(store), ids), works(ByDriver(pool), ids)
        for what in ours:
            by_store: list[float] = []
            by_driver: list[float] = []
            for _ in range(RUNS):
                by_store += await timed(ours[what], 1)
                by_driver += await timed(bare[what], 1)
            ratio = float(np.median(by_store) / np.median(by_driver))
            beside = f"{ratio:.1f} times asyncpg's {figures(by_driver)}"
            yield f"postgresql: {what}", figures(by_store), beside


if __name__ == "__main__":
    main()
