"""Every task has a name and somebody who holds it.

The loop itself keeps only weak references: a task that nobody holds may vanish while it waits.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from typing import Any, TypeVar

T = TypeVar("T")

MOMENT = 0.05  # seconds; what ends by itself ends within some turns of the loop

_held: set[asyncio.Task[Any]] = set()


def spawn(work: Coroutine[Any, Any, T], *, name: str) -> asyncio.Task[T]:
    """Run ``work`` beside what runs now; held until it has ended.

    Whoever spawns it awaits it, asks it for its exception, or leaves that to the loop's handler.
    """
    task = asyncio.get_running_loop().create_task(work, name=name)
    _held.add(task)
    task.add_done_callback(_held.discard)
    return task


async def unhurried(
    work: Coroutine[Any, Any, T], *, name: str, unwanted: Callable[[T], object] | None = None
) -> T:
    """The result of work that does harm where it is cut off in its midst.

    Cancelled, it has a moment more to end by itself. ``unwanted`` is called with a result that
    nobody waits for any more.
    """
    task = spawn(work, name=name)

    def disposed(task: asyncio.Task[T]) -> None:
        if not task.cancelled() and task.exception() is None and unwanted is not None:
            unwanted(task.result())

    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        task.add_done_callback(disposed)
        asyncio.get_running_loop().call_later(MOMENT, task.cancel)
        await asyncio.wait({task}, timeout=2 * MOMENT)
        await asyncio.sleep(0)  # a socket is closed in the loop's next turn
        raise


def held() -> tuple[asyncio.Task[Any], ...]:
    """What was spawned in the running loop and has not ended, by name."""
    loop = asyncio.get_running_loop()
    mine = (task for task in tuple(_held) if task.get_loop() is loop and not task.done())
    return tuple(sorted(mine, key=lambda task: task.get_name()))


async def end(tasks: Iterable[asyncio.Task[Any]], limit: float) -> tuple[asyncio.Task[Any], ...]:
    """Cancel tasks and wait until they have ended; those that go on after ``limit`` seconds.

    Each is cancelled again at half the limit, since some libraries swallow a cancellation that
    comes at the wrong moment. How they end is never raised: a failure is logged, also a late one.
    """
    left = {task for task in tasks if not task.done()}
    for task in left:
        task.add_done_callback(_told)
    for _ in range(2):
        for task in left:
            task.cancel()
        if left:
            _, left = await asyncio.wait(left, timeout=limit / 2)
    return tuple(sorted(left, key=lambda task: task.get_name()))


def _told(task: asyncio.Task[Any]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        import structlog  # noqa: PLC0415 - an eighth of a second, which commands need not wait for

        log = structlog.get_logger(__name__)
        log.warning("a task failed at its end", task=task.get_name(), error=repr(error))
