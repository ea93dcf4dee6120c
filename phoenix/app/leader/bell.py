"""Hears over Redis that some holder's work has ended, so that waiters need not ask for it."""

import asyncio
from collections.abc import Callable

from phoenix.app.leader.events import Outage
from phoenix.app.leader.faults import LockAway
from phoenix.app.leader.redis_line import RedisLine
from phoenix.bounded import GRACE
from phoenix.tasks import spawn


class Bell:
    """Listens in the background while it is hung up; what it misses is only time.

    Args:
        line: to Redis.
        channel: on which endings are told.
        rings: called with each message.
        outage: told when nobody can be heard, and when again somebody can.
        rest: seconds until the next try after a failure.
    """

    def __init__(
        self,
        line: RedisLine,
        channel: str,
        rings: Callable[[str], None],
        outage: Outage | None,
        rest: float,
    ) -> None:
        self._line = line
        self._channel = channel
        self._rings = rings
        self._outage = outage
        self._rest = rest
        self._listening: asyncio.Task[None] | None = None

    def hang(self) -> None:
        """Listen from now on; may be called again."""
        if self._listening is None or self._listening.done():
            self._listening = spawn(self._listen(), name="leader bell")

    async def take_down(self) -> None:
        """Listen no more."""
        task, self._listening = self._listening, None
        while task is not None and not task.done():
            task.cancel()  # again, if the client swallowed it
            await asyncio.wait({task}, timeout=GRACE)

    async def _listen(self) -> None:
        while True:
            try:
                await self._line.listen(self._channel, self._rings, self._hears)
            except LockAway as away:
                if self._outage is not None:
                    self._outage.began(away.reason)
            await asyncio.sleep(self._rest)

    def _hears(self) -> None:
        if self._outage is not None:
            self._outage.ended()
