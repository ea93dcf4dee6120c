"""Updates of the loopback Bot API server: they wait until a poll or a webhook has taken them."""

from dataclasses import dataclass
from typing import Any

from bot_api_changes import Changes
from bot_api_faults import POLLED_ELSEWHERE, WEBHOOK_CAME, WEBHOOK_SET, Refused
from bot_api_http import Parameters
from bot_api_reading import number, rows

UNASKED = {"chat_member", "message_reaction", "message_reaction_count"}
"""What comes only to those who name it."""


@dataclass(eq=False)
class _Waiting:
    """A getUpdates that waits, unless another has ended it."""

    ended: bool = False


class Updates:
    """What has happened, and was not confirmed."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._poll: _Waiting | None = None
        self.waiting: list[dict[str, Any]] = []
        self.allowed: list[str] = []
        self.last = 1000
        self.conflicts = 0
        self.hooked = False
        self.revoked = False

    def happens(self, kind: str, content: dict[str, Any]) -> int:
        """An update of any kind; its number, though it is dropped if the bot wants none of them."""
        self.last += 1
        if kind in self.allowed if self.allowed else kind not in UNASKED:
            self.waiting.append({"update_id": self.last, kind: content})
            self._changes.stir()
        return self.last

    def repeat(self, update: dict[str, Any]) -> None:
        """Deliver something (again), before all else."""
        self.waiting.insert(0, update)
        self._changes.stir()

    def confirm(self, update: dict[str, Any]) -> None:
        """This one was taken."""
        if update in self.waiting:
            self.waiting.remove(update)
        self._changes.stir()

    @property
    def is_polled(self) -> bool:
        """Whether a poll waits."""
        return self._poll is not None

    def allow(self, asked: Parameters) -> None:
        """Whoever names kinds of updates has those alone from now on; an empty list: the usual."""
        if asked.get("allowed_updates") is not None:
            self.allowed = [str(kind) for kind in rows(asked, "allowed_updates")]

    async def get(self, asked: Parameters) -> list[dict[str, Any]]:
        """``getUpdates``."""
        if self.hooked:
            raise Refused(409, WEBHOOK_SET)
        self.allow(asked)
        self._confirm(number(asked, "offset"))
        self.end_poll()
        self._poll = poll = _Waiting()
        self._changes.stir()
        try:
            await self._wait(poll, min(number(asked, "timeout"), 50))
        finally:
            if self._poll is poll:
                self._poll = None
                self._changes.stir()
        self._check(poll)
        most = min(max(number(asked, "limit", 100), 1), 100)
        return self.waiting[:most]

    def _check(self, poll: _Waiting) -> None:
        if self.revoked:
            raise Refused(401, "Unauthorized")
        if poll.ended:
            self.conflicts += 1
            raise Refused(409, WEBHOOK_CAME if self.hooked else POLLED_ELSEWHERE)

    def end_poll(self) -> None:
        """Another polls, or nobody may any more."""
        if self._poll is not None:
            self._poll.ended = True
            self._changes.stir()

    async def _wait(self, poll: _Waiting, seconds: int) -> None:
        """Until there is something to tell, or this poll was ended."""
        try:
            await self._changes.until(lambda: self.waiting or poll.ended, seconds)
        except TimeoutError:
            return

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self.waiting = self.waiting[offset:]
        elif offset > 0:
            self.waiting = [one for one in self.waiting if one["update_id"] >= offset]
