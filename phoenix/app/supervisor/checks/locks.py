"""Locks that their holder can neither use nor give back.

A lock in Redis lapses by itself. The system frees a file's lock when its holder ends, however it
ends; what is left is the holder's word that its work had not. In PostgreSQL a holder is silent if
its session is gone and its row is not cleared (no other has begun to lead since), or if it has not
asked for long: a waiter ends such a session, if there is one.
"""

import os
import sys
import zlib
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.app.leader.file_lock import LEFT, WIDTH
from phoenix.app.leader.lease import Lease
from phoenix.app.leader.lock import POLLER
from phoenix.app.supervisor.check import NOTHING, Check, Found
from phoenix.store.store import Store

SILENT_LEASES = 4  # a waiter has had time to take over

# What state_change tells of another user's session is NULL, and it then counts as talking.
_HOLDER = """
    SELECT leader.epoch, leader.holder, leader.since,
           locks.pid, extract(epoch FROM now() - sessions.state_change)::float8 AS silent
    FROM leader
    LEFT JOIN pg_locks AS locks
        ON locks.locktype = 'advisory' AND locks.objsubid = 2 AND locks.granted
        AND locks.classid = CAST(:family AS bigint)::oid
        AND locks.objid = CAST(:key AS bigint)::oid
        AND locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    LEFT JOIN pg_stat_activity AS sessions USING (pid)
    WHERE leader.name = :name
"""


def stale_leader(store: Store, now: Callable[[], datetime], lease: Lease) -> Check:
    """A leader that has been silent for several leases, and that nobody has followed.

    Where the lock is not kept in PostgreSQL there is nothing to be seen in the database.

    Args:
        store: opened.
        now: the clock.
        lease: by which all who compete reckon.
    """
    patience = timedelta(seconds=SILENT_LEASES * lease.seconds)

    async def look() -> Found:
        if store.dialect != "postgresql":
            return NOTHING
        row = await store.read(_holder)
        return NOTHING if row is None else _judged(row, now() - patience, patience)

    cure = "Start a process that may lead (phoenix serve --role bot), or resume the one that does"
    return Check("stale leader", look, cure)


async def _holder(connection: AsyncConnection) -> Row[Any] | None:
    from phoenix.app.leader.postgres import FAMILY

    key = zlib.crc32(POLLER.encode()) & 0x7FFFFFFF  # as the lock itself reckons it
    asked = {"name": POLLER, "family": FAMILY, "key": key}
    return (await connection.execute(text(_HOLDER), asked)).first()


def _judged(row: Row[Any], before: datetime, patience: timedelta) -> Found:
    if row.holder is None:
        return NOTHING
    who = f"{row.holder} (epoch {row.epoch})"
    if row.pid is None:
        gone = row.since < before
        return Found(1, f"{who} is gone, and nobody leads") if gone else NOTHING
    if row.silent is not None and row.silent > patience.total_seconds():
        return Found(1, f"{who} holds the lock and has been silent for {row.silent:.0f} s")
    return NOTHING


def abandoned_lock(folder: Path) -> Check:
    """A lock file that nobody holds, whose last holder could not end its work.

    Args:
        folder: the data directory.
    """
    path = folder / f"{POLLER}.lock"

    def look() -> Found:
        try:
            word = path.read_bytes()[:WIDTH]
        except FileNotFoundError:
            return NOTHING
        if LEFT.encode() not in word or _is_held(path):
            return NOTHING
        return Found(1, f"{path}: its last holder let go before its work had ended")

    return Check("abandoned lock", look, "Start 'phoenix serve': it waits a lease, and goes on")


if sys.platform == "win32":

    def _is_held(path: Path) -> bool:
        """Not to be found out without taking it."""
        del path
        return True

else:
    import fcntl

    def _is_held(path: Path) -> bool:
        """Shared and for a moment: who asks for it just then asks again a tenth of a second on."""
        descriptor = os.open(path, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        else:
            return False
        finally:
            os.close(descriptor)
