"""Gets updates from Telegram by long polling, while this process leads.

It knows nothing of what an update means, and dies of nothing but a refused token: what Telegram,
the network or the database do is waited out. An outage is logged once when it begins and once when
it is over. A poll that brings nothing for too long is cut, and one that will not be cut is left
behind; should the poller itself ever end by a bug, it begins anew.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Protocol

import structlog

from phoenix.app.errors import PhoenixError
from phoenix.app.leader import NotLeader
from phoenix.app.leader.events import Outage
from phoenix.bot.api import Update
from phoenix.bot.faults import Conflict, TelegramFault, TooManyRequests, Unauthorised
from phoenix.bounded import GRACE
from phoenix.tasks import end, spawn

log = structlog.get_logger(__name__)

LONG_POLL = 10.0  # seconds for which Telegram waits for an update
SILENCE = 10.0  # seconds beyond that after which a poll counts as stuck
FIRST_REST = 0.5
LONGEST_REST = 30.0
CONFLICT_REST = 1.0
HOOKED_REST = 2.0  # between two looks whether the webhook is gone
CUT = 1.0  # seconds for a poll that was cut to end

HOOKED = (
    "a webhook is set for this bot, so Telegram lets nobody poll: "
    "'phoenix bot webhook delete' deletes it, or set BOT_MODE=webhook"
)


class Updates(Protocol):
    """Where updates come from; :class:`phoenix.bot.api.BotApi` is one."""

    async def get_updates(
        self,
        offset: int | None,
        *,
        wait: float,
        allowed: Sequence[str] | None,
    ) -> list[Update]:
        """Updates from ``offset`` on; those before it are forgotten."""
        ...


class Accept(Protocol):
    """Makes updates ours; :meth:`phoenix.bot.inbox.Inbox.accept` does."""

    async def __call__(
        self, updates: Sequence[Update], epoch: int, goes_on: Callable[[], bool]
    ) -> bool:
        """Accept them in order; False if ``goes_on`` said no before the end."""
        ...


class Seat(Protocol):
    """Who leads; :class:`phoenix.app.leader.Leadership` knows."""

    @property
    def epoch(self) -> int | None:
        """The epoch in which this process leads now."""
        ...

    def recheck(self) -> None:
        """Ask the lock at once."""
        ...


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Poller:
    """The work of a leader.

    Args:
        source: of updates.
        accept: takes them; only then does the offset move.
        seat: by which it leads.
        fatal: told of a refused token, after which nothing is polled any more.
        long_poll: seconds for which Telegram waits for an update.
        silence: seconds beyond that after which a poll is cut, and made anew.
        allowed: kinds of updates that are wanted; None: Telegram's own choice.
        now: the clock.
    """

    def __init__(
        self,
        source: Updates,
        accept: Accept,
        seat: Seat,
        *,
        fatal: Callable[[TelegramFault], None],
        long_poll: float = LONG_POLL,
        silence: float = SILENCE,
        allowed: Sequence[str] | None = None,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._source = source
        self._accept = accept
        self._seat = seat
        self._fatal = fatal
        self._long_poll = long_poll
        self._limit = long_poll + silence
        self._allowed = allowed
        self._now = now
        self._trouble = _Trouble()
        self._polling: asyncio.Task[None] | None = None
        self._accepting = self._ending = False
        self._since = now()
        self.heartbeat: datetime | None = None
        self.fault: TelegramFault | None = None

    @property
    def polls(self) -> bool:
        """Whether it is this process's turn."""
        return self._polling is not None

    def is_fresh(self, now: datetime) -> bool:
        """Whether Telegram has answered not long ago; a process that does not lead is fresh."""
        if self.fault is not None:
            return False
        last = max(self._since, self.heartbeat or self._since)
        return not self.polls or now - last < timedelta(seconds=self._limit)

    @property
    def trouble(self) -> str:
        """Why Telegram brings nothing now; empty where it does."""
        return str(self.fault) if self.fault is not None else self._trouble.reason

    async def on_won(self, epoch: int) -> None:
        """Begin to poll; for :class:`~phoenix.app.leader.Leadership`."""
        self._ending, self._since = False, self._now()
        self._begin(epoch)

    def _begin(self, epoch: int) -> None:
        self._polling = spawn(self._poll(epoch), name="telegram poller")
        self._polling.add_done_callback(partial(self._over, epoch))

    def _over(self, epoch: int, task: asyncio.Task[None]) -> None:
        """One that ends otherwise than it should begins anew."""
        if self._ending or not (task.cancelled() or task.exception()):
            return
        error = None if task.cancelled() else task.exception()
        log.error("poller died", exc_info=error)
        asyncio.get_running_loop().call_later(FIRST_REST, self._again, epoch, task)

    def _again(self, epoch: int, dead: asyncio.Task[None]) -> None:
        if self._polling is dead and not self._ending:
            log.info("poller restarted", epoch=epoch)
            self._begin(epoch)

    async def on_lost(self, reason: str) -> None:
        """Poll no more: afterwards no poll is under way, and nothing is being accepted.

        An update that is being handled is handled to its end, unless this is cancelled.
        """
        log.info("polling ends", reason=reason)
        task, self._polling, self._ending = self._polling, None, True
        if task is not None:
            await self._ended(task)

    async def _ended(self, task: asyncio.Task[None]) -> None:
        try:
            while not task.done():
                if not self._accepting:
                    task.cancel()  # again, if a client swallowed it
                await asyncio.wait({task}, timeout=GRACE)
        except asyncio.CancelledError:
            task.cancel()
            await asyncio.wait({task})
            raise

    async def _poll(self, epoch: int) -> None:
        offset: int | None = None
        log.info("polling begins", epoch=epoch)
        while not self._ending:
            try:
                offset = await self._round(epoch, offset)
            except Unauthorised as fault:
                return self._give_up(fault)
            except NotLeader as fault:
                log.warning("polling refused by the fence", epoch=epoch, error=str(fault))
                return self._seat.recheck()
            except Exception as fault:  # noqa: BLE001 - a poller that died would be missed by nobody
                await self._rest(fault)
        return None

    async def _round(self, epoch: int, offset: int | None) -> int | None:
        """Get updates and have them accepted; from where to go on."""
        if not self._leads(epoch):
            self._seat.recheck()
            await asyncio.sleep(FIRST_REST)
            return offset
        updates = await self._got(offset)
        self.heartbeat = self._now()
        self._trouble.answered()
        if not updates:
            return offset
        if not await self._accepted(updates, epoch):
            return offset
        self._trouble.accepted()
        return max(int(update["update_id"]) for update in updates) + 1

    async def _got(self, offset: int | None) -> list[Update]:
        """A server that answers nothing, or a byte now and then, is left after a while."""
        asking = self._source.get_updates(offset, wait=self._long_poll, allowed=self._allowed)
        poll = spawn(asking, name="telegram poll")
        try:
            await asyncio.wait({poll}, timeout=self._limit)
        except asyncio.CancelledError:
            await _surely_ended(poll)
            raise
        if not poll.done():
            if await end([poll], CUT):
                log.warning("poll left behind")  # a client that swallows its cancellation
            raise TimeoutError
        return poll.result()

    async def _accepted(self, updates: Sequence[Update], epoch: int) -> bool:
        self._accepting = True
        try:
            return await self._accept(
                updates, epoch, lambda: not self._ending and self._leads(epoch)
            )
        finally:
            self._accepting = False

    def _leads(self, epoch: int) -> bool:
        return self._seat.epoch == epoch

    async def _rest(self, fault: Exception) -> None:
        if isinstance(fault, Conflict) and not _by_webhook(fault):
            self._seat.recheck()
        seconds = self._trouble.rest(fault)
        if not self._ending:
            await asyncio.sleep(seconds)

    def _give_up(self, fault: Unauthorised) -> None:
        log.error("polling given up", error=str(fault))
        self.fault = fault
        self._fatal(fault)


