"""Chats to which the bot can say nothing any more."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.app.chat_tables import chat as table


async def gone(connection: AsyncConnection, chat: int, now: datetime) -> None:
    """Note that a chat has blocked the bot or put it out; since when is kept."""
    here = (table.c.id == chat) & table.c.gone.is_(None)
    await connection.execute(update(table).where(here).values(gone=now))
