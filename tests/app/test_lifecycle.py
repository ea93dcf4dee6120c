"""A lifecycle starts in order and stops in reverse, whatever happens in between."""

import asyncio
import gc
import threading
from collections import Counter
from dataclasses import dataclass
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simulated import simulated
from structlog.testing import capture_logs

from phoenix.app.lifecycle import Lifecycle, Stage, StopFault
from phoenix.app.lifecycle.lifecycle import HURRIED
from phoenix.bounded import GRACE, Overdue
from phoenix.tasks import end, spawn

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
        """A stage of coroutine functions, for a simulated clock: it may miss a thread at work."""
        return Stage(name, self.async_writes(f"+{name}"), self.async_writes(f"-{name}"))

    def async_writes(self, line):
        """A coroutine function that writes a line."""

        async def write():
            self.lines.append(line)

        return write

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


def test_a_stop_while_starting_cuts_the_start_off(diary):
    """What nobody would stop any more is not started, and no stage starts and stops at once."""

    async def slow():
        try:
            await never_ends()
        finally:
            await asyncio.sleep(0)
            diary.lines.append("given up")

    async def run():
        life = Lifecycle(
            [Stage("slow", slow, diary.async_writes("-slow")), diary.async_stage("late")]
        )
        starting = asyncio.create_task(life.start())
        await asyncio.sleep(1)
        await life.stop()
        with pytest.raises(RuntimeError, match="stopped before slow had started"):
            await starting
        return asyncio.get_running_loop().time()

    assert simulated(run()) == pytest.approx(1.0)
    assert diary.lines == ["given up", "-slow"]


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


@pytest.mark.parametrize(
    ("needs", "order"),
    [
        ({"a": (), "b": (), "c": ()}, "abc"),
        ({"a": ("c",), "b": (), "c": ()}, "bca"),
        ({"a": ("b",), "b": ("c",), "c": ("d",), "d": ()}, "dcba"),
        ({"a": ("d",), "b": ("d",), "c": (), "d": ()}, "cdab"),
    ],
)
def test_stages_stand_after_what_they_need_and_else_as_listed(needs, order):
    """The list decides wherever the needs do not."""
    life = Lifecycle([Stage(name, needs=needs[name]) for name in needs])
    assert life.order == tuple(order)


async def test_a_stage_that_is_not_enabled_is_as_if_it_were_not_there(diary):
    """It is neither started nor waited for by those that need it."""
    stages = [diary.stage("a", needs=("b",)), diary.stage("b", enabled=False)]
    async with Lifecycle(stages) as life:
        assert life.running == ("a",)
    assert diary.lines == ["+a", "-a"]


def test_a_need_that_is_no_stage_is_named():
    """A misspelt need is refused before anything starts."""
    with pytest.raises(ValueError, match="stage bot needs stor, which is no stage"):
        Lifecycle([Stage("store"), Stage("bot", needs=("stor",))])


def test_stages_that_need_each_other_are_named():
    """A circle is refused before anything starts."""
    circle = [Stage("a", needs=("b",)), Stage("b", needs=("c",)), Stage("c", needs=("a",))]
    with pytest.raises(ValueError, match=r"stages need each other: \w -> \w -> \w -> \w"):
        Lifecycle(circle)


async def test_a_good_run_logs_each_start_and_stop():
    """One line a step, at INFO, with its stage and its milliseconds, and one at the end."""
    with capture_logs() as lines:
        async with Lifecycle([Stage("a"), Stage("b")]):
            pass
    assert [(line["log_level"], line["event"], line.get("stage")) for line in lines] == [
        ("info", "stage started", "a"),
        ("info", "stage started", "b"),
        ("info", "stage stopped", "b"),
        ("info", "stage stopped", "a"),
        ("info", "all stages stopped", None),
    ]
    assert all(line["ms"] >= 0 for line in lines)
    assert lines[-1]["faults"] == 0


