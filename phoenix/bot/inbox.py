"""Which updates were dealt with: each is handled once, whoever polls.

An update is handled first and marked then, and Telegram forgets it only after that: none is lost,
however a leader ends. The one that a leader was handling when it was killed (or paused, or cut off
from the database, for longer than its lease) is handled again by the next, and no other. Before
each update the leader's epoch is proved in the database; a mark is written in any case, since what
was handled was handled, and the next leader, which waits for the one before to end, finds it.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Protocol, TypeAlias, TypeVar

import structlog
from sqlalchemy import DateTime, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix import metrics
from phoenix.app.errors import PhoenixError
from phoenix.app.leader import Lease, NotLeader, fenced
from phoenix.bot.api import Update
from phoenix.bot.faults import TelegramFault
from phoenix.tasks import spawn

log = structlog.get_logger(__name__)

T = TypeVar("T")

KEPT = timedelta(hours=48)  # Telegram itself keeps an update for 24 hours
TRIES = 5
LIMIT = 30.0

_MARKED = text("SELECT update_id FROM telegram_update WHERE update_id IN :ids").bindparams(
    bindparam("ids", expanding=True)
)
_MARK = text("""
    INSERT INTO telegram_update (update_id, received) VALUES (:id, :received)
    ON CONFLICT (update_id) DO NOTHING
""").bindparams(bindparam("received", type_=DateTime(timezone=True)))
_PRUNE = text("DELETE FROM telegram_update WHERE received < :before").bindparams(
    bindparam("before", type_=DateTime(timezone=True))
)

Handle: TypeAlias = Callable[[Update], Awaitable[Any]]


class Database(Protocol):
    """An opened database; ``phoenix.store.store.Store`` is one."""

    async def write(self, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """What ``work`` makes of one transaction; it may be done again, and is idempotent."""
        ...


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Inbox:
    """Has updates handled one after the other.

    Args:
        database: with the tables ``telegram_update`` and ``leader``.
        handle: deals with an update. What it raises is logged and ends that update; a fault of the
            program's own other than Telegram's (a database that is away) lets it come again.
        lease: of the leader's lock.
        limit: seconds that one update may take.
        now: the clock.
    """

    def __init__(
        self,
        database: Database,
        handle: Handle,
        lease: Lease | None = None,
        *,
        limit: float = LIMIT,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._database = database
        self._handle = handle
        self._limit = limit
        self._lease = lease or Lease()
        self._now = now
        self._unmarked: set[int] = set()
        self._tried: Counter[int] = Counter()

    async def accept(
        self, updates: Sequence[Update], epoch: int, goes_on: Callable[[], bool]
    ) -> bool:
        """Deal with those that nobody has dealt with; False if ``goes_on`` said no before the end.

        Raises:
            NotLeader: another leads; what was not handled is left to it.
            PhoenixError: the rest could not be dealt with now.
        """
        marked = await self._database.write(partial(self._marked, updates, epoch))
        for update in updates:
            kind = _kind(update)
            if update["update_id"] in marked:
                metrics.UPDATES.add(kind, "seen")
            elif not goes_on():
                return False
            else:
                await self._dealt_with(update, kind, epoch)
        return True

    async def prune(self, now: datetime) -> int:
        """Forget what was accepted two days ago or earlier; how many."""
        before = {"before": now - KEPT}
        done = await self._database.write(lambda connection: connection.execute(_PRUNE, before))
        return int(done.rowcount)

    async def _marked(
        self, updates: Sequence[Update], epoch: int, connection: AsyncConnection
    ) -> frozenset[int]:
        await fenced(connection, epoch, lease=self._lease)
        ids = [update["update_id"] for update in updates]
        return frozenset((await connection.execute(_MARKED, {"ids": ids})).scalars())

    async def _dealt_with(self, update: Update, kind: str, epoch: int) -> None:
        """Handle and mark it; one that only its mark was wanting of is not handled again."""
        number = update["update_id"]
        if number not in self._unmarked:
            metrics.UPDATES.add(kind, await self._outcome(update))
            self._unmarked.add(number)
        refused = await self._written(number, epoch)
        self._unmarked.discard(number)
        self._tried.pop(number, None)
        if refused is not None:
            raise refused

    async def _outcome(self, update: Update) -> str:
        number = update["update_id"]
        try:
            async with asyncio.timeout(self._limit):
                await self._handle(update)
        except TelegramFault as fault:
            log.warning("update not answered", update_id=number, error=str(fault))
        except PhoenixError as fault:
            self._tried[number] += 1
            if self._tried[number] < TRIES:
                raise
            log.exception("update given up", update_id=number, error=str(fault))
        except Exception:  # one update must not keep all the others away
            log.exception("update failed", update_id=number)
        else:
            return metrics.OK
        return "failed"

    async def _written(self, number: int, epoch: int) -> NotLeader | None:
        """Write the mark, also if this is cancelled: the lease may be over, the fact is not."""
        mark = partial(self._mark, number, epoch)
        writing = spawn(self._database.write(mark), name="mark of an update")
        writing.add_done_callback(partial(_tell_unmarked, number))
        return await asyncio.shield(writing)

    async def _mark(self, number: int, epoch: int, connection: AsyncConnection) -> NotLeader | None:
        """Kept also if the epoch has passed; that is told then, for the next update's sake."""
        await connection.execute(_MARK, {"id": number, "received": self._now()})
        try:
            await fenced(connection, epoch, lease=self._lease)
        except NotLeader as passed:
            return passed
        return None


def _kind(update: Update) -> str:
    """Such as ``message``; Telegram names the only other part of an update for it."""
    return next((name for name in update if name != "update_id"), "empty")


def _tell_unmarked(number: int, writing: asyncio.Task[Any]) -> None:
    if writing.cancelled() or (error := writing.exception()) is not None:
        why = "cancelled" if writing.cancelled() else str(error)
        log.warning("update not marked", update_id=number, error=why)
