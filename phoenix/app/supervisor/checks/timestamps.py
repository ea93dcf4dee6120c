"""Times whose zone is not known.

PostgreSQL keeps instants in columns ``with time zone``; a column without one holds who knows what.
SQLite keeps text. Ours is UTC in one form, with or without a fraction (``CURRENT_TIMESTAMP`` writes
none); whatever else stands there was written by somebody else, and its zone, if it names one, is
neither read nor compared as it should be. Nobody but its author knows what was meant, so it is told
and not mended.
"""

from collections.abc import Sequence
from itertools import chain

from sqlalchemy import (
    Column,
    ColumnElement,
    DateTime,
    Table,
    func,
    literal_column,
    not_,
    or_,
    select,
    text,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.app.supervisor.check import Check, Found
from phoenix.store.chat_tables import OUR_TABLES
from phoenix.store.store import Store
from phoenix.store.tables import metadata

EVERY = 3600.0  # seconds: on SQLite all rows are read

_DAY = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"
_TIME = "[0-9][0-9]:[0-9][0-9]:[0-9][0-9]"
FORMS = (f"{_DAY} {_TIME}.{'[0-9]' * 6}", f"{_DAY} {_TIME}")

_WITHOUT_ZONE = text("""
    SELECT table_name || '.' || column_name FROM information_schema.columns
    WHERE table_schema = current_schema() AND table_name = ANY(:ours)
    AND data_type = 'timestamp without time zone' ORDER BY 1
""")


def naive_timestamps(store: Store, *, every: float = EVERY) -> Check:
    """Times in a form that the store does not write (SQLite), or columns without a zone.

    Args:
        store: opened.
        every: seconds between two looks.
    """
    looks = {"sqlite": _in_rows, "postgresql": _in_columns}

    async def look() -> Found:
        return await store.read(looks[store.dialect])

    cure = "Write them as UTC, such as 2026-01-31 18:30:00.000000, or restore a backup"
    return Check("naive timestamps", look, cure, every=every)


async def _in_columns(connection: AsyncConnection) -> Found:
    names = (await connection.execute(_WITHOUT_ZONE, {"ours": sorted(OUR_TABLES)})).scalars().all()
    return Found(len(names), f"columns without a zone: {', '.join(names)}" if names else "")


async def _in_rows(connection: AsyncConnection) -> Found:
    told = [
        (f"{column.table.name}.{column.name}", await _strange(connection, column))
        for column in time_columns()
    ]
    bad = [(name, count) for name, count in told if count]
    return Found(sum(count for _, count in bad), "; ".join(f"{n} in {name}" for name, n in bad))


async def _strange(connection: AsyncConnection, column: Column[object]) -> int:
    stored: ColumnElement[str] = literal_column(f'"{column.name}"')
    known = or_(*(stored.op("GLOB")(form) for form in FORMS))
    query = (
        select(func.count())
        .select_from(column.table)
        .where(stored.is_not(None), not_(known))
    )  # fmt: skip
    return int((await connection.execute(query)).scalar_one())


def time_columns() -> Sequence[Column[object]]:
    """All columns of our tables that hold an instant."""
    ours: list[Table] = [metadata.tables[name] for name in sorted(OUR_TABLES)]
    columns = chain.from_iterable(table.columns for table in ours)
    return [column for column in columns if _is_time(column)]


def _is_time(column: Column[object]) -> bool:
    kind = column.type
    return isinstance(getattr(kind, "impl", kind), DateTime)
