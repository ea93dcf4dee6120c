"""How long a lock that was confirmed may be relied on: arithmetic alone."""

import sys
import time
from dataclasses import dataclass

if sys.platform == "linux":

    def uptime() -> float:
        """Seconds of a clock that goes on while the process is paused or the machine sleeps."""
        return time.clock_gettime(time.CLOCK_BOOTTIME)

else:
    uptime = time.monotonic


# A tenth of the lease is left for clocks that differ and for schedulers that are late.
USED = 0.9


@dataclass(frozen=True, slots=True)
class Lease:
    """The lease, in seconds, and what follows from it.

    Instants are readings of one process's own clock; ``confirmed`` is when the question was *sent*
    that was last answered well, since the lock may have been lost right after it was answered.
    """

    seconds: float = 5.0

    def __post_init__(self) -> None:
        if not self.seconds > 0:
            raise ValueError(f"a lease lasts longer than {self.seconds} s")

    @property
    def interval(self) -> float:
        """Between two questions, and the limit of each."""
        return self.seconds / 3

    @property
    def safety(self) -> float:
        """What a new holder waits if it does not know that the one before has ended."""
        return self.seconds

    def due(self, confirmed: float) -> float:
        """When to ask again."""
        return confirmed + self.interval

    def holds(self, confirmed: float, now: float) -> bool:
        """Whether the holder may still take itself for the holder."""
        return now < confirmed + USED * self.seconds

    def left(self, confirmed: float, now: float) -> float:
        """Seconds in which the work must have ended.

        A holder that was late itself gets a sixth: its work is cut, but not before it was told.
        """
        return max(confirmed + USED * self.seconds - now, self.seconds / 6)
