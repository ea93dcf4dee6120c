"""Two processes compete for each kind of lock, and never do both poll.

PHOENIX_SOAK_LEADERS is how many times each of the ways of losing the lead is gone through; without
it only what no test of the bot's pollers goes through. Only with it are seconds counted: a machine
that does other things too may be late with anything.
"""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest

ROUNDS = int(os.environ.get("PHOENIX_SOAK_LEADERS", "0"))
CANDIDATE = Path(__file__).with_name("candidate.py")
LEASE = 1.5
SLACK = 1.0 if ROUNDS else 60.0
PATIENCE = 60.0
FORBIDDEN = ("Traceback", "Event loop is closed", "never retrieved", "was never awaited")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows pauses no processes")


@dataclass(frozen=True)
class Line:
    """A line of the diary."""

    what: str
    epoch: int
    process: int
    moment: float


class Child:
    """A candidate's process; what it logs goes into a file."""

    def __init__(self, place: dict[str, str | None], folder: Path) -> None:
        self.log = folder / f"log-{time.monotonic_ns()}"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-X", "dev", "-W", "error", CANDIDATE, json.dumps(place)],
                stdout=subprocess.PIPE, stderr=log, text=True,
            )  # fmt: skip
        self.pid = self.process.pid

    def competes(self) -> None:
        """Wait until it does."""
        assert self.process.stdout.readline() == "ready\n", self.log.read_text()

    def signal(self, number: signal.Signals) -> float:
        """Send it, and tell when."""
        self.process.send_signal(number)
        return time.monotonic()

    def ended(self) -> int:
        """Its exit code."""
        code = self.process.wait(timeout=PATIENCE)
        self.process.stdout.close()
        return code

    def told(self, event: str) -> list[str]:
        """The lines of its log that begin with the event."""
        return [line for line in self.log.read_text().splitlines() if line.startswith(event)]


class Contest:
    """Two candidates, their diaries, and whoever was killed or paused."""

    def __init__(self, place, folder: Path) -> None:
        self.place = {
            "database_url": place.database_url, "redis_url": place.redis_url,
            "folder": str(place.folder), "diaries": str(folder), "lease": str(LEASE),
        }  # fmt: skip
        self.folder = folder
        self.kind = place.kind
        self.children: dict[int, Child] = {}
        self.excused: set[int] = set()

    def enter(self) -> None:
        """One more candidate, which competes some time later."""
        child = Child(self.place, self.folder)
        self.children[child.pid] = self.newest = child

    def diary(self) -> list[Line]:
        """What was written so far."""
        path = self.folder / "diary"
        lines = path.read_text().splitlines() if path.exists() else []
        parts = [line.split() for line in lines]
        return [Line(what, int(epoch), int(pid), float(at)) for what, epoch, pid, at in parts]

    def updates(self) -> list[tuple[int, int]]:
        """Number and epoch of each update that was handled."""
        path = self.folder / "updates"
        lines = path.read_text().splitlines() if path.exists() else []
        return [(int(line.split()[0]), int(line.split()[1])) for line in lines]

    def begins_after(self, epoch: int) -> Line:
        """The newest beginning since; it has handled something, too."""
        found = until(
            lambda: [one for one in self.diary() if one.what == "begin" and one.epoch > epoch]
        )
        self.goes_on(found[-1].epoch)
        return found[-1]

    def goes_on(self, epoch: int) -> None:
        """In this epoch more updates are handled."""
        before = len(self.updates())
        until(lambda: [one for one in self.updates()[before:] if one[1] == epoch])

    def leader(self, line: Line) -> Child:
        """Whose beginning it was."""
        return self.children[line.process]

    def check(self) -> None:
        """Each update was handled once, epochs never went back, no two worked at once.

        Nobody logged anything but what an orderly candidate logs.
        """
        for child in self.children.values():
            assert not [line for line in FORBIDDEN if line in child.log.read_text()]
        updates = self.updates()
        epochs = [epoch for _, epoch in updates]
        assert [number for number, _ in updates] == list(range(1, len(updates) + 1))
        assert epochs == sorted(epochs)
        open_tenures: Counter[int] = Counter()
        for line in self.diary():
            if line.what == "begin":
                assert set(+open_tenures) <= self.excused
            open_tenures[line.process] += 1 if line.what == "begin" else -1

    def close(self) -> None:
        """End whoever is left."""
        for child in self.children.values():
            if child.process.poll() is None:
                child.process.send_signal(signal.SIGCONT)
                child.process.kill()
            child.ended()


