"""Computation in children, which may die, hang, or be needed no more."""

import asyncio
import multiprocessing
import os
import signal

import pytest
from jobs import computations
from jobs.waiting import until

from phoenix.jobs.cpu import NICE, Processes
from phoenix.jobs.faults import ChildDied, TimeLimit

LIMIT = 300.0


@pytest.fixture
async def processes():
    """Two children, once they are needed."""
    pool = Processes(2, warm=computations.warm)
    yield pool
    await pool.close()
    assert multiprocessing.active_children() == []


async def test_a_child_computes(processes):
    """The result comes back, and the function's own error too."""
    assert await processes.run(computations.double, 21, limit=LIMIT) == 42
    with pytest.raises(TypeError, match="unsupported operand"):
        await processes.run(computations.double, None, limit=LIMIT)


async def test_a_child_is_warm_and_modest(processes):
    """What it does first is done, BLAS is told to use one thread, and others come first."""
    assert await processes.run(os.nice, 0, limit=LIMIT) == os.nice(0) + NICE
    for name, value in (("PHOENIX_TEST_WARM", "yes"), ("OPENBLAS_NUM_THREADS", "1")):
        assert await processes.run(computations.variable, name, limit=LIMIT) == value
        assert name not in os.environ


class Busy:
    """Children that compute for as long as the test wants."""

    def __init__(self, pool, folder):
        self._pool, self._folder = pool, folder
        self._let = folder / "let"

    async def begun(self, name):
        """Set one to work, and wait until it is."""
        mark = self._folder / name
        work = self._pool.run(computations.busy_until, str(mark), str(self._let), limit=LIMIT)
        computing = asyncio.ensure_future(work)

        async def marked():
            return mark.exists()

        await until(marked)
        return computing

    def let(self):
        """Let all of them end."""
        self._let.touch()


async def test_the_loop_goes_on(processes, tmp_path):
    """While a child is busy, the loop turns: else the child would never be let go."""
    busy = Busy(processes, tmp_path)
    computing = await busy.begun("one")
    busy.let()
    assert await computing != os.getpid()


async def test_a_child_that_dies_takes_its_work_alone(processes, tmp_path):
    """Work beside it and after it is done."""
    busy = Busy(processes, tmp_path)
    beside = await busy.begun("beside")
    with pytest.raises(ChildDied, match="exit code -9"):
        await processes.run(computations.die, limit=LIMIT)
    busy.let()
    assert isinstance(await beside, int)
    assert await processes.run(computations.double, 4, limit=LIMIT) == 8


async def test_children_that_die_idle_are_replaced(processes):
    """Though pebble's pool does not survive it."""
    await processes.run(computations.process, limit=LIMIT)
    for child in multiprocessing.active_children():
        os.kill(child.pid, signal.SIGKILL)
        child.join()
    results = await asyncio.gather(
        *(processes.run(computations.double, n, limit=LIMIT) for n in range(4)),
        return_exceptions=True,
    )
    assert all(isinstance(result, ChildDied) or result % 2 == 0 for result in results)
    assert await processes.run(computations.double, 5, limit=LIMIT) == 10


async def test_work_that_takes_too_long_is_ended(processes):
    """The limit counts from its beginning; a time-out of the function's own is something else."""
    await processes.run(computations.process, limit=LIMIT)
    with pytest.raises(TimeLimit, match=r"0\.2 s"):
        await processes.run(computations.busy, 60.0, limit=0.2)
    with pytest.raises(TimeoutError, match="a socket's"):
        await processes.run(computations.raise_time_out, limit=LIMIT)


async def test_who_is_cancelled_frees_the_child(processes, tmp_path):
    """Two that would take for ever are cancelled; one more finds a child."""
    busy = Busy(processes, tmp_path)
    endless = [await busy.begun(name) for name in ("one", "other")]
    for task in endless:
        task.cancel()
    await asyncio.wait(endless)
    assert await processes.run(computations.double, 1, limit=LIMIT) == 2


async def test_closing_cancels_who_waits(tmp_path):
    """Nobody waits for a pool that is closed; closing twice does no harm."""
    pool = Processes(1)
    waiting = await Busy(pool, tmp_path).begun("one")
    await pool.close()
    await pool.close()
    with pytest.raises(asyncio.CancelledError):
        await waiting
