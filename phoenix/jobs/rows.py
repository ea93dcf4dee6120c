"""What is written of jobs: the truth about them, whichever engine carries their messages.

Every change says which attempt it comes from, and may be made twice: where the answer to a commit
was lost, the second time finds what the first one wrote.
"""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import Row, bindparam, case, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.jobs.batching import Batches
from phoenix.jobs.ports import Database
from phoenix.jobs.tables import (
    IS_LIVE,
    IS_WAITING,
    in_utc,
    insert_new,
    job,
    job_result,
    job_subscriber,
    one_of,
)
from phoenix.jobs.values import LIVE, Job, Progress, Status

AT_ONCE = 2000

_RUNNING = job.c.status == Status.RUNNING


@dataclass(frozen=True, slots=True)
class Begin:
    """An attempt that begins."""

    job: int


@dataclass(frozen=True, slots=True)
class Finish:
    """An attempt that brought a result."""

    job: int
    attempt: int
    body: str


@dataclass(frozen=True, slots=True)
class Change:
    """What an attempt that brought none leaves behind."""

    job: int
    attempt: int
    values: dict[str, Any]


Step: TypeAlias = Begin | Finish | Change
Attempt: TypeAlias = tuple[int, int]  # a job, and the number of the attempt


class Rows:
    """Reads and writes jobs; what many ask at a time is done in one transaction."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now
        self._steps: Batches[Step, Any] = Batches(self._taken)

    async def close(self) -> None:
        """Give up what is still to be written: all that was delivered has been dealt with."""
        await self._steps.close()

    async def begin(self, job_id: int) -> Job | None:
        """Write down that an attempt begins; None if there is nothing to do any more.

        A job that was said to be running was interrupted: its process has died, or seemed to.
        """
        begun: Job | None = await self._steps.ask(Begin(job_id))
        return begun

    async def finish(self, finish: Finish) -> bool:
        """Keep a result, if it is the job's first; whether it was."""
        return bool(await self._steps.ask(finish))

    async def failed(self, job: Job, error: str, *, again: bool) -> bool:
        """Note a failed attempt; False: another attempt has taken over, or it was cancelled."""
        return await self._change(
            job, {"failures": job.failures + 1, "error": error} | self._end(again)
        )

    async def dead(self, job: Job, error: str) -> bool:
        """Give a job up, though this attempt has not failed."""
        return await self._change(job, {"error": error} | self._end(again=False))

    async def handed_back(self, job: Job) -> bool:
        """Let another process have it; this attempt counts as no failure."""
        return await self._change(job, self._end(again=True))

    async def report(self, reports: Collection[tuple[int, Progress]]) -> None:
        """Keep the latest progress of attempts (their numbers come first)."""
        rows = [
            {"of": told.job, "attempt": attempt, "far": told.fraction, "busy": told.phrase}
            for attempt, told in reports
        ]
        of_attempt = (job.c.id == bindparam("of")) & (job.c.attempts == bindparam("attempt"))
        statement = (
            update(job)
            .where(of_attempt, _RUNNING)
            .values(progress=bindparam("far"), phrase=bindparam("busy"))
        )
        await self._database.write(lambda connection: connection.execute(statement, rows))

    async def cancelled(self, ids: Collection[int]) -> frozenset[int]:
        """Which of these have been cancelled."""
        these = one_of(self._database.dialect, ids)
        query = select(job.c.id).where(these, job.c.status == Status.CANCELLED)
        found = await self._database.read(lambda connection: connection.execute(query))
        return frozenset(found.scalars())

    async def one(self, job_id: int) -> Job | None:
        """A job with its result; None if it never was, or is forgotten."""
        query = (
            select(job, job_result.c.body)
            .select_from(job.outerjoin(job_result))
            .where(job.c.id == job_id)
        )
        found = (await self._database.read(lambda connection: connection.execute(query))).first()
        if found is None:
            return None
        return _job(found, None if found.body is None else json.loads(found.body))

    async def subscribers(self, job_id: int) -> tuple[str, ...]:
        """Who waits for its result, in the order of their names."""
        table = job_subscriber
        query = select(table.c.subscriber).where(table.c.job_id == job_id).order_by("subscriber")
        found = await self._database.read(lambda connection: connection.execute(query))
        return tuple(found.scalars())

    async def counts(self) -> dict[Status, int]:
        """How many jobs wait, and how many run."""
        query = (
            select(job.c.status, func.count())
            .where(IS_LIVE)
            .group_by(job.c.status)
        )  # fmt: skip
        found = await self._database.read(lambda connection: connection.execute(query))
        return dict.fromkeys(LIVE, 0) | {Status(status): count for status, count in found}

    async def waited(self) -> float:
        """Seconds for which the oldest of those that wait has waited; 0 if none does."""
        query = select(func.min(job.c.created)).where(IS_WAITING)
        found = await self._database.read(lambda connection: connection.execute(query))
        oldest = found.scalar()
        return max(0.0, (self._now() - in_utc(oldest)).total_seconds()) if oldest else 0.0

    async def prune(self, before: datetime) -> int:
        """Forget jobs that ended before this; how many."""
        old = select(job.c.id).where(job.c.finished < before).limit(AT_ONCE)
        statement = delete(job).where(job.c.id.in_(old.scalar_subquery()))
        removed = gone = await self._removed(statement)
        while gone == AT_ONCE:
            gone = await self._removed(statement)
            removed += gone
        return removed

    async def _removed(self, statement: Any) -> int:
        done = await self._database.write(lambda connection: connection.execute(statement))
        return int(done.rowcount)

    def _end(self, again: bool) -> dict[str, Any]:
        if again:
            return {"status": Status.WAITING, "progress": 0.0, "phrase": ""}
        return {"status": Status.DEAD, "finished": self._now()}

    async def _change(self, job: Job, values: dict[str, Any]) -> bool:
        return bool(await self._steps.ask(Change(job.id, job.attempts, values)))

    async def _taken(self, steps: Sequence[Step]) -> Sequence[Any]:
        """Take steps in one transaction: of each, what is answered to who asked for it."""
        now = self._now()
        begins = [step.job for step in steps if isinstance(step, Begin)]
        finishes = {step.job: step for step in steps if isinstance(step, Finish)}
        changes = [step for step in steps if isinstance(step, Change)]

        async def work(connection: AsyncConnection) -> tuple[dict[int, Job], set[Attempt]]:
            succeeded = await _finished(connection, finishes, now) if finishes else set()
            succeeded |= {(c.job, c.attempt) for c in changes if await _changed(connection, c)}
            return await _begun(connection, begins, now) if begins else {}, succeeded

        begun, succeeded = await self._database.write(work)
        return [
            begun.get(step.job)
            if isinstance(step, Begin)
            else (step.job, step.attempt) in succeeded
            for step in steps
        ]


