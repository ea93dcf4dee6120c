"""What a cache holds, and what it can do."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """A body of the provider as it came, and when it was fetched (aware, UTC).

    Raises:
        ValueError: the time is naive, or not UTC.
    """

    body: bytes
    fetched_at: datetime

    def __post_init__(self) -> None:
        if self.fetched_at.utcoffset() != timedelta(0):
            raise ValueError(f"{self.fetched_at} is not a time in UTC")

    @property
    def ticks(self) -> int:
        """Microseconds of Unix time at which it was fetched; :func:`moment` is the way back."""
        return (self.fetched_at - EPOCH) // TICK


def moment(ticks: int) -> datetime:
    """The time that :attr:`Entry.ticks` tells, exactly.

    Raises:
        OverflowError: it lies outside the calendar.
    """
    return EPOCH + ticks * TICK


class Cache(Protocol):
    """Entries by the question that was asked, such as ``standings?league=39&season=2024``.

    Neither ``get`` nor ``set`` raises because of a disk or a server: an entry that cannot be had is
    an entry that is not there.
    """

    async def open(self) -> None:
        """Make ready; called once, before all else."""

    async def get(self, key: str) -> Entry | None:
        """The entry, however old; None if there is none."""

    async def set(self, key: str, entry: Entry) -> None:
        """Keep the entry in the place of an earlier one."""

    async def close(self) -> None:
        """Keep what is not yet safe, and let go; may be called twice."""
