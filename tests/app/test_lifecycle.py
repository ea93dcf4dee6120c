"""A lifecycle starts in order and stops in reverse, whatever happens in between."""

import asyncio
import threading
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phoenix.app.lifecycle import Lifecycle, Stage, StopFault
from phoenix.bounded import Overdue

TINY = 0.02
AMPLE = 5.0


class Diary:
    """Makes stages that write down when they start and stop."""

    def __init__(self):
        self.lines = []

    def stage(self, name, **limits):
        """A stage of plain functions."""
        return Stage(name, self.writes(f"+{name}"), self.writes(f"-{name}"), **limits)

    def async_stage(self, name):
        """A stage of coroutine functions."""

        async def start():
            self.lines.append(f"+{name}")

        async def stop():
            self.lines.append(f"-{name}")

        return Stage(name, start, stop)

    def writes(self, line, error=None):
        """A function that writes a line, and then raises if it is given an error."""

        def write():
            self.lines.append(line)
            if error is not None:
                raise error

        return write


@pytest.fixture
def diary():
    """An empty diary."""
    return Diary()


async def never_ends():
    """A coroutine that waits for what never comes, and can be cancelled."""
    await asyncio.Event().wait()


async def test_stages_start_in_order_and_stop_in_reverse(diary):
    """Plain and coroutine stages stand in one order."""
    async with Lifecycle([diary.stage("a"), diary.async_stage("b"), diary.stage("c")]) as life:
        assert life.running == ("a", "b", "c")
    assert diary.lines == ["+a", "+b", "+c", "-c", "-b", "-a"]
    assert life.running == ()


async def test_a_stage_needs_neither_start_nor_stop():
    """A stage may have one side only."""
    async with Lifecycle([Stage("only a name")]) as life:
        assert life.running == ("only a name",)


def test_two_stages_of_one_name_are_refused():
    """A name tells which stage failed, so it is unique."""
    with pytest.raises(ValueError, match="names of their own"):
        Lifecycle([Stage("a"), Stage("a")])


async def test_an_error_in_the_body_is_raised_after_the_stop(diary):
    """Leaving through an error stops everything all the same."""
    with pytest.raises(KeyError):
        async with Lifecycle([diary.stage("a")]):
            raise KeyError
    assert diary.lines == ["+a", "-a"]


async def test_a_failing_start_stops_what_had_started_and_itself(diary):
    """A start that fails half-way has something to clean up; later stages never began."""
    broken = Stage("b", diary.writes("+b", ValueError("no")), diary.writes("-b"))
    life = Lifecycle([diary.stage("a"), broken, diary.stage("c")])
    with pytest.raises(ValueError, match="no"):
        await life.start()
    assert diary.lines == ["+a", "+b", "-b", "-a"]


@pytest.mark.parametrize("hang", [never_ends, threading.Event().wait])
async def test_a_start_that_hangs_is_given_up(diary, hang):
    """A start has its limit, sync or async; then everything is stopped."""
    life = Lifecycle([diary.stage("a"), Stage("b", hang, diary.writes("-b"), start_limit=TINY)])
    with pytest.raises(Overdue):
        await life.start()
    assert diary.lines == ["+a", "-b", "-a"]


async def test_a_system_exit_in_a_start_is_an_ordinary_failure(diary):
    """A stage cannot end the program past the stop of the others."""

    async def leave():
        raise SystemExit(3)

    with pytest.raises(RuntimeError, match="SystemExit: 3"):
        await Lifecycle([diary.stage("a"), Stage("b", leave)]).start()
    assert diary.lines == ["+a", "-a"]


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError("disk"), "stopping b: OSError: disk"),
        (SystemExit(3), "stopping b: RuntimeError: SystemExit: 3"),
        (asyncio.CancelledError(), "stopping b: RuntimeError: CancelledError: "),
    ],
)
async def test_errors_of_stops_are_collected_and_never_raised(diary, error, told):
    """The fault names its stage, and the next stage is stopped all the same."""
    life = Lifecycle([diary.stage("a"), Stage("b", stop=diary.writes("-b", error))])
    await life.start()
    faults = await life.stop()
    assert [str(fault) for fault in faults] == [told]
    assert diary.lines == ["+a", "-b", "-a"]


async def test_an_async_stop_that_cancels_itself_stops_nobody_elses_stop(diary):
    """A CancelledError of a stage's own making is one fault like any other."""

    async def confused():
        raise asyncio.CancelledError

    life = Lifecycle([diary.stage("a"), Stage("b", stop=confused)])
    await life.start()
    assert [fault.stage for fault in await life.stop()] == ["b"]
    assert diary.lines == ["+a", "-a"]


