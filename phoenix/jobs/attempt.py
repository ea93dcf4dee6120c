"""One attempt at a job: the handler's result, its error, or why it was ended.

Whatever the handler does ends in an outcome: within the job's limit and the grace that a cancelled
handler gets. One that goes on all the same is left behind; what it may bring later is not looked
at.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, TypeAlias

import structlog

from phoenix.jobs.faults import TimeLimit
from phoenix.jobs.values import Json, written
from phoenix.tasks import spawn

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Done:
    """It brought a result; ``body`` is how it is written down."""

    result: Json
    body: str


@dataclass(frozen=True, slots=True)
class Failed:
    """It ended with an error."""

    error: BaseException


class Ended(Enum):
    """It was ended from outside."""

    CANCELLED = auto()
    HANDED_BACK = auto()


Outcome: TypeAlias = Done | Failed | Ended


async def attempt(
    work: Callable[[], Awaitable[Json]], limit: float, ended: asyncio.Future[Ended], grace: float
) -> Outcome:
    """What comes of ``work`` within ``limit`` seconds, unless ``ended`` is set before."""
    task = spawn(_outcome(work), name="job")
    either: set[asyncio.Future[Any]] = {task, ended}
    try:
        await asyncio.wait(either, timeout=limit, return_when=asyncio.FIRST_COMPLETED)
    except asyncio.CancelledError:
        task.cancel()
        raise
    if task.done():
        return Failed(asyncio.CancelledError("by itself")) if task.cancelled() else task.result()
    await _cancel(task, grace)
    return ended.result() if ended.done() else Failed(TimeLimit(limit))


async def _outcome(work: Callable[[], Awaitable[Json]]) -> Done | Failed:
    try:
        result = await work()
        return Done(result, written(result))
    except (Exception, SystemExit) as error:  # noqa: BLE001 - judged by whoever runs the job
        return Failed(error)


async def _cancel(task: asyncio.Task[Done | Failed], grace: float) -> None:
    task.cancel()
    await asyncio.wait({task}, timeout=grace)
    if not task.done():
        log.warning("job left behind")
