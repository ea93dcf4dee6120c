"""What a lock has to do, whoever keeps it."""

import asyncio
from dataclasses import dataclass
from typing import Protocol

from phoenix.app.leader.lease import Lease

POLLER = "poller"  # what is led: the name of the lock and of its row


@dataclass(frozen=True, slots=True)
class Busy:
    """Another holds the lock: ask again after so many seconds, or as soon as the lock stirs."""

    again: float


class Lock(Protocol):
    """A lock that one process holds, with a number that grows with every holder."""

    @property
    def backend(self) -> str:
        """Its name in the log."""

    @property
    def lease(self) -> Lease:
        """The lease by which it, its holder and its waiters reckon."""

    @property
    def stirred(self) -> asyncio.Event:
        """Set by the lock when asking may be worth while before the time."""

    @property
    def clear(self) -> bool:
        """Whether all earlier holders' work is known to have ended; told once it is held."""

    async def attempt(self) -> int | Busy:
        """Try once: the epoch if the lock is held now.

        When cancelled, or when it fails, it is not held, or will not be after :meth:`close`.

        Raises:
            LockAway: whoever keeps the lock cannot be asked.
        """

    async def confirm(self) -> None:
        """Ask whether the lock is still held.

        Raises:
            LockLost: it is not.
            LockAway: whoever keeps the lock cannot be asked.
        """

    async def release(self, *, clean: bool) -> None:
        """Give the lock back at once, and record that the work has ended if ``clean``.

        Raises:
            LockLost: there was nothing to give back.
            LockAway: it could not be given back; it is freed when whoever keeps it notices.
        """

    async def close(self) -> None:
        """Let go of everything, whatever state it is in; raises nothing."""
