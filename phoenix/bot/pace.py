"""How fast we call Telegram: no faster than it allows, and not at all where it asks for a rest.

What counts is what shows a message or changes one; answers to a press, a chat action or a question
about the bot do not. Where Telegram has asked for a rest, every call waits for its end, whichever
was meant, and whatever other calls are answered meanwhile.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeAlias

import structlog
from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from phoenix.bot.network_faults import Flood, seconds_of

log = structlog.get_logger(__name__)

MINUTE = 60.0
CHATS = 10_000  # of which the last messages are remembered
EPSILON = 1e-9  # seconds by which a sum of floats may fall short of a moment

_COUNTED = ("send", "editmessage", "copymessage", "forwardmessage")
_FREE = frozenset({"sendchataction", "sendmessagedraft", "sendgift"})
_SEVERAL = ("media", "message_ids")  # parameters that list what is sent at once

ChatId: TypeAlias = int | str
Result: TypeAlias = bool | dict[str, Any] | list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Rates:
    """What Telegram allows.

    Attributes:
        overall: messages a second.
        chat: messages a second to one chat, of either kind.
        group: messages a minute to one group or channel.
        burst: messages that a chat may get at once, if it has got none in as many times the time
            of one.
    """

    overall: float = 30.0
    chat: float = 1.0
    group: float = 20.0
    burst: int = 1


USUAL = Rates()


def messages_in(endpoint: str, data: Mapping[str, Any]) -> int:
    """How many messages a call shows or changes; 0: it does not count."""
    name = endpoint.lower()
    if name in _FREE or not name.startswith(_COUNTED):
        return 0
    lists = [data[name] for name in _SEVERAL if isinstance(data.get(name), list | tuple)]
    return max([1, *map(len, lists)])


class Window:
    """At most so many messages within so many seconds, whenever these begin."""

    def __init__(self, most: float, seconds: float) -> None:
        self._most = max(1, int(most))
        self._seconds = seconds * self._most / most
        self._moments: deque[float] = deque()

    def wait(self, now: float, messages: int = 1) -> float:
        """Seconds until so many may be sent; more than fit wait until it is empty."""
        self._forget(now)
        known = self._moments
        too_many = min(len(known) + messages - self._most, len(known))
        return 0.0 if too_many <= 0 else known[too_many - 1] + self._seconds - now

    def take(self, now: float, messages: int = 1) -> None:
        """They are sent now."""
        self._moments.extend([now] * messages)

    def is_empty(self, now: float) -> bool:
        """Whether it remembers nothing that would still count."""
        self._forget(now)
        return not self._moments

    def _forget(self, now: float) -> None:
        while self._moments and self._moments[0] + self._seconds <= now + EPSILON:
            self._moments.popleft()


class Pace(BaseRateLimiter[int]):
    """Lets calls through at the right moment; made inside the loop.

    Calls to one chat that count go out in the order in which they come here. A call may be given
    the number of its retries as ``rate_limit_args``.

    Args:
        rates: that are kept.
        retries: after Telegram has asked to wait.
        patience: seconds of a wait that is waited out; a longer one is raised as
            :class:`~phoenix.bot.network_faults.Flood`, and the call was not made.
        chats: of which the last messages are remembered.
    """

    def __init__(
        self,
        rates: Rates = USUAL,
        *,
        retries: int = 3,
        patience: float = 30.0,
        chats: int = CHATS,
    ) -> None:
        self._clock = asyncio.get_running_loop().time
        self._retries = retries
        self._patience = patience
        self._overall = Window(rates.overall, 1.0)
        self._gate = asyncio.Lock()
        self._chats = _Chats(rates, chats, self._clock)
        self._until = self._clock()

    @property
    def known_chats(self) -> int:
        """Of how many chats something is remembered."""
        return len(self._chats)

    async def initialize(self) -> None:
        """Nothing needs to be opened."""

    async def shutdown(self) -> None:
        """Nor closed."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Result]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Result:
        """See :class:`~telegram.ext.BaseRateLimiter`.

        Raises:
            RetryAfter: the wait is too long, or there were too many of them.
        """
        left = self._retries if rate_limit_args is None else rate_limit_args
        while True:
            await self._turn(data.get("chat_id"), messages_in(endpoint, data))
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as flood:
                self._hold(seconds_of(flood), endpoint)
                if left <= 0 or seconds_of(flood) > self._patience:
                    raise
            left -= 1

    async def _turn(self, chat: ChatId | None, messages: int) -> None:
        """Wait until a call may be made, and count it then."""
        if messages == 0:
            await self._slept(self._rest)
            return
        if chat is None:
            await self._let_through((), messages)
            return
        with self._chats.entered(chat) as place:
            async with place.turn:
                await self._slept(lambda: place.wait(self._clock(), messages))
                await self._let_through(place.windows, messages)

    async def _let_through(self, windows: tuple[Window, ...], messages: int) -> None:
        """One after the other, so that after a rest not all are let through at once."""
        async with self._gate:
            await self._slept(
                lambda: max(self._rest(), self._overall.wait(self._clock(), messages))
            )
            for window in (self._overall, *windows):
                window.take(self._clock(), messages)

    async def _slept(self, wait: Callable[[], float]) -> None:
        """Sleep as long as there is something to wait for: it may be put off meanwhile."""
        while (seconds := wait()) > EPSILON:
            if seconds > self._patience:
                raise Flood(seconds)
            await asyncio.sleep(seconds)

    def _rest(self) -> float:
        """Seconds for which Telegram wants no call."""
        return self._until - self._clock()

    def _hold(self, seconds: float, endpoint: str) -> None:
        log.warning("telegram asks to wait", seconds=seconds, method=endpoint)
        self._until = max(self._until, self._clock() + seconds)


