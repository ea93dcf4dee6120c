"""The lock as a session's advisory lock of PostgreSQL, with its epoch in a row.

The session is a connection of its own: a pool's reset would unlock it, and behind a pooler that
lends connections for one transaction nothing is held. Hence each question asks too whether it is
*this* session that holds the lock, and whether the epoch in the row is still this holder's.

A waiter asks every third of the lease, and at once when a holder says over NOTIFY that it has
released. It does not wait within ``pg_advisory_lock``: a statement that waits for days keeps old
rows from being cleaned up in the whole database. A holder that was paused, or whose machine is
gone without a word, keeps its session: a waiter that finds it silent for a whole lease ends it.
"""

import asyncio
import logging
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import asyncpg  # type: ignore[import-untyped] # it ships no types
from sqlalchemy import make_url

from phoenix.app.leader import epochs, events
from phoenix.app.leader.epochs import Tenure
from phoenix.app.leader.faults import LockAway, LockLost
from phoenix.app.leader.lease import Lease
from phoenix.app.leader.lock import POLLER, Busy
from phoenix.connecting import connect

CHANNEL = "phoenix_leader"
FAMILY = 0x50484F45  # "PHOE": the first key of our advisory locks; the second tells the name
CONNECT_LIMIT = 5.0
SOON = 0.05

# With the server's own defaults a holder that vanished from the network would be noticed after two
# hours; with these, measured, after 6.1 s.
_SETTINGS = {
    "application_name": "phoenix leader",
    "tcp_keepalives_idle": "3",
    "tcp_keepalives_interval": "1",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "6000",
}
_FAULTS = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError)
_GONE = (asyncpg.InterfaceError, asyncpg.PostgresConnectionError, ConnectionError)
_CURE = "See that its server is running, and that DATABASE_DIRECT_URL leads past any pooler"

_IN_FAMILY = """
    l.locktype = 'advisory' AND l.classid = $1::bigint::oid AND l.objid = $2::bigint::oid
    AND l.objsubid = 2 AND l.granted
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
_HELD_BY_ME = f"""
    SELECT EXISTS (SELECT FROM pg_locks AS l WHERE {_IN_FAMILY} AND l.pid = pg_backend_pid())
"""  # noqa: S608 - of constants
_EVICT = f"""
    SELECT pg_terminate_backend(a.pid),
           extract(epoch FROM clock_timestamp() - a.state_change)::float8 AS silent
    FROM pg_locks AS l JOIN pg_stat_activity AS a USING (pid)
    WHERE {_IN_FAMILY} AND a.pid <> pg_backend_pid()
    AND a.state_change < clock_timestamp() - make_interval(secs => $3)
