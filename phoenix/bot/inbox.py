"""Which updates were dealt with: what comes of each is kept once, whoever gets it.

A handler writes nothing and sends nothing: it hands back what is to be written, and that is written
in one transaction with the mark of the update. Where somebody else has marked it meanwhile, nothing
of it is kept. Telegram forgets an update only after that: none is lost, however a process ends, and
none is answered twice.

Where updates are polled, the leader's epoch is proved in the database before each batch and with
each mark; a mark is written in any case, since what is kept with it is kept once, and the next
leader, which waits for the one before to end, finds it. Where Telegram calls, the mark alone is the
guard. The updates of one chat are dealt with one after the other, those of several side by side.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Protocol, TypeAlias, TypeVar
from weakref import WeakValueDictionary

import structlog
from sqlalchemy import DateTime, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix import metrics
from phoenix.app.errors import PhoenixError
from phoenix.app.leader import Lease, NotLeader, fenced
from phoenix.app.store_faults import StoreAway
from phoenix.bot.faults import TelegramFault
from phoenix.bot.incoming import KINDS, lane, number_of
from phoenix.tasks import spawn

log = structlog.get_logger(__name__)

T = TypeVar("T")

KEPT = timedelta(hours=48)  # Telegram itself keeps an update for 24 hours
TRIES = 5
LIMIT = 30.0
AT_ONCE = 16  # chats, for a handler that sends nothing itself

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

Update: TypeAlias = Mapping[str, Any]


class Database(Protocol):
    """An opened database; ``phoenix.store.store.Store`` is one."""

    async def write(self, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """What ``work`` makes of one transaction; it may be done again, and is idempotent."""
        ...


def _nothing() -> None:
    """Nothing is to be done."""


@dataclass(frozen=True, slots=True)
class Dealt:
    """What comes of an update.

    Attributes:
        keep: writes it, in the transaction of the mark.
        after: called once that is kept; it does not wait.
    """

    keep: Callable[[AsyncConnection], Awaitable[Any]]
    after: Callable[[], None] = _nothing


Handle: TypeAlias = Callable[[Update], Awaitable[Dealt | None]]
Sorry: TypeAlias = Callable[[Update, Exception], Awaitable[Dealt | None]]
Seen: TypeAlias = Callable[[Update], None]


async def tell_failed(update: Update, error: Exception) -> None:
    """The log has the traceback, and nobody is told."""
    log.error("update failed", update_id=number_of(update), exc_info=error)


def _passed_over(_update: Update) -> None:
    """It was dealt with before."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Inbox:
    """Has updates dealt with.

    Args:
        database: with the tables ``telegram_update`` and ``leader``.
        handle: deals with an update; None: nothing comes of it. A database that is away lets it
            come again, and so does any other fault of the program's own, a few times; whatever
            else is raised ends that update.
        lease: of the leader's lock.
        sorry: what comes of an update that failed instead; it tells of that as well.
        seen: told of an update that was dealt with before.
        at_once: chats whose updates are dealt with side by side. More than one is for a ``handle``
            that sends nothing itself: what it had sent, a kill would have sent again for each.
        limit: seconds that one update may take.
        now: the clock.
    """

    def __init__(
        self,
        database: Database,
        handle: Handle,
        lease: Lease | None = None,
        *,
        sorry: Sorry = tell_failed,
        seen: Seen = _passed_over,
        at_once: int = 1,
        limit: float = LIMIT,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._database = database
        self._handle = handle
        self._sorry = sorry
        self._seen = seen
        self._limit = limit
        self._lease = lease or Lease()
        self._now = now
        self._tried: Counter[int] = Counter()
        self._room = asyncio.Semaphore(at_once)
        self._lanes: WeakValueDictionary[int | None, asyncio.Lock] = WeakValueDictionary()

    async def accept(
        self, updates: Sequence[Update], epoch: int, goes_on: Callable[[], bool]
    ) -> bool:
        """Deal with those that nobody has dealt with; False if ``goes_on`` said no before the end.

        Raises:
            NotLeader: another leads; what was not handled is left to it.
            PhoenixError: the rest could not be dealt with now.
        """
        numbered = [update for update in updates if number_of(update) is not None]
        marked = await self._database.write(partial(self._marked, numbered, epoch))
        lanes: dict[int | None, list[Update]] = {}
        for update in numbered:
            if update["update_id"] in marked:
                self._was_seen(update)
            else:
                lanes.setdefault(lane(update), []).append(update)
        return await self._side_by_side(list(lanes.values()), epoch, goes_on)

    async def accept_one(self, update: Update) -> bool:
        """Deal with an update that Telegram has brought; False if it was dealt with before.

        Raises:
            PhoenixError: it could not be dealt with now; Telegram has to bring it again.
        """
        if number_of(update) is None:
            log.info("update without a number passed over")
            return False
        return await self._one(update, None)

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

    async def _side_by_side(
        self, lanes: Sequence[Sequence[Update]], epoch: int, goes_on: Callable[[], bool]
    ) -> bool:
        """Where one chat's updates fail, those of others that are at work are dealt with still."""
        failed: list[Exception] = []

        async def one(updates: Sequence[Update]) -> bool:
            try:
                return await self._in_turn(updates, epoch, lambda: not failed and goes_on())
            except Exception as error:  # noqa: BLE001 - raised below, once all have ended
                failed.append(error)
                return False

        tasks = [spawn(one(updates), name="updates of a chat") for updates in lanes]
        try:
            if tasks:
                await asyncio.wait(tasks)
        except asyncio.CancelledError:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
            raise
        if failed:
            raise next((error for error in failed if isinstance(error, NotLeader)), failed[0])
        return all(task.result() for task in tasks)

    async def _in_turn(
        self, updates: Sequence[Update], epoch: int, goes_on: Callable[[], bool]
    ) -> bool:
        for update in updates:
            if not goes_on():
                return False
            await self._one(update, epoch)
        return True

    async def _one(self, update: Update, epoch: int | None) -> bool:
        of = lane(update)
        turn = self._lanes.get(of)
        if turn is None:
            turn = self._lanes[of] = asyncio.Lock()
        async with turn, self._room:
            return await self._dealt_with(update, epoch)

    async def _dealt_with(self, update: Update, epoch: int | None) -> bool:
        """Handle and mark it; what is handled again after a fault leaves nothing of the first."""
        dealt = await self._outcome(update)
        try:
            is_new, refused = await self._written(update, dealt, epoch)
        except Exception as error:  # noqa: BLE001 - raised again there, or told
            dealt = await self._instead(update, error)
            is_new, refused = await self._written(update, dealt, epoch)
        self._tried.pop(update["update_id"], None)
        if not is_new:
            self._was_seen(update)
        elif dealt is not None:
            dealt.after()
        if refused is not None:
            raise refused
        return is_new

    async def _outcome(self, update: Update) -> Dealt | None:
        try:
            async with asyncio.timeout(self._limit):
                dealt = await self._handle(update)
        except Exception as error:  # noqa: BLE001 - raised again there, or told
            return await self._instead(update, error)
        metrics.UPDATES.add(_kind(update), metrics.OK)
        return dealt

    async def _instead(self, update: Update, error: Exception) -> Dealt | None:
        """What comes of an update that failed; what may pass is raised, to be tried again."""
        number = update["update_id"]
        if isinstance(error, StoreAway):
            raise error
        if isinstance(error, TelegramFault):
            log.warning("update not answered", update_id=number, error=str(error))
            metrics.UPDATES.add(_kind(update), "failed")
            return None
        if isinstance(error, PhoenixError):
            self._tried[number] += 1
            if self._tried[number] < TRIES:
                raise error
            log.error("update given up", update_id=number, error=str(error))
        metrics.UPDATES.add(_kind(update), "failed")
        return await self._sorry(update, error)

    async def _written(
        self, update: Update, dealt: Dealt | None, epoch: int | None
    ) -> tuple[bool, NotLeader | None]:
        """Write the mark, also if this is cancelled: the lease may be over, the fact is not."""
        number = update["update_id"]
        mark = partial(self._mark, number, dealt, epoch)
        writing = spawn(self._database.write(mark), name="mark of an update")
        writing.add_done_callback(partial(_tell_unmarked, number))
        return await asyncio.shield(writing)

    async def _mark(
        self, number: int, dealt: Dealt | None, epoch: int | None, connection: AsyncConnection
    ) -> tuple[bool, NotLeader | None]:
        """Kept also if the epoch has passed; that is told then, for the next update's sake."""
        row = {"id": number, "received": self._now()}
        is_new = (await connection.execute(_MARK, row)).rowcount == 1
        if is_new and dealt is not None:
            await dealt.keep(connection)
        if epoch is None:
            return is_new, None
        try:
            await fenced(connection, epoch, lease=self._lease)
        except NotLeader as passed:
            return is_new, passed
        return is_new, None

    def _was_seen(self, update: Update) -> None:
        metrics.UPDATES.add(_kind(update), "seen")
        self._seen(update)


def _kind(update: Update) -> str:
    """Such as ``message``; Telegram names the only other part of an update for it."""
    kind = next((name for name in update if name != "update_id"), "empty")
    return kind if kind in {*KINDS, "empty"} else "other"


def _tell_unmarked(number: int, writing: asyncio.Task[Any]) -> None:
    if writing.cancelled() or (error := writing.exception()) is not None:
        why = "cancelled" if writing.cancelled() else str(error)
        log.warning("update not marked", update_id=number, error=why)
