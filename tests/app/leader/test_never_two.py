"""Never do two candidates work at once, whatever the lock, the network and the work do."""

import asyncio
import random
from dataclasses import dataclass, field
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from simulated import simulated

from phoenix.app.leader import Busy, Leadership, Lease, LockLost

LEASE = Lease(6.0)
CANDIDATES = 3
ACTIONS = ("free", "part", "join", "stop", "kill", "recheck", "hear")


@dataclass
class World:
    """Who keeps the lock, who works, and when somebody began to."""

    chance: random.Random
    owner: "FlakyLock | None" = None
    heard: float = 0.0  # of the owner; one that is silent for a lease is owner no more
    epoch: int = 0
    ended: int = 0
    working: dict[int, int] = field(default_factory=dict)
    begun: list[float] = field(default_factory=list)
    faults: list[object] = field(default_factory=list)


class FlakyLock:
    """One candidate's way to the lock: slow, cut at times, and told late or never of a loss."""

    backend = "flaky"
    lease = LEASE

    def __init__(self, world):
        self.world = world
        self.stirred = asyncio.Event()
        self.joined = asyncio.Event()
        self.joined.set()
        self.before = self.epoch = 0

    @property
    def clear(self):
        return self.world.ended >= self.before

    async def _way(self):
        await asyncio.sleep(self.world.chance.uniform(0.0, LEASE.interval * 0.4))
        await self.joined.wait()

    async def attempt(self):
        await self._way()
        now = asyncio.get_running_loop().time()
        if self.world.owner is not None and now < self.world.heard + LEASE.seconds:
            return Busy(LEASE.interval)
        self.world.owner, self.world.heard, self.before = self, now, self.world.epoch
        self.epoch = self.world.epoch = self.world.epoch + 1
        await self._way()
        return self.epoch

    async def confirm(self):
        await self._way()
        held = self.world.owner is self
        if held:
            self.world.heard = asyncio.get_running_loop().time()
        await self._way()
        if not held:
            raise LockLost("gone")

    async def release(self, *, clean):
        await self._way()
        if clean:  # also told where the lock was lost, as over Redis
            self.world.ended = max(self.world.ended, self.epoch)
        if self.world.owner is not self:
            raise LockLost("gone")
        self.world.owner = None

    async def close(self):
        if self.world.owner is self:
            self.world.owner = None


class Worker:
    """A candidate whose work ends as slowly as chance has it, but obeys its cancellation."""

    def __init__(self, world):
        self.world = world
        self.lock = FlakyLock(world)
        clock = asyncio.get_running_loop().time
        self.leadership = Leadership(self.lock, on_won=self.begin, on_lost=self.end, clock=clock)

    async def begin(self, epoch):
        if self.world.working:  # what is raised here, Leadership would take for work that failed
            self.world.faults.append(f"{epoch} began beside {self.world.working}")
        self.world.working[id(self)] = epoch
        self.world.begun.append(asyncio.get_running_loop().time())

    async def end(self, reason):
        try:
            await asyncio.sleep(self.world.chance.uniform(0.0, LEASE.seconds))
        finally:
            self.world.working.pop(id(self), None)

    async def kill(self):
        """The process is gone, and its session with it."""
        self.world.working.pop(id(self), None)
        self.leadership._on_lost = self.leadership._on_won = None
        self.leadership._competing.cancel()
        await asyncio.wait({self.leadership._competing})


async def happens(action, worker, world):
    """One event; a stopped or killed candidate is replaced by a fresh one."""
    if action == "free":  # the server ends the session, under a client that lives
        world.owner = None
    elif action == "part":
        worker.lock.joined.clear()
    elif action == "join":
        worker.lock.joined.set()
    elif action == "recheck":
        worker.leadership.recheck()
    elif action == "hear":
        worker.lock.stirred.set()
    else:
        await (worker.leadership.stop() if action == "stop" else worker.kill())
        worker = Worker(world)
        await worker.leadership.start()
    return worker


async def life(events, chance):
    """All candidates live through all events, and then in peace; the instants of all beginnings."""
    world = World(chance)
    asyncio.get_running_loop().set_exception_handler(lambda _, fault: world.faults.append(fault))
    workers = [Worker(world) for _ in range(CANDIDATES)]
    for worker in workers:
        await worker.leadership.start()
    for delay, action, who in events:
        await asyncio.sleep(delay)
        workers[who] = await happens(action, workers[who], world)
    for worker in workers:
        worker.lock.joined.set()
    await asyncio.sleep(4 * LEASE.seconds)
    leaders = [worker for worker in workers if worker.leadership.is_leader]
    assert len(leaders) == 1
    assert list(world.working.values()) == [leaders[0].leadership.epoch]
    for worker in workers:
        await worker.leadership.stop()
    assert not world.working
    assert not world.faults
    return world.begun


EVENTS = st.lists(
    st.tuples(
        st.floats(0.0, 1.5 * LEASE.seconds),
        st.sampled_from(ACTIONS),
        st.integers(0, CANDIDATES - 1),
    ),
    max_size=12,
)


@settings(max_examples=150, deadline=None)
@given(EVENTS, st.integers(0, 2**32))
def test_never_do_two_work_at_once_and_one_works_in_the_end(events, seed):
    """Sessions end under living clients, ways are cut, work ends late, processes die."""
    simulated(life(events, random.Random(seed)))


def test_the_very_first_begins_at_once_and_the_killed_ones_heir_after_the_lease():
    """The safety wait is paid where it is needed, and nowhere else."""
    begun = simulated(life([(3.0, "kill", who) for who in range(CANDIDATES)], random.Random(1)))
    assert begun[0] < LEASE.interval * 1.2
    assert all(later - earlier > LEASE.safety for earlier, later in pairwise(begun))
