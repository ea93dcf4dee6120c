"""Processes that are killed or stopped, and a database that is restarted: nothing is lost."""

import asyncio
import os
import random
import signal
import sys
from collections import Counter
from pathlib import Path

import pytest
from jobs.handlers import Held
from jobs.waiting import until
from jobs.working import CREATE
from postgres import running
from sqlalchemy import func, select, text

from phoenix.jobs.choice import make_jobs
from phoenix.jobs.rules import Rules
from phoenix.jobs.tables import job, job_result, metadata
from phoenix.jobs.values import Status
from phoenix.jobs.worker import Hooks
from phoenix.store.store import Store

MANY = int(os.environ.get("PHOENIX_SOAK_JOBS", "200"))
BETWEEN = (0.5, 1.5) if MANY < 1000 else (1.5, 2.5)  # seconds from one kill to the next
RUNNING = 15
LONG = 3600.0 if MANY >= 1000 else 60.0
PROGRAM = Path(__file__).with_name("working.py")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")


class Workers:
    """Processes that work at the jobs of one database."""

    def __init__(self, url):
        self._url = url
        self.alive = []

    async def start(self, drain=10.0):
        """Start one more, and wait until it is ready."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, PROGRAM, self._url, str(drain), stdout=asyncio.subprocess.PIPE
        )
        self.alive.append(process)
        assert await process.stdout.readline() == b"ready\n"
        return process

    async def end(self, process, how):
        """Send one a signal, and wait until it has ended; its exit code."""
        self.alive.remove(process)
        process.send_signal(how)
        await process.communicate()
        return process.returncode


@pytest.fixture
async def workers(url):
    """None at first; all are ended after the test."""
    made = Workers(url)
    yield made
    for process in tuple(made.alive):
        await made.end(process, signal.SIGKILL)


@pytest.fixture
async def jobs(store, make):
    """The queue, seen from a process that only asks."""
    await store.write(lambda connection: connection.execute(CREATE))
    return await make(most_waiting=10**6)


async def number(store, table, *conditions):
    """How many rows there are."""
    query = select(func.count()).select_from(table).where(*conditions)
    return (await store.read(lambda connection: connection.execute(query))).scalar_one()


async def answers(store):
    """How often each job was answered."""
    query = text("SELECT job FROM answer")
    found = await store.read(lambda connection: connection.execute(query))
    return Counter(found.scalars())


async def test_kills_lose_nothing_and_double_nothing(store, jobs, workers, ask):
    """Processes are killed at random all the time: each job is done, with one result, once told."""
    embedded = store.dialect == "sqlite"
    for _ in range(1 if embedded else 2):
        await workers.start()

    async def asking():
        for _ in range(MANY):
            await ask(jobs, owner="phoenix", payload={"seconds": 0.2})

    chance, kills, asked = random.Random(11), 0, asyncio.ensure_future(asking())
    async with asyncio.timeout(LONG):
        while not asked.done() or await number(store, job, job.c.status != Status.DONE):
            await asyncio.sleep(chance.uniform(*BETWEEN))
            await workers.end(chance.choice(workers.alive), signal.SIGKILL)
            await workers.start()
            kills += 1
    await asked
    assert await number(store, job_result) == MANY
    told = await answers(store)
    assert max(told.values()) == 1
    assert len(told) >= MANY - kills * RUNNING
    assert kills >= 2


async def test_sigterm_lets_what_is_at_work_end(store, jobs, workers, ask):
    """Fifteen jobs are running: all end before the process does, orderly."""
    process = await workers.start()
    for _ in range(RUNNING):
        await ask(jobs, payload={"seconds": 0.5})
    await until(lambda: _all_run(jobs))
    assert await workers.end(process, signal.SIGTERM) == 0
    assert await number(store, job, job.c.status == Status.DONE) == RUNNING
    assert set((await answers(store)).values()) == {1}


async def test_sigterm_hands_back_what_takes_too_long(store, jobs, workers, ask):
    """Another process has it at once; neither failure nor interruption is counted."""
    process = await workers.start(drain=0.1)
    for _ in range(RUNNING):
        await ask(jobs, payload={"seconds": 1.0})
    await until(lambda: _all_run(jobs))
    assert await workers.end(process, signal.SIGTERM) == 0
    assert await jobs.counts() == {Status.WAITING: RUNNING, Status.RUNNING: 0}
    await workers.start()
    await until(lambda: _none_left(jobs))
    innocent = (job.c.failures == 0, job.c.interruptions == 0, job.c.attempts == 2)
    assert await number(store, job, job.c.status == Status.DONE, *innocent) == RUNNING


async def _all_run(jobs):
    return (await jobs.counts())[Status.RUNNING] == RUNNING


async def _none_left(jobs):
    return not any((await jobs.counts()).values())


async def test_a_stop_does_not_wait_for_postgresql(ask):
    """While the server is away, what is at work cannot be handed back: its process ends in time."""
    held = Held()
    with running() as server:
        store, jobs = await opened(server, {"work": held})
        serving = asyncio.ensure_future(jobs.run())
        await ask(jobs)
        await held.begins.wait()
        server.stop("fast")
        async with asyncio.timeout(20.0):  # less than the store's own patience
            await jobs.stop(0.1)
            await serving
        assert asyncio.all_tasks() == {asyncio.current_task()}
        server.start()
        server.await_ready()
        assert await jobs.counts() == {Status.WAITING: 0, Status.RUNNING: 1}
        await store.close()


async def opened(server, handlers, hooks=None):
    """A store in the server's own database, and jobs in it."""
    store = Store(f"{server.address}/postgres")
    await store.open(migrate=False)
    await store.write(lambda connection: connection.run_sync(metadata.create_all))
    rules = Rules(concurrency=10, look_every=0.2, heartbeat=2.0, most_waiting=10**6)
    jobs = make_jobs(store, handlers, rules=rules, hooks=hooks)
    await jobs.open()
    return store, jobs


async def test_restarts_of_postgresql_are_only_waited_for(ask):
    """Two in the middle, one of them as in a crash: each job runs once, in the same process."""
    ran, told, many = Counter(), Counter(), max(MANY // 2, 100)

    async def work(at):
        ran[at.job.id] += 1
        await asyncio.sleep(0.1)
        return at.job.id

    async def answer(done, result):
        told[done.id] += 1

    with running() as server:
        store, jobs = await opened(server, {"work": work}, Hooks(on_done=answer))
        serving = asyncio.ensure_future(jobs.run())
        for place in range(many):
            await ask(jobs, owner="phoenix")
            if place in {many // 3, many // 2}:
                await asyncio.to_thread(server.stop, "fast" if place == many // 3 else "immediate")
                server.start()  # from this thread, which outlives it
        await until(lambda: _none_left(jobs), within=LONG)
        assert await number(store, job, job.c.status == Status.DONE) == many
        assert await number(store, job_result) == many
        await jobs.stop()
        await serving
        await store.close()
    assert set(ran.values()) == {1}
    assert (len(told), set(told.values())) == (many, {1})
