"""Each update is handled once, whoever polls, and none is lost; in both databases."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select, text

from phoenix.app.chat_tables import broadcast
from phoenix.app.leader import Lease, NotLeader
from phoenix.bot.faults import Forbidden
from phoenix.bot.inbox import AT_ONCE, KEPT, TRIES, Dealt, Inbox
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


class Ledger:
    """What comes of each update is a row that is kept with its mark, and something done after."""

    def __init__(self, store):
        self.store = store
        self.done = []

    async def __call__(self, update):
        keep = partial(self.write, update=update)
        return Dealt(keep, partial(self.done.append, update["update_id"]))

    async def write(self, connection, update):
        row = {"admin": update["update_id"], "body": "", "made": NOW, "state": ""}
        await connection.execute(broadcast.insert(), row)

    async def kept(self):
        query = select(broadcast.c.admin).order_by(broadcast.c.id)
        return list((await self.store.read(lambda c: c.execute(query))).scalars())


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


async def test_what_comes_of_an_update_whose_mark_could_not_be_written_is_kept_once(store, lead):
    """It is handled again when the database is back, and nobody else handles it."""
    ledger, other = Ledger(store), Handler()
    inbox = Inbox(Breaking(store, True, False), ledger)
    with pytest.raises(StoreAway):
        await accept(inbox, 1, 2)
    await accept(inbox, 1, 2)
    await accept(Inbox(store, other), 1, 2)
    assert (await ledger.kept(), other.seen) == ([1, 2], [])


async def test_what_comes_of_an_update_is_kept_with_its_mark_or_not_at_all(store, lead):
    """Also if what is to be written fails half way; another answer stands for it then."""
    ledger = Ledger(store)
    told = []

    async def half(update):
        async def keep(connection):
            await ledger.write(connection, update)
            raise KeyError("bug")

        return Dealt(keep)

    async def sorry(update, error):
        told.append(type(error))
        return await ledger({"update_id": -update["update_id"]})

    await accept(Inbox(store, half, sorry=sorry), 1)
    assert (await ledger.kept(), told, ledger.done) == ([-1], [KeyError], [-1])


async def test_of_two_who_deal_with_one_update_at_the_same_time_one_is_kept(store):
    """Telegram may bring it twice at once, to two processes; both learn whose it was."""
    both, ledger = asyncio.Barrier(2), Ledger(store)

    async def handle(update):
        await both.wait()
        return await ledger(update)

    seen = []
    inboxes = [Inbox(store, handle, seen=seen.append) for _ in range(2)]
    [update] = updates(1)
    new = await asyncio.gather(*(inbox.accept_one(update) for inbox in inboxes))
    assert (sorted(new), await ledger.kept(), ledger.done) == ([False, True], [1], [1])
    assert seen == [update]


async def test_what_telegram_brings_needs_no_leader(store):
    """The mark alone is the guard."""
    ledger = Ledger(store)
    inbox = Inbox(store, ledger)
    assert [await inbox.accept_one(update) for update in updates(1, 2, 1)] == [True, True, False]
    assert await ledger.kept() == [1, 2]


async def test_while_the_database_is_away_an_update_is_not_given_up(store):
    """However often it comes."""
    handler = Handler(*[StoreAway("away")] * (2 * TRIES))
    inbox = Inbox(store, handler)
    for _ in range(2 * TRIES):
        with pytest.raises(StoreAway):
            await inbox.accept_one(updates(1)[0])
    assert await inbox.accept_one(updates(1)[0])


@pytest.mark.parametrize("update", [{}, {"update_id": None}, {"update_id": 2**64}])
async def test_an_update_without_a_number_is_passed_over(store, lead, update):
    """It cannot be marked, and keeps no other away."""
    handler = Handler()
    inbox = Inbox(store, handler)
    assert not await inbox.accept_one(update)
    assert await inbox.accept([update, *updates(1)], EPOCH, lambda: True)
    assert handler.seen == [1]


async def test_updates_of_one_chat_go_in_order_and_others_beside_them(store, lead):
    """A chat that takes long keeps no other waiting."""
    seen, slow = [], asyncio.Event()

    async def handle(update):
        number = update["update_id"]
        if number == 1:
            await slow.wait()
        seen.append(number)
        if number == 4:
            slow.set()

    chats = {1: 7, 2: 7, 3: 8, 4: 8}
    batch = [
        {"update_id": number, "message": {"chat": {"id": chat}}} for number, chat in chats.items()
    ]
    assert await Inbox(store, handle, at_once=AT_ONCE).accept(batch, EPOCH, lambda: True)
    assert seen == [3, 4, 1, 2]


async def test_where_one_chat_fails_what_others_are_at_is_dealt_with(store, lead):
    """The batch comes again, and only what is wanting is done then."""
    ledger = Ledger(store)
    fails = {1}

    async def handle(update):
        if update["update_id"] in fails:
            raise StoreAway("away")
        return await ledger(update)

    batch = [{"update_id": one, "message": {"chat": {"id": one}}} for one in (1, 2)]
    inbox = Inbox(store, handle)
    with pytest.raises(StoreAway):
        await inbox.accept(batch, EPOCH, lambda: True)
    assert await ledger.kept() in ([], [2])
    fails.clear()
    assert await inbox.accept(batch, EPOCH, lambda: True)
    assert await ledger.kept() == [1, 2]


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


async def test_the_limit_of_an_idle_transaction_is_the_leases(made_postgres_url):
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

    store = Store(made_postgres_url)
    await store.open()
    await store.write(lambda connection: connection.execute(LEAD, {"epoch": EPOCH, "now": NOW}))
    await accept(Inbox(Looking(store), Handler(), Lease(2.0)), 1)
    await store.close()
    assert limits == ["2s", "2s"]
