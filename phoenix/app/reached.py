"""How far something has come that is done for every moment."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.app.chat_tables import insert_of
from phoenix.store.chat_tables import reached as table


async def reached(connection: AsyncConnection, name: str) -> datetime | None:
    """Up to which moment it was done; None: it is done for the first time."""
    at: datetime | None = await connection.scalar(select(table.c.at).where(table.c.name == name))
    return at


async def reach(connection: AsyncConnection, name: str, at: datetime) -> None:
    """Note that it was done up to a moment."""
    insert = insert_of(connection.dialect.name)(table).values(name=name, at=at)
    await connection.execute(insert.on_conflict_do_update(index_elements=["name"], set_={"at": at}))
