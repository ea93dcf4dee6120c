"""A process that stops: what is at work ends in time, or another process has it."""

import asyncio

import pytest
from jobs.handlers import Echo, Held, Stubborn
from jobs.waiting import SOON, ended, until

from phoenix.jobs.values import Status

RUNNING = 15


async def begun(held, number):
    """Wait until so many have begun."""
    while held.begun < number:
        held.begins.clear()
        await held.begins.wait()


async def test_what_is_at_work_ends_before_its_process(run, ask):
    """Fifteen that end in time are done; nothing new begins meanwhile."""
    held = Held()
    jobs = await run({"work": held})
    tickets = [await ask(jobs) for _ in range(RUNNING)]
    await begun(held, RUNNING)
    stopping = asyncio.ensure_future(jobs.stop())
    await asyncio.sleep(0)
    late = await ask(jobs)
    held.let.set()
    await stopping
    for ticket in tickets:
        assert (await jobs.status(ticket.job)).status is Status.DONE
    assert (await jobs.status(late.job)).status is Status.WAITING


@pytest.mark.parametrize("make_handler", [Held, Stubborn])
async def test_what_does_not_end_in_time_is_handed_back(open_store, run, ask, make_handler):
    """Another process finishes it at once; that is neither a failure nor an interruption."""
    handler = make_handler()
    jobs = await run({"work": handler})
    tickets = [await ask(jobs, payload={"n": n}) for n in range(RUNNING)]
    await until(lambda: all_run(jobs))
    async with asyncio.timeout(SOON):
        await jobs.stop(0.1)
    for ticket in tickets:
        job = await jobs.status(ticket.job)
        assert (job.status, job.attempts) == (Status.WAITING, 1)
    successor = await run({"work": Echo()}, of=await open_store())
    for n, ticket in enumerate(tickets):
        job = await ended(successor, ticket.job)
        assert (job.result, job.attempts, job.failures, job.interruptions) == ({"n": n}, 2, 0, 0)
    handler.let.set()


async def all_run(jobs):
    """Whether all are said to be running."""
    return (await jobs.counts())[Status.RUNNING] == RUNNING


async def test_a_cancelled_run_hands_back(make, run, ask):
    """As a stop without a limit does."""
    held = Held()
    jobs = await make({"work": held})
    running = asyncio.ensure_future(jobs.run())
    ticket = await ask(jobs)
    await held.begins.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert held.cancelled == 1
    job = await jobs.status(ticket.job)
    assert (job.status, job.failures, job.interruptions) == (Status.WAITING, 0, 0)
    successor = await run({"work": Echo()})
    assert (await ended(successor, ticket.job)).status is Status.DONE


async def test_jobs_may_be_run_again(make, ask):
    """But not twice at a time; a stop that stops nothing does no harm."""
    jobs = await make({"work": Echo()})
    await jobs.stop()
    for _ in range(2):
        running = asyncio.ensure_future(jobs.run())
        await ended(jobs, (await ask(jobs)).job)
        with pytest.raises(RuntimeError, match="running already"):
            await jobs.run()
        await jobs.stop()
        await jobs.stop()
        await running


async def test_no_task_is_left(make, ask):
    """After a stop, only the test's own task is there."""
    jobs = await make({"work": Echo()})
    running = asyncio.ensure_future(jobs.run())
    await ended(jobs, (await ask(jobs)).job)
    await jobs.stop()
    await running
    assert asyncio.all_tasks() == {asyncio.current_task()}


class Broken:
    """An engine that fails as soon as it serves."""

    mend_every = 1.0

    def __init__(self, engine):
        self._engine = engine
        for name in ("open", "prepare", "stop", "close", "put", "withdraw", "missing", "prune"):
            setattr(self, name, getattr(engine, name))

    async def serve(self):
        raise OSError("the engine's")


async def test_a_broken_engine_ends_the_run(make):
    """With its error, so that whoever supervises it can start it again."""
    jobs = await make({"work": Echo()})
    jobs._engine = Broken(jobs._engine)
    with pytest.raises(OSError, match="the engine's"):
        await jobs.run()
    await jobs.stop()
