"""Run somebody else's code for at most so long.

A plain function runs in a daemon thread of its own: one that never returns can be left behind
without holding up the loop or the end of the program, which the loop's shared executor cannot
promise. A coroutine function runs as a task; one that ignores its cancellation is left behind too.
(``asyncio.timeout`` waits for such a callee for as long as it likes.)
"""

import asyncio
import contextlib
import inspect
import threading
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import Any

from phoenix.tasks import spawn

GRACE = 0.1


class Overdue(TimeoutError):
    """The time is up; raised by :func:`bounded` alone, unlike what the work itself may raise."""


def as_async(function: Callable[..., Any]) -> Callable[..., Awaitable[Any]]:
    """Decide once, at registration, whether ``function`` is awaited or run in a thread.

    What a plain function hands back to be awaited (a wrapped coroutine function does) is awaited.
    """
    if inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(
        getattr(function, "__call__", None)  # noqa: B004 - an instance with an async __call__
    ):
        return function

    async def in_thread(*args: Any, **kwargs: Any) -> Any:
        result = await _in_daemon_thread(lambda: function(*args, **kwargs))
        return await result if inspect.isawaitable(result) else result

    return in_thread


async def bounded(work: Awaitable[Any], limit: float) -> Any:
    """The result of ``work``, waited for no longer than ``limit`` seconds.

    What the work raises is an ``Exception``, whatever it was: somebody else's ``SystemExit`` or
    ``CancelledError`` is not ours to obey.

    Raises:
        Overdue: the limit has passed; the work was cancelled, or left behind if it goes on.
    """
    task = spawn(tamed(work), name="bounded")
    task.add_done_callback(partial(_forget, work))
    try:
        done, _ = await asyncio.wait({task}, timeout=limit)
    except asyncio.CancelledError:
        task.cancel()
        raise
    if not done:
        task.cancel()
        await asyncio.wait({task}, timeout=GRACE)
        raise Overdue(f"no answer within {limit:g} s")
    return outcome(task)


def outcome(task: asyncio.Task[Any]) -> Any:
    """The result of a task that has ended, however it did.

    Raises:
        Exception: what the task raised; a ``RuntimeError`` if it was cancelled.
    """
    error = asyncio.CancelledError("by itself") if task.cancelled() else task.exception()
    if error is not None:
        raise _ordinary(error)
    return task.result()


async def tamed(work: Awaitable[Any]) -> Any:
    """The result of ``work``, whose ``SystemExit`` is an ordinary exception."""
    try:
        return await work
    except SystemExit as error:  # a task would hand it to the loop, which would end the program
        raise _ordinary(error) from error


def _forget(work: Awaitable[Any], task: asyncio.Task[Any]) -> None:
    if isinstance(work, Coroutine):
        work.close()  # if the task was cancelled before it began, nobody has awaited it
    if not task.cancelled():
        task.exception()  # seen here, so that a late failure is not reported as unretrieved


async def _in_daemon_thread(function: Callable[[], Any]) -> Any:
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Any] = loop.create_future()

    def hand_over(result: Any, error: Exception | None) -> None:
        if answer.done():
            return
        if error is None:
            answer.set_result(result)
        else:
            answer.set_exception(error)

    def run() -> None:
        result, error = None, None
        try:
            result = function()
        except BaseException as raised:  # noqa: BLE001 - it is raised again where it is awaited
            error = _ordinary(raised)
        with contextlib.suppress(RuntimeError):  # the loop has closed, and nobody waits any more
            loop.call_soon_threadsafe(hand_over, result, error)

    threading.Thread(target=run, name="bounded", daemon=True).start()
    return await answer


def _ordinary(error: BaseException) -> Exception:
    """What a future, a task or the loop would treat as its own, made an ordinary exception."""
    if isinstance(error, Exception) and not isinstance(error, StopIteration):
        return error
    ordinary = RuntimeError(f"{type(error).__name__}: {error}")
    ordinary.__cause__ = error
    return ordinary
