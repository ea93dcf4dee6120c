"""A provider's quota in the database: every process of this database shares it."""

import struct
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.domain.quota import Quota
from phoenix.store import tables
from phoenix.store.store import Store
from phoenix.store.upserts import Row, insert_of

T = TypeVar("T")

_table = tables.quota


class StoreLedger:
    """Applies changes of one source's quota, one after another, whichever process they come from.

    Each change is a transaction that holds the source's row: on SQLite a writer has the database
    for itself, on PostgreSQL the row is locked.
    """

    def __init__(self, store: Store, source: str) -> None:
        self._store = store
        self._source = source

    async def apply(self, change: Callable[[Quota], tuple[Quota, T]], first: Quota) -> T:
        """Change what is kept (``first`` where nothing is yet), and hand on what it answers.

        Raises:
            StoreError: the database does not answer; nothing was changed.
        """

        async def work(connection: AsyncConnection) -> T:
            kept = await self._kept(connection, first)
            changed, answer = change(kept)
            if changed != kept:
                row = _table.c.source == self._source
                await connection.execute(_table.update().where(row).values(**_values(changed)))
            return answer

        return await self._store.write(work)

    async def _kept(self, connection: AsyncConnection, first: Quota) -> Quota:
        statement = insert_of(self._store.dialect)(_table).values(
            source=self._source, **_values(first)
        )
        await connection.execute(statement.on_conflict_do_nothing())
        query = select(_table).where(_table.c.source == self._source).with_for_update()
        row = (await connection.execute(query)).one()
        calls = struct.unpack(f"<{len(row.calls) // 8}d", row.calls)
        return Quota(row.minute_limit, row.day, row.day_limit, row.day_remaining, calls)


def _values(quota: Quota) -> Row:
    return {
        "minute_limit": quota.minute_limit,
        "day": quota.day,
        "day_limit": quota.day_limit,
        "day_remaining": quota.day_remaining,
        "calls": struct.pack(f"<{len(quota.calls)}d", *quota.calls),
    }
