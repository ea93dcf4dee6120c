"""Messages in the memory of the only process there is.

They are gone with it, and made anew from what is written: whatever waits or was running.
"""

import asyncio
from collections.abc import Collection, Sequence
from datetime import datetime

from pgqueuer import InMemoryDriver, InMemoryQueries, JobId, QueueManager
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment, QueryQueueBuilder
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.jobs.admission import rank
from phoenix.jobs.engines.handing_out import NAMES, hand_out, manager_of, payload_of
from phoenix.jobs.ports import Deliver, Message
from phoenix.jobs.rules import Rules
from phoenix.jobs.tables import IS_LIVE, job

LOG_CLEARED = 100  # messages after which PgQueuer's log, which it keeps in memory, is cleared


class EmbeddedEngine:
    """See :class:`phoenix.jobs.ports.Engine`."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._queue: InMemoryQueries | None = None
        self._manager: QueueManager | None = None
        self._carried: dict[int, JobId] = {}  # the queue's own number of each job's message
        self._dealt_with = 0
        self.mend_every = rules.look_every

    async def open(self) -> None:
        """Nothing is needed in the database."""

    def prepare(self, kinds: Collection[str], deliver: Deliver) -> None:
        """See :class:`phoenix.jobs.ports.Engine`."""
        queue = self._queue = InMemoryQueries(
            InMemoryDriver(), QueryBuilderEnvironment(NAMES), QueryQueueBuilder(NAMES)
        )
        self._carried.clear()

        async def dealt_with(job_id: int) -> float | None:
            again = await deliver(job_id)
            if again is None:
                self._carried.pop(job_id, None)
            self._dealt_with += 1
            if self._dealt_with % LOG_CLEARED == 0:
                await queue.clear_queue_log()
            return again

        self._manager = manager_of(queue, kinds, dealt_with, self._rules)

    async def serve(self) -> None:
        """See :class:`phoenix.jobs.ports.Engine`."""
        if self._manager is None:
            raise RuntimeError("prepare the engine before it serves")
        try:
            await hand_out(self._manager, self._rules)
        finally:
            self._manager = self._queue = None

    def stop(self) -> None:
        """See :class:`phoenix.jobs.ports.Engine`."""
        if self._manager is not None:
            self._manager.shutdown.set()

    async def close(self) -> None:
        """Nothing is held."""

    async def put(self, connection: AsyncConnection, messages: Sequence[Message]) -> None:
        """See :class:`phoenix.jobs.ports.Engine`.

        A message of a transaction that is not kept does no harm: nothing is found to be done. One
        that is handed out before the transaction ends has to wait for it, as every writer does.
        """
        del connection
        for message in messages:
            if self._queue is None:
                return
            (number,) = await self._queue.enqueue(
                message.kind, payload_of(message.job), message.rank,
                dedupe_key=str(message.job), on_conflict="update_priority",
            )  # fmt: skip
            self._carried[message.job] = number
            await asyncio.sleep(0)  # nothing here waits: many would hold up the loop

    async def withdraw(self, connection: AsyncConnection, job: int) -> None:
        """See :class:`phoenix.jobs.ports.Engine`."""
        del connection
        number = self._carried.pop(job, None)
        if self._queue is not None and number is not None:
            await self._queue.mark_job_as_cancelled([number])

    async def missing(self, connection: AsyncConnection, now: datetime) -> list[Message]:
        """Jobs that wait or run as far as is written, and of which nothing is known here."""
        del now
        if self._queue is None:
            return []
        known = set(self._carried)
        query = select(job.c.id, job.c.kind, job.c.priority, job.c.turn)
        found = await connection.execute(query.where(IS_LIVE))
        return [
            Message(row.id, row.kind, rank(row.priority, row.turn))
            for row in found
            if row.id not in known and row.id not in self._carried
        ]

    async def prune(self, connection: AsyncConnection, now: datetime) -> None:
        """It writes nothing down."""