class _Place:
    """A chat: who may call next, and what was sent there of late."""

    __slots__ = ("turn", "users", "windows")

    def __init__(self, windows: tuple[Window, ...]) -> None:
        self.turn = asyncio.Lock()
        self.users = 0
        self.windows = windows

    def wait(self, now: float, messages: int) -> float:
        """Seconds until so many may be sent."""
        return max(window.wait(now, messages) for window in self.windows)

    def is_idle(self, now: float) -> bool:
        """Whether it is as good as new."""
        return self.users == 0 and all(window.is_empty(now) for window in self.windows)


class _Chats:
    """What is remembered of chats: those that were used last."""

    def __init__(self, rates: Rates, most: int, clock: Callable[[], float]) -> None:
        self._rates = rates
        self._most = most
        self._clock = clock
        self._places: dict[ChatId, _Place] = {}

    def __len__(self) -> int:
        return len(self._places)

    @contextmanager
    def entered(self, chat: ChatId) -> Iterator[_Place]:
        """The place of a chat, which is not forgotten while it is used."""
        key = _key(chat)
        place = self._places.setdefault(key, _Place(self._windows(key)))
        self._to_end(key)
        place.users += 1
        try:
            yield place
        finally:
            place.users -= 1
            self._forget_oldest()

    def _windows(self, chat: ChatId) -> tuple[Window, ...]:
        rates = self._rates
        own = Window(rates.burst, rates.burst / rates.chat)
        if isinstance(chat, int) and chat > 0:
            return (own,)
        return own, Window(rates.group, MINUTE)

    def _to_end(self, key: ChatId) -> None:
        """It was used last."""
        self._places[key] = self._places.pop(key)

    def _forget_oldest(self) -> None:
        """Two at a time: there are no more of them than are begun, and a call never takes long."""
        now = self._clock()
        for key in tuple(islice(self._places, 2)):
            place = self._places[key]
            if place.users > 0:
                self._to_end(key)
            elif len(self._places) > self._most or place.is_idle(now):
                del self._places[key]


def _key(chat: ChatId) -> ChatId:
    """A number may come as a text; a name is that of a group or channel."""
    text = str(chat)
    return int(text) if text.removeprefix("-").isdecimal() else text.casefold()
