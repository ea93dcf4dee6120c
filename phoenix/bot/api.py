"""A client of the Bot API: a call, and its result or one typed fault."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType, TracebackType
from typing import Any, Self, TypeAlias

import httpx
from pydantic import SecretStr

from phoenix import metrics
from phoenix.bot.faults import TelegramAway, TelegramFault
from phoenix.bot.verdict import answered

SITE = "https://api.telegram.org"
LONGEST_BATCH = 100  # updates that one answer may hold

Update: TypeAlias = Mapping[str, Any]

NOTHING: Mapping[str, Any] = MappingProxyType({})

# What fails before a call was sent, so that it has surely not been carried out.
_UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


@dataclass(frozen=True, slots=True)
class Me:
    """The bot as Telegram knows it."""

    id: int
    username: str
    name: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that Telegram has taken."""

    chat: int
    id: int


class _Signing(httpx.AsyncBaseTransport):
    """Puts the token into the address at the last moment.

    So httpx, which logs addresses and keeps them in its exceptions, never knows it.
    """

    def __init__(self, token: SecretStr, transport: httpx.AsyncBaseTransport) -> None:
        self._token = token
        self._transport = transport

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """See :class:`httpx.AsyncBaseTransport`."""
        place, _, method = request.url.raw_path.rpartition(b"/")
        path = b"%s/bot%s/%s" % (place, self._token.get_secret_value().encode(), method)
        return await self._transport.handle_async_request(
            httpx.Request(
                request.method,
                request.url.copy_with(raw_path=path),
                headers=request.headers,
                stream=request.stream,
                extensions=request.extensions,
            )
        )

    async def aclose(self) -> None:
        """See :class:`httpx.AsyncBaseTransport`."""
        await self._transport.aclose()


class BotApi:
    """Calls the Bot API. Made inside the loop, closed before it ends; use as ``async with``.

    Args:
        token: of the bot.
        base_url: of Telegram, or of any other server that speaks the Bot API.
        transport: instead of the network.
        limit: seconds for a connection, and again for an answer that need not be waited for.
        connections: that are open at most.
    """

    def __init__(
        self,
        token: SecretStr,
        base_url: str = SITE,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        limit: float = 10.0,
        connections: int = 20,
    ) -> None:
        self._base_url = base_url.rstrip("/")
        self._limit = limit
        limits = httpx.Limits(max_connections=connections, max_keepalive_connections=connections)
        inner = transport or httpx.AsyncHTTPTransport(limits=limits)
        self._token = token
        self._http = httpx.AsyncClient(transport=_Signing(token, inner), timeout=limit)

    def __repr__(self) -> str:
        return f"BotApi({self._base_url!r})"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close every connection; may be called twice."""
        await self._http.aclose()

    async def get_me(self) -> Me:
        """Who the bot is.

        Raises:
            TelegramFault: see :mod:`phoenix.bot.faults`, here and below.
        """
        user = await self.call("getMe")
        try:
            return Me(user["id"], user["username"], user["first_name"])
        except (KeyError, TypeError):
            raise _unreadable("getMe") from None

    async def get_updates(
        self,
        offset: int | None,
        *,
        wait: float,
        most: int = LONGEST_BATCH,
        allowed: Sequence[str] | None = None,
    ) -> list[Update]:
        """Updates from ``offset`` on, oldest first; all before it are forgotten by Telegram.

        Args:
            offset: the last ``update_id`` that was taken, and one; None: from the oldest on.
            wait: seconds for which Telegram waits for the first one, in whole seconds.
            most: 1 to 100.
            allowed: kinds of updates; None: those of the call before.
        """
        asked = {
            "offset": offset, "timeout": int(wait), "limit": most, "allowed_updates": allowed,
        }  # fmt: skip
        updates = await self.call("getUpdates", asked, limit=wait + self._limit)
        if not isinstance(updates, list) or not all(map(_is_update, updates)):
            raise _unreadable("getUpdates")
        return updates

    async def send_message(self, chat: int, text: str, **options: Any) -> Sent:
        """Send a text of at most 4,096 UTF-16 units."""
        message = await self.call("sendMessage", {"chat_id": chat, "text": text, **options})
        try:
            return Sent(chat, int(message["message_id"]))
        except (KeyError, TypeError, ValueError):
            raise _unreadable("sendMessage") from None

    async def edit_message_text(self, message: Sent, text: str, **options: Any) -> None:
        """Replace a message's text.

        Raises:
            NotModified: it is its text already.
        """
        place = {"chat_id": message.chat, "message_id": message.id}
        await self.call("editMessageText", {**place, "text": text, **options})

    async def call(
        self,
        method: str,
        parameters: Mapping[str, Any] = NOTHING,
        *,
        limit: float | None = None,
    ) -> Any:
        """The result of any method.

        Args:
            method: as Telegram names it.
            parameters: as Telegram names them; whatever JSON can say. None is left out.
            limit: seconds for the answer.
        """
        given = {name: value for name, value in parameters.items() if value is not None}
        with metrics.TELEGRAM_CALL.timed(method):
            response = await self._asked(method, given, limit or self._limit)
            if isinstance(response, TelegramFault):
                raise response
            return answered(method, response.status_code, response.content, self._token)

    async def _asked(
        self, method: str, given: Mapping[str, Any], limit: float
    ) -> httpx.Response | TelegramFault:
        """A fault is handed back, so that it is raised outside of what httpx raised."""
        wait = httpx.Timeout(self._limit, read=limit)
        try:
            return await self._http.post(f"{self._base_url}/{method}", json=given, timeout=wait)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return TelegramAway(method, type(error).__name__, taken=not isinstance(error, _UNSENT))


def _is_update(update: Any) -> bool:
    return isinstance(update, dict) and isinstance(update.get("update_id"), int)


def _unreadable(method: str) -> TelegramAway:
    return TelegramAway(method, "its answer cannot be read", taken=True)
