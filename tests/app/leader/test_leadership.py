"""A candidate follows its lock: pure decisions, on a simulated clock."""

import asyncio
import contextlib
import gc
import logging
from collections import deque

import pytest
from simulated import simulated

from phoenix.app.leader import Busy, Leadership, Lease, LockAway, LockLost, NotLeader

LEASE = Lease(6.0)  # questions every 2 s; the work ends within 5.4 s


class ScriptedLock:
    """A lock that says what it was told to say, and when it was asked."""

    backend = "scripted"
    lease = LEASE

    def __init__(self, *, clear=True, answers=(), held=(), release=None):
        self.stirred = asyncio.Event()
        self.clear = clear
        self.answers = deque(answers)  # to attempts; then epochs 1, 2, ...
        self.held = deque(held)  # to questions; then "yes"
        self.release_fault = release
        self.diary = []
        self.epoch = 0

    def note(self, what):
        """Write down what happened, and when."""
        self.diary.append((what, round(asyncio.get_running_loop().time(), 3)))

    async def attempt(self):
        self.note("attempt")
        if self.answers:
            return await said(self.answers.popleft())
        self.epoch += 1
        return self.epoch

    async def confirm(self):
        self.note("confirm")
        if self.held:
            await said(self.held.popleft())

    async def release(self, *, clean):
        self.note(f"release {'clean' if clean else 'unclean'}")
        if self.release_fault:
            raise self.release_fault

    async def close(self):
        self.note("close")


async def said(answer):
    """An answer: a value, a fault, one that takes so many seconds, or none for ever."""
    if answer is Ellipsis:
        await asyncio.Event().wait()
    if isinstance(answer, BaseException):
        raise answer
    if isinstance(answer, float):
        await asyncio.sleep(answer)
    return answer


class Candidate(Leadership):
    """A candidate whose work is to write down that it works."""

    def __init__(self, lock, won=None, lost=None):
        self.lock = lock
        self.steps = (won, lost)
        loop = asyncio.get_running_loop()
        super().__init__(lock, on_won=self.work, on_lost=self.end, clock=loop.time)

    async def work(self, epoch):
        self.lock.note(f"won {epoch}")
        if self.steps[0]:
            await self.steps[0]()

    async def end(self, reason):
        self.lock.note(f"lost: {reason}")
        if self.steps[1]:
            await self.steps[1]()
        self.lock.note("ended")


def led(lock, seconds, **steps):
    """The lock's diary after a candidate has run for so long and was stopped."""

    async def life():
        candidate = Candidate(lock, **steps)
        await candidate.start()
        await asyncio.sleep(seconds)
        await candidate.stop()
        assert candidate.epoch is None
        assert asyncio.all_tasks() == {asyncio.current_task()}

    simulated(life())
    return lock.diary


def moments(diary, what):
    """When it happened."""
    return [moment for entry, moment in diary if entry == what]


async def for_ever():
    """Never ends, and can be cancelled."""
    await asyncio.Event().wait()


async def stubbornly():
    """Goes on until the first minute is over, whoever cancels it."""
    clock = asyncio.get_running_loop().time
    while (left := 60.0 - clock()) > 0:
        try:
            await asyncio.sleep(left)
        except asyncio.CancelledError:
            continue


def raising(error):
    """A step that fails."""

    async def step():
        raise error

    return step


def test_after_a_clean_end_the_next_begins_at_once():
    """A predecessor that recorded its end is not waited for, and its own end is recorded."""
    assert led(ScriptedLock(), 1.0) == [
        ("attempt", 0.0), ("won 1", 0.0), ("lost: stopped", 1.0), ("ended", 1.0),
        ("release clean", 1.0), ("close", 1.0),
    ]  # fmt: skip


def test_after_an_unknown_end_the_next_waits_for_the_lease():
    """While it waits it asks the lock, and once more right before it begins."""
    diary = led(ScriptedLock(clear=False), 7.0)
    assert moments(diary, "won 1") == [6.0]
    assert moments(diary, "confirm") == [2.0, 4.0, 6.0]


