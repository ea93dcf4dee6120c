"""A breaker: what fails again and again is left alone for a while, then tried once."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Closed lets all calls through, open none, half open exactly one."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half-open"


@dataclass(slots=True)
class Breaker:
    """Counts consecutive failures; ``rest`` seconds after it opened, one probe decides."""

    clock: Callable[[], float]
    threshold: int = 5
    rest: float = 30.0
    failures: int = 0
    opened_at: float | None = None
    probing: bool = False

    @property
    def state(self) -> State:
        """As of now."""
        if self.opened_at is None:
            return State.CLOSED
        rested = self.clock() - self.opened_at >= self.rest
        return State.HALF_OPEN if rested else State.OPEN

    def admits(self) -> bool:
        """Whether a call may go; when half open, the first to ask is the probe."""
        state = self.state
        if state is State.CLOSED:
            return True
        if state is State.OPEN or self.probing:
            return False
        self.probing = True
        return True

    def succeeded(self) -> None:
        """An answer came, welcome or not."""
        self.failures, self.opened_at, self.probing = 0, None, False

    def failed(self) -> None:
        """No answer came."""
        self.failures += 1
        if self.probing or self.failures >= self.threshold:
            self.opened_at = self.clock()
        self.probing = False

    def released(self) -> None:
        """The call was given up by its caller: it says nothing."""
        self.probing = False
