"""Jobs on PostgreSQL and embedded, beside PgQueuer by itself, measured on this machine.

    make bench
    python benchmarks/jobs.py --quick

PostgreSQL comes from the package that the tests use, and writes to the disk as it is made to.
"""

import argparse
import asyncio
import json
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Awaitable,
    Callable,
    Iterable,
    Iterator,
    Sequence,
)
from contextlib import aclosing, asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from run import REPOSITORY

sys.path.insert(0, str(REPOSITORY / "tests"))

import numpy as np
from pgqueuer import AsyncpgDriver, QueueManager
from postgres import running
from sqlalchemy import insert, make_url, text
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.app import logs
from phoenix.jobs.choice import make_jobs
from phoenix.jobs.cpu import Processes
from phoenix.jobs.engines.distributed import queries_on
from phoenix.jobs.engines.handing_out import NAMES, hand_out, payload_of
from phoenix.jobs.engines.line import Line, connect
from phoenix.jobs.faults import QueueFull
from phoenix.jobs.jobs import Jobs
from phoenix.jobs.ports import Handler, Running
from phoenix.jobs.rules import Rules
from phoenix.jobs.tables import job
from phoenix.jobs.values import Json, Status
from phoenix.store.store import Store

WORKERS, WAITING = 2, 1000
WARMING = 10  # jobs that are not counted: each statement is built once
RULES = Rules(concurrency=100, most_waiting=WAITING, without_slots=frozenset({"bench"}))
AS_SET = replace(RULES, concurrency=20)  # as many at once as the settings say by default
LAG_EVERY = 0.005
SLOW, FIT = 0.2, 0.3  # seconds of a job that waits, and of one that computes
ONE_FIT_IN = 20  # jobs

Figures = tuple[str, str, str]
Lines = AsyncGenerator[Figures, None]


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is done."""

    filled: int  # jobs that wait when workers begin
    rounds: int  # of ours and of PgQueuer alone, in turns
    single: int  # jobs asked for one by one
    loaded: int  # jobs of the load under which the loop's lag is measured


FULL, QUICK = Sizes(10_000, 3, 300, 4000), Sizes(2000, 1, 100, 400)


def main() -> None:
    """Print a table: what, measured, asked for or put beside it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="less of everything")
    parser.add_argument("--worker", nargs=2, metavar=("URL", "MODE"), help=argparse.SUPPRESS)
    told = parser.parse_args()
    logs.configure("WARNING", "console")
    if told.worker:
        asyncio.run(worker(*told.worker))
        return
    sizes = QUICK if told.quick else FULL
    with tempfile.TemporaryDirectory() as folder, running(("max_connections=100",)) as server:
        asyncio.run(show(distributed(f"{server.address}/postgres", sizes)))
        asyncio.run(show(embedded(f"sqlite:///{Path(folder) / 'bench.db'}", sizes)))


async def show(lines: Lines) -> None:
    """Print each line when it is known."""
    async with aclosing(lines):
        async for what, measured, asked in lines:
            print(f"{what:62} {measured:>36}   {asked}", flush=True)


async def distributed(url: str, sizes: Sizes) -> Lines:
    """Two processes on PostgreSQL."""
    async with opened(url) as (store, jobs):
        ours, bare = [], []
        for _ in range(sizes.rounds):
            ours.append(await drained_by_workers(store, sizes.filled, "ours"))
            bare.append(await drained_by_workers(store, sizes.filled, "bare"))
        rate, beside = (sizes.filled / float(np.median(times)) for times in (ours, bare))
        what = f"postgresql: {sizes.filled:,} small jobs drained, 2 processes, 100 at once"
        yield what, f"{rate:,.0f}/s", "at least 1,000/s"
        await emptied(store)
        what = "    PgQueuer alone, without rows of ours"
        yield what, f"{beside:,.0f}/s", f"ours is {rate / beside:.2f} of it"
        with workers(url, "ours"):
            yield await latency("postgresql", jobs, sizes)
        yield await refusal("postgresql", jobs, sizes)
        await emptied(store)
        await fill(store, loads(sizes.loaded))
        began = time.perf_counter()
        with workers(url, "load") as lags:
            await until(partial(none_left, jobs))
        seconds = time.perf_counter() - began
        what = f"postgresql: lag of the loop, {sizes.loaded:,} jobs in {seconds:.0f} s, with fits"
        yield what, f"99th percentile {max(lags):.1f} ms", "under 20 ms"


