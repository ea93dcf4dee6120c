"""How many, how often and how long."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Rules:
    """Bounds of the queue and of those who work at it; times in seconds unless they say otherwise.

    The first wait after a transient fault is doubled each time, up to the longest, and each is
    lengthened by up to half, so that those who failed together do not all come back at once.

    Attributes:
        most_waiting: jobs that may wait.
        most_in_background: of these, how many may have a priority below 0: users find room.
        slots: jobs that one owner may have waiting or running.
        without_slots: owners who may have any number.
        most_failures: failed attempts after which a job is dead.
        most_interruptions: attempts that may end with the process; one more, and the job is dead.
        concurrency: jobs that one process runs at once; at least 2.
        look_every: between two looks for jobs whose process has died, or that nobody announced.
        heartbeat: without a sign of life after which a process counts as dead.
        drain: that running jobs get to finish when their process stops.
        grace: that a handler gets to end when it is cancelled; then it is left behind.
        settling: that a stop then gives to what is still to be written down.
        pulse: between two times that progress is written and cancellations are read.
        kept: how long a job that has ended is remembered.
    """

    most_waiting: int = 1000
    most_in_background: int = 500
    slots: int = 3
    without_slots: frozenset[str] = frozenset({"phoenix"})
    most_failures: int = 3
    most_interruptions: int = 10
    first_wait: float = 2.0
    longest_wait: float = 300.0
    concurrency: int = 20
    look_every: float = 2.0
    heartbeat: float = 30.0
    drain: float = 20.0
    grace: float = 0.5
    settling: float = 3.0
    pulse: float = 1.0
    kept: timedelta = timedelta(hours=24)
    jitter: Callable[[], float] = random.random

    def room(self, priority: int) -> int:
        """How many jobs may wait when one of this priority comes."""
        return self.most_waiting if priority >= 0 else self.most_in_background

    def wait(self, failures: int) -> float:
        """Seconds before the next attempt, after so many failures."""
        plain = min(self.first_wait * 2.0 ** (failures - 1), self.longest_wait)
        return plain * (1.0 + 0.5 * self.jitter())
