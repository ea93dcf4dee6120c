"""What the owner may ask of the webhook: how it is, that it is set, that it is deleted."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from phoenix.app.settings import Settings
from phoenix.domain.errors import ConfigurationError

if TYPE_CHECKING:
    from telegram import Bot, WebhookInfo


@dataclass(frozen=True, slots=True)
class Hook:
    """The webhook as Telegram knows it.

    Attributes:
        lines: what there is to tell of it.
        meant: whether it is as the settings have it.
    """

    lines: tuple[str, ...]
    meant: bool


async def status(settings: Settings) -> Hook:
    """How it is.

    Raises:
        PhoenixError: Telegram does not say, or a setting is missing.
    """
    from phoenix.bot import hooked

    async with _bot(settings) as bot:
        info = await hooked.status(bot)
    if settings.bot_mode == "polling":
        cure = "'phoenix bot webhook delete' lets the bot poll (BOT_MODE=polling)"
        return Hook((*_lines(info), *([cure] if info.url else [])), not info.url)
    meant = hooked.Wanted.by(settings).is_met_by(info)
    cure = "it is not as the settings have it; 'phoenix bot webhook set' sets it"
    return Hook((*_lines(info), *([] if meant else [cure])), meant)


async def set_webhook(settings: Settings) -> str:
    """Set it as the settings have it; the address that Telegram calls from now on.

    Raises:
        PhoenixError: Telegram refuses it, or a setting is missing.
    """
    from phoenix.bot import hooked

    wanted = hooked.Wanted.by(settings)
    async with _bot(settings) as bot:
        await hooked.set_webhook(bot, wanted)
    return wanted.url


async def delete(settings: Settings) -> bool:
    """Delete it, so that the bot may poll; False if there was none.

    Raises:
        PhoenixError: Telegram does not answer.
    """
    from phoenix.bot import hooked

    async with _bot(settings) as bot:
        return await hooked.delete(bot)


@asynccontextmanager
async def _bot(settings: Settings) -> "AsyncIterator[Bot]":
    from telegram import Bot

    from phoenix.bot.transport import make_request

    token = settings.telegram_bot_token
    if token is None:
        raise ConfigurationError(
            "TELEGRAM_BOT_TOKEN is not set", "Set it to the token that @BotFather gave"
        )
    base = f"{settings.telegram_api_url.rstrip('/')}/bot"
    async with make_request(settings.bot_transport, token, connections=1) as request:
        yield Bot(token.get_secret_value(), base, request=request, get_updates_request=request)


def _lines(info: "WebhookInfo") -> tuple[str, ...]:
    if not info.url:
        return ("no webhook is set", f"updates that wait: {info.pending_update_count}")
    complaint = info.last_error_message
    when = f"{info.last_error_date:%Y-%m-%d %H:%M:%S} UTC " if info.last_error_date else ""
    return (
        f"webhook: {info.url}",
        f"certificate of our own: {'yes' if info.has_custom_certificate else 'no'}",
        f"updates that wait: {info.pending_update_count}",
        f"last complaint: {when}{complaint}" if complaint else "no complaint",
    )
