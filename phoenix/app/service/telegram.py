"""The road to Telegram."""

from dataclasses import dataclass

from phoenix.app.lifecycle import Stage
from phoenix.app.settings import Settings
from phoenix.bot.api import BotApi
from phoenix.bot.sender import Sender


@dataclass(frozen=True, slots=True)
class Telegram:
    """A client of the Bot API, and who sends through it."""

    api: BotApi
    sender: Sender

    def stage(self) -> Stage:
        """Closed when nothing is sent any more."""
        return Stage("telegram", stop=self.api.aclose)


def telegram(settings: Settings) -> Telegram | None:
    """None without a token; made in the running loop."""
    token = settings.telegram_bot_token
    if token is None:
        return None
    api = BotApi(token, settings.telegram_api_url)
    return Telegram(api, Sender(api))
