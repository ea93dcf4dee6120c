"""Whether Telegram is heard."""

from dataclasses import dataclass
from datetime import UTC, datetime

from phoenix.app.health import Condition, State
from phoenix.bot.hooked import Hooked
from phoenix.bot.poller import Poller


@dataclass(frozen=True, slots=True)
class Polling:
    """Asked by ``/health``: how those who wait for updates are."""

    heard: Poller | Hooked

    async def condition(self) -> Condition:
        """Whether Telegram answers, if it is this process's turn to ask; or whether it calls."""
        if isinstance(self.heard, Hooked):
            return await self.heard.condition()
        if self.heard.is_fresh(datetime.now(UTC)):
            return Condition()
        if self.heard.fault is not None:
            return Condition(State.FAILING, str(self.heard.fault))
        why = self.heard.trouble or "Telegram does not answer"
        return Condition(State.FAILING, why, self.heard.heartbeat)
