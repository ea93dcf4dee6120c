"""Locks whose holder is silent."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from phoenix.app.leader.file_lock import FileLock
from phoenix.app.leader.lease import Lease
from phoenix.app.leader.postgres import PostgresLock
from phoenix.app.supervisor.check import NOTHING
from phoenix.app.supervisor.checks.locks import abandoned_lock, stale_leader
from phoenix.store.store import Store

LEASE = Lease(5.0)


def now() -> datetime:
    """The database's clock is the real one."""
    return datetime.now(UTC)


def later() -> datetime:
    """When every lease is over."""
    return now() + timedelta(minutes=5)


@pytest.fixture
async def postgres(postgres_url):
    opened = Store(postgres_url)
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
async def lock(postgres, postgres_url):
    """Held by this test."""
    made = PostgresLock(postgres_url, "here:1", LEASE)
    assert isinstance(await made.attempt(), int)
    yield made
    await made.close()


async def test_where_nobody_ever_led_nothing_is_stale(postgres) -> None:
    """There is no row."""
    assert await stale_leader(postgres, later, LEASE).look() == NOTHING


async def test_a_leader_that_holds_its_lock_is_well(postgres, lock) -> None:
    """However long ago it began to lead."""
    assert await stale_leader(postgres, later, LEASE).look() == NOTHING


async def test_a_leader_that_has_ended_is_well(postgres, lock) -> None:
    """It said so."""
    await lock.release(clean=True)
    assert await stale_leader(postgres, later, LEASE).look() == NOTHING


async def test_a_leader_that_is_gone_without_a_word_is_stale(postgres, lock) -> None:
    """Its session is over and its row is not; for a few leases another may still come."""
    await lock.close()
    assert await stale_leader(postgres, now, LEASE).look() == NOTHING
    found = await stale_leader(postgres, later, LEASE).look()
    assert (found.count, found.detail) == (1, "here:1 (epoch 1) is gone, and nobody leads")


async def test_a_leader_that_does_not_ask_any_more_is_stale(postgres, lock) -> None:
    """It holds the lock, and cannot be using it; the clock that counts is the database's."""
    await postgres.read(lambda connection: connection.execute(text("SELECT pg_sleep(0.3)")))
    found = await stale_leader(postgres, now, Lease(0.05)).look()
    assert found.count == 1
    assert found.detail.startswith("here:1 (epoch 1) holds the lock and has been silent for")


async def test_sqlite_has_no_leader_to_ask(sqlite_url) -> None:
    """Its lock is a file."""
    store = Store(sqlite_url)
    await store.open()
    assert await stale_leader(store, later, LEASE).look() == NOTHING
    await store.close()


async def held(folder, *, clean: bool):
    """A lock file that was held and let go."""
    lock = FileLock(folder, LEASE)
    await lock.attempt()
    await lock.release(clean=clean)


async def test_no_file_is_no_lock(tmp_path) -> None:
    """Nobody has ever held it."""
    assert abandoned_lock(tmp_path).look() == NOTHING


async def test_a_file_that_was_let_go_cleanly_is_well(tmp_path) -> None:
    """It stays for the next holder."""
    await held(tmp_path, clean=True)
    assert abandoned_lock(tmp_path).look() == NOTHING


async def test_a_file_with_work_left_is_found(tmp_path) -> None:
    """As long as nobody holds it."""
    await held(tmp_path, clean=False)
    assert abandoned_lock(tmp_path).look().count == 1


async def test_a_file_with_work_left_that_another_holds_is_well(tmp_path) -> None:
    """Its holder waits for a lease before it works."""
    await held(tmp_path, clean=False)
    lock = FileLock(tmp_path, LEASE)
    await lock.attempt()
    assert abandoned_lock(tmp_path).look() == NOTHING
    await lock.close()


async def test_looking_does_not_take_the_lock(tmp_path) -> None:
    """Whoever asks next has it."""
    await held(tmp_path, clean=False)
    abandoned_lock(tmp_path).look()
    lock = FileLock(tmp_path, LEASE)
    assert isinstance(await lock.attempt(), int)
    await lock.close()
