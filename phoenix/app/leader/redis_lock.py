"""The lock as a key of Redis that expires, with its epoch beside it.

Redis may forget: after a restart without persistence, or a failover, a second holder may get the
lock before the first has noticed. Therefore a new holder waits the lease unless the last epoch is
recorded as ended; after a loss of memory nothing is recorded, so the very first one waits as well.
An epoch is never below the Unix time in seconds, so that it grows although the counter was lost.
"""

import asyncio

from phoenix.app.leader.bell import Bell
from phoenix.app.leader.faults import LockAway, LockLost
from phoenix.app.leader.lease import Lease
from phoenix.app.leader.lock import POLLER, Busy
from phoenix.app.leader.redis_line import BACKEND, RedisLine

# KEYS: the lock, the epoch, the last epoch that ended.
_ACQUIRE = """
if not redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
  return {0, redis.call('PTTL', KEYS[1]), 0}
end
local last = redis.call('GET', KEYS[2])
local clear = last and last == redis.call('GET', KEYS[3])
local epoch = math.max(tonumber(last or 0) + 1, tonumber(redis.call('TIME')[1]))
epoch = string.format('%d', epoch)
redis.call('SET', KEYS[2], epoch)
return {1, epoch, clear and 1 or 0}
"""
_EXTEND = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
"""
_RELEASE = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
if ARGV[2] ~= '' then redis.call('SET', KEYS[3], ARGV[2]) end
redis.call('DEL', KEYS[1])
redis.call('PUBLISH', ARGV[3], ARGV[2])
return 1
"""


class RedisLock:
    """Held by whoever's token is in the key.

    Args:
        line: to Redis; closed with the lock.
        holder: who competes, different for every process.
        lease: the key's life after each confirmation; the same for all.
        name: what is led.
    """

    backend = BACKEND

    def __init__(self, line: RedisLine, holder: str, lease: Lease, name: str = POLLER) -> None:
        self.lease = lease
        self.stirred = asyncio.Event()
        self.clear = False
        self._line = line
        self._holder = holder
        self._epoch: int | None = None
        self._keys = tuple(f"phoenix:{{{name}}}:{part}" for part in ("lock", "epoch", "ended"))
        self._channel = f"phoenix:{name}:released"
        self._life = int(lease.seconds * 1000)
        self._bell = Bell(line, self._channel, self._heard, None, lease.interval)

    async def attempt(self) -> int | Busy:
        """Try once; see :class:`~phoenix.app.leader.lock.Lock`."""
        self._bell.hang()
        held, told, clear = await self._line.run(_ACQUIRE, self._keys, self._holder, self._life)
        if not held:
            return Busy(self._wait(told))
        self._epoch, self.clear = int(told), bool(clear)
        return self._epoch

    def _wait(self, left: int) -> float:
        """Until the key expires, if that is soon; a key without a life is nobody's of ours."""
        return self.lease.interval if left < 0 else min((left + 1) / 1000, self.lease.interval)

    async def confirm(self) -> None:
        """Extend the key's life; a connection that was lost is no lock lost, so it tries again."""
        while True:
            try:
                held = await self._line.run(_EXTEND, self._keys, self._holder, self._life)
            except LockAway:
                await asyncio.sleep(self.lease.interval / 10)
            else:
                break
        if not held:
            raise LockLost("the key is not this holder's")

    async def release(self, *, clean: bool) -> None:
        """Delete the key, and tell the waiters."""
        ended = self._epoch if clean and self._epoch is not None else ""
        self._epoch = None
        if not await self._line.run(_RELEASE, self._keys, self._holder, ended, self._channel):
            raise LockLost("the key is not this holder's")

    async def close(self) -> None:
        """Let go: a key that a cancelled attempt may have set must not live out its life."""
        await self._bell.take_down()
        try:
            await self._line.run(_RELEASE, self._keys, self._holder, "", self._channel)
        except LockAway:
            pass  # it expires
        finally:
            await self._line.close()

    def _heard(self, _message: str) -> None:
        self.stirred.set()
