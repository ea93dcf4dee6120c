"""Connections: as many as are asked for, never more than are allowed."""

import asyncio

import asyncpg
import pytest
from sqlalchemy import text

from phoenix.domain.errors import StoreError
from phoenix.store.store import PoolSize, Store


async def connections(url: str) -> int:
    """How many Phoenix has at this server's database."""
    watcher = await asyncpg.connect(url)
    query = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'phoenix'"
    found = await watcher.fetchval(f"{query} AND datname = current_database()")
    await watcher.close()
    return int(found)


async def test_the_first_connections_are_opened_at_the_start(postgres_url: str) -> None:
    """As many as the smallest size are there before anybody asks, and none after closing."""
    store = Store(postgres_url, PoolSize(least=3, most=5))
    await store.open()
    assert await connections(postgres_url) == 3
    await store.close()
    assert await connections(postgres_url) == 0


async def test_there_are_never_more_than_allowed(postgres_url: str) -> None:
    """Thirty readers at once share the connections that there may be, and all are served."""
    store = Store(postgres_url, PoolSize(least=1, most=4))
    await store.open()
    seen = []

    async def read() -> None:
        async with store.reading() as connection:
            await connection.execute(text("SELECT pg_sleep(0.005)"))
            seen.append(await connections(postgres_url))

    async with asyncio.TaskGroup() as group:
        for _ in range(30):
            group.create_task(read())
    await store.close()
    assert len(seen) == 30
    assert max(seen) <= 4


async def test_a_server_that_ends_a_connection_is_asked_again(postgres_url: str) -> None:
    """A connection that the server closed while it lay idle is replaced before it is used."""
    store = Store(postgres_url, PoolSize(least=2, most=2))
    await store.open()
    killer = await asyncpg.connect(postgres_url)
    await killer.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'phoenix'"
        " AND datname = current_database()"
    )
    await killer.close()
    assert await ask(store, "SELECT 1") == 1
    await store.close()


async def ask(store: Store, *statements: str) -> object:
    """The scalar that the last of some statements gives, in one transaction."""
    async with store.reading() as connection:
        for statement in statements:
            answer = await connection.execute(text(statement))
        return answer.scalar()


async def test_a_statement_that_never_ends_is_one_error(postgres_url: str) -> None:
    """What the server refuses to go on with is named, and the store goes on."""
    store = Store(postgres_url)
    await store.open()
    with pytest.raises(StoreError, match="timeout"):
        await ask(store, "SET LOCAL statement_timeout = 20", "SELECT pg_sleep(20)")
    assert await ask(store, "SELECT 1") == 1
    await store.close()


def test_more_at_the_start_than_allowed_is_refused(phoenix, monkeypatch) -> None:
    """Sizes that contradict each other are one line, exit code 2."""
    monkeypatch.setenv("DB_POOL_MIN", "5")
    monkeypatch.setenv("DB_POOL_MAX", "2")
    ran = phoenix("data", "status")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "DB_POOL_MAX" in ran.err