def until(look: Callable[[], object]):
    """What it finds, as soon as there is something."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.01)
    raise TimeoutError


@contextmanager
def contest(place, folder: Path) -> Iterator[Contest]:
    """Two candidates, of whom one leads; in the end it is checked that never two did."""
    ours = Contest(place, folder)
    try:
        for _ in range(2):
            ours.enter()
        for child in ours.children.values():
            child.competes()
        yield ours
        ours.check()
    finally:
        ours.close()


def stopped(ours: Contest, line: Line) -> Line:
    """The leader is stopped cleanly: the other polls at once, without the safety wait."""
    leader = ours.leader(line)
    leader.signal(signal.SIGTERM)
    ours.enter()
    after = ours.begins_after(line.epoch)
    assert leader.ended() == 0, leader.log.read_text()
    (released,) = leader.told("LOCK_RELEASED")
    assert released.endswith("clean=True")
    (ended,) = (one for one in ours.diary() if one.what == "end" and one.epoch == line.epoch)
    assert after.moment - ended.moment < (LEASE if ROUNDS else SLACK)
    ours.newest.competes()
    return after


def killed(ours: Contest, line: Line) -> Line:
    """The leader is killed: the other polls within the lease and the safety wait."""
    leader = ours.leader(line)
    ours.excused.add(leader.pid)
    moment = leader.signal(signal.SIGKILL)
    ours.enter()
    after = ours.begins_after(line.epoch)
    assert after.moment - moment < 2 * LEASE + SLACK
    ours.newest.competes()
    return after


def paused(ours: Contest, line: Line) -> Line:
    """The leader is paused for longer than its lease, and goes on: it does not poll any more.

    It keeps a file as long as it lives, so that nobody else leads, and it may go on.
    """
    leader = ours.leader(line)
    ours.excused.add(leader.pid)
    moment = leader.signal(signal.SIGUSR1)
    if ours.kind == "file":
        until(lambda: time.monotonic() > moment + 1.5 * LEASE)
        leader.signal(signal.SIGCONT)
        ours.goes_on(line.epoch)
        return line
    after = ours.begins_after(line.epoch)
    leader.signal(signal.SIGCONT)
    until(lambda: leader.told("LEADER_LOST"))
    ours.goes_on(after.epoch)
    return after


KINDS = ("file", "postgresql", "postgresql+redis", "redis")


@pytest.mark.parametrize(
    "place", KINDS if ROUNDS else ("file", "postgresql", "redis"), indirect=True
)
def test_never_do_two_poll_at_once(place, tmp_path):
    """Stopped, killed or paused: one after the other handles the updates, each once."""
    with contest(place, tmp_path) as ours:
        line = ours.begins_after(0)
        for loses in (stopped, killed, paused) * ROUNDS or (paused,):
            line = loses(ours, line)


@pytest.mark.skipif(not ROUNDS, reason="tests/bot/test_two_pollers.py has it: make soak")
def test_redis_that_stops_is_told_once_and_postgresql_goes_on_alone(in_both, own_redis, tmp_path):
    """The leader goes on to lead; another takes over as before; Redis's return is told, too."""
    with contest(in_both, tmp_path) as ours:
        line = ours.begins_after(0)
        one, other = ours.children.values()
        own_redis.stop()
        until(lambda: one.told("LOCK_FALLBACK ") and other.told("LOCK_FALLBACK "))
        ours.goes_on(line.epoch)
        until(lambda: time.monotonic() > line.moment + 3 * LEASE)  # several tries in vain
        leader = ours.leader(line)
        leader.signal(signal.SIGTERM)
        after = ours.begins_after(line.epoch)
        waiter = ours.leader(after)
        own_redis.start()
        until(lambda: waiter.told("LOCK_FALLBACK_OVER"))
        for child in (leader, waiter):
            assert len(child.told("LOCK_FALLBACK ")) == 1
        assert not leader.told("LEADER_LOST backend=postgresql+redis epoch=1 reason=no")


async def test_a_leader_whose_session_is_ended_stops_before_another_begins(in_postgres, tmp_path):
    """It notices within a third of its lease."""
    with contest(in_postgres, tmp_path) as ours:
        line = ours.begins_after(0)
        admin = await asyncpg.connect(in_postgres.database_url)
        moment = time.monotonic()
        await admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"
        )
        after = await asyncio.to_thread(ours.begins_after, line.epoch)
        await admin.close()
        (ended,) = (one for one in ours.diary() if one.what == "end" and one.epoch == line.epoch)
        assert ended.moment - moment < LEASE / 3 + SLACK / 4
        assert after.moment - moment > LEASE
        assert ours.leader(line).told("LEADER_LOST backend=postgresql epoch=1")


def test_a_conflict_that_is_no_loss_leaves_the_leader_alone(in_file, tmp_path):
    """It asks its lock, and goes on."""
    with contest(in_file, tmp_path) as ours:
        line = ours.begins_after(0)
        ours.leader(line).signal(signal.SIGUSR2)
        ours.goes_on(line.epoch)
        assert not ours.leader(line).told("LEADER_LOST")
