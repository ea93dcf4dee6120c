"""Jobs on PostgreSQL and embedded, and PgQueuer by itself, measured on this machine.

    make bench
    python benchmarks/jobs.py

PostgreSQL comes from the package that the tests use, and writes to the disk as it is made to.
"""

import asyncio
import json
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from run import REPOSITORY

sys.path.insert(0, str(REPOSITORY / "tests"))

import numpy as np
from pgqueuer import AsyncpgDriver
from postgres import running
from sqlalchemy import Table, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.jobs.choice import make_jobs
from phoenix.jobs.engines.distributed import NAMES, queries_on
from phoenix.jobs.engines.handing_out import hand_out, payload_of
from phoenix.jobs.engines.line import Line, connect
from phoenix.jobs.faults import QueueFull
from phoenix.jobs.jobs import Jobs
from phoenix.jobs.ports import Running
from phoenix.jobs.rules import Rules
from phoenix.jobs.tables import job, job_result, metadata
from phoenix.jobs.values import Json, Status
from phoenix.store.store import Store

FILLED, WORKERS, SINGLE, REFUSED = 10_000, 2, 300, 200
RULES = Rules(concurrency=100, most_waiting=1000, without_slots=frozenset({"bench"}))
LAG_EVERY = 0.005

Line3 = tuple[str, str, str]


def main() -> None:
    """Print a table: what, measured, asked for or put beside it."""
    if sys.argv[1:2] == ["worker"]:
        asyncio.run(worker(*sys.argv[2:4]))
        return
    with tempfile.TemporaryDirectory() as folder, running(("max_connections=100",)) as server:
        asyncio.run(show(distributed(f"{server.address}/postgres")))
        asyncio.run(show(embedded(f"sqlite:///{Path(folder) / 'bench.db'}")))


async def show(lines: AsyncIterator[Line3]) -> None:
    """Print each line when it is known."""
    async for what, measured, asked in lines:
        print(f"{what:58} {measured:>34}   {asked}", flush=True)


async def distributed(url: str) -> AsyncIterator[Line3]:
    """Two processes on PostgreSQL."""
    async with opened(url) as (store, jobs):
        for what, mode, asked in (
            ("jobs drained by two processes", "ours", "at least 1,000/s"),
            ("the same by PgQueuer alone", "bare", "(no rows of ours)"),
        ):
            await fill(store, url, mode)
            with workers(url, mode) as lags:
                seconds = await drained(store, mode)
            yield what, f"{FILLED / seconds:,.0f}/s", asked
            yield "    lag of the loop at it, 99th percentile", f"{max(lags):.1f} ms", "under 20 ms"
        with workers(url, "ours"):
            yield await latency(jobs)
        yield await refusal(store, jobs)


async def embedded(url: str) -> AsyncIterator[Line3]:
    """One process on SQLite."""
    async with opened(url) as (store, jobs):
        run = asyncio.ensure_future(jobs.run())
        yield await latency(jobs)
        await jobs.stop()
        await run
        yield await refusal(store, jobs)


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[tuple[Store, Jobs]]:
    """A store with the tables of jobs, and jobs in it."""
    store = Store(url)
    await store.open()
    await store.write(lambda connection: connection.run_sync(metadata.create_all))
    jobs = make_jobs(store, {"small": small}, rules=RULES)
    await jobs.open()
    yield store, jobs
    await store.close()


async def small(running: Running) -> Json:
    """The smallest job: says when it began."""
    return {"began": time.time()}


async def fill(store: Store, url: str, mode: str) -> None:
    """Put messages into the queue, and jobs beside them, all at once."""
    ids = range(1, FILLED + 1)
    kind = "small" if mode == "ours" else "bare"
    if mode == "ours":
        await store.write(lambda connection: connection.execute(insert(job), [_row(n) for n in ids]))
    connection = await connect(store.url)
    await queries_on(AsyncpgDriver(connection)).enqueue(
        [kind] * FILLED, [payload_of(n) for n in ids], [0] * FILLED,
        dedupe_key=[f"{n}" for n in ids],
    )  # fmt: skip
    await connection.execute("VACUUM ANALYZE")
    await connection.close()


def _row(number: int) -> dict[str, Any]:
    return {
        "id": number, "kind": "small", "key": str(number), "owner": "bench", "payload": "{}",
        "priority": 0, "turn": 0, "limit_seconds": 60.0, "status": Status.WAITING,
        "progress": 0.0, "phrase": "", "attempts": 0, "failures": 0, "interruptions": 0,
        "created": datetime.now(UTC),
    }  # fmt: skip