def test_a_wait_is_cut_when_the_end_becomes_known():
    """News that the predecessor's work has ended ends the wait."""

    async def life():
        lock = ScriptedLock(clear=False)
        candidate = Candidate(lock)
        await candidate.start()
        await asyncio.sleep(1.0)
        assert not candidate.is_leader
        lock.clear = True
        lock.stirred.set()
        await asyncio.sleep(0.5)
        assert candidate.epoch == 1
        await candidate.stop()
        assert moments(lock.diary, "won 1") == [1.0]

    simulated(life())


def test_who_stops_while_it_waits_records_nothing():
    """It cannot say that the work of those before has ended."""
    diary = led(ScriptedLock(clear=False), 1.0)
    assert [entry for entry, _ in diary] == ["attempt", "release unclean", "close"]


def test_the_lock_is_asked_every_third_of_the_lease():
    """As long as it answers well, the work goes on."""
    diary = led(ScriptedLock(), 9.0)
    assert moments(diary, "confirm") == [2.0, 4.0, 6.0, 8.0]
    assert moments(diary, "lost: stopped") == [9.0]


def test_the_lease_is_reckoned_from_when_the_question_was_sent():
    """The lock may have been lost right after it was answered, however late the answer came."""
    diary = led(ScriptedLock(held=[1.9]), 4.5)
    assert moments(diary, "confirm") == [2.0, 4.0]


def test_an_attempt_that_took_almost_a_lease_is_confirmed_before_the_work_begins():
    """The lock may have been gained when it was asked for, and lost since."""
    diary = led(ScriptedLock(answers=[5.5]), 6.0)
    assert diary[:3] == [("attempt", 0.0), ("confirm", 5.5), ("won 5.5", 5.5)]


@pytest.mark.parametrize(
    ("answer", "reason", "noticed"),
    [
        (LockLost("gone"), "gone", 2.0),
        (LockAway("scripted", "down"), "down", 2.0),
        (KeyError("bug"), "'bug'", 2.0),
        (..., "no answer within 2 s", 4.0),
    ],
)
def test_the_first_failure_ends_the_work(answer, reason, noticed):
    """No second question is asked; the work is ended, the lock released, and competed for again."""
    diary = led(ScriptedLock(held=[answer]), noticed + 0.5)
    assert moments(diary, f"lost: {reason}") == [noticed]
    entries = [entry for entry, _ in diary]
    after = entries.index("ended")
    assert entries[after : after + 4] == ["ended", "release clean", "attempt", "won 2"]


def test_work_that_does_not_end_is_cut_before_another_may_begin():
    """Lost at two seconds, and last confirmed at nought: the end has until 5.4 seconds."""
    diary = led(ScriptedLock(held=[LockLost("gone")]), 5.5, lost=for_ever)
    assert moments(diary, "release unclean")[0] == 5.4
    assert "ended" not in [entry for entry, _ in diary]


def test_work_that_ignores_its_end_keeps_this_process_from_competing(caplog):
    """It competes again when the work has really ended, and no earlier."""
    lock = ScriptedLock(held=[LockLost("gone")])
    diary = led(lock, 70.0, lost=stubbornly)
    assert moments(diary, "attempt")[:2] == [0.0, 60.0]
    assert "LEADER_WORK_FAILED backend=scripted epoch=1" in caplog.text


def test_a_stop_is_not_held_up_by_work_that_ignores_its_end():
    """What was left behind is left; the lock was released long ago."""

    async def life():
        lock = ScriptedLock(held=[LockLost("gone")])
        candidate = Candidate(lock, lost=stubbornly)
        await candidate.start()
        await asyncio.sleep(10.0)
        await candidate.stop()
        assert moments(lock.diary, "close") == [10.0]
        await asyncio.gather(*asyncio.all_tasks() - {asyncio.current_task()})

    simulated(life())


def test_work_that_still_begins_is_cancelled_when_the_lock_is_lost():
    """The work may be what ``on_won`` does; after a loss it is begun again at once."""
    diary = led(ScriptedLock(held=[LockLost("gone")]), 3.0, won=for_ever)
    assert moments(diary, "lost: gone") == [2.0]
    assert moments(diary, "won 2") == [2.0]


def test_work_that_cannot_begin_gives_another_the_chance(caplog):
    """The fault is told with its traceback, the lock released, and a lease passes."""
    diary = led(ScriptedLock(), 7.0, won=raising(ValueError("no token")))
    assert moments(diary, "release clean")[0] == 0.0
    assert moments(diary, "attempt") == [0.0, 6.0]
    assert "ValueError: no token" in caplog.text


