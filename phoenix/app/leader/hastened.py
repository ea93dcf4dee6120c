"""PostgreSQL keeps the lock; Redis only carries the news of it faster.

Two pieces of news: that a holder released the lock, and, worth more, that the work of a holder that
lost its connection to PostgreSQL has ended: its successor, which PostgreSQL alone would let wait
for the lease, begins at once. What Redis says is believed of one tenure only, named by epoch and
holder; while it is away, or forgets, PostgreSQL's own rules hold and nothing else is lost.
"""

import asyncio

from phoenix.app.leader import events
from phoenix.app.leader.bell import Bell
from phoenix.app.leader.epochs import Tenure
from phoenix.app.leader.events import Outage
from phoenix.app.leader.faults import LockAway
from phoenix.app.leader.lease import Lease
from phoenix.app.leader.lock import POLLER, Busy
from phoenix.app.leader.postgres import PostgresLock
from phoenix.app.leader.redis_line import RedisLine

_TELL = "return redis.call('PUBLISH', KEYS[1], ARGV[1])"


class HastenedLock:
    """A lock of PostgreSQL with a bell.

    Args:
        lock: that decides.
        line: to Redis; closed with the lock.
        name: what is led.
    """

    backend = "postgresql+redis"

    def __init__(self, lock: PostgresLock, line: RedisLine, name: str = POLLER) -> None:
        self._lock = lock
        self._line = line
        self._channel = f"phoenix:{name}:ended"
        self._heard = ""
        self._outage = Outage(
            events.LOCK_FALLBACK, events.LOCK_FALLBACK_OVER, backend=lock.backend, without="redis"
        )
        self._bell = Bell(line, self._channel, self._ring, self._outage, self.lease.interval)

    @property
    def lease(self) -> Lease:
        """PostgreSQL's."""
        return self._lock.lease

    @property
    def stirred(self) -> asyncio.Event:
        """Set by either."""
        return self._lock.stirred

    @property
    def clear(self) -> bool:
        """Whether the row says so, or the bell has told it of the very tenure before."""
        before = self._lock.before
        return self._lock.clear or (before is not None and self._heard == _named(before))

    async def attempt(self) -> int | Busy:
        """Try once, in PostgreSQL."""
        self._bell.hang()
        return await self._lock.attempt()

    async def confirm(self) -> None:
        """Ask PostgreSQL."""
        await self._lock.confirm()

    async def release(self, *, clean: bool) -> None:
        """Release in PostgreSQL; then, or if there was nothing to release, tell what has ended."""
        try:
            await self._lock.release(clean=clean)
        finally:
            if clean and self._lock.tenure is not None and not self._outage.lasts:
                await self._tell(self._lock.tenure)

    async def _tell(self, tenure: Tenure) -> None:
        try:
            await self._line.run(_TELL, (self._channel,), _named(tenure))
        except LockAway as away:
            self._outage.began(away.reason)

    async def close(self) -> None:
        """Close both."""
        await self._bell.take_down()
        await self._lock.close()
        await self._line.close()

    def _ring(self, message: str) -> None:
        self._heard = message
        self.stirred.set()


def _named(tenure: Tenure) -> str:
    return f"{tenure.epoch} {tenure.holder}"
