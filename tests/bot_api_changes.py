"""Lets a test wait for what it expects of the loopback Bot API server."""

import asyncio
from collections.abc import Callable
from typing import Any


class Changes:
    """Wakes whoever waits for something to change."""

    def __init__(self) -> None:
        self._waiting: list[asyncio.Future[None]] = []

    def stir(self) -> None:
        """Something has changed."""
        waiting, self._waiting = self._waiting, []
        for one in waiting:
            if not one.done():
                one.set_result(None)

    async def until(self, look: Callable[[], Any], limit: float | None = 30.0) -> Any:
        """What ``look`` finds, as soon as it finds something.

        Raises:
            TimeoutError: it found nothing within the limit.
        """
        async with asyncio.timeout(limit):
            while not (found := look()):
                change = asyncio.get_running_loop().create_future()
                self._waiting.append(change)
                await change
            return found
