"""A loop whose clock jumps: where nothing is ready, time passes at once."""

import asyncio
import linecache
import selectors
import sys
import threading
from collections.abc import Coroutine
from types import FrameType
from typing import Any


class _Jumping(selectors.DefaultSelector):
    """Never waits for time to pass, only for threads that are at work; tells how long it should."""

    passed = 0.0

    def __init__(self) -> None:
        super().__init__()
        self._before = set(sys._current_frames())

    def select(self, timeout: float | None = None) -> list[Any]:
        resting = self._others_rest()  # before looking: what they handed over is seen below
        ready = super().select(0 if resting else 0.001)
        if not ready and timeout and resting:
            self.passed += timeout
        return ready

    def _others_rest(self) -> bool:
        """Whether every thread begun since waits for work, and none lies in its queue."""
        return all(
            _rests(frame)
            for thread, frame in sys._current_frames().items()
            if thread not in self._before and thread != threading.get_ident()
        )


def _rests(frame: FrameType) -> bool:
    """Whether a worker stands where it gets its work from a queue, which is empty.

    The queue is looked at first: a worker that takes something meanwhile stands elsewhere then.
    """
    queues = [value for value in frame.f_locals.values() if hasattr(value, "empty")]
    if not all(queue.empty() for queue in queues):
        return False
    line: int | None = frame.f_lineno  # None between two lines: at work
    return line is not None and ".get(" in linecache.getline(frame.f_code.co_filename, line)


class SimulatedLoop(asyncio.SelectorEventLoop):
    """Sleeps and time-outs take no time; ``loop.time()`` says they did."""

    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.passed


def simulated(work: Coroutine[Any, Any, Any]) -> Any:
    """Run to the end on a simulated clock that starts at 0."""
    with asyncio.Runner(loop_factory=SimulatedLoop) as runner:
        return runner.run(work)
