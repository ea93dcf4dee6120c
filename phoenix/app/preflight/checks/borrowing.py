"""A database, borrowed from and given back."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL, NullPool, create_engine

from phoenix.app.preflight.checks.database_faults import explained, no_address
from phoenix.app.preflight.finding import Found
from phoenix.bounded import as_async
from phoenix.domain.errors import StoreError
from phoenix.store import schema
from phoenix.store.store import PoolSize, Store

_POSTGRES = """
    SELECT clock_timestamp() AS moment, current_setting('transaction_read_only') AS read_only,
    has_function_privilege(to_regprocedure('pg_control_system()')::oid, 'EXECUTE') AS identified
"""
# Two addresses lead to one database if it has the same name on the same cluster. (What follows it
# by replication has the same identity too, but takes no writes.)
_IDENTITY = "SELECT current_database() || ' of ' || system_identifier FROM pg_control_system()"


@dataclass(frozen=True, slots=True)
class Loan:
    """What a connection showed.

    ``moment`` and ``identity`` are PostgreSQL's alone, and it may keep the latter to itself.
    """

    dialect: str
    revision: str | None
    writes: bool = True
    moment: datetime | None = None
    identity: str | None = None


async def borrow(url: str, name: str, limit: float) -> Loan | Found:
    """Open, ask, give back; no table is made or changed.

    Args:
        url: of the database.
        name: of the setting that holds it.
        limit: seconds to wait for a connection.
    """
    try:
        store = Store(url, PoolSize(1, 1, limit))
    except StoreError:
        return no_address(name)
    try:
        if store.dialect == "sqlite":
            found: Loan = await _borrow_file(store.url, limit)
            return found
        return await _borrow(store)
    except Exception as error:  # noqa: BLE001 - drivers raise what they like; it is told
        return explained(error, name)


async def _borrow(store: Store) -> Loan:
    try:
        await store.open(migrate=False)
        async with store.writing() as connection:
            row = (await connection.exec_driver_sql(_POSTGRES)).one()
            known = bool(row.identified)
            identity = (await connection.exec_driver_sql(_IDENTITY)).scalar_one() if known else None
            revision = await connection.run_sync(schema.current)
            moment = row.moment.astimezone(UTC)
            return Loan(store.dialect, revision, row.read_only == "off", moment, identity)
    finally:
        await store.close()


def _file(url: URL, limit: float) -> Loan:
    """In a thread that can be left behind: a statement of SQLite's that waits cannot be cancelled.

    A read-only file is found by a write, which is rolled back.
    """
    if url.database and not url.database.startswith((":", "file:")):
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    plain = url.set(drivername="sqlite")
    engine = create_engine(plain, poolclass=NullPool, connect_args={"timeout": limit})
    with engine.connect() as connection:
        revision = schema.current(connection)
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        connection.exec_driver_sql("CREATE TABLE phoenix_preflight (x)")
        connection.exec_driver_sql("ROLLBACK")
    schema.refuse_newer(revision)
    return Loan("sqlite", revision)


_borrow_file = as_async(_file)
