"""Runs what a check is made of, whatever it does."""

import inspect
from collections.abc import Callable
from typing import Any

from phoenix.app.errors import PhoenixError
from phoenix.bounded import as_async, bounded


class StillAtIt(PhoenixError):
    """What was begun earlier has not ended, and was not begun again."""

    def __init__(self) -> None:
        super().__init__("the time before has not ended yet", "Restart this process")


class Guarded:
    """A function of a check, run for at most so long and never twice at a time.

    One that hangs is left behind; were it begun anew every minute, threads would pile up.
    """

    def __init__(self, function: Callable[[], Any], limit: float) -> None:
        noted = self._as_task if inspect.iscoroutinefunction(function) else self._in_thread
        self._function = function
        self._run = as_async(noted)
        self._limit = limit
        self._at_it = False

    async def __call__(self) -> Any:
        """What the function answers.

        Raises:
            Overdue: the limit has passed.
            StillAtIt: an earlier run has not ended.
            Exception: what the function raised.
        """
        if self._at_it:
            raise StillAtIt
        return await bounded(self._run(), self._limit)

    async def _as_task(self) -> Any:
        self._at_it = True
        try:
            return await self._function()
        finally:
            self._at_it = False

    def _in_thread(self) -> Any:
        self._at_it = True
        try:
            return self._function()
        finally:
            self._at_it = False


def reason(error: BaseException) -> str:
    """In one line; ours explain themselves."""
    first = str(error).strip().partition("\n")[0]
    if isinstance(error, PhoenixError):
        return first
    return f"{type(error).__name__}: {first}" if first else type(error).__name__
