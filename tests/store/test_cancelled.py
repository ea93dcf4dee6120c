"""A use of the store that is cancelled, however often, ends."""

import asyncio
import random
import sqlite3

import pytest

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
