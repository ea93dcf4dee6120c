"""Has Telegram call us, where the settings say so: sets the webhook, and looks after it.

Only whoever leads does, and only once the port listens. What Telegram knows is compared first, so
that nothing is set twice. It does not tell the secret that it says: where it is answered 403, the
webhook is set anew. Nothing here deletes one but :func:`delete`, which the owner asks for.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, Self
from urllib.parse import urlsplit

import structlog
from pydantic import SecretStr
from telegram import WebhookInfo
from telegram.error import TelegramError

from phoenix.app.errors import PhoenixError
from phoenix.app.health import Condition, State
from phoenix.app.leader.events import Outage
from phoenix.app.settings import Settings
from phoenix.bot.faults import TelegramFault, TooManyRequests, Unauthorised
from phoenix.bot.from_library import fault_of
from phoenix.bot.incoming import KINDS
from phoenix.tasks import end, spawn

log = structlog.get_logger(__name__)

PATH = "/telegram/webhook"
CONNECTIONS = 40  # at once; Telegram's own choice
EVERY = 60.0  # seconds between two looks at it
FIRST_REST = 0.5
LONGEST_REST = 30.0
END = 2.0  # seconds for a call under way to end when the lead is lost
REFUSED = "403"  # stands in what Telegram tells of a call that was refused


class Bot(Protocol):
    """Who may set a webhook; ``telegram.Bot`` is one."""

    async def get_webhook_info(self) -> WebhookInfo:
        """What Telegram knows of it."""
        ...

    async def set_webhook(
        self,
        url: str,
        certificate: Any = None,
        max_connections: int | None = None,
        allowed_updates: Sequence[str] | None = None,
        *,
        secret_token: str | None = None,
    ) -> bool:
        """Have Telegram call."""
        ...

    async def delete_webhook(self) -> bool:
        """Have Telegram call no more."""
        ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """The webhook that is to be.

    Attributes:
        url: that Telegram calls.
        secret: that it says.
        certificate: a file with the public key of ours, if nobody but us has signed it.
        allowed: kinds of updates.
        connections: at once.
    """

    url: str
    secret: SecretStr
    certificate: Path | None = None
    allowed: tuple[str, ...] = KINDS
    connections: int = CONNECTIONS

    @classmethod
    def by(cls, settings: Settings) -> Self:
        """What the settings ask for.

        Raises:
            PhoenixError: they name no address, or no secret.
        """
        for name in ("webhook_url", "webhook_secret_token"):
            if getattr(settings, name) is None:
                raise PhoenixError(f"{name.upper()} is not set", "A webhook needs it: set it")
        secret = settings.webhook_secret_token or SecretStr("")
        return cls(address(settings.webhook_url or ""), secret, settings.webhook_certificate)

    def is_met_by(self, info: WebhookInfo) -> bool:
        """Whether Telegram knows just this one, as far as it tells."""
        return (
            info.url == self.url
            and info.has_custom_certificate == (self.certificate is not None)
            and info.max_connections == self.connections
            and set(info.allowed_updates or ()) == set(self.allowed)
        )


def address(url: str) -> str:
    """What Telegram calls: an address without a path of its own gets ours."""
    return url if urlsplit(url).path.strip("/") else f"{url.rstrip('/')}{PATH}"


def path_of(url: str) -> str:
    """Where we let it in: the path of the address that Telegram calls."""
    return urlsplit(address(url)).path


async def status(bot: Bot) -> WebhookInfo:
    """What Telegram knows of the webhook; its address is empty if there is none.

    Raises:
        TelegramFault: it does not say.
    """
    try:
        return await bot.get_webhook_info()
    except TelegramError as error:
        raise fault_of(error, "getWebhookInfo") from None


async def set_webhook(bot: Bot, wanted: Wanted) -> None:
    """Have Telegram call, whatever it did before; updates that wait are kept.

    Raises:
        TelegramFault: it will not.
        PhoenixError: the certificate cannot be read.
    """
    certificate = await _certificate(wanted.certificate)
    try:
        await bot.set_webhook(
            wanted.url,
            certificate,
            wanted.connections,
            wanted.allowed,
            secret_token=wanted.secret.get_secret_value(),
        )
    except TelegramError as error:
        raise fault_of(error, "setWebhook") from None
    log.info("webhook set", url=wanted.url)


async def delete(bot: Bot) -> bool:
    """Have Telegram call no more; updates that wait are kept. False if there was no webhook.

    Raises:
        TelegramFault: Telegram does not answer.
    """
    was = (await status(bot)).url
    try:
        await bot.delete_webhook()
    except TelegramError as error:
        raise fault_of(error, "deleteWebhook") from None
    log.info("webhook deleted", url=was)
    return bool(was)


async def _certificate(file: Path | None) -> bytes | None:
    if file is None:
        return None
    try:
        return await asyncio.to_thread(file.read_bytes)
    except OSError as error:
        cure = "WEBHOOK_CERTIFICATE names a file in PEM that we may read"
        raise PhoenixError(f"{file} cannot be read: {error.strerror}", cure) from None


class Hooked:
    """The work of a leader where Telegram calls.

    Args:
        bot: whose webhook it is.
        wanted: what it is to be.
        fatal: told of a refused token, after which nothing is tried any more.
        every: seconds between two looks.
    """

    def __init__(
        self,
        bot: Bot,
        wanted: Wanted,
        *,
        fatal: Callable[[TelegramFault], None],
        every: float = EVERY,
    ) -> None:
        self._bot = bot
        self._wanted = wanted
        self._fatal = fatal
        self._every = every
        self._failures = 0
        self._seen: datetime | None = None
        self._info: WebhookInfo | None = None
        self._fault: PhoenixError | None = None
        self._keeping: asyncio.Task[None] | None = None
        self._unset = Outage("webhook not set", "webhook well", logger=log)

    async def on_won(self, epoch: int) -> None:
        """Begin to look after it; for :class:`~phoenix.app.leader.Leadership`."""
        log.info("webhook kept", epoch=epoch)
        self._keeping = spawn(self._keep(), name="webhook")

    async def on_lost(self, reason: str) -> None:
        """Leave it to whoever leads next; Telegram goes on calling."""
        log.info("webhook left", reason=reason)
        task, self._keeping = self._keeping, None
        if task is not None:
            await end([task], END)

    async def condition(self) -> Condition:
        """For ``/health``: whether Telegram calls, and what it complains of."""
        if self._fault is not None:
            return Condition(State.FAILING, str(self._fault))
        if self._keeping is None or self._info is None:
            return Condition()
        complaint = self._info.last_error_message
        if complaint and self._info.pending_update_count:
            since = self._info.last_error_date
            return Condition(State.DEGRADED, f"Telegram could not call: {complaint}", since)
        return Condition()

    async def _keep(self) -> None:
        while True:
            try:
                await self._look()
            except Unauthorised as fault:
                return self._give_up(fault)
            except Exception as fault:  # noqa: BLE001 - whoever looked no more would be missed by nobody
                rest = self._failed(fault)
            else:
                self._unset.ended()
                self._fault, self._failures, rest = None, 0, self._every
            await asyncio.sleep(rest)

    async def _look(self) -> None:
        info = self._info = await status(self._bot)
        refused = REFUSED in (info.last_error_message or "")
        if self._wanted.is_met_by(info) and not (refused and info.last_error_date != self._seen):
            return
        self._seen = info.last_error_date
        await set_webhook(self._bot, self._wanted)
        self._info = await status(self._bot)

    def _failed(self, fault: Exception) -> float:
        """Seconds until the next try."""
        ours = isinstance(fault, PhoenixError)
        self._unset.began(str(fault), None if ours else fault)
        self._fault = fault if isinstance(fault, PhoenixError) else PhoenixError(str(fault))
        self._failures += 1
        if isinstance(fault, TooManyRequests):
            return max(fault.retry_after, FIRST_REST)
        return min(LONGEST_REST, FIRST_REST * 2.0 ** min(self._failures - 1, 10))

    def _give_up(self, fault: Unauthorised) -> None:
        log.error("webhook given up", error=str(fault))
        self._fault = fault
        self._fatal(fault)