def test_what_goes_wrong_is_logged_at_warning():
    """A fault names its stage and its error; a limit that passed tells how long it took."""

    async def run():
        stages = [
            Stage("a", stop=never_ends, stop_limit=2.0),
            Stage("c", fails),
        ]
        with pytest.raises(OSError, match="disk"):
            await Lifecycle(stages).start()

    async def fails():
        raise OSError("disk")

    with capture_logs() as lines:
        simulated(run())
    told = [line for line in lines if line["log_level"] == "warning"]
    assert told == [
        {
            "event": "stage failed to start",
            "log_level": "warning",
            "stage": "c",
            "ms": 0,
            "error": "OSError: disk",
        },
        {
            "event": "stage did not stop in time",
            "log_level": "warning",
            "stage": "a",
            "ms": 2000,
        },
    ]


async def test_a_start_that_is_cut_off_is_no_fault():
    """Whoever stops a program that is starting reads no warning."""
    begun = asyncio.Event()

    async def slow():
        begun.set()
        await never_ends()

    with capture_logs() as lines:
        starting = asyncio.create_task(Lifecycle([Stage("a", slow)]).start())
        await begun.wait()
        starting.cancel()
        await asyncio.wait({starting})
    events = [(line["log_level"], line["event"]) for line in lines]
    assert ("info", "stage cut off while starting") in events
    assert "warning" not in dict(events)


def test_a_hurried_stop_gives_the_present_stage_and_the_next_ones_less():
    """What is under way is given the new limit from now on; a shorter one of its own stays."""
    spent = {}

    def stage(name, limit):
        async def stop():
            began = asyncio.get_running_loop().time()
            try:
                await never_ends()
            finally:
                spent[name] = asyncio.get_running_loop().time() - began

        return Stage(name, stop=stop, stop_limit=limit)

    async def run():
        life = Lifecycle([stage("a", 30.0), stage("b", 0.5), stage("c", 30.0)])
        await life.start()
        asyncio.get_running_loop().call_later(10.0, life.hurry, 2.0)
        return await life.stop()

    faults = simulated(run())
    assert spent == {"c": pytest.approx(12.0), "b": pytest.approx(0.5), "a": pytest.approx(2.0)}
    limits = [("c", "12"), ("b", "0.5"), ("a", "2")]
    assert [str(fault) for fault in faults] == [
        f"stopping {name}: Overdue: no answer within {limit} s" for name, limit in limits
    ]


def test_a_hurry_gives_nobody_more_time():
    """What had half a second left has no more afterwards."""

    async def run():
        life = Lifecycle([Stage("a", stop=never_ends, stop_limit=5.0)])
        await life.start()
        asyncio.get_running_loop().call_later(4.5, life.hurry, 2.0)
        (fault,) = await life.stop()
        return str(fault.error), asyncio.get_running_loop().time()

    assert simulated(run()) == ("no answer within 5 s", pytest.approx(5.0))


@pytest.mark.parametrize("in_a_task_of_its_own", [False, True])
def test_a_stage_that_asks_for_the_stop_is_not_kept_waiting_for_itself(in_a_task_of_its_own):
    """Something that also runs alone may stop the whole at its own end."""
    diary = Diary()

    async def stop_all():
        if in_a_task_of_its_own:
            await spawn(life.stop(), name="stop of all")
        else:
            await life.stop()
        diary.lines.append("-b")

    life = Lifecycle([diary.async_stage("a"), Stage("b", stop=stop_all)])

    async def run():
        await life.start()
        return await life.stop(), asyncio.get_running_loop().time()

    assert simulated(run()) == ((), pytest.approx(0.0))
    assert diary.lines == ["+a", "-b", "-a"]


def test_a_stage_that_asks_for_the_stop_while_it_starts_is_cut_off():
    """The start ends with the error of a program that was stopped."""
    diary = Diary()

    async def start():
        await life.stop()
        await never_ends()

    life = Lifecycle([diary.async_stage("a"), Stage("b", start), diary.async_stage("c")])

    async def run():
        with pytest.raises(RuntimeError, match="stopped before b had started"):
            await life.start()
        return asyncio.get_running_loop().time()

    assert simulated(run()) == pytest.approx(0.0)
    assert diary.lines == ["+a", "-a"]


