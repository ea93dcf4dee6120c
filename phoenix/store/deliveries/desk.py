"""Where a delivery is worked on: a transaction, the engine, and whose facts they are."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.store import tables
from phoenix.store.upserts import Row, insert_of


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a delivery changed; ``strange`` matches belong to seasons that are not known here."""

    new: int = 0
    changed: int = 0
    known: int = 0
    strange: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class Desk:
    """The transaction that a delivery is kept in."""

    connection: AsyncConnection
    dialect: str
    source: str

    async def insert(self, table: Table, rows: Sequence[Row]) -> None:
        """Rows that are known to be new."""
        if rows:
            await self.connection.execute(insert_of(self.dialect)(table), list(rows))

    async def clear(self, table: Table, fixture: int) -> None:
        """All rows of a fixture."""
        await self.connection.execute(table.delete().where(table.c.fixture_id == fixture))

    async def fixtures(self, externals: Collection[str]) -> dict[str, tuple[int, str]]:
        """Row and digest of the fixtures that the source named before."""
        alias = tables.fixture_alias.c
        query = select(alias.external, alias.fixture_id, alias.digest).where(
            alias.source == self.source, alias.external.in_(externals)
        )
        rows = await self.connection.execute(query)
        return {row.external: (row.fixture_id, row.digest) for row in rows}