@pytest.mark.parametrize("hang", [never_ends, threading.Event().wait])
async def test_a_stop_that_never_ends_is_given_up(diary, hang):
    """A stop has its limit, sync or async, and the next stage is stopped."""
    life = Lifecycle([diary.stage("a"), Stage("b", stop=hang, stop_limit=TINY)])
    await life.start()
    (fault,) = await life.stop()
    assert isinstance(fault.error, Overdue)
    assert diary.lines == ["+a", "-a"]


async def test_a_stop_that_swallows_its_cancellation_is_left_behind(diary):
    """Even a stop that ignores being cancelled holds up nobody."""
    release, ended = asyncio.Event(), asyncio.Event()

    async def stubborn():
        while not release.is_set():
            try:
                await release.wait()
            except asyncio.CancelledError:
                continue
        ended.set()

    life = Lifecycle([diary.stage("a"), Stage("b", stop=stubborn, stop_limit=TINY)])
    await life.start()
    (fault,) = await life.stop()
    assert (fault.stage, diary.lines) == ("b", ["+a", "-a"])
    release.set()
    await asyncio.wait_for(ended.wait(), AMPLE)


async def test_stopping_again_answers_the_same(diary):
    """A second stop stops nothing and repeats the faults of the first."""
    life = Lifecycle([Stage("a", stop=diary.writes("-a", ValueError("once")))])
    await life.start()
    first, second = await life.stop(), await life.stop()
    assert first == second
    assert diary.lines == ["-a"]


async def test_stopping_what_never_started_stops_nothing(diary):
    """There is nothing to undo."""
    assert await Lifecycle([diary.stage("a")]).stop() == ()
    assert diary.lines == []


async def test_many_cancelled_callers_stop_each_stage_once():
    """However many ask and however often they are cancelled, each stage is stopped once."""
    stops, asked, go = Counter(), asyncio.Event(), asyncio.Event()

    def stage(name):
        async def stop():
            stops[name] += 1
            asked.set()
            await go.wait()

        return Stage(name, stop=stop)

    life = Lifecycle([stage(name) for name in "abc"])
    await life.start()
    callers = [asyncio.create_task(life.stop()) for _ in range(50)]
    await asked.wait()
    for _ in range(3):
        for caller in callers:
            caller.cancel()
        await asyncio.wait(callers, timeout=0)
    assert not any(caller.done() for caller in callers)
    go.set()
    assert await asyncio.gather(*callers) == [()] * 50
    assert stops == {"a": 1, "b": 1, "c": 1}


async def test_a_start_that_is_cancelled_stops_what_had_started(diary):
    """A caller that gives up while starting leaves nothing running."""
    begun = asyncio.Event()

    async def hang():
        begun.set()
        await never_ends()

    life = Lifecycle([diary.stage("a"), Stage("b", hang, diary.writes("-b"))])
    starting = asyncio.create_task(life.start())
    await begun.wait()
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    assert diary.lines == ["+a", "-b", "-a"]


async def test_a_stop_while_starting_keeps_later_stages_from_starting(diary):
    """What nobody would stop any more is not started."""
    begun, go = asyncio.Event(), asyncio.Event()

    async def slow():
        begun.set()
        await go.wait()

    life = Lifecycle([Stage("slow", slow, diary.writes("-slow")), diary.stage("late")])
    starting = asyncio.create_task(life.start())
    await begun.wait()
    await life.stop()
    go.set()
    with pytest.raises(RuntimeError, match="stopped before late was started"):
        await starting
    assert diary.lines == ["-slow"]


async def test_a_lifecycle_runs_once(diary):
    """Starting again after the stop is refused, for its stop has been used up."""
    life = Lifecycle([diary.stage("a")])
    await life.start()
    await life.stop()
    with pytest.raises(RuntimeError, match="stopped before a was started"):
        await life.start()
    assert diary.lines == ["+a", "-a"]


def test_a_fault_says_what_was_being_stopped():
    """One line for the log."""
    assert str(StopFault("bot", ValueError("x"))) == "stopping bot: ValueError: x"


@settings(deadline=None)
@given(st.lists(st.sampled_from(["well", "start fails", "stop fails"]), max_size=6))
def test_what_began_is_stopped_once_in_reverse_and_nothing_else(kinds):
    """For every mixture of failures the stops mirror the starts."""
    diary = Diary()
    stages = [
        Stage(
            str(place),
            diary.writes(f"+{place}", OSError() if kind == "start fails" else None),
            diary.writes(f"-{place}", OSError() if kind == "stop fails" else None),
        )
        for place, kind in enumerate(kinds)
    ]

    async def run():
        try:
            async with Lifecycle(stages):
                pass
        except OSError:
            return True
        return False

    assert asyncio.run(run()) == ("start fails" in kinds)
    begun = kinds.index("start fails") + 1 if "start fails" in kinds else len(kinds)
    order = range(begun)
    assert diary.lines == [f"+{i}" for i in order] + [f"-{i}" for i in reversed(order)]
