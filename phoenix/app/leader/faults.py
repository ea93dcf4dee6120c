"""What can go wrong with a lock.

PhoenixError
├── LockAway     whoever keeps the lock cannot be asked; caught by Leadership, which asks again
├── LockLost     it is held no more; caught by Leadership, which ends the work
└── NotLeader    a write was refused; its transaction must end, and nothing of it is kept
"""

from phoenix.domain.errors import PhoenixError


class LockAway(PhoenixError):
    """Whoever keeps the lock does not answer, or refuses."""

    def __init__(self, backend: str, reason: str, cure: str = "") -> None:
        super().__init__(f"the lock in {backend} cannot be asked: {reason}", cure)
        self.backend = backend
        self.reason = reason


class LockLost(PhoenixError):
    """The lock is not, or no longer, held by this process."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotLeader(PhoenixError):
    """A write of an epoch that has passed; ``current`` is None where none was ever given out."""

    def __init__(self, epoch: int | None, current: int | None = None) -> None:
        mine = "this process does not lead" if epoch is None else f"epoch {epoch} has passed"
        now = "" if current is None else f" (now {current})"
        super().__init__(f"{mine}{now}: the write was refused", "Leave it to the leader")
        self.epoch = epoch
        self.current = current
