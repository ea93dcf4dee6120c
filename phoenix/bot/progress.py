"""Chats that wait see how far their dossier has come; whoever leads edits their messages.

Nothing depends on these edits: they are not written down, and one that fails is forgotten.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.app import requests
from phoenix.app.chat_tables import outbox
from phoenix.app.errors import PhoenixError
from phoenix.app.requests import Going, Match
from phoenix.bot.database import Database
from phoenix.bot.html import Html
from phoenix.bot.progress_words import WAITING, progress
from phoenix.bot.subscriber import PREFIX
from phoenix.bot.subscriber import Chat as Subscriber
from phoenix.bot.words import Words

log = structlog.get_logger(__name__)

Edit: TypeAlias = Callable[[int, int, Html], Awaitable[object]]
NamesOf: TypeAlias = Callable[[Match], Awaitable[tuple[str, str]]]

EVERY = 1.0  # seconds
AT_ONCE = 10  # edits in one round: results come first

FACE = f"{PREFIX}:"
NO_WORDS = ZoneInfo("UTC")  # nothing of it tells a time


@dataclass(frozen=True, slots=True)
class _Shown:
    """A message that tells how far a job has come."""

    chat: Subscriber
    going: Going
    message: int


class Progress:
    """Edits the messages of those who wait.

    Args:
        database: with jobs and letters.
        edit: changes a message of a chat; what it raises is passed over.
        names: both sides of a match, empty where they are not known.
        every: seconds between two looks.
    """

    def __init__(
        self, database: Database, edit: Edit, names: NamesOf, every: float = EVERY
    ) -> None:
        self._database = database
        self._edit = edit
        self._names = names
        self._every = every
        self._said: dict[str, str] = {}  # by the key of the message, what it says now

    async def run(self) -> None:
        """Look every second, until it is cancelled."""
        while True:
            try:
                await self.look()
            except PhoenixError as error:
                log.info("progress not looked at", error=str(error))
            await asyncio.sleep(self._every)

    async def look(self) -> int:
        """Edit the messages of which the phrase has changed, some at a time; how many."""
        going = await self._database.read(partial(requests.going, face=FACE))
        chats = {one.subscriber: Subscriber.of(one.subscriber) for one in going}
        keys = {chat.progress for chat in chats.values() if chat and chat.progress}
        self._said = {key: said for key, said in self._said.items() if key in keys}
        changed = [one for one in going if self._has_changed(one, chats[one.subscriber])]
        messages = await self._messages(changed, chats)
        for shown in messages[:AT_ONCE]:
            await self._show(shown)
        return len(messages[:AT_ONCE])

    def _has_changed(self, going: Going, chat: Subscriber | None) -> bool:
        if chat is None or chat.progress is None:
            return False
        return self._said.get(chat.progress, WAITING) != going.phrase

    async def _messages(
        self, changed: Iterable[Going], chats: dict[str, Subscriber | None]
    ) -> list[_Shown]:
        """Those that were sent already."""
        by_key = {
            chat.progress: (chat, one)
            for one in changed
            if (chat := chats[one.subscriber]) is not None and chat.progress is not None
        }
        if not by_key:
            return []
        sent = await self._database.read(partial(_sent, list(by_key)))
        return [_Shown(*by_key[key], message) for key, message in sent]

    async def _show(self, shown: _Shown) -> None:
        """Edit one message, unless its job has ended meanwhile."""
        key, phrase = shown.chat.progress, shown.going.phrase
        if key is None or not await self._is_going(shown.going):
            return
        self._said[key] = phrase
        words = Words(shown.chat.language, NO_WORDS)
        text = progress(words, await self._names(shown.going.match), phrase)
        try:
            await self._edit(shown.chat.id, shown.message, text)
        except Exception as error:  # noqa: BLE001 - whatever it is, the answer comes all the same
            log.debug("progress not shown", chat=shown.chat.id, error=type(error).__name__)

    async def _is_going(self, going: Going) -> bool:
        ended = await self._database.read(partial(requests.ended, job_id=going.job))
        return ended is None


async def _sent(keys: Sequence[str], connection: AsyncConnection) -> list[tuple[str, int]]:
    """The messages of letters that were sent, the oldest first."""
    table = outbox
    query = (
        select(table.c.key, table.c.message)
        .where(table.c.key.in_(keys), table.c.done.is_not(None), table.c.message.is_not(None))
        .order_by(table.c.id)
    )
    return [(row.key, row.message) for row in await connection.execute(query)]
