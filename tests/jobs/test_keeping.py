"""What is kept of jobs, what is mended, and what is forgotten."""

import gc
import os
import tracemalloc
from datetime import timedelta

from jobs.handlers import Echo, Held, Told
from jobs.waiting import ended, until
from sqlalchemy import func, insert, select, update

from phoenix.jobs.admission import _first
from phoenix.jobs.rows import Rows
from phoenix.jobs.tables import job, job_result, job_subscriber
from phoenix.jobs.values import Order, Status
from phoenix.jobs.worker import Hooks

MANY = int(os.environ.get("PHOENIX_SOAK_MEMORY", "300"))
ASKED = 30
FLAT = 180_000  # bytes


async def test_what_was_interrupted_is_run_again(store, make, run, ask):
    """Its process has died: that is counted, but as no failure."""
    jobs = await make()
    ticket = await ask(jobs, payload={"n": 1})
    await Rows(store, jobs._now).begin(ticket.job)
    working = await run({"work": Echo()})
    job = await ended(working, ticket.job)
    assert (job.result, job.attempts, job.failures, job.interruptions) == ({"n": 1}, 2, 0, 1)


async def test_what_kills_each_process_is_given_up(store, make, run, ask):
    """After more interruptions than are allowed it is dead, and that is told."""
    jobs, told, echo = await make(), Told(), Echo()
    ticket = await ask(jobs)
    rows = Rows(store, jobs._now)
    for _ in range(3):
        await rows.begin(ticket.job)
    working = await run(
        {"work": echo}, hooks=Hooks(told.on_done, told.on_dead), most_interruptions=2
    )
    job = await ended(working, ticket.job)
    assert (job.status, job.interruptions, job.failures) == (Status.DEAD, 3, 0)
    assert echo.seen == []
    await working.stop()
    assert told.dead == [(ticket.job, "each process that ran it has died")]


async def test_old_jobs_are_forgotten(store, run, ask):
    """With their results and subscribers; the young and those that are not over stay."""
    jobs = await run({"work": Echo()}, kept=timedelta(hours=24))
    old, young = [await ask(jobs, subscriber="somebody") for _ in range(2)]
    for ticket in (old, young):
        await ended(jobs, ticket.job)
    waiting = await ask(jobs, "nobody's")
    now = jobs._now()
    yesterday = {"finished": now - timedelta(hours=25), "created": now - timedelta(hours=25)}
    for of in (old, waiting):
        values = yesterday if of is old else {"created": yesterday["created"]}
        statement = update(job).where(job.c.id == of.job).values(**values)
        await store.write(lambda connection, statement=statement: connection.execute(statement))
    assert await jobs.prune(now) == 1
    assert await jobs.status(old.job) is None
    assert (await jobs.status(young.job)).result == {}
    assert (await jobs.status(waiting.job)).status is Status.WAITING
    for table in (job_result, job_subscriber):
        query = select(func.count()).select_from(table)
        found = await store.read(lambda connection, query=query: connection.execute(query))
        assert found.scalar_one() == 1
    assert await jobs.prune(now) == 0


async def test_an_id_is_not_given_again(run, ask):
    """A button that names a forgotten job leads nowhere, not to another's."""
    jobs = await run({"work": Echo()})
    first = await ask(jobs)
    await ended(jobs, first.job)
    assert await jobs.prune(jobs._now() + timedelta(days=2)) == 1
    assert (await ask(jobs)).job > first.job


async def test_counts_are_of_all_processes(run, ask):
    """How many wait, and how many run."""
    held = Held()
    jobs = await run({"work": held})
    assert await jobs.counts() == {Status.WAITING: 0, Status.RUNNING: 0}
    await ask(jobs)
    await held.begins.wait()
    await ask(jobs, "nobody's")
    assert await jobs.counts() == {Status.WAITING: 1, Status.RUNNING: 1}
    held.let.set()


async def test_memory_stays_flat(store, run, ask):
    """However many jobs were taken and run, the process holds nothing of them."""
    jobs = await run({"work": Echo()}, concurrency=40, most_waiting=10**6)
    tracemalloc.start()
    try:
        before = await memory_after(store, jobs, ask)
        after = await memory_after(store, jobs, ask)
    finally:
        tracemalloc.stop()
    assert after - before < FLAT


async def memory_after(store, jobs, ask):
    """Bytes that are held after many jobs, most of which were not asked for one by one."""
    order = Order("work", "", "phoenix", "{}", 0, 30.0, None)
    rows = [_first(order, 0, jobs._now()) | {"key": str(n)} for n in range(MANY)]
    await store.write(lambda connection: connection.execute(insert(job), rows))
    rows.clear()
    await jobs.mend()
    for _ in range(ASKED):
        await ask(jobs, owner="phoenix")

    async def none_left():
        return not any((await jobs.counts()).values())

    await until(none_left, within=3600.0)
    gc.collect()
    held, _ = tracemalloc.get_traced_memory()
    return held
