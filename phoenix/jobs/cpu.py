"""Computation in processes of its own: fits, backtests, pictures.

The loop goes on meanwhile, and what crashes, hangs or eats all memory takes a child with it, not
the program. pebble's pool replaces children that die at work; one that dies idle breaks the pool,
which is then replaced as a whole.
"""

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from typing import Any, ParamSpec, TypeVar

import structlog
from pebble import ProcessExpired, ProcessPool

from phoenix.bounded import as_async
from phoenix.jobs.faults import ChildDied, TimeLimit

P = ParamSpec("P")
T = TypeVar("T")

log = structlog.get_logger(__name__)

MOST_TASKS = 500  # after which a child is replaced: what leaks in it is bounded
NICE = 10  # the loop, and PostgreSQL beside it, come before what computes
BLAS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


def cores() -> int:
    """Processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _nothing() -> None:
    """Warms nothing."""


class Processes:
    """A pool of children, started when the first of them is needed.

    Functions and arguments are pickled: functions stand at the top of a module that a child can
    import.

    Args:
        workers: how many; by default one for each core.
        warm: what a child does before its first work, such as importing SciPy or loading models.
    """

    def __init__(self, workers: int | None = None, warm: Callable[[], None] = _nothing) -> None:
        self._workers = workers or cores()
        self._warm = warm
        self._pool: ProcessPool | None = None
        self._free = asyncio.Semaphore(self._workers)
        self._starting = asyncio.Lock()
        self._closed = False
        self._running: set[Future[Any]] = set()

    async def run(self, function: Callable[..., T], *args: Any, limit: float) -> T:
        """The result of ``function(*args)``, computed in a child.

        Whoever is cancelled frees the child: it is ended and replaced. So is one that takes longer
        than ``limit`` seconds; the time in the queue does not count.

        Raises:
            TimeLimit: it took too long.
            ChildDied: its process has died.
            Exception: what the function raised.
        """
        # Work that is cancelled in pebble's own queue costs a child its life when its turn comes.
        async with self._free:
            return await self._run(function, args, limit)

    async def _run(self, function: Callable[..., T], args: Any, limit: float) -> T:
        future = await self._scheduled(function, args, limit)
        self._running.add(future)
        try:
            return await asyncio.wrap_future(future)
        except ProcessExpired as error:
            raise ChildDied(error.exitcode) from error
        except BrokenProcessPool as error:
            raise ChildDied(None) from error
        except TimeoutError as error:
            if _is_own(future):
                raise
            raise TimeLimit(limit) from error
        finally:
            self._running.discard(future)

    async def close(self) -> None:
        """End all children; whoever waits for one is cancelled. May be called twice."""
        async with self._starting:
            self._closed = True
            pool, self._pool = self._pool, None
        for future in tuple(self._running):
            future.cancel()
        if pool is not None:
            await as_async(_end)(pool)

    async def _scheduled(self, function: Callable[..., T], args: Any, limit: float) -> Future[T]:
        async with self._starting:
            if self._closed:
                raise asyncio.CancelledError
            if self._pool is None or not self._pool.active:
                if self._pool is not None:
                    log.warning("process pool renewed", workers=self._workers)
                    await as_async(_end)(self._pool)
                self._pool = await as_async(self._started)()
            return self._pool.schedule(function, args=args, timeout=limit)

    def _started(self) -> ProcessPool:
        """Children begin in a fresh interpreter: a fork of a program with threads may hang."""
        pool = ProcessPool(
            max_workers=self._workers, max_tasks=MOST_TASKS, initializer=_begin,
            initargs=(self._warm,), context=multiprocessing.get_context("spawn"),
        )  # fmt: skip
        if not pool.active:  # asking starts it
            raise ChildDied(None)
        return pool


def _is_own(future: Future[Any]) -> bool:
    """Whether the function itself raised what came: then it has the child's traceback."""
    error = future.exception(timeout=0.0)
    return error is not None and error.__cause__ is not None


def _begin(warm: Callable[[], None]) -> None:
    """Get a child ready, before it imports NumPy: one thread each, there are children enough.

    The signal that ends it does so at once, even within a long call into C.
    """
    for variable in BLAS:
        os.environ[variable] = "1"
    if hasattr(os, "nice"):
        os.nice(NICE)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    warm()


def _end(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]
    pool.join()
