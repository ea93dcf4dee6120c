"""Jobs that nobody works at any more, and jobs that ended long ago."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.app.supervisor.check import Check, Found, always, found
from phoenix.jobs.values import Status
from phoenix.store.store import Store
from phoenix.store.tables import job


class Queue(Protocol):
    """What ``phoenix.jobs.jobs.Jobs`` offers for this."""

    async def mend(self) -> int:
        """Hand jobs back that no message tells of; how many."""
        ...

    async def prune(self, now: datetime) -> int:
        """Forget jobs that ended long ago; how many."""
        ...


def stuck_jobs(
    store: Store,
    now: Callable[[], datetime],
    heartbeat: float,
    *,
    queue: Queue | None = None,
    where: Callable[[], bool] = always,
) -> Check:
    """Jobs that are said to run, for longer than they may.

    Their attempt would have been cut at its limit: its process has died, or cannot write. One that
    has a message still is taken over by another process by itself, if there is any.

    Args:
        store: opened.
        now: the clock.
        heartbeat: seconds after which a silent process counts as dead.
        queue: hands them back; None: they are only told of.
        where: whether this process does so.
    """

    async def look() -> Found:
        rows = await store.read(_running)
        return found(_told(row) for row in rows if _overdue(row, now(), heartbeat))

    return Check(
        "stuck jobs", look, "Start a worker (phoenix serve --role worker)",
        mend=queue.mend if queue else None, where=where,
    )  # fmt: skip


async def _running(connection: AsyncConnection) -> list[Row[Any]]:
    query = (
        select(job.c.id, job.c.kind, job.c.started, job.c.limit_seconds)
        .where(job.c.status == Status.RUNNING)
        .order_by(job.c.id)
    )
    return list(await connection.execute(query))


def _overdue(row: Row[Any], now: datetime, heartbeat: float) -> bool:
    spare = timedelta(seconds=row.limit_seconds + heartbeat)
    return row.started is not None and row.started + spare < now


def _told(row: Row[Any]) -> str:
    return f"job {row.id} ({row.kind}) since {row.started:%Y-%m-%d %H:%M} UTC"


def old_jobs(
    store: Store,
    now: Callable[[], datetime],
    kept: timedelta,
    *,
    queue: Queue | None = None,
    where: Callable[[], bool] = always,
) -> Check:
    """Jobs that ended longer ago than they are kept.

    Args:
        store: opened.
        now: the clock.
        kept: as in the rules of the queue.
        queue: forgets them; None: they are only told of.
        where: whether this process does so.
    """

    async def look() -> Found:
        query = select(func.count()).where(job.c.finished < now() - kept)
        result = await store.read(lambda connection: connection.execute(query))
        count = result.scalar_one()
        return Found(count, f"{count} jobs ended more than {kept} ago" if count else "")

    async def prune() -> int:
        return await queue.prune(now()) if queue else 0

    return Check(
        "old jobs", look, "Let 'phoenix serve' run: it forgets them",
        mend=prune if queue else None, where=where, routine=True,
    )  # fmt: skip