async def drained(store: Store, mode: str) -> float:
    """Seconds from the first message that was dealt with to the last."""
    left, began = FILLED, 0.0
    connection = await connect(store.url)
    queue = f"SELECT count(*) FROM {NAMES.queue_table} WHERE status = 'queued'"
    while left:
        await asyncio.sleep(0.02)
        left = await connection.fetchval(queue)
        if left < FILLED and not began:
            began = time.perf_counter()
    if mode == "ours":
        ended = f"SELECT count(*) FROM job WHERE status = 'done'"
        while await connection.fetchval(ended) < FILLED:
            await asyncio.sleep(0.02)
    seconds = time.perf_counter() - began
    await connection.close()
    return seconds


async def latency(jobs: Jobs) -> Line3:
    """From asking for a job to its first step, when nothing else is to be done."""
    seconds = []
    await asyncio.sleep(2.0)
    for number in range(SINGLE):
        asked = time.time()
        ticket = await jobs.enqueue(
            "small", {}, key=f"single {number}", owner="bench", limit=60.0
        )
        while (found := await jobs.status(ticket.job)) is None or found.result is None:
            await asyncio.sleep(0.01)
        seconds.append(found.result["began"] - asked)
    median, late = (1000 * float(np.percentile(seconds, p)) for p in (50, 99))
    return (
        f"{jobs_in(jobs)}: from asking to the first step, idle",
        f"{median:.1f} ms, 99th percentile {late:.1f} ms",
        "99th percentile under 50 ms",
    )


async def refusal(store: Store, jobs: Jobs) -> Line3:
    """The 1,001st that would wait."""
    for number in range(RULES.most_waiting):
        await jobs.enqueue("small", {}, key=f"full {number}", owner="bench", limit=60.0)
    seconds = []
    for number in range(REFUSED):
        began = time.perf_counter()
        try:
            await jobs.enqueue("small", {}, key=f"refused {number}", owner="bench", limit=60.0)
        except QueueFull:
            seconds.append(time.perf_counter() - began)
    median, late = (1000 * float(np.percentile(seconds, p)) for p in (50, 99))
    return (
        f"{jobs_in(jobs)}: refusal of the 1,001st ({len(seconds)} asked)",
        f"{median:.1f} ms, 99th percentile {late:.1f} ms",
        "under 50 ms",
    )


def jobs_in(jobs: Jobs) -> str:
    """Which engine it is."""
    return type(jobs._engine).__name__.removesuffix("Engine").lower()


@contextmanager
def workers(url: str, mode: str) -> Iterator[list[float]]:
    """Processes that work; afterwards their loops' lag in ms."""
    lags: list[float] = []
    command = [sys.executable, __file__, "worker", url, mode]
    started = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(WORKERS)
    ]
    yield lags
    for process in started:
        process.send_signal(signal.SIGTERM)
    for process in started:
        lags.append(json.loads(process.communicate()[0]))


async def worker(url: str, mode: str) -> None:
    """Work until SIGTERM, and print the lag."""
    stop, lags = asyncio.Event(), []
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await (ours(url, stop, lags) if mode == "ours" else bare(url, stop, lags))
    print(1000 * float(np.percentile(lags, 99)))


async def ours(url: str, stop: asyncio.Event, lags: list[float]) -> None:
    """Jobs with their rows."""
    async with opened(url) as (_, jobs):
        run = asyncio.ensure_future(jobs.run())
        await lagging(stop, lags)
        await jobs.stop()
        await run


async def bare(url: str, stop: asyncio.Event, lags: list[float]) -> None:
    """PgQueuer with a handler that does nothing."""
    from pgqueuer import QueueManager
    from sqlalchemy import make_url

    line = Line(make_url(url))
    manager = QueueManager(queries_on(line), NAMES.channel)

    @manager.entrypoint("bare")
    async def nothing(message: Any) -> None:
        del message

    run = asyncio.ensure_future(hand_out(manager, RULES))
    await lagging(stop, lags)
    manager.shutdown.set()
    await run
    await line.close()


async def lagging(stop: asyncio.Event, lags: list[float]) -> None:
    """By how much short sleeps are too long, in seconds."""
    await asyncio.sleep(1.0)
    while not stop.is_set():
        began = time.perf_counter()
        await asyncio.sleep(LAG_EVERY)
        lags.append(time.perf_counter() - began - LAG_EVERY)


if __name__ == "__main__":
    main()
