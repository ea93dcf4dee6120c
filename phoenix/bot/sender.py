"""Sends and edits messages, and waits where Telegram asks for it.

The package ``backoff`` (its maintained fork) drives the attempts. Waits are made here, because its
jitter would shorten what Telegram asks for.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Generator
from dataclasses import dataclass
from typing import Any, TypeVar

import backoff
import structlog

from phoenix.bot.api import BotApi, Sent
from phoenix.bot.faults import NotModified, TelegramAway, TooManyRequests

log = structlog.get_logger(__name__)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Patience:
    """Waits between attempts (seconds), each lengthened by up to half.

    Where Telegram says how long to wait, that is waited instead, but no more than ``longest``.
    """

    steps: tuple[float, ...] = (0.5, 1.0, 2.0, 4.0, 8.0)
    longest: float = 60.0
    jitter: Callable[[], float] = random.random


class Sender:
    """Sends through one client; what Telegram asks of one call, all of them obey."""

    def __init__(self, api: BotApi, patience: Patience | None = None) -> None:
        self._api = api
        self._patience = patience or Patience()
        self._clock = asyncio.get_running_loop().time
        self._until = self._clock()

    async def send(self, chat: int, text: str, **options: Any) -> Sent:
        """Send a text; once, unless it has surely not arrived.

        Raises:
            TelegramAway: it may have arrived (``taken``), or all attempts failed.
            TelegramFault: Telegram refuses it, or wants a longer wait than is waited for.
        """
        return await self._persistently(
            lambda: self._api.send_message(chat, text, **options), lambda fault: fault.taken
        )

    async def edit(self, message: Sent, text: str, **options: Any) -> None:
        """Let a message have this text; to do so twice does no harm.

        Raises:
            TelegramFault: see :meth:`send`.
        """

        async def edited() -> None:
            try:
                await self._api.edit_message_text(message, text, **options)
            except NotModified:
                log.debug("message not modified", chat=message.chat, message=message.id)

        await self._persistently(edited, lambda _: False)

    async def _persistently(
        self, attempt: Callable[[], Awaitable[T]], settled: Callable[[TelegramAway], bool]
    ) -> T:
        """Try until a try succeeds, or what failed is ``settled`` and must not be tried again."""

        async def tried() -> T:
            await self._turn()
            try:
                return await attempt()
            except TooManyRequests as flood:
                self._hold(flood.retry_after)
                raise

        def hopeless(fault: Exception) -> bool:
            if isinstance(fault, TooManyRequests):
                return fault.retry_after > self._patience.longest
            return isinstance(fault, TelegramAway) and settled(fault)

        keep_trying = backoff.on_exception(
            _waits,
            (TelegramAway, TooManyRequests),
            jitter=None,
            giveup=hopeless,
            logger=None,
            patience=self._patience,
        )
        result: T = await keep_trying(tried)()
        return result

    async def _turn(self) -> None:
        """Wait until Telegram wants calls again."""
        while (left := self._until - self._clock()) > 0:  # noqa: ASYNC110 - it may be put off
            await asyncio.sleep(left)

    def _hold(self, seconds: float) -> None:
        log.warning("telegram asks to wait", seconds=seconds)
        self._until = max(self._until, self._clock() + seconds)


def _waits(patience: Patience) -> Generator[float, Exception | None, None]:
    """Seconds to wait, given what was raised; the first value only starts it.

    What Telegram asks for is waited for before the next attempt, by all.
    """
    fault = yield 0.0
    for step in patience.steps:
        flood = isinstance(fault, TooManyRequests)
        fault = yield 0.0 if flood else step * (1.0 + 0.5 * patience.jitter())