def test_what_a_stage_has_begun_waits_for_the_stop_like_anybody():
    """Its stage has started long since."""
    diary = Diary()

    async def emergency():
        await asyncio.sleep(1)
        await life.stop()
        diary.lines.append("all stopped")

    async def start():
        spawn(emergency(), name="emergency")

    life = Lifecycle([diary.async_stage("a"), Stage("b", start)])

    async def run():
        await life.start()
        await asyncio.sleep(2)

    simulated(run())
    assert diary.lines == ["+a", "-a", "all stopped"]


def test_a_stop_that_ends_at_the_moment_of_its_limit_has_ended():
    """Both come in the same round of the loop."""

    async def run():
        life = Lifecycle([Stage("a", stop=partial(asyncio.sleep, 3 - 1e-10), stop_limit=3.0)])
        await life.start()
        return await life.stop()

    assert simulated(run()) == ()


def test_a_stop_that_is_cancelled_may_clean_up_before_the_next(diary):
    """For a moment: what lies below it is still there."""

    async def hangs():
        try:
            await never_ends()
        finally:
            await asyncio.sleep(GRACE / 4)
            diary.lines.append("cleaned")

    async def run():
        life = Lifecycle([diary.async_stage("a"), Stage("b", stop=hangs)])
        await life.start()
        await life.stop()

    simulated(run())
    assert diary.lines == ["+a", "cleaned", "-a"]


@pytest.mark.parametrize("rounds", range(8))
def test_the_end_of_the_loop_leaves_nothing_unawaited(rounds):
    """Whenever it comes, also before a stop has begun of which somebody made the coroutine."""

    async def leave():
        life = Lifecycle([Stage("a"), Stage("b")])
        await life.start()
        spawn(life.stop(), name="a stop that nobody waits for")
        for _ in range(rounds):
            await asyncio.sleep(0)

    asyncio.run(leave())
    gc.collect()


def test_a_second_hurry_may_only_shorten():
    """The shortest limit that was asked for holds."""

    async def run():
        life = Lifecycle([Stage("a", stop=never_ends)])
        await life.start()
        life.hurry(0.25)
        life.hurry(3.0)
        began = asyncio.get_running_loop().time()
        await life.stop()
        return asyncio.get_running_loop().time() - began

    assert simulated(run()) == pytest.approx(0.25)


def test_tasks_left_after_the_last_stage_are_ended_and_named():
    """Those that can be cancelled are; those that cannot are left behind; nobody else's are hit."""

    async def run():
        stubborn = Stubborn()
        spawn(never_ends(), name="forgotten")
        spawn(stubborn.run(), name="stubborn")
        foreign = asyncio.create_task(never_ends())
        with capture_logs() as lines:
            async with Lifecycle([Stage("a")], whole=True):
                pass
        assert not foreign.cancelled()
        foreign.cancel()
        await stubborn.free()
        return [line for line in lines if line["event"] == "tasks were left"]

    assert simulated(run()) == [
        {
            "event": "tasks were left",
            "log_level": "warning",
            "tasks": ["forgotten", "stubborn"],
            "stubborn": ["stubborn"],
        }
    ]


def test_a_lifecycle_that_is_not_the_whole_program_leaves_tasks_alone():
    """A store that is opened and closed in between ends nobody's work."""

    async def run():
        task = spawn(never_ends(), name="of another")
        async with Lifecycle([Stage("a")]):
            pass
        assert not task.cancelling()
        await end([task], 1.0)

    simulated(run())


def test_who_waits_for_the_stop_is_not_taken_for_a_task_that_was_left():
    """A spawned task may run the whole program."""

    async def program():
        async with Lifecycle([Stage("a")], whole=True):
            pass
        return asyncio.current_task().cancelling()

    async def run():
        with capture_logs() as lines:
            assert await spawn(program(), name="the program") == 0
        assert "tasks were left" not in {line["event"] for line in lines}

    simulated(run())


def test_a_stop_goes_on_while_the_loop_closes():
    """The end of the loop cancels the stop itself: that costs one stage, and no other."""
    diary, stopping = Diary(), asyncio.Event()

    async def hangs():
        stopping.set()
        await never_ends()

    stages = [diary.stage("a"), diary.stage("b"), Stage("c", stop=hangs, stop_limit=60.0)]

    async def leave():
        life = Lifecycle(stages)
        await life.start()
        spawn(life.stop(), name="a stop that nobody waits for")
        await stopping.wait()

    asyncio.run(leave())
    assert diary.lines == ["+a", "+b", "-b", "-a"]


