"""Insert, or fill in what is there already: the two engines' own way, in batches."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Table, bindparam, func
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.store import tables

CHUNK = 4000

T = TypeVar("T")
Row = dict[str, Any]


def insert_of(dialect: str) -> Callable[[Table], Any]:
    """The engine's own ``INSERT``, which knows conflicts."""
    return sqlite.insert if dialect == "sqlite" else postgresql.insert


async def upsert(
    connection: AsyncConnection, table: Table, rows: Iterable[Row], key: Sequence[str]
) -> None:
    """Insert; where the key exists, replace what is known anew and keep the rest."""
    statement = upsert_statement(connection.dialect.name, table, key)
    for chunk in chunks(rows):
        await connection.execute(statement, chunk)


async def upsert_plain(
    connection: AsyncConnection,
    table: Table,
    rows: Iterable[tuple[Any, ...]],
    key: Sequence[str],
) -> None:
    """The same for tuples of plain numbers and strings, in the order of the columns.

    The driver takes them as they are: a quarter of the time of an import otherwise goes into
    looking at the type of every price.
    """
    statement = upsert_statement(connection.dialect.name, table, key).values(
        {column.name: bindparam(column.name) for column in table.columns}
    )
    compiled = statement.compile(dialect=connection.dialect)
    for chunk in chunks(rows):
        await connection.exec_driver_sql(str(compiled), chunk)


def upsert_statement(dialect: str, table: Table, key: Sequence[str]) -> Any:
    """The statement of :func:`upsert`."""
    statement = insert_of(dialect)(table)
    offered = statement.excluded
    others = [c.name for c in table.columns if c.name not in {*key, "id"}]
    if not others:
        return statement.on_conflict_do_nothing(index_elements=list(key))
    return statement.on_conflict_do_update(
        index_elements=list(key),
        set_={name: func.coalesce(offered[name], table.c[name]) for name in others},
    )


async def bump_revision(connection: AsyncConnection) -> None:
    """Tell readers that matches have changed."""
    table = tables.revision
    statement = insert_of(connection.dialect.name)(table).values(id=1, number=1)
    raised = {"number": table.c.number + 1}
    await connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=raised))


def chunks(rows: Iterable[T]) -> Iterator[list[T]]:
    """Lists of at most :data:`CHUNK`."""
    chunk: list[T] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
