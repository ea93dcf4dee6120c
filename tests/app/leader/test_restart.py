"""A candidate outlives the end of its database's server, and leads again when it is back."""

import asyncio

import asyncpg
import pytest
from postgres import running

from phoenix.app.leader import Leadership, Lease, make_lock

LEASE = Lease(3.0)
TABLE = "CREATE TABLE leader (name TEXT PRIMARY KEY, epoch BIGINT, holder TEXT, since TIMESTAMPTZ)"


@pytest.fixture
def server():
    """A PostgreSQL of the test's own, which it may end."""
    with running() as server:
        yield server


class Counted:
    """A lock that tells how often it was tried for."""

    def __init__(self, lock):
        self._lock = lock
        self.attempts = asyncio.Semaphore(0)

    def __getattr__(self, name):
        return getattr(self._lock, name)

    async def attempt(self):
        try:
            return await self._lock.attempt()
        finally:
            self.attempts.release()


class Seat:
    """Tells when somebody leads, and when nobody does any more."""

    def __init__(self):
        self.epochs = asyncio.Queue()
        self.reasons = asyncio.Queue()

    async def next(self, queue):
        """What comes next."""
        return await asyncio.wait_for(queue.get(), 60.0)


async def test_a_leader_stops_when_the_server_crashes_and_leads_again_in_a_later_epoch(
    server, tmp_path, caplog
):
    """That the server is away is told once, however often it is asked."""
    url = f"{server.address}/postgres"
    admin = await asyncpg.connect(url)
    await admin.execute(TABLE)
    await admin.close()
    seat = Seat()
    lock = Counted(make_lock(url, None, None, tmp_path, LEASE))
    candidate = Leadership(lock, on_won=seat.epochs.put, on_lost=seat.reasons.put)
    await candidate.start()
    assert await seat.next(seat.epochs) == 1
    server.stop("immediate")
    assert await seat.next(seat.reasons) == "the connection is closed"
    for _ in range(3):
        await lock.attempts.acquire()  # the first of them was the one that won
    assert not candidate.is_leader
    server.start()
    assert await seat.next(seat.epochs) == 2
    await candidate.stop()
    assert await seat.next(seat.reasons) == "stopped"
    assert caplog.text.count("LOCK_AWAY backend=postgresql") == 1
