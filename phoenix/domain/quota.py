"""How many calls a provider's plan allows: a window of a minute and a budget for the day.

A value and the rules of changing it; who keeps it (a process, or the database for several of them)
applies one change after another.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import IntEnum

MINUTE = 60.0


class Priority(IntEnum):
    """Who asks; the lower goes first."""

    WAITING_USER = 0
    TONIGHT = 1
    BACKFILL = 2


# The share of the day's calls that is kept for those who are more important.
RESERVED = {Priority.WAITING_USER: 0.0, Priority.TONIGHT: 0.10, Priority.BACKFILL: 0.30}


@dataclass(frozen=True, slots=True)
class Told:
    """What an answer's headers say; None where they say nothing. ``day`` is the provider's own."""

    minute_limit: int | None = None
    minute_remaining: int | None = None
    day: date | None = None
    day_limit: int | None = None
    day_remaining: int | None = None


@dataclass(frozen=True, slots=True)
class Quota:
    """What is allowed and left. ``calls`` are the instants of the last minute, in epoch seconds.

    At most ``minute_limit`` calls go within *any* 60 seconds: a window that slides, because a leaky
    bucket of the same size lets almost twice as many through.
    """

    minute_limit: int
    day: date
    day_limit: int | None = None
    day_remaining: int | None = None
    calls: tuple[float, ...] = ()

    def at(self, now: datetime) -> "Quota":
        """As of ``now``: a new day has its full number again, and old calls are forgotten."""
        today, instant = now.astimezone(UTC).date(), now.timestamp()
        # A call from the future was written by a clock that has since been set back.
        calls = tuple(min(call, instant) for call in self.calls if call > instant - MINUTE)
        if today == self.day:
            return replace(self, calls=calls)
        return replace(self, day=today, day_remaining=self.day_limit, calls=calls)

    def refusal(self, priority: Priority) -> str | None:
        """Why the day allows no call of this priority, or None."""
        if self.day_limit is None or self.day_remaining is None:
            return None
        reserved = int(self.day_limit * RESERVED[priority])
        if self.day_remaining > reserved:
            return None
        kept = f", {reserved} of them kept for more important questions" if reserved else ""
        return f"{self.day_remaining} calls are left today{kept}"

    def delay(self, now: datetime) -> float:
        """Seconds until the minute has a place."""
        if len(self.calls) < self.minute_limit:
            return 0.0
        return max(0.0, sorted(self.calls)[-self.minute_limit] + MINUTE - now.timestamp())

    def taken(self, now: datetime) -> "Quota":
        """With one call more made."""
        left = None if self.day_remaining is None else self.day_remaining - 1
        return replace(self, day_remaining=left, calls=(*self.calls, now.timestamp()))

    def learned(self, told: Told, now: datetime) -> "Quota":
        """With what the provider says of it: its count is the one that matters."""
        changed = self
        if told.minute_limit:
            changed = replace(changed, minute_limit=told.minute_limit)
        if told.minute_remaining is not None and told.minute_remaining <= 0:
            # Others spend the same minute: the places we did not take count as taken now.
            missing = max(0, changed.minute_limit - len(changed.calls))
            changed = replace(changed, calls=changed.calls + (now.timestamp(),) * missing)
        if told.day_limit is None or told.day_remaining is None:
            return changed
        if told.day not in {None, self.day}:  # said at the turn of the day: of the other day
            return replace(changed, day_limit=told.day_limit)
        left = max(0, told.day_remaining)
        return replace(changed, day_limit=told.day_limit, day_remaining=left)

    def exhausted(self) -> "Quota":
        """With nothing left today: the provider said so."""
        return replace(self, day_limit=self.day_limit or 1, day_remaining=0)
