"""Competes for a lock in the background, and tells when it is won and lost."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from phoenix.app.leader import events
from phoenix.app.leader.events import Outage, tell
from phoenix.app.leader.faults import LockAway, LockLost
from phoenix.app.leader.lease import uptime
from phoenix.app.leader.lock import Busy, Lock
from phoenix.bounded import GRACE, bounded
from phoenix.tasks import spawn

STOPPED = "stopped"
NOT_BEGUN = "its work could not begin"

OnWon = Callable[[int], Coroutine[Any, Any, None]]
OnLost = Callable[[str], Coroutine[Any, Any, None]]


@dataclass(slots=True)
class _Tenure:
    """The time for which the lock is held, of which the work takes the later part."""

    epoch: int
    confirmed: float
    begins: float
    work: asyncio.Task[None] | None = None
    over: bool = False

    @property
    def failed(self) -> bool:
        """Whether the work ended by a fault."""
        work = self.work
        return work is not None and work.done() and (work.cancelled() or bool(work.exception()))


class Leadership:
    """One candidate.

    Between ``on_won`` and the end of ``on_lost`` no other candidate works, in this process or
    elsewhere. ``on_won`` begins the work, or is it, and runs beside the questions to the lock; if
    it still runs when the leadership ends, it is cancelled. ``on_lost`` is told the reason and ends
    the work; it is cancelled when the lease is over (0.9 of it after the last confirmation). Work
    that ends late is waited for before this process competes again, and makes the next holder wait.

    Args:
        lock: what is competed for; closed by :meth:`stop`.
        on_won: called with the epoch.
        on_lost: called with the reason, if ``on_won`` was called.
        clock: in seconds; must not stand still while the process is paused.
    """

    def __init__(
        self, lock: Lock, *, on_won: OnWon, on_lost: OnLost, clock: Callable[[], float] = uptime
    ) -> None:
        self._lock = lock
        self._lease = lock.lease
        self._on_won = on_won
        self._on_lost = on_lost
        self._clock = clock
        self._outage = Outage(events.LOCK_AWAY, events.LOCK_BACK, backend=lock.backend)
        self._competing: asyncio.Task[None] | None = None
        self._tenure: _Tenure | None = None
        self._late: set[asyncio.Task[None]] = set()
        self._quit = asyncio.Event()

    @property
    def epoch(self) -> int | None:
        """The epoch in which this process leads now, by its own clock; else None.

        Read it anew before each thing that a leader does: it lapses with the lease, also when
        nobody could say so because the process was paused, and returns if the lock was kept.
        """
        tenure = self._tenure
        if tenure is None or tenure.work is None or tenure.over:
            return None
        return tenure.epoch if self._lease.holds(tenure.confirmed, self._clock()) else None

    @property
    def is_leader(self) -> bool:
        """Whether there is an epoch."""
        return self.epoch is not None

    async def start(self) -> None:
        """Begin to compete; returns at once.

        Raises:
            RuntimeError: it was started or stopped before: a candidate runs once.
        """
        if self._competing is not None or self._quit.is_set():
            raise RuntimeError("a candidate runs once")
        self._competing = spawn(self._compete(), name="leadership")
        self._competing.add_done_callback(_died)

    def recheck(self) -> None:
        """Ask the lock now; for a sign that another may lead, as Telegram's ``Conflict`` is."""
        self._lock.stirred.set()

    async def stop(self) -> None:
        """End the work, release the lock at once, and compete no more; may be called again.

        A cancelled caller still waits: the limits of each step bound that.
        """
        first = not self._quit.is_set()
        self._quit.set()
        if self._competing is None:
            return
        if first and self._tenure is None:
            self._competing.cancel()
        self._lock.stirred.set()
        while not self._competing.done():
            try:
                await asyncio.wait({self._competing})
            except asyncio.CancelledError:
                events.log.debug("cancelled while stopping; going on")

    async def _compete(self) -> None:
        try:
            while not self._quit.is_set():
                if self._late:
                    await asyncio.wait(self._late)
                asked = self._clock()
                epoch = await self._attempt()
                if epoch is None:
                    continue
                self._tenure = _Tenure(epoch, asked, self._clock() + self._lease.safety)
                reason = await self._served(self._tenure)
                self._tenure = None
                if reason == NOT_BEGUN:
                    await self._pause(self._lease.seconds)  # let another try to work
        finally:
            await self._lock.close()

    async def _attempt(self) -> int | None:
        """The epoch, or None after a rest."""
        try:
            answer = await self._lock.attempt()
        except LockAway as away:
            self._outage.began(away.reason)
        except Exception as error:  # noqa: BLE001 - a candidate that ends itself would lead no more
            self._outage.began(str(error), error)
        else:
            self._outage.ended()
            if not isinstance(answer, Busy):
                return answer
            await self._rest(answer.again)
            return None
        await self._pause(self._lease.interval)
        return None

    async def _served(self, tenure: _Tenure) -> str:
        """From the lock's gain to its release; why it was released."""
        try:
            reason = await self._holding(tenure)
            await self._finish(tenure, reason)
            return reason
        finally:
            tenure.over = True
            if tenure.work is not None:
                tenure.work.cancel()

    async def _holding(self, tenure: _Tenure) -> str:
        """Ask again and again; why the lock is held no more, or shall not be."""
        while not self._quit.is_set():
            if tenure.work is None and self._may_begin(tenure):
                self._begin(tenure)
            await self._rest(self._until_next(tenure))
            if tenure.failed:
                return NOT_BEGUN
            if not self._quit.is_set() and (lost := await self._lost(tenure)) is not None:
                return lost
        return STOPPED

    def _may_begin(self, tenure: _Tenure) -> bool:
        now = self._clock()
        safe = self._lock.clear or now >= tenure.begins
        return safe and self._lease.holds(tenure.confirmed, now)

    def _begin(self, tenure: _Tenure) -> None:
        self._tell(logging.INFO, events.LEADER_WON, tenure)
        tenure.work = spawn(self._on_won(tenure.epoch), name="leader begins")
        tenure.work.add_done_callback(self._begun)

    def _begun(self, work: asyncio.Task[None]) -> None:
        """Work that could not begin is noticed at once."""
        if work.cancelled() or work.exception() is not None:
            self._lock.stirred.set()

    def _until_next(self, tenure: _Tenure) -> float:
        due = self._lease.due(tenure.confirmed)
        until = due if tenure.work is not None else min(due, tenure.begins)
        return max(0.0, until - self._clock())

    async def _rest(self, limit: float) -> None:
        """Wait until something stirs, for so long at most."""
        try:
            async with asyncio.timeout(limit):
                await self._lock.stirred.wait()
        except TimeoutError:
            return
        finally:
            self._lock.stirred.clear()

    async def _pause(self, seconds: float) -> None:
        """Let so much time pass, unless it is stopped."""
        try:
            async with asyncio.timeout(seconds):
                await self._quit.wait()
        except TimeoutError:
            return

    async def _lost(self, tenure: _Tenure) -> str | None:
        """Ask the lock; why it must count as lost, if so."""
        asked = self._clock()
        try:
            await bounded(self._lock.confirm(), self._lease.interval)
        except (LockLost, LockAway) as fault:
            return fault.reason
        except Exception as error:  # noqa: BLE001 - what cannot be confirmed is lost
            return str(error) or type(error).__name__
        tenure.confirmed = asked
        return None

    async def _finish(self, tenure: _Tenure, reason: str) -> None:
        """End the work if it had begun, then release.

        Who never worked has nothing to record, except that those before have ended, if it knows.
        """
        stopped = reason == STOPPED
        tenure.over = not stopped  # what is drained at a stop may still write
        clean = self._lock.clear
        if tenure.work is not None:
            level = logging.INFO if stopped else logging.WARNING
            self._tell(level, events.LEADER_LOST, tenure, reason=reason)
            clean = await self._ended(tenure, tenure.work, reason)
            tenure.over = True
        await self._release(tenure, clean=clean, lost=not stopped)

    async def _ended(self, tenure: _Tenure, work: asyncio.Task[None], reason: str) -> bool:
        """Whether the work has ended while the lease still held."""
        until = self._clock() + self._lease.left(tenure.confirmed, self._clock())
        work.cancel()
        begun = await self._over(tenure, work, until)
        if work.done() and not work.cancelled() and (error := work.exception()) is not None:
            self._tell(logging.ERROR, events.LEADER_WORK_FAILED, tenure, error=error)
        ending = spawn(self._on_lost(reason), name="leader ends")
        ended = await self._over(tenure, ending, until)
        if not ended or ending.cancelled():
            return False
        if (error := ending.exception()) is not None:
            self._tell(logging.ERROR, events.LEADER_WORK_FAILED, tenure, error=error)
        return begun and error is None

    async def _over(self, tenure: _Tenure, task: asyncio.Task[None], until: float) -> bool:
        """Whether the task ends by itself in time; else it is cut, and kept until it has ended."""
        try:
            await asyncio.wait({task}, timeout=max(GRACE, until - self._clock()))
        finally:
            late = not task.done()
            if late:
                self._late.add(task)
                task.add_done_callback(self._ended_late)
                task.cancel()
        if late:
            await asyncio.wait({task}, timeout=GRACE)
            self._tell(logging.ERROR, events.LEADER_WORK_FAILED, tenure, reason="not in time")
        return not late

    def _ended_late(self, task: asyncio.Task[None]) -> None:
        self._late.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            tell(logging.ERROR, events.LEADER_WORK_FAILED, error=error)

    async def _release(self, tenure: _Tenure, *, clean: bool, lost: bool) -> None:
        """Release, and tell how that went: what is lost or closed already need not be released."""
        try:
            await bounded(self._lock.release(clean=clean), self._lease.seconds)
        except Exception as error:  # noqa: BLE001 - whoever keeps the lock frees it by itself
            nothing = isinstance(error, LockLost) or (lost and isinstance(error, LockAway))
            level, event = (
                (logging.INFO, events.LOCK_RELEASE_SKIPPED)
                if nothing or "loop is closed" in str(error)
                else (logging.WARNING, events.LOCK_RELEASE_FAILED)
            )
            reason = getattr(error, "reason", "") or f"{type(error).__name__}: {error}"
            self._tell(level, event, tenure, reason=reason)
        else:
            self._tell(logging.INFO, events.LOCK_RELEASED, tenure, clean=clean)

    def _tell(self, level: int, event: str, tenure: _Tenure, **fields: Any) -> None:
        tell(level, event, backend=self._lock.backend, epoch=tenure.epoch, **fields)


def _died(task: asyncio.Task[None]) -> None:
    """A candidate that ends by a fault of its own is told at once."""
    if not task.cancelled() and (error := task.exception()) is not None:
        tell(logging.ERROR, events.LEADER_WORK_FAILED, error=error)