class _Trouble:
    """How long to rest after a fault, and what is said of it."""

    def __init__(self) -> None:
        self._failures = 0
        self.reason = ""
        self._hooked = Outage("webhook in the way", "webhook out of the way", logger=log)
        self._conflict = Outage("poll conflict", "poll conflict over", logger=log)
        self._away = Outage("telegram away", "telegram back", logger=log)
        self._refused = Outage("updates not accepted", "updates accepted again", logger=log)

    def rest(self, fault: Exception) -> float:
        """Seconds to wait before the next try."""
        self.reason = _reason(fault)
        if isinstance(fault, Conflict):
            outage = self._hooked if _by_webhook(fault) else self._conflict
            outage.began(self.reason)
            return HOOKED_REST if _by_webhook(fault) else CONFLICT_REST
        if isinstance(fault, TooManyRequests):
            self._away.began(fault.problem)
            return max(fault.retry_after, FIRST_REST)
        self._tell(fault)
        self._failures += 1
        return min(LONGEST_REST, FIRST_REST * 2.0 ** min(self._failures - 1, 10))

    def answered(self) -> None:
        """Telegram has answered."""
        self.reason = ""
        self._hooked.ended()
        self._conflict.ended()
        self._away.ended()
        if not self._refused.lasts:
            self._failures = 0

    def accepted(self) -> None:
        """Updates were accepted."""
        self._refused.ended()
        self._failures = 0

    def _tell(self, fault: Exception) -> None:
        if isinstance(fault, TelegramFault):
            self._away.began(fault.problem)
        elif isinstance(fault, TimeoutError):
            self._away.began(self.reason)
        else:
            ours = isinstance(fault, PhoenixError)
            self._refused.began(str(fault), None if ours else fault)


def _reason(fault: Exception) -> str:
    if isinstance(fault, Conflict):
        return HOOKED if _by_webhook(fault) else fault.description
    if isinstance(fault, TelegramFault):
        return fault.problem
    return "the poll was stuck" if isinstance(fault, TimeoutError) else str(fault)


def _by_webhook(fault: Conflict) -> bool:
    """Whether not another poller is in the way, but a webhook."""
    return "webhook" in fault.description.lower()


async def _surely_ended(poll: asyncio.Task[list[Update]]) -> None:
    """However often this is cancelled itself: the next leader's poll must be the only one."""
    while not poll.done():
        poll.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.wait({poll}, timeout=GRACE)
