"""What can go wrong with a job, named.

    PhoenixError (phoenix.domain.errors)
    ├── Refused              a job is not taken; caught by the face, which answers politely
    │   ├── QueueFull        too many are waiting already
    │   └── TooMany          its owner has as many as one may have at once
    └── Transient            later it may work: a handler that raises one is tried again
        ├── TimeLimit        it took too long, and was ended
        └── ChildDied        the process that computed has died

A handler's error is taken for transient as well if it is a ``StoreAway``, a ``ConnectionError`` or
a ``TimeoutError``, or if its class says ``transient = True``: so other rooms' errors need not know
of this one.
"""

from phoenix.domain.errors import PhoenixError, StoreAway


class Refused(PhoenixError):
    """A job is not taken; nothing was written."""


class QueueFull(Refused):
    """Too many jobs are waiting.

    ``place`` is the one that it would have had; ``wait`` are the seconds until its turn at the pace
    of late, None where nothing was done of late.
    """

    def __init__(self, place: int, wait: float | None) -> None:
        self.place = place
        self.wait = wait
        when = "" if wait is None else f", and its turn would come in about {wait:.0f} s"
        super().__init__(f"{place - 1} jobs are waiting already{when}", "Try later")


class TooMany(Refused):
    """An owner has as many jobs waiting or running as one may have."""

    def __init__(self, owner: str, slots: int) -> None:
        self.owner = owner
        self.slots = slots
        super().__init__(
            f"{slots} jobs of the same owner are waiting or running", "Wait until one is done"
        )


class Transient(PhoenixError):
    """What failed may work later; the job is tried again, with growing waits."""


class TimeLimit(Transient):
    """Work took longer than it may, and was ended."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"it was not done within {seconds:g} s")
        self.seconds = seconds


class ChildDied(Transient):
    """A child process has died at work: killed, out of memory, or crashed."""

    def __init__(self, exit_code: int | None) -> None:
        super().__init__(f"the process that computed it has died (exit code {exit_code})")
        self.exit_code = exit_code


def is_transient(error: BaseException) -> bool:
    """Whether trying again may help."""
    known = (Transient, StoreAway, ConnectionError, TimeoutError)
    return isinstance(error, known) or getattr(error, "transient", False) is True
