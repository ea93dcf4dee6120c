"""Background tasks that died are begun anew."""

import asyncio
import logging
from datetime import UTC, datetime

import pytest

from phoenix.app.background import Background, Restarts
from phoenix.app.supervisor import Supervisor
from phoenix.app.supervisor.checks.tasks import dead_tasks

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)


def clock() -> datetime:
    """Noon, always."""
    return NOW


class Work:
    """Fails the first time it is done, then goes on for ever; or never fails."""

    def __init__(self, *, fails: bool = True) -> None:
        self.fails = fails
        self.times = 0
        self.at_it = asyncio.Event()

    async def do(self) -> None:
        self.times += 1
        if self.fails and self.times == 1:
            raise OSError("no way")
        self.at_it.set()
        await asyncio.Event().wait()


@pytest.fixture
async def background():
    made = Background()
    yield made
    await made.stop()


async def settled(background: Background, condition: str) -> None:
    """Wait until the only task is about this."""
    while background.states()[0].condition != condition:  # noqa: ASYNC110 - nobody tells of it
        await asyncio.sleep(0)


async def test_a_task_that_runs_is_well(background) -> None:
    """Nothing is found."""
    work = Work(fails=False)
    background.keep("poller", work.do)
    await work.at_it.wait()
    assert (await dead_tasks(background).look()).count == 0


async def test_a_task_that_waits_to_begin_anew_is_well(background, caplog) -> None:
    """It mends itself."""
    caplog.set_level(logging.CRITICAL)
    background.keep("poller", Work().do, restarts=Restarts(first=60.0))
    await settled(background, "waiting")
    assert (await dead_tasks(background).look()).count == 0


async def test_a_task_that_has_ended_is_well(background) -> None:
    """It may."""

    async def end() -> None:
        """At once."""

    background.keep("once", end)
    await settled(background, "ended")
    assert (await dead_tasks(background).look()).count == 0


async def test_the_dead_are_revived(background, caplog) -> None:
    """With the reason why they died in the result."""
    caplog.set_level(logging.CRITICAL)
    work = Work()
    background.keep("poller", work.do)
    await settled(background, "dead")
    (scan,) = await Supervisor([dead_tasks(background)], clock).scan()
    assert (scan.found, scan.mended, scan.detail) == (1, 1, "poller: OSError: no way")
    await work.at_it.wait()
    assert background.states()[0].condition == "running"
