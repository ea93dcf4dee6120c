"""What a chat chooses: looked up, and written down with the chat, should nobody have noted it."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from phoenix.app import chat_book
from phoenix.bot.chat import noted
from phoenix.bot.database import Database
from phoenix.bot.turn import Change, Turn


async def chosen(database: Database, turn: Turn, kind: chat_book.Kind) -> Mapping[str, str]:
    """What the chat has chosen of one kind: labels by subject, in their order."""
    work = partial(chat_book.choices, chat_id=turn.chat.id, kind=kind)
    return {choice.subject: choice.label for choice in await database.read(work)}


def keep(turn: Turn, now: datetime, change: Change) -> None:
    """Write a choice with all else that comes of a turn."""
    turn.also(partial(noted, chat=turn.chat, now=now))
    turn.also(change)


def keep_settings(turn: Turn, now: datetime, **settings: Any) -> None:
    """Write settings of the chat, by the names of their columns."""
    keep(turn, now, partial(chat_book.change, chat_id=turn.chat.id, **settings))
