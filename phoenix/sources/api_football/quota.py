"""Not more calls than the plan allows, whoever else makes some, and the important ones first."""

import asyncio
import heapq
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from typing import Protocol, TypeVar

from phoenix.domain.quota import Priority, Quota, Told
from phoenix.sources.api_football.faults import DayQuotaSpent

T = TypeVar("T")
Change = Callable[[Quota], tuple[Quota, T]]

FREE_MINUTE = 10  # calls a minute of a free key, assumed until the headers tell


def first_quota(now: datetime, minute_limit: int = FREE_MINUTE) -> Quota:
    """What is assumed before the provider has told anything."""
    return Quota(minute_limit, now.astimezone(UTC).date())


class Ledger(Protocol):
    """Keeps the quota; changes are applied one after another, whoever makes them."""

    async def apply(self, change: Change[T], first: Quota) -> T:
        """Change what is kept (``first`` where nothing is yet), and hand on what it answers."""
        ...


class OwnLedger:
    """The quota of a process that shares it with no other."""

    def __init__(self) -> None:
        self._quota: Quota | None = None

    async def apply(self, change: Change[T], first: Quota) -> T:
        """See :class:`Ledger`."""
        self._quota, answer = change(self._quota or first)
        return answer


class Turnstile:
    """Lets callers of this process through, the most important first, as the ledger allows."""

    def __init__(self, ledger: Ledger, now: Callable[[], datetime], minute_limit: int) -> None:
        self._ledger = ledger
        self._now = now
        self._minute_limit = minute_limit
        self._queue: list[tuple[Priority, int]] = []
        self._tickets = count()
        self._moved = asyncio.Condition()

    async def enter(self, asked: str, priority: Priority) -> None:
        """Wait for a place in the minute, and take it.

        Raises:
            DayQuotaSpent: what is left today is kept for more important callers, or nothing is.
        """
        ticket = (priority, next(self._tickets))
        heapq.heappush(self._queue, ticket)
        try:
            async with self._moved:
                while (wait := await self._turn(ticket, asked)) != 0:
                    await self._wait(wait)
        finally:
            self._queue.remove(ticket)
            heapq.heapify(self._queue)
            async with self._moved:
                self._moved.notify_all()

    async def learn(self, told: Told) -> None:
        """Take over what the provider's headers say."""
        await self._apply(lambda quota: (quota.learned(told, self._now()), None))
        async with self._moved:
            self._moved.notify_all()

    async def exhaust(self) -> None:
        """The provider says that nothing is left today."""
        await self._apply(lambda quota: (quota.exhausted(), None))

    async def state(self) -> Quota:
        """What is allowed and left, as of now."""
        return await self._apply(lambda quota: (quota, quota))

    async def _turn(self, ticket: tuple[Priority, int], asked: str) -> float | None:
        """0 if the call may go (it is then counted), else how long to wait; None: until moved."""
        if self._queue[0] != ticket:
            return None
        priority = ticket[0]

        def take(quota: Quota) -> tuple[Quota, tuple[float, str | None]]:
            now = self._now()
            refusal, delay = quota.refusal(priority), quota.delay(now)
            goes = refusal is None and delay == 0
            return (quota.taken(now) if goes else quota), (delay, refusal)

        delay, refusal = await self._apply(take)
        if refusal is not None:
            raise DayQuotaSpent(asked, refusal)
        return delay

    async def _apply(self, change: Change[T]) -> T:
        now = self._now()
        first = first_quota(now, self._minute_limit)
        return await self._ledger.apply(lambda quota: change(quota.at(now)), first)

    async def _wait(self, seconds: float | None) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._moved.wait()
        except TimeoutError:
            return