@pytest.mark.parametrize("seconds", [0.0, 3.0])
def test_a_stop_after_work_that_could_not_begin_is_prompt(seconds):
    """Whether the fault was noticed or not, nothing is waited for."""
    diary = led(ScriptedLock(), seconds, won=raising(ValueError("no token")))
    assert moments(diary, "close") == [seconds]


def test_an_end_that_fails_is_not_recorded_as_clean(caplog):
    """Nobody knows what goes on, so the next holder waits."""
    diary = led(ScriptedLock(), 1.0, lost=raising(ValueError("stuck")))
    assert moments(diary, "release unclean") == [1.0]
    assert "ValueError: stuck" in caplog.text


def test_a_conflict_makes_the_holder_ask_at_once():
    """It does not end the work by itself."""

    async def life():
        lock = ScriptedLock()
        candidate = Candidate(lock)
        await candidate.start()
        await asyncio.sleep(0.5)
        candidate.recheck()
        await asyncio.sleep(0.1)
        assert candidate.is_leader
        await candidate.stop()
        assert moments(lock.diary, "confirm") == [0.5]

    simulated(life())


def test_the_epoch_lapses_by_the_clock_alone():
    """A process that was paused does not take itself for the leader before it has asked."""

    async def life():
        now = [0.0]
        lock = ScriptedLock()
        candidate = Leadership(
            lock, on_won=Candidate(lock).work, on_lost=Candidate(lock).end, clock=lambda: now[0]
        )
        await candidate.start()
        await asyncio.sleep(0.1)
        assert candidate.epoch == 1
        now[0] = 5.5  # while nothing else ran
        assert candidate.epoch is None
        candidate.recheck()
        await asyncio.sleep(0.1)
        assert candidate.epoch == 1
        await candidate.stop()

    simulated(life())


def test_work_that_drains_at_a_stop_may_still_write():
    """The epoch is kept until the work has ended; after a loss it is gone at once."""
    seen = []

    async def life(lock):
        async def look():
            seen.append(candidate.epoch)

        candidate = Candidate(lock, lost=look)
        await candidate.start()
        await asyncio.sleep(2.1)
        await candidate.stop()

    simulated(life(ScriptedLock()))
    assert seen == [1]
    seen.clear()
    simulated(life(ScriptedLock(held=[LockLost("gone")], answers=[1, Busy(9.0)])))
    assert seen == [None]


def test_a_busy_lock_is_asked_when_it_said(caplog):
    """Waiting is no event."""
    diary = led(ScriptedLock(answers=[Busy(1.5), Busy(0.25)]), 2.0)
    assert moments(diary, "attempt") == [0.0, 1.5, 1.75]
    assert caplog.text == ""


def test_a_waiter_asks_at_once_when_the_lock_stirs():
    """News of a release is not waited out."""

    async def life():
        lock = ScriptedLock(answers=[Busy(60.0)])
        candidate = Candidate(lock)
        await candidate.start()
        await asyncio.sleep(1.0)
        lock.stirred.set()
        await asyncio.sleep(0.1)
        await candidate.stop()
        assert moments(lock.diary, "won 1") == [1.0]

    simulated(life())


def test_a_lock_that_is_away_is_told_once_and_asked_again(caplog):
    """So is its return; a bug in it is told with its traceback and does not end the candidate."""
    away = LockAway("scripted", "down")
    with caplog.at_level(logging.INFO):
        diary = led(ScriptedLock(answers=[away, KeyError("bug"), away]), 6.5)
    assert moments(diary, "attempt") == [0.0, 2.0, 4.0, 6.0]
    lines = [record.getMessage() for record in caplog.records]
    assert lines[:3] == [
        "LOCK_AWAY backend=scripted reason=down",
        "LOCK_BACK backend=scripted",
        "LEADER_WON backend=scripted epoch=1",
    ]


