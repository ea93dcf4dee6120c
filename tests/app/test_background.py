"""Background tasks are named, restarted if they may be, seen when they are dead, and stopped."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st
from simulated import simulated
from structlog.testing import capture_logs

from phoenix.app.background import Background, Condition, Restarts, TaskState

QUICK = Restarts(first=1.0, factor=2.0, longest=5.0, well=100.0)


async def never_ends():
    """Waits for what never comes, and can be cancelled."""
    await asyncio.Event().wait()


class Failing:
    """Work that runs for so long each time, writes down when it began, and then fails."""

    def __init__(self, *lengths, error=None):
        self.lengths = list(lengths)
        self.error = error or OSError("the line is cut")
        self.began = []

    async def work(self):
        """Fails as often as there are lengths, and then goes on for ever."""
        self.began.append(asyncio.get_running_loop().time())
        if not self.lengths:
            await never_ends()
        await asyncio.sleep(self.lengths.pop(0))
        raise self.error


async def settled():
    """Let what is ready run; on a simulated clock a nap takes no time."""
    await asyncio.sleep(0.001)


def test_a_failed_task_begins_anew_after_waits_that_grow():
    """The waits are 1, 2, 4 and then 5 seconds, the longest."""
    failing = Failing(0, 0, 0, 0, 0)

    async def run():
        background = Background()
        background.keep("poller", failing.work, restarts=QUICK)
        await asyncio.sleep(50)
        (state,) = background.states()
        await background.stop()
        return state

    assert simulated(run()) == TaskState("poller", Condition.RUNNING, 5, "OSError: the line is cut")
    assert failing.began == [0, 1, 3, 7, 12, 17]


def test_a_task_that_went_well_for_long_enough_is_counted_anew():
    """Its next failure waits for as long as a first one."""
    failing = Failing(0, 0, 100, 0)

    async def run():
        background = Background()
        background.keep("poller", failing.work, restarts=QUICK)
        await asyncio.sleep(200)
        await background.stop()

    simulated(run())
    assert failing.began == [0, 1, 3, 104, 106]


def test_a_task_that_waits_to_begin_anew_says_so():
    """Health may show what is about to come back."""

    async def run():
        background = Background()
        background.keep("poller", Failing(0).work, restarts=QUICK)
        await settled()
        (state,) = background.states()
        await background.stop()
        return state, background.states()[0].condition

    state, after = simulated(run())
    assert (state.condition, state.restarts, after) == (Condition.WAITING, 1, Condition.ENDED)


def test_without_restarts_a_failure_is_the_death_of_a_task_and_can_be_revived():
    """It stays dead and visible until somebody revives it, once."""
    failing = Failing(0)

    async def run():
        background = Background()
        background.keep("sweeper", failing.work)
        await settled()
        dead = background.states()
        revived = background.revive("sweeper"), background.revive("sweeper")
        await settled()
        alive = background.states()
        await background.stop()
        return dead, revived, alive

    error = "OSError: the line is cut"
    dead, revived, alive = simulated(run())
    assert dead == (TaskState("sweeper", Condition.DEAD, 0, error),)
    assert revived == (True, False)
    assert alive == (TaskState("sweeper", Condition.RUNNING, 0, error),)
    assert len(failing.began) == 2


def test_a_failure_is_an_error_with_its_traceback():
    """One line tells which task, the error, and when it begins anew."""
    failing = Failing(0)

    async def run():
        background = Background()
        background.keep("poller", failing.work, restarts=QUICK)
        background.keep("sweeper", Failing(0).work)
        await asyncio.sleep(2)
        background.revive("sweeper")
        await background.stop()

    with capture_logs() as lines:
        simulated(run())
    told = [(line["log_level"], line["event"], line["task"], line.get("again")) for line in lines]
    assert told == [
        ("error", "background task failed", "poller", 1.0),
        ("error", "background task failed", "sweeper", None),
        ("info", "background task restarted", "poller", None),
        ("info", "background task revived", "sweeper", None),
    ]
    assert lines[0]["exc_info"] is failing.error


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (SystemExit(3), "RuntimeError: SystemExit: 3"),
        (asyncio.CancelledError("theirs"), "CancelledError: theirs"),
    ],
)
def test_a_task_neither_ends_the_program_nor_passes_for_one_that_was_stopped(error, told):
    """What the work raises of its own is its failure, whatever it is called."""

    async def run():
        background = Background()
        background.keep("odd", Failing(0, error=error).work)
        await settled()
        return background.states()

    assert simulated(run()) == (TaskState("odd", Condition.DEAD, 0, told),)


async def test_a_task_that_ends_by_itself_has_ended_and_may_be_kept_again():
    """An end is no death, and the name is free."""

    async def nothing():
        return None

    background = Background()
    background.keep("once", nothing, restarts=QUICK)
    await settled()
    assert background.states() == (TaskState("once", Condition.ENDED, 0, None),)
    assert not background.revive("once")
    background.keep("once", never_ends)
    assert background.states() == (TaskState("once", Condition.RUNNING, 0, None),)
    await background.stop()


async def test_two_tasks_of_one_name_are_refused():
    """A name tells which task is dead."""
    background = Background()
    background.keep("a", never_ends)
    with pytest.raises(ValueError, match="called a already"):
        background.keep("a", never_ends)
    await background.stop()


async def test_nothing_begins_after_the_stop():
    """What nobody would stop any more is not begun."""
    background = Background()
    assert await background.stop() == ()
    with pytest.raises(RuntimeError, match="late cannot begin"):
        background.keep("late", never_ends)
    with pytest.raises(RuntimeError, match="late cannot begin"):
        background.revive("late")


async def test_who_is_unknown_cannot_be_revived():
    """A misspelt name is no silent no."""
    with pytest.raises(KeyError, match="nobody"):
        Background().revive("nobody")


def test_a_stop_cancels_all_and_leaves_behind_and_names_what_ignores_it():
    """One stubborn task and one that fails at its end cost the limit and raise nothing."""
    freed = asyncio.Event()

    async def stubborn():
        while not freed.is_set():
            try:
                await freed.wait()
            except asyncio.CancelledError:
                continue

    async def fails_at_its_end():
        try:
            await never_ends()
        finally:
            raise ValueError("no")

    async def run():
        background = Background()
        background.keep("stubborn", stubborn)
        background.keep("bad end", fails_at_its_end, restarts=QUICK)
        background.keep("good", never_ends)
        await settled()
        began = asyncio.get_running_loop().time()
        left = await background.stop(2.0)
        spent = asyncio.get_running_loop().time() - began
        freed.set()
        again = await background.stop()
        return left, spent, again

    left, spent, again = simulated(run())
    assert (left, spent, again) == (("stubborn",), pytest.approx(2.0), ())


def test_a_task_that_fails_at_its_end_does_not_begin_anew():
    """A failure in answer to the stop is told, and that is all."""
    began = []

    async def fails_at_its_end():
        began.append(1)
        try:
            await never_ends()
        finally:
            raise ValueError("no")

    async def run():
        background = Background()
        background.keep("bad end", fails_at_its_end, restarts=Restarts(first=0.0))
        await settled()
        assert await background.stop() == ()
        await asyncio.sleep(10)

    with capture_logs() as lines:
        simulated(run())
    assert len(began) == 1
    assert [line["event"] for line in lines] == ["a task failed at its end"]


@given(
    st.integers(1, 400),
    st.floats(0.01, 100),
    st.floats(1, 10),
    st.floats(0.01, 1000),
)
def test_the_waits_never_shrink_and_never_pass_the_longest(failures, first, factor, longest):
    """Whatever the numbers and however many failures, without overflow."""
    restarts = Restarts(first, factor, longest)
    waits = [None]
    for _ in range(failures):
        waits.append(restarts.after(waits[-1]))
    assert sorted(waits[1:]) == waits[1:]
    assert 0 < waits[1] <= waits[-1] <= longest
