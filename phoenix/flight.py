"""Single flight: who asks what is being asked already waits for the same answer."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

from phoenix.tasks import spawn

T = TypeVar("T")


class SingleFlight(Generic[T]):
    """Runs one piece of work per key at a time.

    A caller that is cancelled leaves the others undisturbed; when the last one has gone, the work
    is cancelled too.
    """

    def __init__(self) -> None:
        self._flights: dict[Hashable, asyncio.Task[T]] = {}
        self._waiting: dict[Hashable, int] = {}

    async def fly(self, key: Hashable, work: Callable[[], Awaitable[T]]) -> T:
        """The result of ``work``, or of the same work that is under way."""
        task = self._flights.get(key)
        if task is None:
            task = spawn(_run(work), name="flight")
            self._flights[key] = task
            self._waiting[key] = 0
        self._waiting[key] += 1
        try:
            return await asyncio.shield(task)
        finally:
            self._leave(key, task)

    def _leave(self, key: Hashable, task: asyncio.Task[T]) -> None:
        self._waiting[key] -= 1
        if self._waiting[key]:
            return
        del self._flights[key], self._waiting[key]
        if not task.done():
            task.cancel()


async def _run(work: Callable[[], Awaitable[T]]) -> T:
    return await work()