async def _begun(
    connection: AsyncConnection, ids: Collection[int], now: datetime
) -> dict[int, Job]:
    statement = (
        update(job)
        .where(one_of(connection.dialect.name, ids), IS_LIVE)
        .values(
            status=Status.RUNNING, started=now, progress=0.0, phrase="",
            attempts=job.c.attempts + 1,
            interruptions=job.c.interruptions + case((_RUNNING, 1), else_=0),
        )
        .returning(job)
    )  # fmt: skip
    return {row.id: _job(row) for row in await connection.execute(statement)}


async def _finished(
    connection: AsyncConnection, finishes: Mapping[int, Finish], now: datetime
) -> set[Attempt]:
    """The attempts whose results are kept, now or since an earlier try."""
    these = one_of(connection.dialect.name, finishes)
    end = (
        update(job)
        .where(these, _RUNNING)
        .values(status=Status.DONE, progress=1.0, phrase="", error=None, finished=now)
        .returning(job.c.id)
    )
    ended = [finishes[job_id] for job_id in (await connection.execute(end)).scalars()]
    if ended:
        keep = insert_new(connection.dialect.name, job_result)
        await connection.execute(keep, [_result(finish, now) for finish in ended])
    first = {(finish.job, finish.attempt) for finish in ended}
    if len(ended) < len(finishes):  # some were over already, perhaps by the same attempt
        kept = select(job_result.c.job_id, job_result.c.attempt).join(job).where(these)
        first |= {(row.job_id, row.attempt) for row in await connection.execute(kept)}
    return first


async def _changed(connection: AsyncConnection, change: Change) -> bool:
    """Whether the attempt was still the job's latest, and not over by a result or cancelled."""
    mine = (job.c.id == change.job) & (job.c.attempts == change.attempt)
    over = job.c.status.in_((Status.DONE, Status.CANCELLED))
    statement = update(job).where(mine, ~over).values(**change.values)
    return bool((await connection.execute(statement)).rowcount)


def _job(row: Row[Any], result: Any = None) -> Job:
    return Job(
        id=row.id, kind=row.kind, key=row.key, owner=row.owner, payload=json.loads(row.payload),
        priority=row.priority, turn=row.turn, limit=row.limit_seconds, status=Status(row.status),
        progress=row.progress, phrase=row.phrase, attempts=row.attempts, failures=row.failures,
        interruptions=row.interruptions, error=row.error, created=in_utc(row.created),
        started=row.started and in_utc(row.started),
        finished=row.finished and in_utc(row.finished), result=result,
    )  # fmt: skip


def _result(finish: Finish, now: datetime) -> dict[str, Any]:
    return {"job_id": finish.job, "attempt": finish.attempt, "body": finish.body, "made": now}