"""  # noqa: S608 - of constants


class PostgresLock:
    """Held by one session of one database.

    Args:
        url: an address that leads to the server itself, not to a pooler.
        holder: who competes, different for every process.
        lease: by which holder and waiters reckon; the same for all.
        name: what is led.
    """

    backend = "postgresql"

    def __init__(self, url: str, holder: str, lease: Lease, name: str = POLLER) -> None:
        self.lease = lease
        self.stirred = asyncio.Event()
        self.tenure: Tenure | None = None
        self.before: Tenure | None = None
        self._address = _address(url)
        self._holder = holder
        self._name = name
        self._keys = (FAMILY, zlib.crc32(name.encode()) & 0x7FFFFFFF)
        self._connection: Any = None

    @property
    def clear(self) -> bool:
        """Whether the tenure before recorded its end, or there was none."""
        return self.before is None or self.before.holder is None

    async def attempt(self) -> int | Busy:
        """Try once; see :class:`~phoenix.app.leader.lock.Lock`."""
        with self._guarded():
            if self._connection is None:
                self._connection = await self._connected()
            async with asyncio.timeout(max(self.lease.seconds, CONNECT_LIMIT)):
                return await self._attempt(self._connection)

    async def _attempt(self, connection: Any) -> int | Busy:
        if not await connection.fetchval("SELECT pg_try_advisory_lock($1, $2)", *self._keys):
            return Busy(SOON if await self._evicted(connection) else self.lease.interval)
        self.tenure, self.before = await epochs.claim(
            connection, self._name, self._holder, self.lease.interval
        )
        return self.tenure.epoch

    async def _evicted(self, connection: Any) -> bool:
        """Whether a holder was silent for a lease, in which it should have asked three times."""
        row = await connection.fetchrow(_EVICT, *self._keys, self.lease.seconds)
        if row is not None:
            silent = round(row["silent"], 1)
            events.tell(logging.WARNING, events.LOCK_EVICTED, backend=self.backend, silent=silent)
        return row is not None

    async def confirm(self) -> None:
        """Ask whether session and row are still this holder's."""
        with self._guarded(held=True):
            connection, tenure = self._mine()
            if not await connection.fetchval(_HELD_BY_ME, *self._keys):
                raise LockLost("another session of the server answers; set DATABASE_DIRECT_URL")
            if (epoch := await epochs.current(connection, self._name)) != tenure.epoch:
                raise LockLost(f"epoch {epoch} is in the row")

    async def release(self, *, clean: bool) -> None:
        """Unlock, tell the waiters, and close the connection."""
        with self._guarded(held=True):
            connection, tenure = self._mine()
            async with asyncio.timeout(self.lease.interval):
                if clean:
                    await epochs.end(connection, self._name, tenure.epoch)
                held = await connection.fetchval("SELECT pg_advisory_unlock($1, $2)", *self._keys)
                await connection.execute("SELECT pg_notify($1, $2)", CHANNEL, self._name)
        await self.close()
        if not held:
            raise LockLost("it was held no more")

    async def close(self) -> None:
        """Close the connection; one that does not answer is cut."""
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                await connection.close(timeout=self.lease.interval)
            except _FAULTS as error:
                events.log.debug("lock closed badly", error=type(error).__name__)

    def _mine(self) -> tuple[Any, Tenure]:
        if self._connection is None or self._connection.is_closed() or self.tenure is None:
            raise LockLost("the connection is closed")
        return self._connection, self.tenure

    async def _connected(self) -> Any:
        connection = await connect(
            self._address,
            timeout=CONNECT_LIMIT,
            statement_cache_size=0,
            server_settings=_SETTINGS,
        )
        try:
            connection.add_termination_listener(self._ended)
            await connection.add_listener(CHANNEL, self._heard)
        except BaseException:
            connection.terminate()
            raise
        return connection

    def _heard(self, *_notification: object) -> None:
        self.stirred.set()

    def _ended(self, connection: Any) -> None:
        """The server, or the way to it, ended a connection; of one cut by us nobody need hear."""
        if connection is self._connection:
            self.stirred.set()

    @contextmanager
    def _guarded(self, *, held: bool = False) -> Iterator[None]:
        """A connection on which anything failed is cut: the server then frees what it held."""
        try:
            yield
        except BaseException as error:
            connection, self._connection = self._connection, None
            if connection is not None:
                connection.terminate()
            if held and isinstance(error, _GONE):
                raise LockLost("the connection is closed") from error
            if isinstance(error, _FAULTS):
                raise LockAway(self.backend, _reason(error), _CURE) from error
            raise


def _reason(error: BaseException) -> str:
    first = str(error).strip().partition("\n")[0]
    return f"{type(error).__name__}: {first}" if first else type(error).__name__


def _address(url: str) -> str:
    """As asyncpg reads it: SQLAlchemy names the driver, and has another word for ``sslmode``."""
    parsed = make_url(url).set(drivername="postgresql")
    query = {key: value for key, value in parsed.query.items() if key != "ssl"}
    if "ssl" in parsed.query:
        query["sslmode"] = parsed.query["ssl"]
    return parsed.set(query=query).render_as_string(hide_password=False)
