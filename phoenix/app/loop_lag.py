"""How late the loop is: a task wants to wake ten times a second, and is told how late it wakes."""

import asyncio

from phoenix import metrics
from phoenix.tasks import spawn

EVERY = 0.1  # seconds
ALIVE = 5.0  # seconds without a beat after which the loop counts as stuck


class LoopLag:
    """Measures the running loop, from :meth:`start` to :meth:`stop`.

    Args:
        every: seconds between two beats.
        alive: seconds without a beat after which the loop counts as stuck.
    """

    def __init__(self, every: float = EVERY, alive: float = ALIVE) -> None:
        self._every = every
        self._alive = alive
        self._task: asyncio.Task[None] | None = None
        self._beaten = 0.0
        self.last = 0.0

    async def start(self) -> None:
        """Begin to measure."""
        self._beaten = _time()
        self._task = spawn(self._beat(), name="loop lag")

    async def stop(self) -> None:
        """Measure no more; may be called twice."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})

    @property
    def is_alive(self) -> bool:
        """Whether the loop has lately done what was due."""
        return self._task is not None and _time() - self._beaten < self._alive

    async def _beat(self) -> None:
        while True:
            due = _time() + self._every
            await asyncio.sleep(self._every)
            self._beaten = _time()
            self.last = max(0.0, self._beaten - due)
            metrics.LOOP_LAG.observe(self.last)


def _time() -> float:
    return asyncio.get_running_loop().time()
