"""A process is asked to stop, and stops: at once if need be, and whatever it is about."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from phoenix.app.lifecycle import Lifecycle, Stage
from phoenix.app.signals import early

PROGRAM = Path(__file__).with_name("signalled.py")
AMPLE = 120.0
STOPS = [signal.SIGINT, signal.SIGTERM]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no signals between processes")


class Service:
    """A running program; its lines are waited for one by one."""

    def __init__(self, mode, budget):
        self.process = subprocess.Popen(
            [sys.executable, "-X", "dev", "-W", "error", PROGRAM, mode, str(budget)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.lines = []
        self._alarm = threading.Timer(AMPLE, self.process.kill)
        self._alarm.start()

    def until(self, line):
        """Wait for a line that begins so."""
        while not (found := self.process.stdout.readline()).startswith(line):
            assert found, (line, self.lines, self.process.stderr.read())
            self.lines.append(found.rstrip())
        self.lines.append(found.rstrip())

    def send(self, *numbers):
        """Send signals; two of one kind that are sent too fast may arrive as one."""
        for number in numbers:
            self.process.send_signal(number)

    def ended(self):
        """Its exit code, the lines it printed, and what it wrote on stderr."""
        self.lines += self.process.stdout.read().splitlines()
        err = self.process.stderr.read()
        return self.process.wait(), self.lines, err

    def close(self):
        """Leave nothing running."""
        self._alarm.cancel()
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def service():
    """Starts services, and ends those that a failed test has left."""
    started = []

    def start(mode, budget=600.0, until="ready"):
        started.append(Service(mode, budget))
        started[-1].until(until)
        return started[-1]

    yield start
    for one in started:
        one.close()


@pytest.mark.parametrize("number", STOPS)
def test_a_first_signal_asks_for_a_graceful_stop(service, number):
    """Everything is stopped in order, the exit code is 0, and nothing is complained about."""
    one = service("plain")
    one.send(number)
    code, lines, err = one.ended()
    assert (code, err) == (0, "")
    assert f"event='stop asked for' by='{number.name}'" in lines
    assert lines[-1] == "over"
    assert "stopped a" in lines


@pytest.mark.parametrize("number", STOPS)
def test_a_signal_during_the_imports_is_remembered(service, number):
    """The loop looks first of all: nothing is started, and the exit code is 0."""
    one = service("import for long", until="imports")
    one.send(number, signal.SIGHUP)
    one.process.stdin.write("\n")
    one.process.stdin.flush()
    code, lines, err = one.ended()
    assert (code, err) == (0, "")
    assert lines[-1] == "over"
    assert not {"ready", "reloading", "stopped a"} & set(lines)


def test_a_hangup_during_the_imports_is_forgotten(service):
    """Nothing has been read that could be read again."""
    one = service("import for long", until="imports")
    one.send(signal.SIGHUP)
    one.process.stdin.write("\n")
    one.process.stdin.flush()
    one.until("ready")
    one.send(signal.SIGTERM)
    code, lines, err = one.ended()
    assert (code, err) == (0, "")
    assert not [line for line in lines if "reload" in line]


def test_a_signal_that_does_not_wake_the_loop_is_heard(service):
    """It may come just before the selector waits, or in another thread: both look the same."""
    one = service("turn away", until="turned away")
    one.send(signal.SIGHUP)
    one.until("event='reloaded'")
    one.send(signal.SIGTERM)
    code, lines, err = one.ended()
    assert (code, err, lines[-1]) == (0, "", "over")


def test_a_signal_during_the_start_cuts_it_off(service):
    """What had started is stopped, and the exit code is 0."""
    one = service("hang at the start", until="hanging")
    one.send(signal.SIGTERM)
    code, lines, err = one.ended()
    assert (code, err) == (0, "")
    assert "ready" not in lines
    assert lines.index("stopped a") < lines.index("over")


def test_a_second_signal_hurries_the_stop(service):
    """A stage that would take ten minutes gets a second."""
    one = service("hang at the stop")
    one.send(signal.SIGTERM)
    one.until("hanging")
    one.send(signal.SIGINT)
    code, lines, err = one.ended()
    assert (code, err) == (0, "")
    assert "event='stop asked for again' by='SIGINT'" in lines
    assert "stopped a" in lines


def test_a_third_signal_leaves_at_once(service):
    """Nothing is finished, the exit code is 130, and one line says so."""
    one = service("hang at the stop")
    one.send(signal.SIGTERM)
    one.until("hanging")
    one.send(signal.SIGTERM)
    one.until("event='stop asked for again'")
    one.send(signal.SIGTERM)
    code, lines, err = one.ended()
    assert (code, err) == (130, "phoenix: told to stop three times; leaving at once\n")
    assert "over" not in lines


@pytest.mark.parametrize("mode", ["block", "block deeply"])
def test_a_third_signal_ends_a_blocked_loop(service, mode):
    """Where the loop looks no more, and even where Python runs no handler, a thread hears."""
    one = service(mode, until="blocking")
    code = None
    while code is None:
        one.send(signal.SIGTERM)
        try:
            code = one.process.wait(0.1)
        except subprocess.TimeoutExpired:
            continue
    _, lines, err = one.ended()
    assert (code, err) == (130, "phoenix: told to stop three times; leaving at once\n")
    assert "stopped a" not in lines


@pytest.mark.parametrize(
    ("mode", "until"),
    [("block", "blocking"), ("block deeply", "blocking"), ("hang at the stop", "ready")],
)
def test_a_stop_that_takes_longer_than_its_budget_ends_the_process(service, mode, until):
    """The exit code is 1, and stderr says why and where each thread stood."""
    one = service(mode, 0.3, until)
    one.send(signal.SIGTERM)
    code, _, err = one.ended()
    assert code == 1
    assert err.endswith("phoenix: the stop took longer than 0.3 s; leaving at once\n")
    assert "signalled.py" in err or mode == "hang at the stop"


@pytest.mark.parametrize(("mode", "expected"), [("leave a task", 0), ("leave a thread", 75)])
def test_what_cannot_be_ended_does_not_hold_up_the_end(service, mode, expected):
    """The exit code is 0 or what was agreed, and stderr says where each thread stood."""
    one = service(mode)
    one.send(signal.SIGTERM)
    code, lines, err = one.ended()
    assert code == expected
    assert lines[-1] == "over"
    assert err.endswith("phoenix: what was left behind did not end within 5 s; leaving at once\n")


def test_a_hangup_reloads_each_time(service):
    """The service goes on, and stops as ever."""
    one = service("plain")
    for _ in range(2):
        one.send(signal.SIGHUP)
        one.until("reloading")
        one.until("event='reloaded'")
    one.send(signal.SIGTERM)
    assert one.ended()[0] == 0


def test_a_reload_that_fails_is_told_and_the_service_goes_on(service):
    """A spoilt file is no reason to stop."""
    one = service("spoilt")
    one.send(signal.SIGHUP)
    one.until("event='reload failed'")
    one.send(signal.SIGTERM)
    code, lines, _ = one.ended()
    assert (code, lines[-1]) == (0, "over")


def test_a_hangup_during_the_stop_is_left_out(service):
    """What is being stopped needs nothing new."""
    one = service("hang at the stop")
    one.send(signal.SIGTERM)
    one.until("hanging")
    one.send(signal.SIGHUP)
    one.until("event='reload left out'")
    one.send(signal.SIGTERM)
    assert one.ended()[0] == 0


def test_a_stop_may_be_asked_for_from_inside(service):
    """It counts as the first signal and names who asked."""
    code, lines, err = service("ask itself").ended()
    assert (code, err) == (0, "")
    assert "event='stop asked for' by='emergency'" in lines


def test_an_error_ends_the_program_as_ever(service):
    """What had started is stopped, and the traceback is there."""
    code, lines, err = service("fail").ended()
    assert code == 1
    assert "stopped a" in lines
    assert "ValueError: broken" in err


def test_a_forked_child_is_ended_by_its_own_signal_and_its_parent_hears_nothing(service):
    """The handlers and the thread belong to the process that installed them."""
    one = service("fork", until="child")
    child = int(one.lines[-1].removeprefix("child "))
    for _ in range(3):
        os.kill(child, signal.SIGINT)
        one.until("child heard")
    os.kill(child, signal.SIGTERM)
    one.until(f"child ended by {signal.SIGTERM.value}")
    one.send(signal.SIGTERM)
    code, lines, err = one.ended()
    assert (code, err) == (0, "")
    assert "event='stop asked for' by='SIGTERM'" in lines


def test_the_earlier_handlers_are_restored():
    """A program that is not a service keeps its own, and no thread is left."""
    numbers = [*STOPS, signal.SIGHUP]
    before = [signal.getsignal(number) for number in numbers]
    with early() as signals:
        assert early() is signals
        assert signal.getsignal(signal.SIGTERM) not in before
    assert [signal.getsignal(number) for number in numbers] == before
    assert "guard" not in {thread.name for thread in threading.enumerate()}


async def test_work_that_ends_or_fails_before_a_stop_is_told_apart_from_what_is_cut_off():
    """True for an end of its own, the error for a failure, False if the stop came first."""

    async def fails():
        raise OSError("disk")

    with early() as signals:
        async with signals.in_loop(on_hurry=lambda: None) as asked:
            assert await asked.unless_stopped(asyncio.sleep(0), name="short")
            with pytest.raises(OSError, match="disk"):
                await asked.unless_stopped(fails(), name="broken")
            signal.raise_signal(signal.SIGTERM)
            assert not await asked.unless_stopped(asyncio.Event().wait(), name="long")
            assert asked.stop_is_wanted
            assert not await asked.unless_stopped(asyncio.Event().wait(), name="too late")


async def test_a_program_that_ends_by_itself_leaves_no_task_of_ours():
    """The end of the whole finds nothing that waits for a stop, and the error is the program's."""

    def fails():
        raise OSError("disk")

    life = Lifecycle([Stage("a", fails)], whole=True)
    with early() as signals, capture_logs() as lines:
        async with signals.in_loop(on_hurry=life.hurry) as asked:
            with pytest.raises(OSError, match="disk"):
                await asked.unless_stopped(life.start(), name="start")
    assert "tasks were left" not in {line["event"] for line in lines}


async def test_a_hurry_that_fails_is_told_and_the_stop_goes_on():
    """A fault in what is asked to hurry cannot break the loop."""

    def broken():
        raise ValueError("no")

    with early() as signals, capture_logs() as lines:
        async with signals.in_loop(on_hurry=broken) as asked:
            signal.raise_signal(signal.SIGTERM)
            signal.raise_signal(signal.SIGTERM)
            await asked.wanted_stop()
    assert [line["event"] for line in lines] == [
        "stop asked for",
        "stop asked for again",
        "a stop could not be hurried",
    ]
