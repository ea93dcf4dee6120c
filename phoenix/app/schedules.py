"""What the leader does at set times.

PgQueuer's own scheduler knows no epochs, so that a leader that was replaced might still write, and
embedded it forgets on exit when it last ran; of it only the reader of cron expressions is used.

Each schedule has a row, written under the leader's epoch before a tick's work begins and after it
has ended. Who leads next sees by it what was missed, and what was begun and not ended: that tick
is run again, so its work must be idempotent. A change of leader neither doubles nor loses one; the
death of one between the end of a tick's work and the note of it doubles that tick.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar

import structlog
from croniter import croniter  # type: ignore[import-untyped]
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.app.leader import Lease, fenced
from phoenix.domain.errors import StoreError
from phoenix.store.store import Store
from phoenix.store.tables import schedule_run
from phoenix.store.upserts import insert_of
from phoenix.tasks import spawn

T = TypeVar("T")

log = structlog.get_logger(__name__)

LIMIT = 300.0  # seconds that a tick may take, unless its schedule says otherwise
GRACE = 0.5  # seconds that its work gets to end when it is cancelled; then it is left behind
LOOK_EVERY = 30.0  # seconds: a clock that was set is noticed within this
AGAIN = 5.0  # seconds between two tries to write while the database is away
MOST_TIMES = 3  # that a tick is begun, if each time its leader is lost meanwhile
SKEW = timedelta(hours=1)  # by which the clocks of two leaders may differ

_MOMENT = timedelta(microseconds=1)


class Outcome(StrEnum):
    """What came of a tick."""

    RAN = "ran"
    FAILED = "failed"
    OVERDUE = "overdue"
    GIVEN_UP = "given up"  # it was begun too often


@dataclass(frozen=True, slots=True)
class Tick:
    """One run of a schedule.

    Attributes:
        name: of the schedule.
        due: the moment that it stands for: of those that have passed, the latest; UTC.
        epoch: what its writes must carry (:func:`phoenix.app.leader.fenced`).
        times: how often it was begun, this time included.
    """

    name: str
    due: datetime
    epoch: int
    times: int = 1


Work: TypeAlias = Callable[[Tick], Awaitable[object]]
OnTick: TypeAlias = Callable[[str, Outcome, float], None]


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


def count_nothing(name: str, outcome: Outcome, seconds: float) -> None:
    """Nobody counts."""


class Schedules:
    """The registry, and who keeps to it while this process leads.

    Args:
        store: opened, its schema at head.
        on_tick: told of each tick: its schedule's name, what came of it, and seconds.
        lease: the leader's.
        now: the clock, in UTC.
    """

    def __init__(
        self,
        store: Store,
        *,
        on_tick: OnTick = count_nothing,
        lease: Lease | None = None,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._rows = _Rows(store, lease or Lease())
        self._on_tick = on_tick
        self._now = now
        self._schedules: dict[str, _Schedule] = {}
        self._keeping: set[asyncio.Task[None]] = set()

    def add(
        self, name: str, cron: str, work: Work, *, limit: float = LIMIT, zone: tzinfo = UTC
    ) -> None:
        """Have ``work`` done at set times; what passes while nobody leads is done once, later.

        Args:
            name: the key of what is kept of it, in every release.
            cron: five fields, or six with seconds last. What a zone's clocks skip in spring comes
                when they go on; what they show twice in autumn comes twice.
            work: idempotent; its result is not looked at.
            limit: seconds that one tick may take.
            zone: whose clocks the expression means.

        Raises:
            ValueError: the name is taken, or the expression is none.
        """
        if name in self._schedules:
            raise ValueError(f"there is a schedule {name!r} already")
        schedule = _Schedule(name, cron, work, limit, zone)
        schedule.after(self._now())  # raises where no moment ever fits
        self._schedules[name] = schedule

    @property
    def names(self) -> tuple[str, ...]:
        """All schedules, in the order in which they were added."""
        return tuple(self._schedules)

    async def run(self, epoch: int) -> None:
        """Keep to all schedules as the leader of this epoch, until :meth:`stop`.

        Raises:
            RuntimeError: they are kept to already.
            NotLeader: the epoch has passed.
        """
        if self._keeping:
            raise RuntimeError("schedules are kept to already")
        if not self._schedules:
            return
        tasks = self._keeping = {
            spawn(self._keep(schedule, epoch), name=f"schedule {schedule.name}")
            for schedule in self._schedules.values()
        }
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
        finally:
            await self.stop()
            self._keeping = set()
        for task in tasks:
            if not task.cancelled():
                task.result()

    async def stop(self) -> None:
        """End what is at work, and :meth:`run`; may be called twice, and without a run."""
        tasks = tuple(self._keeping)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    async def _keep(self, schedule: "_Schedule", epoch: int) -> None:
        latest = await self._rows.first_seen(schedule.name, epoch, self._now())
        while True:
            begun = await self._next(schedule, latest, epoch)
            latest = await self._ticked(schedule, begun)

    async def _ticked(self, schedule: "_Schedule", begun: "_Run") -> "_Run":
        """A tick to its end; when cancelled, what has ended by then is still written down."""
        stop: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        ticking = spawn(self._tick(schedule, begun, stop), name=f"tick of {begun.name}")
        try:
            return await asyncio.shield(ticking)
        finally:
            stop.cancel()
            await asyncio.wait({ticking}, timeout=3 * GRACE)
            await _end(ticking, begun.name)

    async def _tick(
        self, schedule: "_Schedule", begun: "_Run", stop: asyncio.Future[None]
    ) -> "_Run":
        began = time.perf_counter()
        outcome = await self._outcome(schedule, begun, stop)
        seconds = time.perf_counter() - began
        if stop.done() and outcome is not Outcome.RAN:
            return begun  # whoever leads next begins it again
        latest = replace(begun, ended=self._now(), outcome=outcome)
        await self._rows.write(latest)
        self._count(latest, outcome, seconds)
        return latest

    async def _next(self, schedule: "_Schedule", latest: "_Run", epoch: int) -> "_Run":
        """Wait for the next tick; what was begun and not ended is due at once."""
        if latest.ended is None:
            begun = replace(latest, epoch=epoch, times=latest.times + 1, begun=self._now())
        else:
            due = await self._due(schedule, latest)
            begun = _Run(schedule.name, due, epoch, times=1, begun=self._now())
        await self._rows.write(begun)
        return begun

    async def _due(self, schedule: "_Schedule", latest: "_Run") -> datetime:
        """Wait until moments have passed since the latest tick; the last of them."""
        since = latest.due
        if since > self._now() + SKEW:
            log.warning("schedule lies in the future", name=schedule.name, due=since.isoformat())
            since = self._now()
        first = schedule.after(since)
        await self._until(first)
        return max(first, schedule.latest(self._now()))

    async def _until(self, moment: datetime) -> None:
        while (left := (moment - self._now()).total_seconds()) > 0.0:  # noqa: ASYNC110 - of a clock that was set no event tells
            await asyncio.sleep(min(left, LOOK_EVERY))

    async def _outcome(
        self, schedule: "_Schedule", run: "_Run", stop: asyncio.Future[None]
    ) -> Outcome:
        if run.times > MOST_TIMES:
            log.error("schedule given up", name=run.name, due=run.due.isoformat(), times=MOST_TIMES)
            return Outcome.GIVEN_UP
        work = spawn(_done(schedule.work, run.tick), name=f"work of {run.name}")
        either: set[asyncio.Future[Any]] = {work, stop}
        try:
            await asyncio.wait(either, timeout=schedule.limit, return_when=asyncio.FIRST_COMPLETED)
            await _end(work, run.name)
        finally:
            work.cancel()
        if work.done() and not work.cancelled():
            return work.result()
        if not stop.done():
            log.error("schedule overdue", name=run.name, limit=schedule.limit)
        return Outcome.OVERDUE

    def _count(self, run: "_Run", outcome: Outcome, seconds: float) -> None:
        if outcome is Outcome.RAN:
            late = (run.begun - run.due).total_seconds()
            ms = round(1000.0 * seconds, 1)
            log.info("schedule ran", name=run.name, ms=ms, late=round(late, 3), epoch=run.epoch)
        try:
            self._on_tick(run.name, outcome, seconds)
        except Exception:
            log.exception("tick not counted", name=run.name)


async def _done(work: Work, tick: Tick) -> Outcome:
    try:
        await work(tick)
    except (Exception, SystemExit):
        log.exception("schedule failed", name=tick.name, due=tick.due.isoformat())
        return Outcome.FAILED
    return Outcome.RAN


async def _end(task: asyncio.Task[Any], name: str) -> None:
    """Cancel what has not ended by itself, and wait for its end, for so long."""
    if task.done():
        return
    task.cancel()
    await asyncio.wait({task}, timeout=GRACE)
    if not task.done():
        log.error("schedule left behind", name=name)


@dataclass(frozen=True, slots=True)
class _Schedule:
    """See :meth:`Schedules.add`."""

    name: str
    cron: str
    work: Work
    limit: float
    zone: tzinfo

    def after(self, moment: datetime) -> datetime:
        """The first moment that is later."""
        return self._read(moment, croniter.get_next)

    def latest(self, moment: datetime) -> datetime:
        """The last moment that is not later."""
        return self._read(moment + _MOMENT, croniter.get_prev)

    def _read(self, moment: datetime, step: Callable[..., datetime]) -> datetime:
        found = step(croniter(self.cron, moment.astimezone(self.zone)), datetime)
        return found.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class _Run:
    """A row of ``schedule_run``: the latest tick of a schedule."""

    name: str
    due: datetime
    epoch: int
    times: int
    begun: datetime
    ended: datetime | None = None
    outcome: str | None = None

    @property
    def tick(self) -> Tick:
        return Tick(self.name, self.due, self.epoch, self.times)


class _Rows:
    """The latest ticks in the database; each write is the leader's, or refused."""

    def __init__(self, store: Store, lease: Lease) -> None:
        self._store = store
        self._lease = lease

    async def first_seen(self, name: str, epoch: int, now: datetime) -> _Run:
        """The latest tick; of a schedule that is new, none was missed before now."""
        query = select(schedule_run).where(schedule_run.c.name == name)

        async def work(connection: AsyncConnection) -> _Run:
            await fenced(connection, epoch, lease=self._lease)
            found = (await connection.execute(query)).mappings().first()
            if found is not None:
                return _Run(**found)
            run = _Run(name, now, epoch, times=0, begun=now, ended=now)
            await _keep_row(connection, run)
            return run

        return await self._persistently(name, work)

    async def write(self, run: _Run) -> None:
        """Keep a tick's latest state, however long it takes: else it would be run again."""

        async def work(connection: AsyncConnection) -> None:
            await fenced(connection, run.epoch, lease=self._lease)
            await _keep_row(connection, run)

        await self._persistently(run.name, work)

    async def _persistently(self, name: str, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        while True:
            try:
                return await self._store.write(work)
            except StoreError as error:
                log.warning("schedule held up", name=name, error=str(error))
                await asyncio.sleep(AGAIN)


async def _keep_row(connection: AsyncConnection, run: _Run) -> None:
    values = {
        "name": run.name, "due": run.due, "epoch": run.epoch, "times": run.times,
        "begun": run.begun, "ended": run.ended, "outcome": run.outcome,
    }  # fmt: skip
    statement = insert_of(connection.dialect.name)(schedule_run).values(**values)
    await connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=values))
