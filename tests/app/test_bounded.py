"""Somebody else's code runs for at most so long, and cannot end the program."""

import asyncio
import functools
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phoenix.bounded import Overdue, as_async, bounded

TINY = 0.02
AMPLE = 5.0


async def test_a_plain_function_runs_in_a_thread_of_its_own():
    """The loop is free while a blocking function works."""
    name = await bounded(as_async(lambda: threading.current_thread().name)(), AMPLE)
    assert name == "bounded"


async def test_a_coroutine_function_is_left_as_it_is():
    """What is awaited already needs no thread."""

    async def work():
        return threading.current_thread() is threading.main_thread()

    assert as_async(work) is work
    assert await bounded(as_async(functools.partial(work))(), AMPLE)


async def test_an_object_with_an_async_call_is_awaited():
    """An instance may stand for a coroutine function."""

    class Callable:
        async def __call__(self):
            return "heard"

    assert await bounded(as_async(Callable())(), AMPLE) == "heard"


async def test_a_plain_function_that_hands_back_a_coroutine_is_awaited():
    """A decorator that hides a coroutine function does not lose its work."""

    async def work():
        return "done"

    assert await bounded(as_async(lambda: work())(), AMPLE) == "done"  # noqa: PLW0108 - hides it


@settings(deadline=None)
@given(st.one_of(st.none(), st.integers(), st.text(), st.lists(st.floats(allow_nan=False))))
def test_the_result_is_handed_on_unchanged(value):
    """Whatever the work answers, sync or async, is what the caller gets."""

    async def work():
        return value

    async def both():
        return await bounded(as_async(lambda: value)(), AMPLE), await bounded(work(), AMPLE)

    assert asyncio.run(both()) == (value, value)


async def test_a_blocking_thread_is_left_behind_at_its_deadline():
    """A thread that never returns costs its caller the limit and no more."""
    never = threading.Event()
    with pytest.raises(Overdue, match=r"no answer within 0\.02 s"):
        await bounded(as_async(never.wait)(), TINY)
    never.set()


async def test_a_thread_that_ends_late_disturbs_nobody():
    """Its late answer and its late failure are dropped."""
    go, gone = threading.Event(), threading.Event()

    def late():
        go.wait(AMPLE)
        gone.set()
        raise ValueError("too late to matter")

    with pytest.raises(Overdue):
        await bounded(as_async(late)(), TINY)
    go.set()
    assert await asyncio.to_thread(gone.wait, AMPLE)


def test_a_thread_that_ends_after_its_loop_is_silent():
    """A thread left behind may answer when there is no loop any more."""
    go = threading.Event()
    threads = []

    def late():
        threads.append(threading.current_thread())
        go.wait(AMPLE)

    with pytest.raises(Overdue):
        asyncio.run(bounded(as_async(late)(), TINY))
    go.set()
    threads[0].join(AMPLE)
    assert not threads[0].is_alive()


async def test_a_coroutine_that_waits_is_cancelled_at_its_deadline():
    """Work that can be cancelled is, and may clean up."""
    cleaned = asyncio.Event()

    async def waits():
        try:
            await asyncio.Event().wait()
        finally:
            cleaned.set()

    with pytest.raises(Overdue):
        await bounded(waits(), TINY)
    assert cleaned.is_set()


async def test_a_coroutine_that_ignores_its_cancellation_is_left_behind():
    """The caller goes on, and the work ends when it likes."""
    release, ended = asyncio.Event(), asyncio.Event()

    async def stubborn():
        while not release.is_set():
            try:
                await release.wait()
            except asyncio.CancelledError:
                continue
        ended.set()

    with pytest.raises(Overdue):
        await bounded(stubborn(), TINY)
    assert not ended.is_set()
    release.set()
    await asyncio.wait_for(ended.wait(), AMPLE)


@pytest.mark.parametrize(
    "error", [SystemExit(3), StopIteration(), KeyboardInterrupt(), asyncio.CancelledError()]
)
async def test_what_a_thread_may_not_raise_becomes_an_ordinary_error(error):
    """Nothing raised in a thread is taken for the loop's or the program's own."""

    def work():
        raise error

    with pytest.raises(RuntimeError, match=type(error).__name__) as raised:
        await bounded(as_async(work)(), AMPLE)
    assert raised.value.__cause__ is error


@pytest.mark.parametrize("error", [SystemExit(3), StopIteration(), asyncio.CancelledError()])
async def test_what_a_coroutine_may_not_raise_becomes_an_ordinary_error(error):
    """A coroutine can neither end the program nor cancel who waits for it."""

    async def work():
        raise error

    with pytest.raises(RuntimeError, match=r"CancelledError|SystemExit|StopIteration"):
        await bounded(work(), AMPLE)


@pytest.mark.parametrize("error", [ValueError("no"), TimeoutError("theirs"), OSError(5, "x")])
async def test_an_ordinary_error_is_raised_as_it_is(error):
    """A timeout of the work's own is not taken for ours."""

    def work():
        raise error

    with pytest.raises(type(error)) as raised:
        await bounded(as_async(work)(), AMPLE)
    assert raised.value is error


async def test_who_is_cancelled_cancels_the_work():
    """Cancelling the caller reaches the work, and the caller ends at once."""
    begun, cancelled = asyncio.Event(), asyncio.Event()

    async def work():
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    caller = asyncio.ensure_future(bounded(work(), AMPLE))
    await begun.wait()
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    await asyncio.wait_for(cancelled.wait(), AMPLE)
