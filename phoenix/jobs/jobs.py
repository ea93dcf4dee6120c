"""The queue as the rest of the program sees it."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType

import structlog
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.domain.errors import PhoenixError
from phoenix.jobs.admission import MOST_PRIORITY, Admission
from phoenix.jobs.ports import Database, Engine, Handler, Message, Watcher
from phoenix.jobs.rows import Rows
from phoenix.jobs.rules import Rules
from phoenix.jobs.tables import job
from phoenix.jobs.values import LIVE, Job, Json, Order, Status, Ticket, written
from phoenix.jobs.worker import Hooks, Worker
from phoenix.tasks import spawn

log = structlog.get_logger(__name__)

AT_A_TIME = 100  # messages that are announced in one transaction: jobs begin between two of them
CANCELLATIONS = 4  # PgQueuer answers the first one by waiting for what it has handed out

NO_HANDLERS: Mapping[str, Handler] = MappingProxyType({})


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


class Jobs:
    """Takes jobs, tells of them, and runs those that this process has handlers for.

    Every job is run at least once and its result is kept once: handlers must be idempotent.

    Args:
        database: opened, with the tables of jobs in it.
        engine: carries messages; see :func:`phoenix.jobs.choice.make_jobs`.
        handlers: by kind of job.
        rules: bounds.
        hooks: told of jobs that are over.
        now: the clock.
    """

    def __init__(
        self,
        database: Database,
        engine: Engine,
        handlers: Mapping[str, Handler] = NO_HANDLERS,
        rules: Rules | None = None,
        hooks: Hooks | None = None,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        rules = rules or Rules()
        self._database = database
        self._engine = engine
        self._kinds = tuple(handlers)
        self._rules = rules
        self._now = now
        self._rows = Rows(database, now)
        self._admission = Admission(database, engine, rules, now)
        self._worker = Worker(self._rows, handlers, rules, hooks or Hooks())
        self._serving: asyncio.Task[None] | None = None
        self._stopping = False

    async def open(self) -> None:
        """Make what the engine needs in the database; before anything else, once a process."""
        await self._engine.open()

    async def enqueue(
        self,
        kind: str,
        payload: Mapping[str, Json],
        *,
        key: str,
        owner: str,
        limit: float,
        priority: int = 0,
        subscriber: str | None = None,
    ) -> Ticket:
        """Ask for a job; where one of its kind and key waits or runs, join that one.

        Args:
            kind: names the handler.
            payload: what the handler needs to know.
            key: what makes two jobs the same, such as the fixture and the fingerprint of the data.
            owner: whose turn it is.
            limit: seconds that one attempt may take.
            priority: -100 to 100, higher comes first; below 0 is work in the background.
            subscriber: who waits for the result.

        Raises:
            QueueFull: too many wait.
            TooMany: the owner has as many as one may have.
            StoreError: the database cannot be written.
            TypeError, ValueError: the payload is no JSON, or a number is out of bounds.
        """
        order = _order(kind, payload, key, owner, limit, priority, subscriber)
        return await self._admission.admit(order)

    async def enqueue_within(
        self,
        connection: AsyncConnection,
        kind: str,
        payload: Mapping[str, Json],
        *,
        key: str,
        owner: str,
        limit: float,
        priority: int = 0,
        subscriber: str | None = None,
    ) -> Ticket:
        """The same in a transaction of the caller's: there is a job if that is kept.

        Who decides in other processes waits until it ends, so let it end soon.

        Raises:
            QueueFull, TooMany: it is not taken; the transaction can go on.
            TypeError, ValueError: see :meth:`enqueue`.
        """
        order = _order(kind, payload, key, owner, limit, priority, subscriber)
        return await self._admission.admit_within(connection, order)

    async def status(self, job_id: int) -> Job | None:
        """A job, with its result once it is done; None if it never was, or is forgotten."""
        return await self._rows.one(job_id)

    async def subscribers(self, job_id: int) -> tuple[str, ...]:
        """Who waits for a job's result."""
        return await self._rows.subscribers(job_id)

    async def counts(self) -> Mapping[Status, int]:
        """How many jobs wait, and how many run, in all processes."""
        return await self._rows.counts()

    async def waited(self) -> float:
        """Seconds for which the oldest of those that wait has waited; 0 if none does."""
        return await self._rows.waited()

    async def cancel(self, job_id: int) -> bool:
        """Give a job up for all who wait for it; False if it was over, or never was.

        Its handler is cancelled at once if it runs here, and at the next pulse if elsewhere.
        """
        row = job.c.id == job_id

        async def work(connection: AsyncConnection) -> bool:
            found = select(job.c.status).where(row).with_for_update()
            status = (await connection.execute(found)).scalar_one_or_none()
            if status in LIVE:
                end = {"status": Status.CANCELLED, "finished": self._now()}
                await connection.execute(update(job).where(row).values(**end))
            if status == Status.WAITING:
                await self._engine.withdraw(connection, job_id)
            return status in {*LIVE, Status.CANCELLED}

        cancelled = await self._database.write(work)
        if cancelled:
            self._worker.cancel(job_id)
        return cancelled

    def on_progress(self, watcher: Watcher) -> Callable[[], None]:
        """Call ``watcher`` when a job that runs in this process tells how far it has come.

        Of jobs elsewhere :meth:`status` tells, with a delay of a pulse. What is handed back ends
        the subscription.
        """
        self._worker.watchers.append(watcher)
        return lambda: self._worker.watchers.remove(watcher)

    async def run(self) -> None:
        """Run jobs until :meth:`stop`; a cancelled run hands back what is at work.

        Raises:
            RuntimeError: it is running already.
            Exception: the engine has failed; what was at work was handed back.
        """
        if self._serving is not None:
            raise RuntimeError("jobs are running already")
        self._engine.prepare(self._kinds, self._worker.deliver)
        self._worker.resume()
        self._stopping = False
        self._serving = spawn(self._engine.serve(), name="jobs")
        pulse = spawn(self._pulse(), name="pulse of jobs")
        both = {self._serving, pulse}
        try:
            done, _ = await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            if not self._stopping:
                for ended in done:
                    ended.result()
        finally:
            pulse.cancel()
            await self.stop(0.0)
            await asyncio.wait({pulse})
            self._serving = None

    async def drain(self, limit: float) -> None:
        """Take no more jobs, let those at work end within so many seconds, hand back the rest."""
        self._stopping = True
        self._engine.stop()
        await self._worker.drain(limit)

    async def stop(self, limit: float | None = None) -> None:
        """Drain, and end :meth:`run`; may be called twice, and without a run."""
        await self.drain(self._rules.drain if limit is None else limit)
        if self._serving is not None:
            await self._ended(self._serving)

    async def _ended(self, serving: asyncio.Task[None]) -> None:
        """Wait until all is said, for so long; then the engine does not wait any longer either."""
        await asyncio.wait({serving}, timeout=self._rules.settling)
        await self._engine.close()
        for _ in range(CANCELLATIONS):
            if serving.done():
                break
            serving.cancel()
            await asyncio.wait({serving}, timeout=self._rules.grace)
        else:
            log.error("engine of jobs left behind")
            return
        await self._rows.close()
        if not serving.cancelled() and (error := serving.exception()) is not None:
            log.warning("engine of jobs failed", error=repr(error))

    async def mend(self) -> int:
        """Announce jobs that wait and that no message tells of; how many there were."""
        now = self._now()
        missing = await self._database.read(lambda c: self._engine.missing(c, now))
        if not missing:
            return 0

        missing.sort(key=lambda message: (-message.rank, message.job))
        for first in range(0, len(missing), AT_A_TIME):
            await self._announce(missing[first : first + AT_A_TIME])
        log.info("jobs announced anew", jobs=len(missing))
        return len(missing)

    async def _announce(self, messages: Sequence[Message]) -> None:
        await self._database.write(lambda connection: self._engine.put(connection, messages))

    async def prune(self, now: datetime) -> int:
        """Forget jobs that ended longer ago than is kept; how many."""
        await self._database.write(lambda c: self._engine.prune(c, now))
        return await self._rows.prune(now - self._rules.kept)

    async def _pulse(self) -> None:
        clock = asyncio.get_running_loop().time
        next_mending = clock()
        while True:
            try:
                if clock() >= next_mending:
                    await self.mend()
                    next_mending = clock() + self._engine.mend_every
                await self._worker.beat()
            except PhoenixError as error:
                log.warning("pulse of jobs missed", error=str(error))
            await asyncio.sleep(self._rules.pulse)


def _order(
    kind: str,
    payload: Mapping[str, Json],
    key: str,
    owner: str,
    limit: float,
    priority: int,
    subscriber: str | None,
) -> Order:
    if abs(priority) > MOST_PRIORITY or limit <= 0.0:
        raise ValueError(f"no priority or no limit: {priority}, {limit}")
    return Order(kind, key, owner, written(dict(payload)), priority, limit, subscriber)
