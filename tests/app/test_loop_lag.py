"""The lag of the loop is what it was late by, and its heartbeat stops with the loop."""

import asyncio

from exposed import values
from simulated import simulated

from phoenix import metrics
from phoenix.app.loop_lag import LoopLag


def counted():
    """How many beats were ever measured."""
    return values(metrics.exposition())[("phoenix_loop_lag_seconds_count",)]


def blocked(seconds):
    """The loop of a simulation does something that takes so long."""
    asyncio.get_running_loop()._jumping.passed += seconds


async def begun():
    """A lag that is measured."""
    lag = LoopLag()
    await lag.start()
    await asyncio.sleep(0)  # its task begins
    return lag


def test_a_loop_that_is_on_time_has_no_lag():
    """Ten beats a second, none of them late."""

    async def work():
        metrics.enable()
        before, lag = counted(), await begun()
        await asyncio.sleep(1.05)
        assert lag.last < 1e-9
        assert lag.is_alive
        assert counted() - before == 10
        await lag.stop()

    simulated(work())


def test_a_blocked_loop_is_late_by_the_time_it_was_blocked():
    """A beat due in 0.1 s that comes after 0.4 s is 0.3 s late."""

    async def work():
        lag = await begun()
        blocked(0.4)
        await asyncio.sleep(0.05)
        assert abs(lag.last - 0.3) < 1e-9
        await lag.stop()

    simulated(work())


def test_a_loop_without_a_beat_for_five_seconds_is_not_alive():
    """Until it beats again."""

    async def work():
        lag = await begun()
        blocked(4.9)
        assert lag.is_alive
        blocked(0.2)
        assert not lag.is_alive
        await asyncio.sleep(0.2)
        assert lag.is_alive
        await lag.stop()

    simulated(work())


def test_what_was_never_started_is_not_alive():
    """Nobody knows; and stopping it does nothing."""

    async def work():
        lag = LoopLag()
        assert not lag.is_alive
        await lag.stop()

    simulated(work())


def test_after_the_stop_no_task_is_left():
    """It may be stopped twice."""

    async def work():
        lag = await begun()
        await lag.stop()
        await lag.stop()
        assert asyncio.all_tasks() == {asyncio.current_task()}

    simulated(work())
