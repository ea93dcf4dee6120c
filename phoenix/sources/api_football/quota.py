"""Not more calls than the plan allows: a window of a minute, and a budget for the day."""

import asyncio
import heapq
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from itertools import count

from phoenix.sources.api_football.faults import DayQuotaSpent

MINUTE = 60.0


class Priority(IntEnum):
    """Who asks; the lower goes first."""

    WAITING_USER = 0
    TONIGHT = 1
    BACKFILL = 2


# The share of the day's calls that is kept for those who are more important.
RESERVED = {Priority.WAITING_USER: 0.0, Priority.TONIGHT: 0.10, Priority.BACKFILL: 0.30}


class MinuteWindow:
    """At most ``limit`` calls within any 60 seconds, the most important caller first.

    A sliding window over the instants of the last calls: a leaky bucket of the same size would let
    almost twice as many through.
    """

    def __init__(self, limit: int, clock: Callable[[], float]) -> None:
        self._limit = limit
        self._clock = clock
        self._calls: deque[float] = deque()
        self._queue: list[tuple[Priority, int]] = []
        self._tickets = count()
        self._moved = asyncio.Condition()

    @property
    def limit(self) -> int:
        """Calls a minute."""
        return self._limit

    async def enter(self, priority: Priority) -> None:
        """Wait for a place, and take it."""
        ticket = (priority, next(self._tickets))
        heapq.heappush(self._queue, ticket)
        try:
            async with self._moved:
                while self._queue[0] != ticket or self._delay() > 0:
                    await self._wait(self._delay() if self._queue[0] == ticket else None)
                self._calls.append(self._clock())
        finally:
            self._queue.remove(ticket)
            heapq.heapify(self._queue)
            async with self._moved:
                self._moved.notify_all()

    async def learn(self, limit: int | None, remaining: int | None) -> None:
        """Take over what the provider's headers say of the minute."""
        async with self._moved:
            if limit is not None and limit > 0:
                self._limit = limit
            if remaining is not None and remaining <= 0:
                # Others spend the same minute: count the places we did not take as taken now.
                now = self._clock()
                self._calls.extend([now] * max(0, self._limit - len(self._calls)))
            self._moved.notify_all()

    def _delay(self) -> float:
        """Seconds until a place is free."""
        now = self._clock()
        while self._calls and self._calls[0] <= now - MINUTE:
            self._calls.popleft()
        if len(self._calls) < self._limit:
            return 0.0
        return self._calls[len(self._calls) - self._limit] + MINUTE - now

    async def _wait(self, seconds: float | None) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._moved.wait()
        except TimeoutError:
            return


@dataclass(frozen=True, slots=True)
class DayState:
    """What is known of the day's calls; None before the provider has told."""

    day: date
    limit: int | None
    remaining: int | None


class DayBudget:
    """The day's calls, by the provider's own count; background work stops first."""

    def __init__(self, today: Callable[[], date]) -> None:
        self._today = today
        self._state = DayState(today(), None, None)

    @property
    def state(self) -> DayState:
        """As of now: a new day has its full number again."""
        today = self._today()
        if today != self._state.day:
            self._state = DayState(today, self._state.limit, self._state.limit)
        return self._state

    def spend(self, asked: str, priority: Priority) -> None:
        """Take one call.

        Raises:
            DayQuotaSpent: what is left is kept for more important callers, or nothing is.
        """
        state = self.state
        if state.limit is None or state.remaining is None:
            return
        reserved = int(state.limit * RESERVED[priority])
        if state.remaining <= reserved:
            kept = f", {reserved} of them kept for more important questions" if reserved else ""
            raise DayQuotaSpent(asked, f"{state.remaining} calls are left today{kept}")
        self._state = DayState(state.day, state.limit, state.remaining - 1)

    def learn(self, day: date | None, limit: int | None, remaining: int | None) -> None:
        """Take over what the provider's headers say of the day (by its own date, if known)."""
        if limit is not None and remaining is not None:
            self._state = DayState(day or self._today(), limit, max(0, remaining))

    def exhaust(self) -> None:
        """The provider says that nothing is left."""
        state = self.state
        self._state = DayState(state.day, state.limit or 1, 0)
