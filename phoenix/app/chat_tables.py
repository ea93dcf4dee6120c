"""The tables of chats, for the faces, which reach the store through here."""

from phoenix.store.chat_tables import (
    broadcast,
    chat,
    chat_choice,
    chat_state,
    command_bucket,
    complaint,
    outbox,
    picture,
    sheet,
)
from phoenix.store.tables import telegram_update
from phoenix.store.upserts import insert_of

__all__ = [
    "broadcast",
    "chat",
    "chat_choice",
    "chat_state",
    "command_bucket",
    "complaint",
    "insert_of",
    "outbox",
    "picture",
    "sheet",
    "telegram_update",
]
