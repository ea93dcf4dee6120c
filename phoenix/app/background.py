"""Tasks that go on for as long as the program does: named, watched, and restarted if they may be.

What is logged: ``background task failed`` (ERROR with the traceback; task, and ``again``: in how
many seconds it begins anew, or None), ``background task restarted`` (INFO; task, restarts),
``background task revived`` (INFO; task), ``background tasks were left`` (WARNING; tasks).
"""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import structlog

from phoenix.bounded import tamed
from phoenix.tasks import end, spawn

log = structlog.get_logger(__name__)

STOP_LIMIT = 3.0


@dataclass(frozen=True, slots=True)
class Restarts:
    """How long to wait before a failed task begins anew, in seconds.

    The wait grows by ``factor`` with each failure in a row, up to ``longest``. A task that went
    well for ``well`` seconds is counted anew.
    """

    first: float = 1.0
    factor: float = 2.0
    longest: float = 60.0
    well: float = 300.0

    def after(self, wait: float | None) -> float:
        """The wait after this one; None: there was none in this row."""
        return min(self.first if wait is None else wait * self.factor, self.longest)


class Condition(StrEnum):
    """What a background task is about."""

    RUNNING = "running"
    WAITING = "waiting"  # to begin anew
    DEAD = "dead"  # failed, and nobody restarts it
    ENDED = "ended"  # by itself, or stopped


@dataclass(frozen=True, slots=True)
class TaskState:
    """A background task as it is now; ``restarts`` in a row, ``error`` the last, None if none."""

    name: str
    condition: Condition
    restarts: int
    error: str | None


class _Kept:
    """One task and its history."""

    def __init__(
        self, name: str, work: Callable[[], Coroutine[Any, Any, Any]], restarts: Restarts | None
    ) -> None:
        self.name = name
        self._work = work
        self._restarts = restarts
        self._restarted = 0
        self._wait: float | None = None
        self._error: str | None = None
        self._condition = Condition.RUNNING
        self.task = self._begun()

    @property
    def state(self) -> TaskState:
        """As it is now."""
        over = self.task.done() and self._condition is not Condition.DEAD
        condition = Condition.ENDED if over else self._condition
        return TaskState(self.name, condition, self._restarted, self._error)

    def begin_anew(self) -> None:
        """After its death."""
        self.task = self._begun()

    def _begun(self) -> asyncio.Task[None]:
        self._condition = Condition.RUNNING
        return spawn(self._attend(), name=self.name)

    async def _attend(self) -> None:
        """Work, and begin anew for as long as it may be."""
        while (wait := await self._worked()) is not None:
            self._condition = Condition.WAITING
            await asyncio.sleep(wait)
            self._condition = Condition.RUNNING
            log.info("background task restarted", task=self.name, restarts=self._restarted)

    async def _worked(self) -> float | None:
        """Seconds until it begins anew; None if it does not."""
        began = _now()
        try:
            await tamed(self._work())
        except (Exception, asyncio.CancelledError) as error:
            if _is_cancelled():
                raise
            return self._failed(error, began)
        return None

    def _failed(self, error: BaseException, began: float) -> float | None:
        self._error = f"{type(error).__name__}: {error}"
        if self._restarts is None:
            self._condition = Condition.DEAD
        else:
            if _now() - began >= self._restarts.well:
                self._restarted, self._wait = 0, None
            self._restarted += 1
            self._wait = self._restarts.after(self._wait)
        log.error("background task failed", task=self.name, again=self._wait, exc_info=error)
        return self._wait


class Background:
    """Holds the tasks of one program; they end with :meth:`stop`."""

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}
        self._stopped = False

    def keep(
        self,
        name: str,
        work: Callable[[], Coroutine[Any, Any, Any]],
        *,
        restarts: Restarts | None = None,
    ) -> None:
        """Run ``work()`` until it ends; without ``restarts`` its failure is its death.

        Raises:
            ValueError: another task has this name and has not ended.
            RuntimeError: it has been stopped.
        """
        self._may_begin(name)
        earlier = self._kept.get(name)
        if earlier is not None and not earlier.task.done():
            raise ValueError(f"a background task is called {name} already")
        self._kept[name] = _Kept(name, work, restarts)

    def states(self) -> tuple[TaskState, ...]:
        """All of them, in the order in which they were first kept."""
        return tuple(kept.state for kept in self._kept.values())

    def revive(self, name: str) -> bool:
        """Begin a dead task anew; False if it is not dead.

        Raises:
            KeyError: there is none of this name.
            RuntimeError: they have been stopped.
        """
        self._may_begin(name)
        kept = self._kept[name]
        if kept.state.condition is not Condition.DEAD:
            return False
        kept.begin_anew()
        log.info("background task revived", task=name)
        return True

    async def stop(self, limit: float = STOP_LIMIT) -> tuple[str, ...]:
        """Cancel all and wait until they have ended; names of those that go on after ``limit`` s.

        How they end is never raised; stopping again waits for those that go on once more.
        """
        self._stopped = True
        left = await end([kept.task for kept in self._kept.values()], limit)
        names = tuple(task.get_name() for task in left)
        if names:
            log.warning("background tasks were left", tasks=names)
        return names

    def _may_begin(self, name: str) -> None:
        if self._stopped:
            raise RuntimeError(f"{name} cannot begin: background tasks have been stopped")


def _now() -> float:
    return asyncio.get_running_loop().time()


def _is_cancelled() -> bool:
    """Whether somebody cancelled the task that runs now, unlike what its work may raise."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
