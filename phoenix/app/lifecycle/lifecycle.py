"""Runs stages."""

import asyncio
import math
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import structlog

from phoenix.app.lifecycle.stage import Stage, in_order
from phoenix.app.lifecycle.step import Step
from phoenix.bounded import Overdue, as_async
from phoenix.tasks import end, held, spawn

log = structlog.get_logger(__name__)

HURRIED = 1.0
LEFT_LIMIT = 2.0  # seconds for tasks that nobody has ended


@dataclass(frozen=True, slots=True)
class StopFault:
    """What went wrong when a stage was stopped."""

    stage: str
    error: BaseException

    def __str__(self) -> str:
        return f"stopping {self.stage}: {type(self.error).__name__}: {self.error}"


@dataclass(frozen=True, slots=True)
class _Ready:
    """A stage whose functions were made awaitable, once, at registration."""

    stage: Stage
    start: Callable[[], Awaitable[Any]]
    stop: Callable[[], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class _Told:
    """What is logged of a step."""

    task: str
    done: str
    failed: str
    late: str
    cut: str


_START = _Told(
    "start of", "stage started", "stage failed to start", "stage did not start in time",
    "stage cut off while starting",
)  # fmt: skip
_STOP = _Told(
    "stop of", "stage stopped", "stage failed to stop", "stage did not stop in time",
    "stage cut off while stopping",
)  # fmt: skip


class Lifecycle:
    """Runs stages; use as ``async with``.

    Args:
        stages: in any order that their needs allow; else they start as they are listed.
        whole: nothing else goes on in this loop: what :func:`phoenix.tasks.spawn` still holds
            after the last stage is ended too, except who waits for the stop.

    Raises:
        ValueError: two stages have one name, one needs what is not listed, some need each other.
    """

    def __init__(self, stages: Sequence[Stage], *, whole: bool = False) -> None:
        self._stages = [_Ready(s, as_async(s.start), as_async(s.stop)) for s in in_order(stages)]
        self._whole = whole
        self._running: list[_Ready] = []
        self._step: Step | None = None
        self._most = math.inf
        self._stopping: asyncio.Task[None] | None = None
        self._faults: list[StopFault] = []
        self._callers: set[asyncio.Task[Any] | None] = set()

    @property
    def order(self) -> tuple[str, ...]:
        """Names of the enabled stages as they start."""
        return tuple(ready.stage.name for ready in self._stages)

    @property
    def running(self) -> tuple[str, ...]:
        """Names of the stages that have started, in order."""
        return tuple(ready.stage.name for ready in self._running)

    async def start(self) -> None:
        """Start every stage in order.

        Raises:
            Exception: what the first failing stage raised, or a ``TimeoutError``; all is stopped.
            RuntimeError: it was stopped, before or meanwhile: a lifecycle runs once.
        """
        try:
            for ready in self._stages:
                await self._begin(ready)
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> tuple[StopFault, ...]:
        """Stop in reverse what has started; the faults, none of them raised.

        A start under way is cut off. A cancelled caller still waits until all has stopped: the
        limits of the stages bound that. A stage that asks for the stop while it starts or stops is
        not kept waiting for itself: it gets the faults so far.
        """
        if self._stopping is None:
            self._stopping = spawn(self._stop_all(), name="stop of the lifecycle")
        if self._step is not None and self._step.is_here:
            return tuple(self._faults)
        self._callers.add(asyncio.current_task())
        while not self._stopping.done():
            try:
                await asyncio.wait({self._stopping})
            except asyncio.CancelledError:
                log.debug("cancelled while stopping; going on")
        return tuple(self._faults)

    def hurry(self, limit: float = HURRIED) -> None:
        """From now on each stage, the present one too, gets at most so many seconds."""
        self._most = min(self._most, limit)
        if self._step is not None:
            self._step.shorten(limit)
        log.warning("stop hurried", limit=limit)

    async def _begin(self, ready: _Ready) -> None:
        stage = ready.stage
        if self._stopping is not None:
            raise RuntimeError(f"stopped before {stage.name} was started")
        self._running.append(ready)  # before: one that fails half-way is stopped too
        try:
            await self._run(_START, stage, ready.start, stage.start_limit)
        except Exception as error:
            if self._stopping is not None:
                raise RuntimeError(f"stopped before {stage.name} had started") from error
            raise

    async def _stop_all(self) -> None:
        """Also when the loop is closing, and has cancelled this task: that costs one step."""
        began = _now()
        try:
            if self._step is not None:
                await self._step.cut()
        finally:
            while self._running:
                await self._end(self._running.pop())
            log.info("all stages stopped", faults=len(self._faults), ms=_ms(began))
        if self._whole:
            await self._end_tasks()

    async def _end(self, ready: _Ready) -> None:
        stage = ready.stage
        try:
            await self._run(_STOP, stage, ready.stop, stage.stop_limit)
        except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001 - the next is stopped too
            self._faults.append(StopFault(stage.name, error))

    async def _run(
        self, told: _Told, stage: Stage, work: Callable[[], Awaitable[Any]], limit: float
    ) -> None:
        """Do one step, and tell how it went."""
        began = _now()
        self._step = step = Step(f"{told.task} {stage.name}", work, min(limit, self._most))
        try:
            await step.result()
        except asyncio.CancelledError:
            log.info(told.cut, stage=stage.name, ms=_ms(began))
            raise
        except Overdue:
            tell, event = (log.info, told.cut) if step.was_cut else (log.warning, told.late)
            tell(event, stage=stage.name, ms=_ms(began))
            raise
        except Exception as error:
            why = f"{type(error).__name__}: {error}"
            log.warning(told.failed, stage=stage.name, ms=_ms(began), error=why)
            raise
        finally:
            self._step = None
        log.info(told.done, stage=stage.name, ms=_ms(began))

    async def _end_tasks(self) -> None:
        spared = {*self._callers, asyncio.current_task()}
        left = [task for task in held() if task not in spared]
        if not left:
            return
        stubborn = await end(left, min(LEFT_LIMIT, self._most))
        names = [task.get_name() for task in left]
        log.warning("tasks were left", tasks=names, stubborn=[t.get_name() for t in stubborn])

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()


def _now() -> float:
    return asyncio.get_running_loop().time()


def _ms(began: float) -> int:
    return round((_now() - began) * 1000)
