"""Whether a job is taken: one decision after another, whichever process it is asked in.

Jobs of one priority come in the order of their *turns*: start-time fair queueing (Goyal, Vin and
Cheng 1996) with every job counted alike. The turn of a job is one after its owner's last, but not
before those of who waits already: owners take turns however many jobs each of them has, and nobody
waits for ever.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Row, func, insert, literal, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix import metrics
from phoenix.jobs.faults import QueueFull, TooMany
from phoenix.jobs.ports import Database, Engine, Message
from phoenix.jobs.rules import Rules
from phoenix.jobs.tables import IS_LIVE, IS_WAITING, in_utc, insert_new, job, job_subscriber
from phoenix.jobs.values import Order, Status, Ticket

MOST_PRIORITY = 100
TURNS = 2**24  # what a turn may come to within the engine's rank, which has 32 bits

RECENT = 100  # jobs that the pace is measured by

# Held by who decides, in any process, until the end of the transaction ("phoenix jobs").
LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('phoenix jobs', 0))")

AnyRow: TypeAlias = Row[*tuple[Any, ...]]


def rank(priority: int, turn: int) -> int:
    """Where a job stands among all: higher comes first."""
    return priority * TURNS - min(turn, TURNS - 1)


class Admission:
    """Decides about orders; the waiting of one process use one connection between them."""

    def __init__(
        self, database: Database, engine: Engine, rules: Rules, now: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._engine = engine
        self._rules = rules
        self._now = now
        self._gate = asyncio.Lock()

    async def admit(self, order: Order) -> Ticket:
        """Take a job, or join the one that has its key and is not over.

        Raises:
            QueueFull: too many wait.
            TooMany: its owner has as many as one may have.
            StoreError: the database cannot be written; nothing was taken.
        """
        made: list[int] = []

        async def work(connection: AsyncConnection) -> Ticket:
            await self._alone(connection)
            if made and await self._is_there(connection, made[-1]):
                return Ticket(made[-1], joined=False)
            ticket = await self._decided(connection, order)
            if not ticket.joined:
                made.append(ticket.job)
            return ticket

        async with self._gate:
            return await self._database.write(work)

    async def admit_within(self, connection: AsyncConnection, order: Order) -> Ticket:
        """The same in a transaction of the caller's, which is done again only as a whole.

        Raises:
            QueueFull, TooMany: nothing was taken; the transaction can go on.
        """
        await self._alone(connection)
        return await self._decided(connection, order)

    async def _alone(self, connection: AsyncConnection) -> None:
        """Let nobody else decide until the transaction ends."""
        if self._database.dialect == "postgresql":
            await connection.execute(LOCK)

    async def _decided(self, connection: AsyncConnection, order: Order) -> Ticket:
        told = await self._told(connection, order)
        if told.same is not None and (live := await self._live(connection, told.same)):
            return await self._join(connection, order, live, told)
        return Ticket(await self._take(connection, order, told), joined=False)

    async def _is_there(self, connection: AsyncConnection, job_id: int) -> bool:
        """Whether an earlier try, whose answer was lost, was kept after all."""
        found = await connection.execute(select(job.c.id).where(job.c.id == job_id))
        return found.first() is not None

    async def _live(self, connection: AsyncConnection, job_id: int) -> AnyRow | None:
        """A job, unless it is over; held, so that it does not end before who joins is noted."""
        query = select(job.c.id, job.c.status, job.c.priority).where(job.c.id == job_id, IS_LIVE)
        return (await connection.execute(query.with_for_update())).first()

    async def _join(
        self, connection: AsyncConnection, order: Order, live: AnyRow, told: AnyRow
    ) -> Ticket:
        await self._subscribe(connection, order, live.id)
        if live.status == Status.WAITING and live.priority < order.priority:
            turn = told.first_turn or 0
            raised = {"priority": order.priority, "turn": turn}
            await connection.execute(update(job).where(job.c.id == live.id).values(**raised))
            message = Message(live.id, order.kind, rank(order.priority, turn))
            await self._engine.put(connection, [message])
        return Ticket(live.id, joined=True)

    async def _take(self, connection: AsyncConnection, order: Order, told: AnyRow) -> int:
        rules = self._rules
        if told.held >= rules.slots and order.owner not in rules.without_slots:
            metrics.JOBS_REFUSED.add("owner")
            raise TooMany(order.owner, rules.slots)
        if told.waiting >= rules.room(order.priority):
            metrics.JOBS_REFUSED.add("queue")
            raise QueueFull(told.waiting + 1, await self._estimate(connection, told.waiting + 1))
        after_own = 0 if told.last_turn is None else told.last_turn + 1
        turn = max(after_own, told.first_turn or 0)
        statement = insert(job).values(**_first(order, turn, self._now())).returning(job.c.id)
        job_id = int((await connection.execute(statement)).scalar_one())
        await self._subscribe(connection, order, job_id)
        message = Message(job_id, order.kind, rank(order.priority, turn))
        await self._engine.put(connection, [message])
        return job_id

    async def _subscribe(self, connection: AsyncConnection, order: Order, job_id: int) -> None:
        if order.subscriber is not None:
            row = {"job_id": job_id, "subscriber": order.subscriber}
            await connection.execute(insert_new(connection.dialect.name, job_subscriber), row)

    async def _told(self, connection: AsyncConnection, order: Order) -> AnyRow:
        """What the decision rests on: one question, since each takes its time on the way."""
        key = (job.c.kind == order.kind) & (job.c.key == order.key)
        own = (job.c.owner == order.owner) & IS_LIVE
        same = job.c.priority == order.priority
        some = select(literal(1)).where(IS_WAITING).limit(self._rules.room(order.priority))
        query = select(
            _single(job.c.id, key & IS_LIVE).label("same"),
            _single(func.count(job.c.id), own).label("held"),
            _single(func.max(job.c.turn), own & same).label("last_turn"),
            _single(func.min(job.c.turn), IS_WAITING & same).label("first_turn"),
            select(func.count()).select_from(some.subquery()).scalar_subquery().label("waiting"),
        )
        return (await connection.execute(query)).one()

    async def _estimate(self, connection: AsyncConnection, place: int) -> float | None:
        """Seconds until the turn of this place, at the pace of the jobs that ended last."""
        query = select(job.c.finished).where(job.c.finished.is_not(None))
        latest = await connection.execute(query.order_by(job.c.finished.desc()).limit(RECENT))
        ends = [in_utc(row.finished) for row in latest]
        if len(ends) < 2:
            return None
        seconds = max((self._now() - ends[-1]).total_seconds(), 0.0)
        return place * seconds / len(ends)


def _single(value: ColumnElement[Any], condition: ColumnElement[bool]) -> ColumnElement[Any]:
    return select(value).where(condition).scalar_subquery()


def _first(order: Order, turn: int, now: datetime) -> dict[str, Any]:
    """A row of a job that has just been taken."""
    return {
        "kind": order.kind, "key": order.key, "owner": order.owner, "payload": order.payload,
        "priority": order.priority, "turn": turn, "limit_seconds": order.limit,
        "status": Status.WAITING, "progress": 0.0, "phrase": "", "attempts": 0, "failures": 0,
        "interruptions": 0, "created": now,
    }  # fmt: skip
