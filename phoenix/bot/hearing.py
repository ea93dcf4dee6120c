"""What a user writes becomes a job, or an answer at once."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog

from phoenix import metrics
from phoenix.app.errors import QueueFull, TooMany
from phoenix.app.requests import Asker, Requests
from phoenix.bot.question import Question, question
from phoenix.bot.subscriber import Chat
from phoenix.bot.texts import language_of, say

log = structlog.get_logger(__name__)

Say = Callable[[int, str], Awaitable[Any]]


class Hearing:
    """Takes messages; ``default`` is the language of users whose own is not spoken."""

    def __init__(self, requests: Requests, say: Say, default: str) -> None:
        self._requests = requests
        self._say = say
        self._default = default

    async def hear(self, update: Mapping[str, Any]) -> None:
        """Deal with an update; what is no text message is passed over.

        Raises:
            StoreError: the database cannot be written.
        """
        message = update.get("message") or {}
        text, chat = message.get("text"), message.get("chat", {}).get("id")
        if text is None or chat is None:
            return
        sender = message.get("from", {})
        language = language_of(sender.get("language_code"), self._default)
        asked = question(text)
        metrics.COMMANDS.add("other" if asked is None else "match", "heard")
        log.info("message heard", update_id=update.get("update_id"), match=asked is not None)
        answer = (
            say(language, "ask")
            if asked is None
            else await self._taken(asked, sender.get("id", chat), Chat(chat, language))
        )
        await self._say(chat, answer)

    async def _taken(self, asked: Question, user: int, chat: Chat) -> str:
        """What is said of a question right away."""
        who = Asker(owner=f"telegram:{user}", subscriber=str(chat))
        try:
            await self._requests.dossier(asked.home, asked.away, chat.language, who)
        except QueueFull:
            return say(chat.language, "busy")
        except TooMany as refused:
            return say(chat.language, "too-many", n=refused.slots)
        return say(chat.language, "working", home=asked.home, away=asked.away)
