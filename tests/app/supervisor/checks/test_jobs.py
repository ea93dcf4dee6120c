"""Jobs that nobody works at, and jobs that are over, on both engines."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from phoenix.app.supervisor import Supervisor
from phoenix.app.supervisor.checks.jobs import old_jobs, stuck_jobs
from phoenix.jobs.choice import make_jobs
from phoenix.jobs.rules import Rules
from phoenix.store import tables

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
HEARTBEAT = 30.0
KEPT = timedelta(hours=24)


def clock() -> datetime:
    """Noon, always."""
    return NOW


class Queue:
    """Hands back as many as it was told to."""

    def __init__(self, mends: int) -> None:
        self.mends = mends

    async def mend(self) -> int:
        return self.mends

    async def prune(self, now) -> int:
        return self.mends


async def scanned(check):
    (scan,) = await Supervisor([check], clock).scan()
    return scan


async def test_a_job_is_stuck_beyond_its_limit_and_a_heartbeat(store, write_job) -> None:
    """Its limit is 60 s, a silent process is dead after 30 s."""
    await write_job(key="late", started=NOW - timedelta(seconds=91))
    await write_job(key="in time", started=NOW - timedelta(seconds=89))
    found = await stuck_jobs(store, clock, HEARTBEAT).look()
    assert (found.count, found.detail) == (1, "job 1 (dossier) since 2026-03-14 11:58 UTC")


async def test_only_a_running_job_is_stuck(store, write_job) -> None:
    """One that waits, or is over, is not at work."""
    for status in ("waiting", "done", "dead", "cancelled"):
        await write_job(key=status, status=status, started=NOW - timedelta(days=1))
    assert (await stuck_jobs(store, clock, HEARTBEAT).look()).count == 0


async def test_of_many_stuck_jobs_some_are_named(store, write_job) -> None:
    """And the number of the others."""
    for number in range(8):
        await write_job(key=str(number), started=NOW - timedelta(days=1))
    found = await stuck_jobs(store, clock, HEARTBEAT).look()
    assert found.count == 8
    assert found.detail.endswith("; and 3 more")


async def test_stuck_jobs_are_handed_back_if_there_is_a_queue(store, write_job) -> None:
    """Without one they are told of."""
    await write_job(started=NOW - timedelta(days=1))
    scan = await scanned(stuck_jobs(store, clock, HEARTBEAT, queue=Queue(1)))
    assert (scan.found, scan.mended, scan.outcome) == (1, 1, "mended")
    assert (await scanned(stuck_jobs(store, clock, HEARTBEAT))).outcome == "found"


async def test_the_queue_itself_hands_a_job_back_that_no_message_tells_of(store, write_job) -> None:
    """On PostgreSQL any process may; an embedded queue that does not run here has no messages."""
    await write_job(started=NOW - timedelta(days=1))
    jobs = make_jobs(store, rules=Rules(heartbeat=HEARTBEAT), now=clock)
    await jobs.open()
    scan = await scanned(stuck_jobs(store, clock, HEARTBEAT, queue=jobs))
    assert (scan.found, scan.error) == (1, None)
    assert scan.mended == (1 if store.dialect == "postgresql" else 0)


async def test_old_jobs_are_forgotten(store, write_job) -> None:
    """By the queue, and the others stay."""
    await write_job(key="old", status="done", finished=NOW - timedelta(hours=25))
    await write_job(key="new", status="done", finished=NOW - timedelta(hours=23))
    jobs = make_jobs(store, rules=Rules(kept=KEPT), now=clock)
    await jobs.open()
    scan = await scanned(old_jobs(store, clock, KEPT, queue=jobs))
    assert (scan.found, scan.mended, scan.routine) == (1, 1, True)
    left = await store.read(lambda c: c.execute(select(func.count()).select_from(tables.job)))
    assert left.scalar_one() == 1
