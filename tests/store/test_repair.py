"""A database of the version before goes up and down with what it holds, and is mended once."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import Connection, text

from phoenix.store import schema
from phoenix.store.repair import repair
from phoenix.store.store import Store

ROWS = """
INSERT INTO competition (id, code, name, country, simulated) VALUES (1, 'X', 'L', 'Land', {no});
INSERT INTO team (id, country, name) VALUES (1, 'Land', 'A'), (2, 'Land', 'B');
INSERT INTO fixture (id, competition_id, season, day, home_id, away_id, home_goals, away_goals,
    digest) VALUES (1, 1, '2024', '2024-05-04', 1, 2, 2, 1, 'd');
INSERT INTO fixture (id, competition_id, season, day, home_id, away_id, digest)
    VALUES (2, 1, '2024', '2024-05-11', 2, 1, 'd');
INSERT INTO statistics (fixture_id, side, period, corners) VALUES (1, 'home', 'full', 7);
INSERT INTO price (fixture_id, market, phase, bookmaker, line, first, second, third)
    VALUES (1, 'result', 'closing', 'b', 0, 2.0, 3.0, 4.0)
"""


@pytest.fixture
async def old(url: str) -> AsyncIterator[Store]:
    """A store as version 0001 left it, with two matches."""
    store = Store(url)
    await store.open(migrate=False)
    async with store.writing() as connection:
        await connection.run_sync(schema.upgrade, "0001")
        for row in ROWS.split(";"):
            no = "0" if store.dialect == "sqlite" else "false"
            await connection.execute(text(row.format(no=no)))
    yield store
    await store.close()


async def scalars(store: Store, query: str) -> list[object]:
    async with store.reading() as connection:
        return list((await connection.execute(text(query))).scalars())


async def test_an_older_database_is_mended_as_it_is_migrated(old: Store) -> None:
    """Teams get the names of their files, played matches their status; both are told."""
    async with old.writing() as connection:
        mended = await connection.run_sync(schema.upgrade)
    assert [line.split()[0] for line in mended] == ["2", "1"]
    assert await scalars(old, "SELECT external FROM team_alias ORDER BY 1") == ["Land/A", "Land/B"]
    assert await scalars(old, "SELECT status FROM fixture ORDER BY id") == ["finished", None]


async def test_mending_twice_mends_nothing(old: Store) -> None:
    """The second repair finds nothing to do."""
    async with old.writing() as connection:
        await connection.run_sync(schema.upgrade)

        def again(sync: Connection) -> tuple[str, ...]:
            return repair(sync)

        assert await connection.run_sync(again) == ()


async def test_what_the_older_version_held_survives_the_way_back(old: Store) -> None:
    """Up, down and up again: matches, statistics and prices are as they were."""
    async with old.writing() as connection:
        await connection.run_sync(schema.upgrade)
        await connection.run_sync(schema.downgrade, "0001")
        assert await connection.run_sync(schema.current) == "0001"
        await connection.run_sync(schema.upgrade)
    assert await scalars(old, "SELECT home_goals FROM fixture ORDER BY id") == [2, None]
    assert await scalars(old, "SELECT corners FROM statistics") == [7]
    assert await scalars(old, "SELECT third FROM price") == [4.0]
