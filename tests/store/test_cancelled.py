"""A use of the store that is cancelled, however often, ends."""

import asyncio
import gc
import random
import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import text

from phoenix.store.store import PoolSize, Store


async def used(url):
    """Open a store, write, and close it."""
    store = Store(url, PoolSize(1, 1, 5.0))
    try:
        await store.open(migrate=False)
        async with store.writing() as connection:
            await connection.exec_driver_sql("SELECT 1")
    finally:
        await store.close()


@pytest.mark.parametrize("seed", range(15))
async def test_a_use_that_is_cancelled_twice_leaves_no_task_behind(seed, tmp_path):
    """Nothing waits for ever for a connection that has been closed."""
    chance = random.Random(seed)
    path = tmp_path / "test.db"
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("PRAGMA journal_mode=WAL")
    holder.execute("BEGIN IMMEDIATE")  # so that the writer waits
    use = asyncio.ensure_future(used(f"sqlite:///{path}"))
    for _ in range(2):
        await asyncio.wait({use}, timeout=chance.uniform(0.0, 0.1))
        use.cancel()
    holder.close()
    await asyncio.wait({use}, timeout=30.0)
    left = asyncio.all_tasks() - {asyncio.current_task()}
    if left:
        await asyncio.wait(left, timeout=30.0)
    assert [task for task in left if not task.done()] == []
    assert use.done()


TURNS = 60  # of the loop, by which a cancellation meets each statement and each of its rows


@pytest.fixture
def no_garbage_collection():
    """What is only freed by it stays."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_garbage_collection")
async def test_a_write_that_is_cancelled_holds_up_no_other(tmp_path):
    """Its lock is given back at once, at whichever turn of the loop it was cancelled."""
    store = Store(f"sqlite:///{tmp_path}/phoenix.db")
    await store.open()

    async def write(connection):
        await connection.execute(text("CREATE TABLE IF NOT EXISTS seen (number INTEGER)"))
        await connection.execute(text("INSERT INTO seen VALUES (1), (2) RETURNING number"))

    for turns in range(TURNS):
        writing = asyncio.ensure_future(store.write(write))
        for _ in range(turns):
            await asyncio.sleep(0.0001 * (turns % 2))
        writing.cancel()
        await asyncio.wait({writing})
        del writing
        with closing(sqlite3.connect(tmp_path / "phoenix.db", timeout=1.0)) as other:
            other.execute("BEGIN IMMEDIATE")
    await store.close()
