"""What the loopback Bot API server does when something is amiss: by itself, or because it was told.

Faults are scripted by method, and used up one a call::

    server.fail("sendMessage", Flood(3), Drop(taken=True), Status(502), Refusal(400, "Bad Request"))
"""

from collections import deque
from dataclasses import dataclass
from typing import Any

POLLED_ELSEWHERE = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)
WEBHOOK_CAME = "Conflict: terminated by setWebhook request"
WEBHOOK_SET = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


@dataclass(frozen=True)
class Drop:
    """The connection is closed instead of an answer; what was asked may be done all the same."""

    taken: bool = False


@dataclass(frozen=True)
class Half:
    """What was asked is done, and the answer cut in the middle."""


@dataclass(frozen=True)
class Hang:
    """No answer, for as long as the caller waits."""


@dataclass(frozen=True)
class Status:
    """An answer of something that stands before the server."""

    code: int
    body: bytes = b"<html>Bad Gateway</html>"


@dataclass(frozen=True)
class Flood:
    """429: come again after so many seconds."""

    retry_after: int


@dataclass(frozen=True)
class Refusal:
    """Telegram's own no, in its own words."""

    code: int
    description: str


Fault = Drop | Half | Hang | Status | Flood | Refusal


class Refused(Exception):
    """A call that Telegram refuses: the code, why, and what may help."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def told(self) -> dict[str, Any]:
        """As Telegram's envelope tells it."""
        told = {"ok": False, "error_code": self.code, "description": self.description}
        return {**told, "parameters": self.parameters} if self.parameters else told


def bad(description: str) -> Refused:
    """A call that is wrong in itself."""
    return Refused(400, f"Bad Request: {description}")


def flooded(seconds: int) -> Refused:
    """A call too many."""
    return Refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


class Script:
    """Faults that wait for their calls."""

    def __init__(self) -> None:
        self._faults: dict[str, deque[Fault]] = {}

    def add(self, method: str, faults: tuple[Fault, ...]) -> None:
        """Let the next calls of a method fail, one after the other."""
        self._faults.setdefault(method.lower(), deque()).extend(faults)

    def next(self, method: str) -> Fault | None:
        """What this call suffers, if anything."""
        scripted = self._faults.get(method.lower())
        return scripted.popleft() if scripted else None
