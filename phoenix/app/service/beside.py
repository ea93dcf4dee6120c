"""Work that is done once, beside what goes on, and cut off when the service stops."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from phoenix.tasks import spawn


class Beside:
    """A task from :meth:`start` to its own end, or to :meth:`stop`."""

    def __init__(self, name: str, work: Callable[[], Coroutine[Any, Any, Any]]) -> None:
        self._name = name
        self._work = work
        self._task: asyncio.Task[Any] | None = None

    async def start(self) -> None:
        """Begin it."""
        self._task = spawn(self._work(), name=self._name)

    async def stop(self) -> None:
        """Cut it off, if it has not ended.

        Raises:
            Exception: what the work has raised.
        """
        if self._task is None:
            return
        self._task.cancel()
        await asyncio.wait({self._task})
        if not self._task.cancelled():
            self._task.result()