async def embedded(url: str, sizes: Sizes) -> Lines:
    """One process on SQLite."""
    async with opened(url) as (store, jobs):
        await fill(store, smalls(WAITING))
        began = time.perf_counter()
        run = asyncio.ensure_future(jobs.run())
        await until(partial(none_left, jobs))
        seconds = time.perf_counter() - began
        yield f"sqlite: {WAITING:,} small jobs drained", f"{WAITING / seconds:,.0f}/s", ""
        yield await latency("sqlite", jobs, sizes)
        await jobs.stop()
        await run
        yield await refusal("sqlite", jobs, sizes)
        await emptied(store)
        await fill(store, loads(sizes.loaded))
        began = time.perf_counter()
        lags = await lags_of(store, loaded, partial(none_left, jobs))
        seconds = time.perf_counter() - began
        what = f"sqlite: lag of the loop, {sizes.loaded:,} jobs in {seconds:.0f} s, with fits"
        yield what, f"99th percentile {late(lags):.1f} ms", "under 20 ms"


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[tuple[Store, Jobs]]:
    """A store with the tables of jobs, and jobs in it."""
    store = Store(url)
    await store.open()
    jobs = make_jobs(store, {"small": small}, rules=RULES)
    await jobs.open()
    try:
        yield store, jobs
    finally:
        await store.close()


async def small(at: Running) -> Json:
    """The smallest job: says when it began."""
    del at
    return {"began": time.time()}


async def slow(at: Running) -> Json:
    """A job that waits for something."""
    await at.progress(0.5, "waiting")
    await asyncio.sleep(SLOW)
    return at.job.id


def compute() -> float:
    """What a fit does: linear algebra and arithmetic, for a while."""
    until, matrix, found = time.perf_counter() + FIT, np.eye(60) + 0.01, 0.0
    while time.perf_counter() < until:
        found += float(np.linalg.slogdet(matrix)[1]) + sum(n * n for n in range(1000))
    return found


def handlers_with(pool: Processes) -> dict[str, Handler]:
    """Jobs that wait, and jobs that compute in children."""

    async def fit(at: Running) -> Json:
        del at
        return await pool.run(compute, limit=60.0)

    return {"small": small, "slow": slow, "fit": fit}


def smalls(number: int) -> list[str]:
    """Kinds of jobs."""
    return ["small"] * number


def loads(number: int) -> list[str]:
    """Kinds of jobs: of so many, one computes."""
    return ["fit" if n % ONE_FIT_IN == 0 else "slow" for n in range(number)]


async def fill(store: Store, kinds: Sequence[str]) -> None:
    """Let jobs wait, all at once; with their messages where these are in the database."""
    await emptied(store)

    async def work(connection: AsyncConnection) -> None:
        if "bare" not in kinds:
            await connection.execute(insert(job), list(rows_of(kinds)))
        if store.dialect == "postgresql":
            await announce(connection, kinds)

    await store.write(work)


async def announce(connection: AsyncConnection, kinds: Sequence[str]) -> None:
    """Put messages into the queue."""
    ids = range(1, len(kinds) + 1)
    borrowed = await connection.get_raw_connection()
    await queries_on(AsyncpgDriver(borrowed.driver_connection)).enqueue(
        list(kinds), [payload_of(n) for n in ids], [0] * len(kinds),
        dedupe_key=[str(n) for n in ids],
    )  # fmt: skip
    await connection.execute(text(f"SELECT setval('job_id_seq', {len(kinds)})"))
    await connection.execute(text(f"ANALYZE job, {NAMES.queue_table}"))


async def emptied(store: Store) -> None:
    """Forget all jobs and their messages."""
    tables = ["job"] if store.dialect == "sqlite" else ["job", NAMES.queue_table]
    for table in tables:
        statement = text(f"DELETE FROM {table}")
        await store.write(lambda connection, what=statement: connection.execute(what))


