"""Each update is handled once, whoever polls, and none is lost; in both databases."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from phoenix.app.leader import Lease, NotLeader
from phoenix.bot.faults import Forbidden
from phoenix.bot.inbox import KEPT, TRIES, Inbox
from phoenix.domain.errors import PhoenixError, StoreAway

NOW = datetime(2027, 1, 1, tzinfo=UTC)
LEAD = text("""
    INSERT INTO leader (name, epoch, holder, since) VALUES ('poller', :epoch, 'somebody', :now)
    ON CONFLICT (name) DO UPDATE SET epoch = excluded.epoch
""")
EPOCH = 5


def updates(*numbers):
    """Messages of these numbers."""
    return [{"update_id": number, "message": {"text": str(number)}} for number in numbers]


class Handler:
    """Notes what it was given; raises what it was told to."""

    def __init__(self, *faults):
        self.seen = []
        self.faults = list(faults)

    async def __call__(self, update):
        self.seen.append(update["update_id"])
        if self.faults and (fault := self.faults.pop(0)):
            raise fault


class Breaking:
    """A database that is away when it was told to be."""

    def __init__(self, store, *working):
        self.store = store
        self.working = list(working)

    async def write(self, work):
        if self.working and not self.working.pop(0):
            raise StoreAway("the database is away")
        return await self.store.write(work)


@pytest.fixture
async def lead(store):
    """Lets an epoch lead."""

    async def lead(epoch=EPOCH):
        row = {"epoch": epoch, "now": "2027-01-01"}
        if store.dialect == "postgresql":
            row["now"] = NOW
        await store.write(lambda connection: connection.execute(LEAD, row))

    await lead()
    return lead


async def accept(inbox, *numbers, epoch=EPOCH, goes_on=lambda: True):
    """Let an inbox have these updates; whether it has dealt with all."""
    return await inbox.accept(updates(*numbers), epoch, goes_on)


async def test_an_update_that_comes_again_is_not_handled_again(store, lead):
    """Neither by this process nor by the next; new ones among them are, in their order."""
    first, second = Handler(), Handler()
    await accept(Inbox(store, first), 1, 2, 3)
    await accept(Inbox(store, second), 2, 3, 4, 5)
    assert (first.seen, second.seen) == ([1, 2, 3], [4, 5])


async def test_who_does_not_lead_any_more_handles_nothing(store, lead):
    """The update is left to the leader."""
    old, new = Handler(), Handler()
    await lead(EPOCH + 1)
    with pytest.raises(NotLeader):
        await accept(Inbox(store, old), 1, 2)
    await accept(Inbox(store, new), 1, 2, epoch=EPOCH + 1)
    assert (old.seen, new.seen) == ([], [1, 2])


async def test_what_was_handled_is_marked_though_the_lead_was_lost_meanwhile(store, lead):
    """The next leader does not handle it again, and gets the rest."""
    old, new = Handler(), Handler()

    async def handle(update):
        await old(update)
        await lead(EPOCH + 1)

    with pytest.raises(NotLeader):
        await accept(Inbox(store, handle), 1, 2)
    await accept(Inbox(store, new), 1, 2, epoch=EPOCH + 1)
    assert (old.seen, new.seen) == ([1], [2])


async def test_it_ends_between_two_updates_when_it_is_told_to(store, lead):
    """What was handled is marked, the rest is left."""
    handler, rest = Handler(), Handler()
    assert not await accept(Inbox(store, handler), 1, 2, 3, goes_on=lambda: len(handler.seen) < 2)
    assert await accept(Inbox(store, rest), 1, 2, 3)
    assert (handler.seen, rest.seen) == ([1, 2], [3])


@pytest.mark.parametrize("fault", [KeyError("bug"), Forbidden("sendMessage", "blocked")])
async def test_one_update_that_fails_keeps_no_other_away(store, lead, caplog, fault):
    """It is told, with its traceback where it is a bug, and not tried again."""
    handler = Handler(fault)
    inbox = Inbox(store, handler)
    await accept(inbox, 1, 2)
    await accept(inbox, 1, 2)
    assert handler.seen == [1, 2]
    (record,) = caplog.records
    assert "update_id=1" in record.getMessage()
    assert (record.levelno, bool(record.exc_info)) == (
        (logging.ERROR, True) if isinstance(fault, KeyError) else (logging.WARNING, False)
    )


async def test_an_update_that_takes_for_ever_is_cut_at_its_limit(store, lead, caplog):
    """The others wait no longer than that."""
    seen = []

    async def handle(update):
        seen.append(update["update_id"])
        if update["update_id"] == 1:
            await asyncio.Event().wait()

    await accept(Inbox(store, handle, limit=0.05), 1, 2)
    assert seen == [1, 2]
    assert "update failed update_id=1" in caplog.text


async def test_a_fault_that_may_pass_lets_the_update_come_again(store, lead):
    """Those before it are not handled again."""
    handler = Handler(None, StoreAway("away"))
    inbox = Inbox(store, handler)
    with pytest.raises(StoreAway):
        await accept(inbox, 1, 2, 3)
    await accept(inbox, 1, 2, 3)
    assert handler.seen == [1, 2, 2, 3]


async def test_a_fault_that_does_not_pass_is_given_up_in_the_end(store, lead, caplog):
    """Another update would wait for ever."""
    handler = Handler(*[PhoenixError("never")] * TRIES)
    inbox = Inbox(store, handler)
    for _ in range(TRIES - 1):
        with pytest.raises(PhoenixError):
            await accept(inbox, 1, 2)
    await accept(inbox, 1, 2)
    assert handler.seen == [1] * TRIES + [2]
    assert "update given up update_id=1" in caplog.text


async def test_an_update_whose_mark_could_not_be_written_is_not_handled_again(store, lead):
    """The mark is made up for when the database is back."""
    handler, other = Handler(), Handler()
    inbox = Inbox(Breaking(store, True, False), handler)
    with pytest.raises(StoreAway):
        await accept(inbox, 1, 2)
    await accept(inbox, 1, 2)
    await accept(Inbox(store, other), 1, 2)
    assert (handler.seen, other.seen) == ([1, 2], [])


async def test_a_mark_is_written_though_its_leader_was_cut_off_meanwhile(store, lead):
    """Its lease was over while the database did not answer."""
    asks, answers = asyncio.Event(), asyncio.Event()

    class Slow:
        async def write(self, work):
            if handler.seen:
                asks.set()
                await answers.wait()
            result = await store.write(work)
            written.release()
            return result

    handler, other, written = Handler(), Handler(), asyncio.Semaphore(0)
    accepting = asyncio.create_task(accept(Inbox(Slow(), handler), 1, 2))
    await asks.wait()
    accepting.cancel()
    await asyncio.wait({accepting})
    answers.set()
    for _ in range(2):
        await written.acquire()
    await accept(Inbox(store, other), 1, 2)
    assert (handler.seen, other.seen) == ([1], [2])


async def test_marks_are_kept_for_two_days(store, lead):
    """For longer than Telegram keeps an update."""
    old, new = Handler(), Handler()
    moment = NOW
    inbox = Inbox(store, old, now=lambda: moment)
    await accept(inbox, 1)
    moment = NOW + timedelta(hours=1)
    await accept(inbox, 2)
    assert await inbox.prune(NOW + KEPT) == 0
    assert await inbox.prune(NOW + KEPT + timedelta(minutes=30)) == 1
    await accept(Inbox(store, new), 1, 2)
    assert new.seen == [1]


async def test_the_limit_of_an_idle_transaction_is_the_leases(postgres_url):
    """A process that is paused while it asks keeps nobody from leading for longer."""
    from phoenix.store.store import Store

    limits = []

    class Looking:
        def __init__(self, store):
            self.store = store

        async def write(self, work):
            async def looked(connection):
                result = await work(connection)
                shown = await connection.execute(text("SHOW idle_in_transaction_session_timeout"))
                limits.append(shown.scalar())
                return result

            return await self.store.write(looked)

    store = Store(postgres_url)
    await store.open()
    await store.write(lambda connection: connection.execute(LEAD, {"epoch": EPOCH, "now": NOW}))
    await accept(Inbox(Looking(store), Handler(), Lease(2.0)), 1)
    await store.close()
    assert limits == ["2s", "2s"]
