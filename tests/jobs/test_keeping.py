"""What is kept of jobs, what is mended, and what is forgotten."""

import gc
import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from jobs.handlers import Doing, Echo, Held, Told
from jobs.waiting import ended, until
from sqlalchemy import func, insert, select, update

from phoenix.jobs.admission import _first
from phoenix.jobs.rows import Rows
from phoenix.jobs.tables import job, job_result, job_subscriber
from phoenix.jobs.values import Order, Status
from phoenix.jobs.worker import Hooks

CHUNK, ASKED = 250, 25  # jobs at a time; of these, how many are asked for one by one
CHUNKS = 10 * int(os.environ.get("PHOENIX_SOAK_JOBS", "0")) // CHUNK or 3


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

    async def work(running):
        return running.job.payload

    jobs = await run({"work": Doing(work)}, concurrency=40, most_waiting=10**6)
    half = CHUNKS // 2
    before = await held_after(half, store, jobs, ask)
    after = await held_after(CHUNKS - half, store, jobs, ask)
    print(f"{half * CHUNK} jobs: {before}, {CHUNKS * CHUNK} jobs: {after}")  # noqa: T201 - the figure of `make soak`
    assert after.blocks - before.blocks < FLAT.blocks
    assert after.resident - before.resident < FLAT.resident


class Memory(NamedTuple):
    """What a process holds: blocks of Python's own, and bytes as the kernel sees it."""

    blocks: int
    resident: int

    @classmethod
    def now(cls):
        gc.collect()
        pages = Path("/proc/self/statm")
        return cls(
            sys.getallocatedblocks(),
            4096 * int(pages.read_text().split()[1]) if pages.exists() else 0,
        )


# What the second half of the jobs may add: whatever has bounds is full after the first. Each job
# takes dozens of blocks while it is there; of 100,000, a block or 200 bytes of each would be seen.
FLAT = Memory(blocks=5000, resident=8_000_000)


async def held_after(chunks, store, jobs, ask):
    """What is held after many jobs, most of which were not asked for one by one."""
    order = Order("work", "", "phoenix", "{}", 0, 600.0, None)
    for _ in range(chunks):
        rows = [_first(order, 0, jobs._now()) | {"key": str(n)} for n in range(CHUNK - ASKED)]
        await store.write(lambda connection, rows=rows: connection.execute(insert(job), rows))
        await jobs.mend()
        for _ in range(ASKED):
            await ask(jobs, owner="phoenix")
        await until(lambda: none_left(jobs), within=3600.0)
        del rows
    return Memory.now()


async def none_left(jobs):
    """Whether no job waits or runs."""
    return not any((await jobs.counts()).values())
