"""A database, borrowed from and given back."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.app.preflight.checks.database_faults import explained, no_address
from phoenix.app.preflight.finding import Found
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
_SQLITE = "SELECT 1"


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
        return await _borrowed(store)
    except Exception as error:  # noqa: BLE001 - drivers raise what they like; it is told
        return explained(error, name)


async def _borrowed(store: Store) -> Loan:
    try:
        await store.open(migrate=False)
        # On SQLite a writer's transaction begins with the lock, which a read-only file refuses.
        async with store.writing() as connection:
            revision = await connection.run_sync(schema.current)
            asked = _asked_sqlite if store.dialect == "sqlite" else _asked_postgres
            return Loan(store.dialect, revision, **await asked(connection))
    finally:
        await store.close()


async def _asked_sqlite(connection: AsyncConnection) -> dict[str, Any]:
    await connection.exec_driver_sql(_SQLITE)
    return {}


async def _asked_postgres(connection: AsyncConnection) -> dict[str, Any]:
    row = (await connection.exec_driver_sql(_POSTGRES)).one()
    known = bool(row.identified)
    identity = (await connection.exec_driver_sql(_IDENTITY)).scalar_one() if known else None
    writes, moment = row.read_only == "off", row.moment.astimezone(UTC)
    return {"writes": writes, "moment": moment, "identity": identity}
