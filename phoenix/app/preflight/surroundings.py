"""What every check is given."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import httpx

from phoenix.app.settings import Settings


@dataclass(frozen=True, slots=True)
class Reading:
    """A server's clock; ``ahead`` is by how much it is ahead of ours."""

    server: str
    ahead: timedelta


class Clocks:
    """The clocks of the servers that answer; the first one counts."""

    def __init__(self) -> None:
        self._first: Reading | None = None
        self._known = asyncio.Event()

    def heard(self, server: str, theirs: datetime, ours: datetime) -> None:
        """A server said what time it is."""
        if self._first is None:
            self._first = Reading(server, theirs - ours)
        self._known.set()

    def close(self) -> None:
        """No further server will answer."""
        self._known.set()

    async def first(self) -> Reading | None:
        """The first reading; None if no server said the time."""
        await self._known.wait()
        return self._first


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The settings, the way out, this machine's clock, and what others said of theirs."""

    settings: Settings
    transport: httpx.AsyncBaseTransport | None = None
    now: Callable[[], datetime] = utc_now
    clocks: Clocks = field(default_factory=Clocks)