@pytest.mark.parametrize(
    ("fault", "level", "line"),
    [
        (None, "INFO", "LOCK_RELEASED backend=scripted epoch=1 clean=True"),
        (LockLost("closed"), "INFO", "LOCK_RELEASE_SKIPPED backend=scripted epoch=1 reason=closed"),
        (
            RuntimeError("Event loop is closed"), "INFO",
            (
                "LOCK_RELEASE_SKIPPED backend=scripted epoch=1 "
                "reason='RuntimeError: Event loop is closed'"
            ),
        ),
        (
            LockAway("scripted", "down"), "WARNING",
            "LOCK_RELEASE_FAILED backend=scripted epoch=1 reason=down",
        ),
        (
            ValueError("bug"), "WARNING",
            "LOCK_RELEASE_FAILED backend=scripted epoch=1 reason='ValueError: bug'",
        ),
    ],
)  # fmt: skip
def test_how_a_release_went_is_told(caplog, fault, level, line):
    """What is closed already is no fault; what cannot be given back is one."""
    with caplog.at_level(logging.INFO):
        led(ScriptedLock(release=fault), 1.0)
    assert (caplog.records[-1].levelname, caplog.records[-1].getMessage()) == (level, line)


def test_a_stop_is_prompt_while_it_competes():
    """Neither an attempt that hangs nor a wait holds it up."""
    for answer in (..., Busy(60.0), LockAway("scripted", "down")):
        assert moments(led(ScriptedLock(answers=[answer]), 1.0), "close") == [1.0]


def test_a_stop_is_prompt_although_a_client_swallows_the_cancellation():
    """On Python 3.11 some do; what they then answer is of no consequence."""

    class Deaf(ScriptedLock):
        async def attempt(self):
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.Event().wait()
            return await super().attempt()

    for answer in (Busy(60.0), LockAway("scripted", "down")):
        assert moments(led(Deaf(answers=[answer]), 1.0), "close") == [1.0]
    assert led(Deaf(), 1.0)[1:] == [("release clean", 1.0), ("close", 1.0)]


def test_however_often_it_is_stopped_and_cancelled_it_stops_once():
    """A stop never raises; each caller waits until it is done."""

    async def life():
        lock = ScriptedLock()

        async def slowly():
            await asyncio.sleep(1.0)

        candidate = Candidate(lock, lost=slowly)
        await candidate.start()
        await asyncio.sleep(1.0)
        callers = [asyncio.create_task(candidate.stop()) for _ in range(5)]
        for caller in callers:
            await asyncio.sleep(0.1)
            caller.cancel()
        await asyncio.gather(*callers)
        await candidate.stop()
        assert asyncio.get_running_loop().time() == 2.0
        assert [entry for entry, _ in lock.diary].count("release clean") == 1

    simulated(life())


def test_a_candidate_runs_once():
    """Neither twice at a time nor after it was stopped; to stop what never ran does nothing."""

    async def life():
        candidate = Candidate(ScriptedLock())
        await candidate.stop()
        with pytest.raises(RuntimeError, match="runs once"):
            await candidate.start()

    simulated(life())


def test_a_candidate_that_the_loop_cancels_lets_go_of_its_lock():
    """The cancellation is not swallowed, and the work is cancelled with it."""
    ended = []

    async def life(lock):
        async def work():
            try:
                await asyncio.Event().wait()
            finally:
                ended.append("work")

        candidate = Candidate(lock, won=work)
        await candidate.start()
        await asyncio.sleep(1.0)
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        results = await asyncio.gather(*others, return_exceptions=True)
        assert all(isinstance(result, asyncio.CancelledError) for result in results)
        await candidate.stop()

    lock = ScriptedLock()
    simulated(life(lock))
    assert ended == ["work"]
    assert moments(lock.diary, "close") == [1.0]


def test_a_candidate_that_dies_of_a_bug_is_told(caplog):
    """Nothing is left for the garbage collector to complain of."""

    class Broken(ScriptedLock):
        async def close(self):
            raise ValueError("bug")

    led(Broken(), 1.0)
    gc.collect()
    assert "ValueError: bug" in caplog.text
    assert "never retrieved" not in caplog.text


def test_a_refused_write_says_whose_turn_it_is():
    """Both epochs are named."""
    assert str(NotLeader(3, 5)).startswith("epoch 3 has passed (now 5)")
    assert str(NotLeader(None)).startswith("this process does not lead")
