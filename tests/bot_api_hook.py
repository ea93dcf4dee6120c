"""The webhook of the loopback Bot API server: each update is sent until it is acknowledged."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from bot_api_changes import Changes
from bot_api_faults import bad
from bot_api_http import File, Parameters
from bot_api_messages import EPOCH
from bot_api_reading import flag, number, text
from bot_api_updates import Updates

LONGEST_SECRET = 256
PORTS = {80, 88, 443, 8443}
FIRST_REST = 0.02  # seconds between two tries; Telegram itself takes longer
LONGEST_REST = 1.0
PATIENCE = 60.0  # seconds for an answer
HEADER = "X-Telegram-Bot-Api-Secret-Token"

Execute = Callable[[str, Parameters], Awaitable[Any]]


@dataclass
class Webhook:
    """Where updates are sent to; nowhere if the address is empty."""

    url: str = ""
    options: Parameters = field(default_factory=dict)
    secret: str = ""
    connections: int = 40
    certificate: bytes = field(default=b"", repr=False)
    error: str = ""
    failed: int = 0


@dataclass(frozen=True)
class Delivery:
    """One try, and what came of it: the answer's status, or None where there was none."""

    update: int
    status: int | None


class Hook:
    """Delivers while an address is set.

    Args:
        changes: told of each delivery.
        updates: that are delivered.
        execute: does what an answer asks for, which may hold a call.
    """

    def __init__(self, changes: Changes, updates: Updates, execute: Execute) -> None:
        self._changes = changes
        self._updates = updates
        self._execute = execute
        self._delivering: asyncio.Task[None] | None = None
        self.webhook = Webhook()
        self.deliveries: list[Delivery] = []

    async def set(self, asked: Parameters) -> tuple[bool, str]:
        """``setWebhook``."""
        url = text(asked, "url").strip()
        if not url:
            return await self.delete(asked)
        _check(url, text(asked, "secret_token"))
        certificate = asked.get("certificate")
        if certificate and not isinstance(certificate, File):
            raise bad("bad webhook: certificate must be uploaded as a file")
        was = self.webhook.url
        await self._replace(asked, Webhook(
            url, asked, text(asked, "secret_token"),
            min(max(number(asked, "max_connections", 40), 1), 100),
            certificate.content if certificate else b"",
        ))  # fmt: skip
        self._updates.allow(asked)
        self._updates.end_poll()
        self._delivering = asyncio.get_running_loop().create_task(self._deliver())
        return True, "Webhook is already set" if was == url else "Webhook was set"

    async def delete(self, asked: Parameters) -> tuple[bool, str]:
        """``deleteWebhook``."""
        was = self.webhook.url
        await self._replace(asked, Webhook())
        return True, "Webhook was deleted" if was else "Webhook is already deleted"

    async def _replace(self, asked: Parameters, webhook: Webhook) -> None:
        await self.stop()
        self.webhook, self._updates.hooked = webhook, bool(webhook.url)
        if flag(asked, "drop_pending_updates"):
            self._updates.waiting.clear()
        self._changes.stir()

    def info(self, _asked: Parameters) -> dict[str, Any]:
        """``getWebhookInfo``."""
        hook = self.webhook
        told: dict[str, Any] = {
            "url": hook.url, "has_custom_certificate": bool(hook.certificate),
            "pending_update_count": len(self._updates.waiting),
        }  # fmt: skip
        if hook.url:
            told |= {"max_connections": hook.connections, "ip_address": "127.0.0.1"}
        if self._updates.allowed:
            told["allowed_updates"] = self._updates.allowed
        if hook.error:
            told |= {"last_error_date": hook.failed, "last_error_message": hook.error}
        return told

    async def stop(self) -> None:
        """Deliver no more."""
        task, self._delivering = self._delivering, None
        if task is not None:
            task.cancel()
            await asyncio.wait({task})
            if not task.cancelled():
                task.result()  # a fault of the server itself

    async def _deliver(self) -> None:
        """Each update on its own, so many at once as connections are allowed."""
        room = asyncio.Semaphore(self.webhook.connections)
        connector = aiohttp.TCPConnector(limit=0, ssl=False)
        wait = aiohttp.ClientTimeout(total=PATIENCE)
        taken: list[dict[str, Any]] = []

        def fresh() -> list[dict[str, Any]]:
            known = {id(update) for update in taken}
            return [update for update in self._updates.waiting if id(update) not in known]

        async with (
            aiohttp.ClientSession(connector=connector, timeout=wait) as session,
            asyncio.TaskGroup() as under_way,
        ):
            while True:
                for update in await self._changes.until(fresh, None):
                    await room.acquire()
                    taken.append(update)
                    task = under_way.create_task(self._until_taken(session, update))
                    task.add_done_callback(lambda _: room.release())
                    task.add_done_callback(lambda _, done=update: taken.remove(done))

    async def _until_taken(self, session: aiohttp.ClientSession, update: dict[str, Any]) -> None:
        rest = FIRST_REST
        while update in self._updates.waiting and not await self._tried(session, update):
            await asyncio.sleep(rest)
            rest = min(LONGEST_REST, 2.0 * rest)

    async def _tried(self, session: aiohttp.ClientSession, update: dict[str, Any]) -> bool:
        """Whether it was acknowledged."""
        hook, called = self.webhook, None
        status: int | None = None
        try:
            headers = {HEADER: hook.secret} if hook.secret else {}
            async with session.post(hook.url, json=update, headers=headers) as answer:
                status = answer.status
                if status // 100 == 2 and (await answer.read()).startswith(b"{"):
                    called = await answer.json()
                why = f"Wrong response from the webhook: {status} {answer.reason}"
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            why = "Connection refused" if isinstance(error, OSError) else "Connection failed"
        self.deliveries.append(Delivery(update["update_id"], status))
        if status is None or status // 100 != 2:
            hook.error = why
            hook.failed = int(EPOCH + asyncio.get_running_loop().time())
            self._changes.stir()
            return False
        self._updates.confirm(update)
        if isinstance(called, dict) and "method" in called:
            await self._execute(called.pop("method"), called)
        return True


def _check(url: str, secret: str) -> None:
    parts = urlsplit(url)
    local = parts.hostname in {"127.0.0.1", "localhost", "::1"}
    if not parts.hostname or parts.scheme not in {"http", "https"}:
        raise bad("bad webhook: invalid webhook URL specified")
    if parts.scheme != "https" and not local:
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if parts.port not in PORTS | {None} and not local:
        raise bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    if len(secret) > LONGEST_SECRET:
        raise bad("secret token is too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise bad("secret token contains unallowed characters")
