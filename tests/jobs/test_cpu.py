"""Computation in children, which may die, hang, or be needed no more."""

import asyncio
import multiprocessing
import os
import signal

import pytest
from jobs import computations

from phoenix.jobs.cpu import Processes
from phoenix.jobs.faults import ChildDied, TimeLimit

LIMIT = 30.0


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


async def test_a_child_is_warm_and_has_one_thread(processes):
    """What it does first is done, and BLAS is told to use one thread."""
    for name, value in (("PHOENIX_TEST_WARM", "yes"), ("OPENBLAS_NUM_THREADS", "1")):
        assert await processes.run(computations.variable, name, limit=LIMIT) == value
        assert name not in os.environ


async def test_the_loop_goes_on(processes):
    """While a child is busy, the loop turns."""
    computing = asyncio.ensure_future(processes.run(computations.busy, 0.2, limit=LIMIT))
    turns = 0
    while not computing.done():
        await asyncio.sleep(0.01)
        turns += 1
    assert turns > 10


async def test_a_child_that_dies_takes_its_work_alone(processes):
    """Work beside it and after it is done."""
    beside = asyncio.ensure_future(processes.run(computations.busy, 0.3, limit=LIMIT))
    with pytest.raises(ChildDied, match="exit code -9"):
        await processes.run(computations.die, limit=LIMIT)
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


async def test_who_is_cancelled_frees_the_child(processes):
    """Two that would take for ever are cancelled; two more find children."""
    endless = [
        asyncio.ensure_future(processes.run(computations.busy, 600.0, limit=900.0))
        for _ in range(2)
    ]
    await asyncio.sleep(0.5)
    for task in endless:
        task.cancel()
    await asyncio.wait(endless)
    assert await processes.run(computations.double, 1, limit=LIMIT) == 2


async def test_closing_cancels_who_waits():
    """Nobody waits for a pool that is closed; closing twice does no harm."""
    pool = Processes(1)
    waiting = asyncio.ensure_future(pool.run(computations.busy, 600.0, limit=900.0))
    await asyncio.sleep(0.3)
    await pool.close()
    await pool.close()
    with pytest.raises(asyncio.CancelledError):
        await waiting
