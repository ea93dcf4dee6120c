"""Processes that are killed or stopped, and a database that is restarted: nothing is lost."""

import asyncio
import os
import random
import signal
import sys
from collections import Counter
from pathlib import Path

import pytest
from jobs.conftest import prepare
from jobs.handlers import Held
from jobs.waiting import until
from jobs.working import CREATE
from postgres import running
from sqlalchemy import func, select, text

from phoenix.jobs.choice import make_jobs
from phoenix.jobs.faults import QueueFull
from phoenix.jobs.rules import Rules
from phoenix.jobs.tables import job, job_result
from phoenix.jobs.values import Status
from phoenix.jobs.worker import Hooks
from phoenix.store.retrying import Patience
from phoenix.store.store import Store

FULL = os.environ.get("PHOENIX_SOAK_JOBS")
MANY = int(FULL or "60")
KILL_EVERY = 2.0  # seconds, where it is done in full
KILLS, AT_ONCE = 2, 20  # how often it is done else; jobs that a process runs at once
RUNNING = 15
LONG = 7200.0 if FULL else 300.0
PROGRAM = Path(__file__).with_name("working.py")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")


class Workers:
    """Processes that work at the jobs of one database."""

    def __init__(self, url):
        self._url = url
        self.alive = []

    async def start(self, drain=300.0, heartbeat=60.0):
        """Start one more, and wait until it is ready."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, PROGRAM, self._url, str(drain), str(heartbeat),
            stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        self.alive.append(process)
        assert await process.stdout.readline() == b"ready\n"
        return process

    async def stop(self, process):
        """Ask one to stop, and wait until it does so."""
        process.send_signal(signal.SIGTERM)
        assert await process.stdout.readline() == b"stopping\n"

    async def ended(self, process):
        """Wait until one has ended; its exit code."""
        self.alive.remove(process)
        await process.communicate()
        return process.returncode

    async def kill(self, process):
        """End one as the kernel does when memory is short."""
        process.send_signal(signal.SIGKILL)
        assert await self.ended(process) == -signal.SIGKILL


@pytest.fixture
async def workers(url):
    """None at first; all are ended after the test."""
    made = Workers(url)
    yield made
    for process in tuple(made.alive):
        await made.kill(process)


@pytest.fixture
async def jobs(store, make):
    """The queue, seen from a process that only asks."""
    await store.write(lambda connection: connection.execute(CREATE))
    return await make(most_waiting=1000)


async def number(store, table, *conditions):
    """How many rows there are."""
    query = select(func.count()).select_from(table).where(*conditions)
    return (await store.read(lambda connection: connection.execute(query))).scalar_one()


async def done(store, least):
    """Whether so many jobs are done."""
    return await number(store, job, job.c.status == Status.DONE) >= least


async def answers(store):
    """How often each job was answered."""
    query = text("SELECT job FROM answer")
    found = await store.read(lambda connection: connection.execute(query))
    return Counter(found.scalars())


async def moments_to_kill(store):
    """Every two seconds until all is done; in short, after each third of it."""
    if FULL:
        while not await done(store, MANY):
            await asyncio.sleep(KILL_EVERY)
            yield
    for kill in range(1, KILLS + 1) if not FULL else ():
        await until(lambda kill=kill: done(store, kill * MANY // (KILLS + 1)), within=LONG)
        yield


async def test_kills_lose_nothing_and_double_nothing(store, jobs, workers, ask):
    """Processes are killed at random all the time: each job is done, with one result, once told."""
    for _ in range(1 if store.dialect == "sqlite" else 2):
        await workers.start(heartbeat=2.0)

    async def asked_for():
        try:
            return await ask(jobs, owner="phoenix", payload={"seconds": 0.2})
        except QueueFull:
            return None

    async def asking():
        for _ in range(MANY):
            await until(asked_for, within=LONG)

    chance, kills, asked = random.Random(11), 0, asyncio.ensure_future(asking())
    async for _ in moments_to_kill(store):
        await workers.kill(chance.choice(workers.alive))
        await workers.start(heartbeat=2.0)
        kills += 1
    await until(lambda: done(store, MANY), within=LONG)
    await asked
    assert await number(store, job_result) == await number(store, job) == MANY
    for process in tuple(workers.alive):  # what is done is told before they end
        await workers.stop(process)
        assert await workers.ended(process) == 0
    told = await answers(store)
    print(f"{MANY} jobs, {kills} kills, {len(told)} told")  # noqa: T201 - figures of `make soak`
    assert max(told.values()) == 1
    assert len(told) >= MANY - kills * AT_ONCE
    assert kills >= 2


async def test_sigterm_lets_what_is_at_work_end(store, jobs, workers, ask, tmp_path):
    """Fifteen jobs are running: all end before the process does, orderly."""
    process = await workers.start()
    for _ in range(RUNNING):
        await ask(jobs, payload={"let": str(tmp_path / "let")})
    await until(lambda: _all_run(jobs))
    await workers.stop(process)
    (tmp_path / "let").touch()
    assert await workers.ended(process) == 0
    assert await number(store, job, job.c.status == Status.DONE) == RUNNING
    assert list((await answers(store)).values()) == [1] * RUNNING


async def test_sigterm_hands_back_what_takes_too_long(store, jobs, workers, ask, tmp_path):
    """Another process has it at once; neither failure nor interruption is counted."""
    process = await workers.start(drain=0.1)
    for _ in range(RUNNING):
        await ask(jobs, payload={"let": str(tmp_path / "let")})
    await until(lambda: _all_run(jobs))
    await workers.stop(process)
    assert await workers.ended(process) == 0
    assert await jobs.counts() == {Status.WAITING: RUNNING, Status.RUNNING: 0}
    (tmp_path / "let").touch()
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
        store, jobs = await opened(server, {"work": held}, patience=Patience(total=3600.0))
        serving = asyncio.ensure_future(jobs.run())
        await ask(jobs)
        await held.begins.wait()
        await asyncio.to_thread(server.stop, "fast")
        async with asyncio.timeout(300.0):  # less than the store's own patience
            await jobs.stop(0.1)
            await serving
        assert asyncio.all_tasks() == {asyncio.current_task()}
        server.start()  # from this thread, which outlives it
        server.await_ready()
        assert await jobs.counts() == {Status.WAITING: 0, Status.RUNNING: 1}
        await store.close()


async def opened(server, handlers, hooks=None, patience=None):
    """A store in the server's own database, and jobs in it."""
    await prepare(url := f"{server.address}/postgres")
    store = Store(url, patience=patience)
    await store.open(migrate=False)
    rules = Rules(concurrency=10, look_every=0.2, heartbeat=2.0, most_waiting=10**6, settling=1.0)
    jobs = make_jobs(store, handlers, rules=rules, hooks=hooks)
    await jobs.open()
    return store, jobs


async def test_restarts_of_postgresql_are_only_waited_for(ask):
    """Two in the middle, one of them as in a crash: each job runs once, in the same process."""
    ran, told = Counter(), Counter()

    async def work(at):
        ran[at.job.id] += 1
        await asyncio.sleep(0.1)
        return at.job.id

    async def answer(done, result):
        told[done.id] += 1

    with running() as server:
        patience = Patience(total=300.0)
        store, jobs = await opened(server, {"work": work}, Hooks(on_done=answer), patience)
        serving = asyncio.ensure_future(jobs.run())
        for place in range(MANY):
            await ask(jobs, owner="phoenix")
            if place in {MANY // 3, MANY // 2}:
                await asyncio.to_thread(server.stop, "fast" if place == MANY // 3 else "immediate")
                server.start()
        await until(lambda: _none_left(jobs), within=LONG)
        assert await number(store, job, job.c.status == Status.DONE) == MANY
        assert await number(store, job_result) == MANY
        await jobs.stop()
        await serving
        await store.close()
    assert set(ran.values()) == {1}
    assert (len(told), set(told.values())) == (MANY, {1})