class Stubborn:
    """A coroutine that goes on however often it is cancelled, until it is freed."""

    def __init__(self):
        self.freed = asyncio.Event()
        self.gone = asyncio.Event()

    async def run(self):
        """Wait, whatever happens."""
        while not self.freed.is_set():
            try:
                await self.freed.wait()
            except asyncio.CancelledError:
                continue
        self.gone.set()

    async def free(self):
        """Let it end, and wait for that."""
        self.freed.set()
        await self.gone.wait()


LIMIT = 3.0
KINDS = ["well", "slow", "fails", "hangs", "is stubborn"]


@dataclass
class Plan:
    """What a random stage does, and what it needs."""

    start: str
    stop: str
    needs: tuple[str, ...]


@st.composite
def plans(draw):
    """Stages in a random order, which need only such as stand before them in another."""
    size = draw(st.integers(0, 6))
    found = {}
    for place in range(size):
        before = [str(other) for other in range(place)]
        needs = draw(st.lists(st.sampled_from(before), unique=True)) if before else []
        start = draw(st.sampled_from(["well", "well", "well", *KINDS]))
        found[str(place)] = Plan(start, draw(st.sampled_from(KINDS)), tuple(needs))
    return {name: found[name] for name in draw(st.permutations(list(found)))}


class Theatre:
    """Plays plans, and writes down when each start and stop began."""

    def __init__(self, plans):
        self.plans = plans
        self.lines = []
        self.stubborn = []

    def stages(self):
        """The stages of the plans."""
        return [
            Stage(
                name,
                partial(self._play, "+", name, plan.start),
                partial(self._play, "-", name, plan.stop),
                LIMIT,
                LIMIT,
                plan.needs,
            )
            for name, plan in self.plans.items()
        ]

    def places(self, sign):
        """Where in the lines each stage has started or stopped."""
        places = {}
        for place, line in enumerate(self.lines):
            if line[0] == sign:
                places.setdefault(line[1:], []).append(place)
        return places

    async def _play(self, sign, name, kind):
        self.lines.append(sign + name)
        if kind == "slow":
            await asyncio.sleep(LIMIT / 2)
        elif kind == "fails":
            raise OSError
        elif kind == "hangs":
            await never_ends()
        elif kind == "is stubborn":
            self.stubborn.append(Stubborn())
            await self.stubborn[-1].run()


@settings(deadline=None)
@given(
    plans(),
    st.none() | st.floats(0, 10),
    st.none() | st.floats(0, 10),
)
def test_whatever_goes_wrong_each_stage_that_began_is_stopped_once_after_all_that_need_it(
    plans, cancelled, hurried
):
    """Starts follow the needs, stops mirror the starts, and all is over in bounded time."""
    theatre = Theatre(plans)

    async def run():
        loop = asyncio.get_running_loop()
        life = Lifecycle(theatre.stages())
        running = spawn(live(life), name="the program")
        if cancelled is not None:
            loop.call_later(cancelled, running.cancel)
        if hurried is not None:
            loop.call_later(hurried, life.hurry)
        await asyncio.wait({running})
        assert life.running == ()
        ended = loop.time()
        for stubborn in theatre.stubborn:
            await stubborn.free()
        assert running.cancelled() or isinstance(running.exception(), OSError | Overdue | None)
        return ended

    async def live(life):
        async with life:
            pass

    ended = simulated(run())
    began, stopped = theatre.places("+"), theatre.places("-")
    assert set(began) == set(stopped)
    assert all(len(places) == 1 for places in (*began.values(), *stopped.values()))
    starts = [line[1:] for line in theatre.lines if line[0] == "+"]
    assert theatre.lines == [f"+{n}" for n in starts] + [f"-{n}" for n in reversed(starts)]
    for name in began:
        for need in plans[name].needs:
            assert began[need] < began[name]
            assert stopped[name] < stopped[need]
    assert ended <= 2 * len(began) * (LIMIT + GRACE) + 0.001
    if hurried is not None:
        assert ended <= max(hurried, 0) + 2 * len(began) * (HURRIED + GRACE) + 0.001
