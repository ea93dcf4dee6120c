"""Messages in PostgreSQL: whoever is there may take them, and what a process drops, another gets.

PgQueuer keeps them in tables of its own beside ours, in the same database, so that a job and its
message are written in one transaction.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from pgqueuer import AsyncpgDriver, Queries, QueueManager
from pgqueuer.adapters.persistence.qb import (
    QueryBuilderEnvironment,
    QueryQueueBuilder,
    QuerySchedulerBuilder,
)
from pgqueuer.ports.driver import Driver
from sqlalchemy import URL, String, cast, column, exists, select, table, text
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.jobs.admission import rank
from phoenix.jobs.engines.handing_out import NAMES, hand_out, manager_of, payload_of
from phoenix.jobs.engines.line import Line, connect
from phoenix.jobs.ports import Deliver, Message
from phoenix.jobs.rules import Rules
from phoenix.jobs.tables import IS_LIVE, in_utc, job
from phoenix.jobs.values import Status

MEND_EVERY = 60.0
LOG_KEPT = timedelta(hours=1)  # of PgQueuer's own log, which nobody reads: ours tells more

# Held while the tables are made, by one process after another ("phoenix queue").
INSTALL_LOCK = "SELECT pg_advisory_lock(hashtextextended('phoenix queue', 0))"

_messages = table(NAMES.queue_table, column("dedupe_key"), column("status"))
_has_message = exists().where(_messages.c.dedupe_key == cast(job.c.id, String))
_withdraw = text(
    f"DELETE FROM {NAMES.queue_table} WHERE dedupe_key = :job AND status = 'queued'"  # noqa: S608 - a constant
)
_forget = text(f"DELETE FROM {NAMES.queue_table_log} WHERE created < :before")  # noqa: S608 - a constant


def queries_on(driver: Driver) -> Queries:
    """PgQueuer's statements, through this driver."""
    return Queries(
        driver,
        QueryBuilderEnvironment(NAMES),
        QueryQueueBuilder(NAMES),
        QuerySchedulerBuilder(NAMES),
    )


class DistributedEngine:
    """See :class:`phoenix.jobs.ports.Engine`.

    Args:
        direct: the server itself, not a pooler that lends connections for one transaction: what is
            announced would not be heard through it.
        rules: how long and how many.
    """

    def __init__(self, direct: URL, rules: Rules) -> None:
        self._direct = direct
        self._rules = rules
        self._line: Line | None = None
        self._manager: QueueManager | None = None
        self.mend_every = MEND_EVERY

    async def open(self) -> None:
        """Make PgQueuer's tables, or bring them up to date."""
        connection = await connect(self._direct)
        try:
            await connection.execute(INSTALL_LOCK)
            queries = queries_on(AsyncpgDriver(connection))
            if await queries.schema_is_installed():
                await queries.upgrade()
            else:
                await queries.install()
                await queries.optimize_autovacuum()
        finally:
            await connection.close()

    def prepare(self, kinds: Collection[str], deliver: Deliver) -> None:
        """See :class:`phoenix.jobs.ports.Engine`."""
        self._line = Line(self._direct)
        self._manager = manager_of(queries_on(self._line), kinds, deliver, self._rules)

    async def serve(self) -> None:
        """See :class:`phoenix.jobs.ports.Engine`."""
        if self._manager is None or self._line is None:
            raise RuntimeError("prepare the engine before it serves")
        try:
            await hand_out(self._manager, self._rules)
        finally:
            await self._line.close()
            self._manager = self._line = None

    def stop(self) -> None:
        """See :class:`phoenix.jobs.ports.Engine`."""
        if self._manager is not None:
            self._manager.shutdown.set()

    async def close(self) -> None:
        """See :class:`phoenix.jobs.ports.Engine`."""
        if self._line is not None:
            await self._line.close()

    async def put(self, connection: AsyncConnection, messages: Sequence[Message]) -> None:
        """See :class:`phoenix.jobs.ports.Engine`."""
        borrowed = await connection.get_raw_connection()
        await queries_on(AsyncpgDriver(borrowed.driver_connection)).enqueue(
            [message.kind for message in messages],
            [payload_of(message.job) for message in messages],
            [message.rank for message in messages],
            dedupe_key=[str(message.job) for message in messages],
            on_conflict="update_priority",
        )

    async def withdraw(self, connection: AsyncConnection, job: int) -> None:
        """See :class:`phoenix.jobs.ports.Engine`."""
        await connection.execute(_withdraw, {"job": str(job)})

    async def missing(self, connection: AsyncConnection, now: datetime) -> list[Message]:
        """Jobs without a message: who wait, and who should have ended long ago.

        One that runs may have none while all is well: if its process was taken for dead, and is
        not, it and its successor share one message.
        """
        query = select(
            job.c.id, job.c.kind, job.c.priority, job.c.turn,
            job.c.status, job.c.started, job.c.limit_seconds,
        )  # fmt: skip
        found = await connection.execute(query.where(IS_LIVE, ~_has_message))
        return [
            Message(row.id, row.kind, rank(row.priority, row.turn))
            for row in found
            if row.status == Status.WAITING or self._is_overdue(row.started, row.limit_seconds, now)
        ]

    def _is_overdue(self, started: datetime, limit: float, now: datetime) -> bool:
        return in_utc(started) + timedelta(seconds=limit + self._rules.heartbeat) < now

    async def prune(self, connection: AsyncConnection, now: datetime) -> None:
        """See :class:`phoenix.jobs.ports.Engine`."""
        await connection.execute(_forget, {"before": now - LOG_KEPT})
