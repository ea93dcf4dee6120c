"""Each update is handled once and in order, whatever network, database and leadership do."""

import asyncio
import random
import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from simulated import simulated

from phoenix.app.leader import fenced
from phoenix.bot.faults import Conflict, TelegramAway
from phoenix.bot.inbox import Inbox
from phoenix.bot.poller import Poller
from phoenix.domain.errors import StoreAway
from phoenix.store.store import Store

LEASE = 5.0


class World:
    """Telegram, the database and the handler, which fail by chance until there is peace."""

    def __init__(self, store, chance):
        self.store = store
        self.chance = chance
        self.peace = False
        self.epoch = 1
        self.said = 0
        self.pending = []
        self.handled = []

    def strikes(self, share=0.15):
        """Whether something fails now."""
        return not self.peace and self.chance.random() < share

    async def lag(self, most):
        """Some time passes."""
        await asyncio.sleep(self.chance.uniform(0.0, most))

    def say(self, count):
        """Users write so many messages."""
        self.pending += range(self.said, self.said + count)
        self.said += count

    async def get_updates(self, offset, *, wait, allowed):
        await self.lag(0.2)
        if self.strikes():
            raise self.chance.choice(
                [Conflict("another polls"), TelegramAway("getUpdates", "ReadError", taken=False)]
            )
        self.pending = [one for one in self.pending if one >= (offset or 0)]
        if not self.pending:
            await asyncio.sleep(wait)
        if self.strikes():
            raise TelegramAway("getUpdates", "its answer was lost", taken=True)
        return [{"update_id": one, "message": {}} for one in self.pending[:7]]

    async def write(self, work):
        """As the store does: again, when the database is away or the answer to a commit is lost."""
        for _ in range(5):
            if not self.strikes(0.4):
                result = await self.store.write(work)
                if not self.strikes(0.4):
                    return result
            await self.lag(0.5)
        return await self.store.write(work)

    async def handle(self, update):
        await self.lag(0.3)
        if self.strikes(0.05):
            raise StoreAway("the database is away")
        self.handled.append(update["update_id"])


class Candidate:
    """A process that polls in its turn."""

    def __init__(self, world):
        self.epoch = None
        self.chance = world.chance
        inbox = Inbox(world, world.handle)
        self.poller = Poller(world, inbox.accept, self, fatal=pytest.fail)

    def recheck(self):
        """The lock is asked by the test alone."""

    async def wins(self, epoch):
        self.epoch = epoch
        await self.poller.on_won(epoch)

    async def loses(self):
        """It ends in time, or is cut when its lease is over; then the next waits."""
        self.epoch = None
        ending = asyncio.create_task(self.poller.on_lost("gone"))
        await asyncio.wait({ending}, timeout=self.chance.uniform(0.0, 0.2))
        if not ending.done():
            ending.cancel()
            await asyncio.wait({ending})
            await asyncio.sleep(LEASE)


async def life(url, turns, seed):
    """One candidate after the other leads for some time, in which users write some messages."""
    store = Store(url)
    await store.open(migrate=False)
    world = World(store, random.Random(seed))
    candidates = [Candidate(world), Candidate(world)]
    leader = candidates[0]
    await leader.wins(world.epoch)
    for who, count, seconds in turns:
        world.say(count)
        await asyncio.sleep(seconds)
        world.epoch = epoch = world.epoch + 1
        await store.write(lambda connection, epoch=epoch: fenced(connection, epoch))
        await leader.loses()
        leader = candidates[who]
        await leader.wins(epoch)
    world.peace = True
    await asyncio.sleep(60.0 + world.said)
    await leader.loses()
    await store.close()
    assert world.handled == list(range(world.said))
    assert world.pending == []


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A file with all tables."""
    file = tmp_path_factory.mktemp("template") / "phoenix.db"

    async def made():
        store = Store(f"sqlite:///{file}")
        await store.open()
        await store.close()

    asyncio.run(made())
    return file


TURNS = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 5), st.floats(0.1, 4.0)), min_size=3, max_size=8
)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(turns=TURNS, seed=st.integers(0, 2**32))
def test_each_update_is_handled_once_and_in_order(template, tmp_path, turns, seed):
    """Answers are lost, writes fail or seem to, and the lead changes at any moment."""
    file = tmp_path / "phoenix.db"
    shutil.copy(template, file)
    simulated(life(f"sqlite:///{file}", turns, seed))
    for left in tmp_path.glob("phoenix.db*"):
        left.unlink()
