"""One start or one stop under way, whose time may be shortened."""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Any

from phoenix.bounded import GRACE, Overdue, outcome, tamed
from phoenix.tasks import end, spawn

_within: ContextVar["Step"] = ContextVar("step")


class Step:
    """Begins at once; whatever it does is over, or left behind, when :meth:`result` returns.

    Args:
        name: of its task.
        work: a function whose awaitable is waited for.
        limit: in seconds.
    """

    def __init__(self, name: str, work: Callable[[], Awaitable[Any]], limit: float) -> None:
        self._task = spawn(self._done(work), name=name)
        self._limit = limit
        self._timeout: asyncio.Timeout | None = None
        self._over = asyncio.Event()
        self.was_cut = False

    @property
    def is_here(self) -> bool:
        """Whether what runs now is part of this step: its task, or one that was begun in it."""
        return _within.get(None) is self

    def shorten(self, limit: float) -> None:
        """Give it so many seconds from now, if it has more."""
        timeout = self._timeout
        if timeout is not None and not timeout.expired():
            until = asyncio.get_running_loop().time() + limit
            timeout.reschedule(min(timeout.when() or until, until))

    async def cut(self) -> None:
        """Give it no more time; back when :meth:`result`, which somebody awaits, is over."""
        self.was_cut = True
        self.shorten(0)
        await self._over.wait()

    async def result(self) -> None:
        """Wait for the end.

        Who is cancelled here cancels the step, and waits for its end for a moment.

        Raises:
            Overdue: it took too long; it was cancelled, or left behind if it goes on.
            Exception: what it raised, as :func:`phoenix.bounded.bounded` does.
        """
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            async with asyncio.timeout(self._limit) as self._timeout:
                await asyncio.wait({self._task})
        except TimeoutError:
            if not self._task.done():
                raise Overdue(f"no answer within {loop.time() - began:.2g} s") from None
        finally:
            self._timeout = None
            await self._end()
        outcome(self._task)

    async def _end(self) -> None:
        try:
            await end([self._task], GRACE)
        finally:
            self._over.set()

    async def _done(self, work: Callable[[], Awaitable[Any]]) -> None:
        """Called in the task: if that is cancelled before it begins, nothing is left unawaited."""
        _within.set(self)
        await tamed(work())