def rows_of(kinds: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Jobs that wait."""
    usual = {
        "owner": "bench", "payload": "{}", "priority": 0, "turn": 0, "limit_seconds": 60.0,
        "status": Status.WAITING, "progress": 0.0, "phrase": "", "attempts": 0, "failures": 0,
        "interruptions": 0, "created": datetime.now(UTC),
    }  # fmt: skip
    for number, kind in zip(count(1), kinds):
        yield {**usual, "id": number, "key": str(number), "kind": kind}


async def drained_by_workers(store: Store, number: int, mode: str) -> float:
    """Seconds in which two processes dealt with as many messages; they are there before."""
    url = store.url.render_as_string(hide_password=False)
    with workers(url, mode):
        kind = "small" if mode == "ours" else "bare"
        await fill(store, [kind] * number)
        return await drained(store, number, mode)


async def drained(store: Store, number: int, mode: str) -> float:
    """Seconds from the first message that was dealt with to the last."""
    connection = await connect(store.url)
    left = f"SELECT count(*) FROM {NAMES.queue_table}"
    ended = "SELECT count(*) FROM job WHERE status = 'done'"

    async def all_dealt_with() -> bool:
        if await connection.fetchval(left):
            return False
        return mode == "bare" or await connection.fetchval(ended) == number

    began = time.perf_counter()
    await until(all_dealt_with)
    seconds = time.perf_counter() - began
    await connection.close()
    return seconds


async def latency(engine: str, jobs: Jobs, sizes: Sizes) -> Figures:
    """From asking for a job to its first step, when nothing else is to be done."""
    seconds = []
    for number in range(sizes.single + WARMING):
        asked = time.time()
        ticket = await jobs.enqueue("small", {}, key=f"single {number}", owner="bench", limit=60.0)
        result = await until(partial(result_of, jobs, ticket.job))
        seconds.append(result["began"] - asked)
    what = f"{engine}: from asking to the first step, idle"
    return what, percentiles(seconds[WARMING:]), "99th percentile under 50 ms"


async def refusal(engine: str, jobs: Jobs, sizes: Sizes) -> Figures:
    """The 1,001st that would wait."""
    for number in range(WAITING):
        await jobs.enqueue("small", {}, key=f"full {number}", owner="bench", limit=60.0)
    seconds = []
    for number in range(sizes.single):
        began = time.perf_counter()
        try:
            await jobs.enqueue("small", {}, key=f"refused {number}", owner="bench", limit=60.0)
        except QueueFull:
            seconds.append(time.perf_counter() - began)
    what = f"{engine}: refusal of the 1,001st ({len(seconds)} asked)"
    return what, percentiles(seconds), "under 50 ms"


def percentiles(seconds: Sequence[float]) -> str:
    """Median and 99th percentile."""
    median, high = (1000 * float(np.percentile(seconds, p)) for p in (50, 99))
    return f"{median:.1f} ms, 99th percentile {high:.1f} ms"


async def none_left(jobs: Jobs) -> bool:
    """Whether no job waits or runs."""
    return not any((await jobs.counts()).values())


async def result_of(jobs: Jobs, job_id: int) -> Json:
    """The result of a job; None before it is done."""
    found = await jobs.status(job_id)
    return found and found.result


async def until(condition: Callable[[], Awaitable[Any]]) -> Any:
    """Wait for something, and hand it on."""
    while not (answer := await condition()):  # noqa: ASYNC110 - a database has no events
        await asyncio.sleep(0.02)
    return answer


@contextmanager
def workers(url: str, mode: str) -> Iterator[list[float]]:
    """Processes that are at work; afterwards their loops' lag in ms."""
    lags: list[float] = []
    command = [sys.executable, __file__, "--worker", url, mode]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(WORKERS)]
    try:
        for process in started:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        yield lags
    finally:
        for process in started:
            process.send_signal(signal.SIGTERM)
        lags.extend(json.loads(process.communicate()[0]) for process in started)


async def worker(url: str, mode: str) -> None:
    """Work until SIGTERM, and print the lag."""
    stop, store = asyncio.Event(), Store(url)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await store.open()

    async def stopped() -> bool:
        return stop.is_set()

    @asynccontextmanager
    async def told(store: Store) -> AsyncIterator[None]:
        async with {"ours": plain, "load": loaded, "bare": bare}[mode](store):
            print("ready", flush=True)  # whoever started this process waits for it
            yield

    print(late(await lags_of(store, told, stopped)))
    await store.close()


Work = Callable[[Store], Any]


async def lags_of(store: Store, work: Work, ends: Callable[[], Awaitable[bool]]) -> list[float]:
    """By how much short sleeps are too long while work goes on, in seconds."""
    lags: list[float] = []
    async with work(store):
        watching = asyncio.ensure_future(lagging(lags))
        await until(ends)
        watching.cancel()
    return lags


async def lagging(lags: list[float]) -> None:
    """Measure until cancelled."""
    while True:
        began = time.perf_counter()
        await asyncio.sleep(LAG_EVERY)
        lags.append(time.perf_counter() - began - LAG_EVERY)


def late(lags: Sequence[float]) -> float:
    """The 99th percentile, in ms."""
    return 1000 * float(np.percentile(lags, 99))


@asynccontextmanager
async def plain(store: Store) -> AsyncIterator[None]:
    """Small jobs are run."""
    async with served(make_jobs(store, {"small": small}, rules=RULES)):
        yield


@asynccontextmanager
async def loaded(store: Store) -> AsyncIterator[None]:
    """Jobs that wait are run, and fits in children."""
    pool = Processes()
    await pool.run(compute, limit=60.0)
    try:
        async with served(make_jobs(store, handlers_with(pool), rules=AS_SET)):
            yield
    finally:
        await pool.close()


@asynccontextmanager
async def served(jobs: Jobs) -> AsyncIterator[None]:
    """Jobs are run."""
    await jobs.open()
    run = asyncio.ensure_future(jobs.run())
    yield
    await jobs.stop()
    await run


@asynccontextmanager
async def bare(store: Store) -> AsyncIterator[None]:
    """PgQueuer with a handler that does nothing."""
    line = Line(make_url(store.url))
    manager = QueueManager(queries_on(line), NAMES.channel)

    @manager.entrypoint("bare")
    async def nothing(message: Any) -> None:
        del message

    run = asyncio.ensure_future(hand_out(manager, RULES))
    yield
    manager.shutdown.set()
    await run
    await line.close()


if __name__ == "__main__":
    main()
