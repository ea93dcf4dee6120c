"""Telegram: whether it knows the bot."""

from typing import Any

from phoenix.app.preflight.asking import Reply, Silence, ask
from phoenix.app.preflight.check import Check
from phoenix.app.preflight.finding import Found, passed, refused, skipped, waiting
from phoenix.app.preflight.surroundings import Surroundings

TOKEN = "TELEGRAM_BOT_TOKEN"  # noqa: S105 - the variable's name
ADDRESS = "TELEGRAM_API_BASE_URL"
_COPY = f"Copy it from @BotFather into {TOKEN} once more"
_WAIT = f"It is asked again until it does; if it never does, check {ADDRESS} and the network"


async def look(at: Surroundings) -> Found:
    """Ask ``getMe``: an unknown token is refused, a Telegram that is away is waited for."""
    token = at.settings.telegram_bot_token
    if not token:
        return skipped(f"{TOKEN} is not set: nobody is answered in Telegram", TOKEN)
    base = at.settings.telegram_api_url.rstrip("/")
    match await ask(at, "Telegram", f"{base}/bot{token.get_secret_value()}/getMe"):
        case Silence(address=True):
            return refused(f"{ADDRESS} is no address", ADDRESS, "Write https://HOST")
        case Silence(why):
            return _away(why)
        case reply:
            return _judged(reply)


def _judged(reply: Reply) -> Found:
    body = reply.json if isinstance(reply.json, dict) else {}
    if reply.status == 401:
        return refused(f"Telegram does not know the token in {TOKEN}", TOKEN, _COPY)
    if reply.status == 404 and body.get("ok") is False:
        return refused(f"{TOKEN} is not shaped like a token of Telegram", TOKEN, _COPY)
    if reply.status == 404:
        return refused(f"what answers at {ADDRESS} is no Bot API", ADDRESS, f"Correct {ADDRESS}")
    if reply.status == 200 and body.get("ok") is True:
        return passed(f"Telegram knows the bot as {_name(body.get('result'))}", TOKEN)
    return _away(f"status {reply.status}")


def _name(bot: Any) -> str:
    name = bot.get("username") if isinstance(bot, dict) else None
    return f"@{name}" if isinstance(name, str) else "one without a name"


def _away(why: str) -> Found:
    return waiting(f"Telegram does not answer ({why})", ADDRESS, _WAIT)


CHECK = Check("telegram", look, _away("no answer in time"))
