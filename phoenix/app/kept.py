"""Answers of the store that many ask for, kept as long as they hold."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from cachetools import LRUCache

T = TypeVar("T")

GLANCE = timedelta(seconds=2)  # so long a revision that was read counts as the present one
MOST = 256  # answers


class Kept:
    """Keeps answers until the store's revision grows, or their time is up.

    Args:
        revision: asks the store for it.
        now: the clock.
    """

    def __init__(self, revision: Callable[[], Awaitable[int]], now: Callable[[], datetime]) -> None:
        self._revision = revision
        self._now = now
        self._reading = asyncio.Lock()
        self._seen: tuple[datetime, int] | None = None
        self._answers: LRUCache[Hashable, tuple[datetime, Any]] = LRUCache(MOST)

    async def get(self, key: Hashable, lasts: timedelta, read: Callable[[], Awaitable[T]]) -> T:
        """The answer that is kept, else the one that is read; who asks meanwhile waits for it."""
        if not self._holds(key, lasts):
            async with self._reading:
                await self._look()
                if not self._holds(key, lasts):
                    answer = await read()
                    self._answers[key] = (self._now(), answer)
        kept: T = self._answers[key][1]
        return kept

    def _holds(self, key: Hashable, lasts: timedelta) -> bool:
        at = self._answers[key][0] if key in self._answers else None
        return self._looked() and at is not None and self._now() - at < lasts

    def _looked(self) -> bool:
        return self._seen is not None and self._now() - self._seen[0] < GLANCE

    async def _look(self) -> None:
        """Forget everything if there is something new."""
        if self._looked():
            return
        revision = await self._revision()
        if self._seen is None or self._seen[1] != revision:
            self._answers.clear()
        self._seen = (self._now(), revision)
