"""Who leads a group: Telegram is asked, and its answer holds for a minute."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Protocol

LASTS = 60.0  # seconds
MOST = 1000  # answers that are kept
LEADING = ("creator", "administrator")


class Members(Protocol):
    """Knows the members of a group; ``telegram.Bot`` does."""

    async def get_chat_member(self, chat_id: int, user_id: int) -> Any:
        """One of them, with a ``status``."""
        ...


def _loop_time() -> float:
    return asyncio.get_running_loop().time()


class GroupAdmins:
    """Asks, and remembers."""

    def __init__(self, members: Members, clock: Callable[[], float] = _loop_time) -> None:
        self._members = members
        self._clock = clock
        self._known: OrderedDict[tuple[int, int], tuple[float, bool]] = OrderedDict()

    async def leads(self, chat: int, user: int) -> bool:
        """Whether a user is an admin of a group.

        Raises:
            telegram.error.TelegramError: Telegram does not say.
        """
        until, leads = self._known.get((chat, user), (0.0, False))
        if self._clock() < until:
            return leads
        member = await self._members.get_chat_member(chat, user)
        leads = member.status in LEADING
        self._known[chat, user] = (self._clock() + LASTS, leads)
        self._known.move_to_end((chat, user))
        if len(self._known) > MOST:
            self._known.popitem(last=False)
        return leads
