"""One database: opened, checked and closed by the lifecycle; connections only by ``async with``."""

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import (
    AbstractAsyncContextManager,
    AsyncExitStack,
    asynccontextmanager,
    closing,
    contextmanager,
)
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.util.concurrency import in_greenlet

from phoenix.connecting import connect
from phoenix.domain.errors import StoreAway, StoreError
from phoenix.store import schema
from phoenix.store.retrying import Patience, persistently
from phoenix.tasks import unhurried

T = TypeVar("T")

DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
}


BORROW_LIMIT = 10.0  # seconds to wait for a connection
STATEMENT_LIMIT = 30.0  # seconds for one statement

# SQLSTATEs of a server that is away: the connection failed or was lost (class 08), it is shutting
# down, crashed or starting, or all its connections are taken.
AWAY = ("08", "57P01", "57P02", "57P03", "53300")

# Statements are not kept prepared under a name: behind a pooler that lends a connection for one
# transaction, the next one may meet another connection, which does not know the name.
_POSTGRES = {
    "async_creator_fn": connect,
    "timeout": 5.0,
    "command_timeout": STATEMENT_LIMIT,
    "statement_cache_size": 0,
    "prepared_statement_name_func": lambda: "",
    "server_settings": {"application_name": "phoenix"},
}


class _Releasing(sqlite3.Connection):
    """Ends its transaction before it closes.

    SQLite keeps a connection alive, and what it has locked, while one of its statements is: where a
    task was cancelled between a statement and its rows, that is until the next garbage collection.
    """

    def close(self) -> None:
        """Let nobody wait for what nobody will commit."""
        if self.in_transaction:
            self.rollback()
        super().close()


_SQLITE = {"timeout": 10, "factory": _Releasing}


@dataclass(frozen=True, slots=True)
class PoolSize:
    """Connections opened at the start, how many there may be, and seconds to wait for a free one.

    One Python core is busy with five to ten; more only wait for it.
    """

    least: int = 1
    most: int = 10
    wait: float = BORROW_LIMIT


