"""The road to Telegram, as far as every process that has a token needs it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from phoenix.app.lifecycle import Stage
from phoenix.app.settings import Settings
from phoenix.bot.api import BotApi
from phoenix.bot.chat import Defaults
from phoenix.bot.signing import Signer


@dataclass(frozen=True, slots=True)
class Bell:
    """Rung when letters wait; heard by whoever delivers them, if that is in this process."""

    hearers: list[Callable[[], None]] = field(default_factory=list)

    def ring(self) -> None:
        """Tell all who listen."""
        for hear in self.hearers:
            hear()


@dataclass(frozen=True, slots=True)
class Telegram:
    """A client for long polling, who signs buttons, and what holds for chats by default."""

    api: BotApi
    signer: Signer
    defaults: Defaults
    bell: Bell

    def stage(self) -> Stage:
        """Closed when nothing is polled any more."""
        return Stage("telegram", stop=self.api.aclose)


def telegram(settings: Settings) -> Telegram | None:
    """None without a token; made in the running loop."""
    token = settings.telegram_bot_token
    if token is None:
        return None
    return Telegram(
        BotApi(token, settings.telegram_api_url),
        Signer.of(token),
        Defaults(settings.language, settings.zone, settings.min_confidence),
        Bell(),
    )
