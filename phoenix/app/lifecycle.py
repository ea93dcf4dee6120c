"""Start in order, stop in reverse, whatever happens in between.

A lifecycle is a list of stages. Starting one that fails (or takes too long) stops it and all that
had started, in reverse, and then raises. Stopping never raises: each stage has its time limit, what
goes wrong is collected, and the next stage is stopped all the same. However many callers ask for
the stop, and however often they are cancelled, each stage is stopped once.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from phoenix.bounded import as_async, bounded

log = logging.getLogger(__name__)

LIMIT = 5.0


async def _nothing() -> None:
    """The start or stop of a stage that has none."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the program: its name, how it starts and stops, and how long each may take.

    ``start`` and ``stop`` may be plain or coroutine functions without arguments.
    """

    name: str
    start: Callable[[], Any] = _nothing
    stop: Callable[[], Any] = _nothing
    start_limit: float = LIMIT
    stop_limit: float = LIMIT


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


class Lifecycle:
    """Runs stages; use as ``async with``.

    Raises:
        ValueError: two stages have one name.
    """

    def __init__(self, stages: Sequence[Stage]) -> None:
        names = [stage.name for stage in stages]
        if len(set(names)) != len(names):
            raise ValueError(f"stages need names of their own: {names}")
        self._stages = [_Ready(s, as_async(s.start), as_async(s.stop)) for s in stages]
        self._running: list[_Ready] = []
        self._stopping: asyncio.Task[tuple[StopFault, ...]] | None = None

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

    async def _begin(self, ready: _Ready) -> None:
        if self._stopping is not None:
            raise RuntimeError(f"stopped before {ready.stage.name} was started")
        self._running.append(ready)  # before: one that fails half-way is stopped too
        await bounded(ready.start(), ready.stage.start_limit)

    async def stop(self) -> tuple[StopFault, ...]:
        """Stop in reverse what has started; the faults, none of them raised.

        A cancelled caller still waits until all has stopped: the limits of the stages bound that.
        """
        if self._stopping is None:
            self._stopping = asyncio.get_running_loop().create_task(self._stop_all())
        while not self._stopping.done():
            try:
                await asyncio.shield(self._stopping)
            except asyncio.CancelledError:
                log.debug("cancelled while stopping; going on")
        return self._stopping.result()

    async def _stop_all(self) -> tuple[StopFault, ...]:
        faults = []
        while self._running:
            ready = self._running.pop()
            try:
                await bounded(ready.stop(), ready.stage.stop_limit)
            except Exception as error:  # noqa: BLE001 - collected; the next stage is stopped too
                faults.append(StopFault(ready.stage.name, error))
                log.warning("%s", faults[-1])
        return tuple(faults)

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