class Store:
    """An engine, and the rules for using it.

    On SQLite every writer begins with ``BEGIN IMMEDIATE``: the driver's own default reads first
    and locks later, which loses updates without an error.
    """

    def __init__(
        self, url: str, pool: PoolSize | None = None, patience: Patience | None = None
    ) -> None:
        self.url = address(url)
        self._pool = pool or PoolSize()
        self._patience = patience or Patience()
        self._engine: AsyncEngine | None = None

    async def open(self, *, migrate: bool = True) -> None:
        """Connect, refuse a schema from the future, and migrate an older one if wanted.

        Raises:
            StoreError: the database cannot be opened or belongs to a newer Phoenix.
        """
        with _explained(self.url):
            if self.url.drivername.startswith("sqlite"):
                _make_ready(self.url)
            self._engine = _engine(self.url, self._pool)
            async with AsyncExitStack() as borrowed:
                for _ in range(self._pool.least):
                    with _explained(self.url, connecting=True):
                        connection = await borrowed.enter_async_context(self._engine.connect())
                revision = await connection.run_sync(schema.current)
            schema.refuse_newer(revision)
            if migrate and revision != schema.HEAD:
                async with self.writing() as connection:
                    await connection.run_sync(schema.upgrade)

    async def close(self) -> None:
        """Give back every connection; may be called twice.

        SQLAlchemy tells it as an error where a connection is cut off while it is closed.
        """
        engine, self._engine = self._engine, None
        if engine is not None:
            await unhurried(engine.dispose(), name="closing the store")

    async def read(self, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """What ``work`` makes of a connection for queries, in one transaction.

        Done again, with another connection, while the database is away.

        Raises:
            StoreAway: it was away for too long.
            StoreError: something else went wrong; that is not tried again.
        """
        return await persistently(lambda: _done(self.reading(), work), self._patience)

    async def write(self, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """What ``work`` makes of a connection for changes, in one transaction.

        Done again, with another connection, while the database is away. ``work`` must be
        idempotent: when the answer to a commit is lost, the commit may have happened all the same.

        Raises:
            StoreAway: it was away for too long.
            StoreError: something else went wrong; that is not tried again, nothing was written.
        """
        return await persistently(lambda: _done(self.writing(), work), self._patience)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection for queries, in one transaction."""
        async with self._begun(self._opened) as connection:
            yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A connection for changes, in one transaction: all of it is kept, or nothing."""
        writer = self._opened.execution_options(phoenix_writes=True)
        async with self._begun(writer) as connection:
            yield connection

    @asynccontextmanager
    async def _begun(self, engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
        with _explained(self.url):
            async with AsyncExitStack() as transaction:
                with _explained(self.url, connecting=True):
                    connection = await transaction.enter_async_context(engine.begin())
                yield connection

    @property
    def borrowed(self) -> int:
        """Connections that are in use."""
        return self._opened.pool.checkedout()  # type: ignore[attr-defined, no-any-return] # every pool here counts

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self.url.get_backend_name()

    @property
    def _opened(self) -> AsyncEngine:
        if self._engine is None:
            raise StoreError("the database is not open", "Open the store before using it")
        return self._engine


async def _done(
    borrowed: AbstractAsyncContextManager[AsyncConnection],
    work: Callable[[AsyncConnection], Awaitable[T]],
) -> T:
    async with borrowed as connection:
        return await work(connection)


def address(url: str) -> URL:
    """Where a database is, and with which driver it is reached.

    Raises:
        StoreError: it is none of those that Phoenix knows.
    """
    try:
        parsed = make_url(url)
        driver = DRIVERS[parsed.get_backend_name()]
    except (ArgumentError, KeyError, ValueError):  # a port that is none is a ValueError
        raise StoreError(
            "DATABASE_URL is no address of a database that Phoenix knows",
            "Write sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME",
        ) from None
    return parsed.set(drivername=driver, query=_understood(parsed))


def _understood(url: URL) -> dict[str, Any]:
    """The options of an address; what libpq calls ``sslmode``, asyncpg calls ``ssl``."""
    return {"ssl" if name == "sslmode" else name: value for name, value in url.query.items()}


def _make_ready(url: URL) -> None:
    """Make the folder of an SQLite file and open the file once, on this thread.

    A file that cannot be opened is found here: aiosqlite's own thread would outlive the loop that
    it reports to.
    """
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        return
    try:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"the folder of the database cannot be made: {error}",
            "Mend its rights, or point DATABASE_URL or PHOENIX_DATA_DIR elsewhere",
        ) from error
    try:
        with closing(sqlite3.connect(url.database)) as connection:
            connection.execute("PRAGMA schema_version")
    except sqlite3.Error as error:
        raise _explanation(url, error) from error


def _engine(url: URL, pool: PoolSize) -> AsyncEngine:
    size = {"pool_size": pool.most, "max_overflow": 0, "pool_timeout": pool.wait}
    if url.drivername.startswith("sqlite"):
        single = url.database in {None, "", ":memory:"}  # one connection is the whole database
        engine = create_async_engine(url, connect_args=_SQLITE, **({} if single else size))
        event.listen(engine.sync_engine, "connect", _prepare)
        event.listen(engine.sync_engine, "begin", _begin)
        engine.sync_engine.dialect.do_terminate = _close_once  # type: ignore[assignment, method-assign] # its own may hang
        return engine
    try:
        return create_async_engine(
            url, pool_pre_ping=True, pool_use_lifo=True, connect_args=_POSTGRES, **size
        )
    except ModuleNotFoundError as error:
        raise StoreError(
            f"PostgreSQL needs {error.name}", "Install it with 'phoenix-football[postgres]'"
        ) from error


def _close_once(connection: Any) -> None:
    """End a connection whose use was cancelled.

    SQLAlchemy would close it in a task beside its stop, and that task then waits for ever.
    """
    if in_greenlet():
        connection.close()
    else:
        connection.terminate()


def _prepare(connection: Any, record: object) -> None:
    """Pragmas of every SQLite connection; transactions are begun by us alone."""
    del record
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "busy_timeout = 10000",
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "foreign_keys = ON",
        "cache_size = -65536",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("phoenix_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN DEFERRED")


@contextmanager
def _explained(url: URL, *, connecting: bool = False) -> Iterator[None]:
    """Turn what a driver says into one line with a cure; the password is never part of it."""
    try:
        yield
    except NoneFree as error:
        raise StoreError("every connection is busy", "Raise DB_POOL_MAX") from error
    except (DBAPIError, OSError) as error:
        away = _is_away(error) or (connecting and isinstance(error, OSError))
        raise _explanation(url, error, StoreAway if away else StoreError) from error


def _is_away(error: Exception) -> bool:
    """Whether the same may succeed with another connection, or somewhat later.

    A time-out of a statement does not count: it would only be waited for again.
    """
    cause = getattr(error, "orig", None) or error
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY
    lost = isinstance(error, DBAPIError) and error.connection_invalidated
    return lost or (getattr(cause, "sqlstate", None) or "").startswith(AWAY)


def _explanation(url: URL, error: Exception, kind: type[StoreError] = StoreError) -> StoreError:
    cause = getattr(error, "orig", None) or error
    first = str(cause).strip().partition("\n")[0] or "no answer in time"
    where = url.set(query={}).render_as_string(hide_password=True)
    return kind(f"the database {where} failed: {first}", _cure(first))


def _cure(cause: str) -> str:
    known = {
        "readonly": "Mend the rights of the file and its folder, or set DATABASE_URL",
        "unable to open": "Mend the rights of its folder, or set DATABASE_URL or PHOENIX_DATA_DIR",
        "full": "Free some space; nothing of this step was written",
        "disk i/o": "Free some space or check the disk; nothing of this step was written",
        "not a database": "Move that file away, or set DATABASE_URL",
        "locked": "Another process is writing: wait for it, or stop it",
        "the database system is": "Wait until its server has started",
        "connect": "See that its server is running, or set DATABASE_URL",
    }
    lowered = cause.lower()
    return next((cure for word, cure in known.items() if word in lowered), "Check DATABASE_URL")
