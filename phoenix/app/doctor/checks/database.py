"""The database: whether it answers, is whole, and has the schema that this Phoenix makes."""

import sqlite3
from collections.abc import Awaitable, Callable

from sqlalchemy import text

from phoenix.app.doctor.audit import Told, failed, passed, skipped
from phoenix.app.doctor.examination import Examination
from phoenix.app.doctor.patient import Patient
from phoenix.store import schema
from phoenix.store.store import Store

OLDEST_SQLITE = (3, 35, 0)  # RETURNING
OLDEST_POSTGRES = 140000  # what PgQueuer needs
INTEGRITY_LIMIT = 120.0  # seconds: the whole file is read

UPGRADE = "phoenix db upgrade"
UNREACHED = skipped("the database was not reached")
BEHIND = skipped("the database was not reached, or its schema is not the newest")


def reached(patient: Patient) -> Told:
    """What came of opening it."""
    return patient.database


def needing_store(look: Callable[[Store], Awaitable[Told]]) -> Callable[[Patient], Awaitable[Told]]:
    """The examination of an opened database; skipped where there is none."""

    async def examine(patient: Patient) -> Told:
        return UNREACHED if patient.store is None else await look(patient.store)

    return examine


async def version(store: Store) -> Told:
    """Whether it is one that Phoenix works with."""
    if store.dialect == "sqlite":
        return _sqlite_version(sqlite3.sqlite_version_info)
    async with store.reading() as connection:
        number = await connection.execute(text("SHOW server_version_num"))
        return _postgres_version(int(number.scalar_one()))


def _sqlite_version(version: tuple[int, ...]) -> Told:
    told = f"SQLite {'.'.join(map(str, version))}"
    if version >= OLDEST_SQLITE:
        return passed(told)
    return failed(f"{told} is too old", "Install a Python with SQLite 3.35 or newer")


def _postgres_version(number: int) -> Told:
    told = f"PostgreSQL {number // 10000}.{number % 10000}"
    if number >= OLDEST_POSTGRES:
        return passed(told)
    return failed(f"{told} is too old", "Use PostgreSQL 14 or newer")


async def integrity(store: Store) -> Told:
    """Whether SQLite's file is whole; a PostgreSQL server sees to its own."""
    if store.dialect != "sqlite":
        return skipped("a PostgreSQL server looks after its own files")
    async with store.reading() as connection:
        lines = (await connection.execute(text("PRAGMA quick_check(3)"))).scalars().all()
    if lines == ["ok"]:
        return passed("quick_check finds the file whole")
    cure = "Stop Phoenix, keep a copy of the file, and restore the newest backup"
    return failed(f"the file is damaged: {'; '.join(map(str, lines))}", cure)


def migrations(patient: Patient) -> Told:
    """Whether the schema is the newest."""
    if patient.store is None:
        return UNREACHED
    if patient.revision == schema.HEAD:
        return passed(f"schema {patient.revision}, the newest")
    return failed(f"schema {patient.revision or 'none'}, the newest is {schema.HEAD}", UPGRADE)


async def tables(patient: Patient) -> Told:
    """Whether the tables are those that the migrations make."""
    if patient.current is None:
        return BEHIND
    async with patient.current.reading() as connection:
        differences = await connection.run_sync(schema.differences)
    if differences is None:
        return passed("every table is as the migrations make it")
    return failed(f"they differ from the migrations: {differences}", "Restore a backup")


EXAMINATIONS = (
    Examination("database", "database", reached),
    Examination("database", "version", needing_store(version)),
    Examination("database", "integrity", needing_store(integrity), INTEGRITY_LIMIT),
    Examination("database", "migrations", migrations),
    Examination("database", "tables", tables),
)
