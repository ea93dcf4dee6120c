"""What ``/metrics`` shows: what was counted, and the states that probes read for it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeAlias

import structlog

from phoenix import metrics
from phoenix.app.polled import Polled
from phoenix.flight import SingleFlight
from phoenix.metrics import Sample

log = structlog.get_logger(__name__)

LIMIT = 2.0  # seconds for a probe
KEPT = 5.0  # seconds for which its answer holds

Probe: TypeAlias = Callable[[], Awaitable[Iterable[Sample]]]


class Exposition:
    """Reads the states of one service, and writes them down with all that was counted.

    A probe that fails or hangs is counted, and its series are left out: nobody shall take "not
    known" for 0.

    Args:
        limit: seconds that a probe may take.
        kept: seconds for which its answer holds, whoever asks.
    """

    def __init__(self, *, limit: float = LIMIT, kept: float = KEPT) -> None:
        self._limit = limit
        self._kept = kept
        self._probes: dict[str, Polled[tuple[Sample, ...]]] = {}
        self._failing: set[str] = set()
        self._flight: SingleFlight[bytes] = SingleFlight()
        metrics.enable()

    def add(self, name: str, probe: Probe) -> None:
        """Ask ``probe`` whenever somebody looks.

        Raises:
            ValueError: there is one of that name.
        """
        if name in self._probes:
            raise ValueError(f"two probes are called {name}")

        async def read() -> tuple[Sample, ...]:
            samples = tuple(await probe())
            self._works(name)
            return samples

        self._probes[name] = Polled(
            read, lambda error: self._fails(name, error), limit=self._limit, kept=self._kept
        )

    async def text(self) -> bytes:
        """All of it, as :data:`phoenix.metrics.TEXT`; who asks at once gets one answer."""
        return await self._flight.fly(None, self._written)

    async def _written(self) -> bytes:
        """In a thread: hundreds of series take longer than the loop should wait."""
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(probe.value()) for probe in self._probes.values()]
        samples = tuple(sample for task in tasks for sample in task.result())
        return await asyncio.to_thread(metrics.exposition, samples)

    def _works(self, name: str) -> None:
        if name in self._failing:
            self._failing.discard(name)
            log.info("metrics probe works again", probe=name)

    def _fails(self, name: str, error: Exception) -> tuple[Sample, ...]:
        metrics.PROBE_FAILURES.add(name)
        if name not in self._failing:
            self._failing.add(name)
            log.warning("metrics probe failed", probe=name, exc_info=error)
        return ()
