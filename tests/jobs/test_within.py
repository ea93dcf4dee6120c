"""A job may be taken in a transaction of the caller's, and is as good as that."""

import asyncio

import pytest

from phoenix.jobs.faults import QueueFull, TooMany
from phoenix.jobs.values import Status

ORDER = {"owner": "somebody", "limit": 60.0}


def within(jobs, store, *keys, breaks=False, **told):
    """Take jobs of these keys in one transaction, which may break at its end."""

    async def work(connection):
        order = ORDER | told
        tickets = [
            await jobs.enqueue_within(connection, "work", {}, key=key, **order) for key in keys
        ]
        if breaks:
            raise KeyError("all of it is undone")
        return tickets

    return store.write(work)


async def test_it_is_there_when_the_transaction_is_kept_and_is_run(run, store):
    """Like any other."""
    done = asyncio.Event()

    async def work(running):
        done.set()

    jobs = await run({"work": work})
    await within(jobs, store, "a")
    async with asyncio.timeout(60.0):
        await done.wait()


async def test_it_is_not_there_when_the_transaction_is_not_kept(make, store):
    """Nor does a message of it do any harm."""
    jobs = await make()
    with pytest.raises(KeyError):
        await within(jobs, store, "a", breaks=True)
    assert (await jobs.counts()).get(Status.WAITING, 0) == 0
    assert await jobs.mend() == 0


async def test_the_same_is_joined(make, store):
    """Also within one transaction, and by who asks in the usual way."""
    jobs = await make()
    first, again = await within(jobs, store, "a", "a")
    other = await jobs.enqueue("work", {}, key="a", **ORDER)
    assert [ticket.joined for ticket in (first, again, other)] == [False, True, True]
    assert {first.job, again.job, other.job} == {first.job}


@pytest.mark.parametrize(
    ("rules", "fault"), [({"most_waiting": 1}, QueueFull), ({"slots": 1}, TooMany)]
)
async def test_what_is_refused_leaves_a_transaction_that_can_go_on(make, store, rules, fault):
    """What it has taken before is kept."""
    jobs = await make(**rules)

    async def work(connection):
        await jobs.enqueue_within(connection, "work", {}, key="a", **ORDER)
        with pytest.raises(fault):
            await jobs.enqueue_within(connection, "work", {}, key="b", **ORDER)

    await store.write(work)
    assert (await jobs.counts())[Status.WAITING] == 1


async def test_two_transactions_at_once_decide_one_after_the_other(make, store, open_store):
    """There is never one job more than the rules allow."""
    jobs, others = await make(most_waiting=1), await make(of=await open_store(), most_waiting=1)
    taken = await asyncio.gather(
        within(jobs, store, "a"), within(others, store, "b"), return_exceptions=True
    )
    assert sorted(type(one) for one in taken if isinstance(one, Exception)) == [QueueFull]
    assert (await jobs.counts())[Status.WAITING] == 1


async def test_what_is_no_order_is_refused_before_anything_is_asked(make, store):
    """A limit and a priority have bounds."""
    jobs = await make()
    with pytest.raises(ValueError, match="no priority or no limit"):
        await within(jobs, store, "a", limit=0.0)
