"""One connection straight to PostgreSQL that is made anew whenever it is lost.

PgQueuer ends when its connection does, and then waits for all that runs before it can begin again.
On this line it notices nothing but a delay: jobs go on, and what they have to say is said later.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Self, TypeVar

import structlog
from pgqueuer.core.tm import TaskManager
from pgqueuer.ports.driver import NotifyCallback
from sqlalchemy import URL

from phoenix import connecting

T = TypeVar("T")

log = structlog.get_logger(__name__)

CONNECTING = 5.0  # seconds
STATEMENT = 10.0
FIRST_WAIT, LONGEST_WAIT = 0.1, 2.0

# Of SQLSTATEs: the connection is lost (class 08), the server shuts down, has crashed or starts, or
# all its connections are taken.
AWAY = ("08", "57P01", "57P02", "57P03", "53300")

# What SQLAlchemy's own driver takes out of the address before asyncpg sees the rest.
_NOT_ASYNCPG = ("prepared_statement_cache_size", "prepared_statement_name_func")


async def connect(url: URL) -> Any:
    """A connection of asyncpg's to where SQLAlchemy's address leads."""
    _, told = url.set(drivername="postgresql+asyncpg").get_dialect()().create_connect_args(url)
    for name in _NOT_ASYNCPG:
        told.pop(name, None)
    return await connecting.connect(
        **told, timeout=CONNECTING, command_timeout=STATEMENT,
        server_settings={"application_name": "phoenix jobs"},
    )  # fmt: skip


class Line:
    """A driver for PgQueuer; one statement at a time."""

    def __init__(self, url: URL) -> None:
        self._url = url
        self._connection: Any = None
        self._listening: list[tuple[str, NotifyCallback]] = []
        self._turn = asyncio.Lock()
        self._closed = asyncio.Event()
        self._lost = False
        self.shutdown = asyncio.Event()
        self.tm = TaskManager()

    async def fetch(self, query: str, *args: object) -> list[dict[str, object]]:
        """Rows of a query."""
        rows = await self._persistently(lambda connection: connection.fetch(query, *args))
        return [dict(row) for row in rows]

    async def execute(self, query: str, *args: object) -> str:
        """Do something."""
        return await self._persistently(lambda connection: connection.execute(query, *args))

    async def notify(self, channel: str, payload: str) -> None:
        """Tell all who listen."""
        await self.execute("SELECT pg_notify($1, $2)", channel, payload)

    async def add_listener(self, channel: str, callback: NotifyCallback) -> None:
        """Be told; after a loss again."""
        self._listening.append((channel, callback))
        await self._persistently(lambda connection: _listen(connection, channel, callback))

    async def close(self) -> None:
        """Give up; whoever waits for the server gets the error."""
        self._closed.set()
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.terminate()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        """It is closed by whoever made it: PgQueuer still has to say what was done."""

    async def _persistently(self, work: Callable[[Any], Awaitable[T]]) -> T:
        """What ``work`` makes of the connection; again with another one while the server is away.

        A statement whose answer was lost is done twice. None of PgQueuer's minds: what it picks
        and does not hear of comes again when its heartbeat is missed.
        """
        wait = FIRST_WAIT
        while True:
            async with self._turn:
                try:
                    result = await work(await self._connected())
                except Exception as error:
                    if not self._is_away(error) or self._closed.is_set():
                        raise
                    self._lose(str(error) or type(error).__name__)
                else:
                    self._works()
                    return result
            await self._pause(wait)
            wait = min(2.0 * wait, LONGEST_WAIT)

    async def _connected(self) -> Any:
        if self._closed.is_set():
            raise ConnectionError("the line is closed")
        if self._connection is not None and self._connection.is_closed():
            self._lose("the connection was closed")
        if self._connection is None:
            connection = await connect(self._url)
            for channel, callback in self._listening:
                await _listen(connection, channel, callback)
            self._connection = connection
        return self._connection

    def _is_away(self, error: Exception) -> bool:
        if isinstance(error, (OSError, TimeoutError)):
            return True
        lost = self._connection is not None and self._connection.is_closed()
        return lost or (getattr(error, "sqlstate", None) or "").startswith(AWAY)

    def _lose(self, reason: str) -> None:
        if not self._lost:
            log.warning("jobs wait for postgresql", reason=reason)
        self._lost = True
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.terminate()

    def _works(self) -> None:
        if self._lost:
            log.info("jobs go on")
        self._lost = False

    async def _pause(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._closed.wait(), seconds)
        except TimeoutError:
            return


async def _listen(connection: Any, channel: str, callback: NotifyCallback) -> None:
    def told(_connection: object, _process: object, _channel: object, payload: object) -> None:
        callback(str(payload))

    await connection.add_listener(channel, told)
