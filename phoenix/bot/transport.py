"""What carries the bot's calls to Telegram: aiohttp, and httpx should that ever fail.

The pool of httpx grows slower with each connection that is used at the same time; aiohttp's does
not. Either way a call ends as the library expects it to, except that

* an answer of something that stands before Telegram (a gateway, a firewall) is no answer of
  Telegram's: it is a :class:`~telegram.error.NetworkError`, whatever its status;
* where a call was surely not carried out, the error is a
  :class:`~phoenix.bot.network_faults.NotTaken`;
* the bot's token, which is part of each address, stands in no error, no context of one, and no
  line of the log.
"""

import time
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import aiohttp
import httpx
from pydantic import SecretStr
from telegram.error import NetworkError
from telegram.request import BaseRequest, HTTPXRequest, RequestData

from phoenix.app.redaction import HIDDEN
from phoenix.bot.heard import Heard, Judge, envelope
from phoenix.bot.network_faults import NotTaken

CONNECTIONS = 64
KEPT_ALIVE = 30.0  # seconds for which a connection waits for its next call

Kind: TypeAlias = Literal["aiohttp", "httpx"]

_CLOSED = "The connections to Telegram are closed"
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_UNSET = BaseRequest.DEFAULT_NONE

# What fails before a call was sent, so that it has surely not been carried out.
_UNSENT = (aiohttp.ConnectionTimeoutError, aiohttp.ClientConnectorError, aiohttp.InvalidURL)
_UNSENT_BY_HTTPX = (
    httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds that a call may wait for each of its parts; None: for ever.

    Attributes:
        pool: for a connection of ours to become free.
        connect: for a new one.
        write: for what is sent to be gone.
        read: for the next bytes of the answer.
        media: instead of ``write`` where files are sent.
    """

    pool: float | None = 10.0
    connect: float | None = 5.0
    write: float | None = 5.0
    read: float | None = 10.0
    media: float | None = 20.0


USUAL = Waits()


def make_request(
    kind: Kind, token: SecretStr, *, connections: int = CONNECTIONS, waits: Waits = USUAL
) -> BaseRequest:
    """What carries the calls of one bot; made inside the loop.

    Args:
        kind: by which library.
        token: of the bot.
        connections: that are open at most.
        waits: where a call sets none of its own.
    """
    if kind == "httpx":
        return HttpxRequest(token, connections=connections, waits=waits)
    return AiohttpRequest(token, connections=connections, waits=waits)


class AiohttpRequest(BaseRequest):
    """Calls over aiohttp; see :func:`make_request`."""

    def __init__(
        self, token: SecretStr, *, connections: int = CONNECTIONS, waits: Waits = USUAL
    ) -> None:
        self._judge = Judge(token, _UNSENT, (TimeoutError,))
        self._connections = connections
        self._waits = waits
        self._session: aiohttp.ClientSession | None = None

    def __repr__(self) -> str:
        return f"AiohttpRequest(connections={self._connections})"

    @property
    def read_timeout(self) -> float | None:
        """See :class:`~telegram.request.BaseRequest`."""
        return self._waits.read

    async def initialize(self) -> None:
        """Be ready for calls; may be called twice, and again after :meth:`shutdown`."""
        if self._session is None:
            self._session = _session(self._connections)

    async def shutdown(self) -> None:
        """Close every connection; may be called twice."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """See :func:`phoenix.bot.heard.envelope`."""
        return envelope(payload)

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = _UNSET,
        write_timeout: Any = _UNSET,
        connect_timeout: Any = _UNSET,
        pool_timeout: Any = _UNSET,
    ) -> tuple[int, bytes]:
        """See :class:`~telegram.request.BaseRequest`; what a call sets for itself comes first.

        Raises:
            TelegramError: there is no answer of Telegram's, or it wants to be left alone.
        """
        began = time.perf_counter()
        own = (pool_timeout, connect_timeout, write_timeout, read_timeout)
        files = request_data is not None and request_data.contains_files
        bounds = _bounds(own, self._waits, files=files)
        heard = await self._asked(url, method, request_data, bounds)
        return self._judge.answer(url, method, heard, began)

    async def _asked(
        self, url: str, method: str, data: RequestData | None, bounds: aiohttp.ClientTimeout
    ) -> Heard:
        """A fault is handed back: raised in here, it would have aiohttp's own as its context."""
        if self._session is None:
            return NotTaken(_CLOSED)
        try:
            async with self._session.request(
                method, url, timeout=bounds, allow_redirects=False, **_body(data)
            ) as response:
                return response.status, await response.read()
        except Exception as error:  # noqa: BLE001 - whatever it is, it may hold the address
            return self._judge.fault(error)


class HttpxRequest(HTTPXRequest):
    """Calls over httpx, as the library makes them; see :func:`make_request`."""

    def __init__(
        self, token: SecretStr, *, connections: int = CONNECTIONS, waits: Waits = USUAL
    ) -> None:
        self._judge = Judge(token, _UNSENT_BY_HTTPX, (httpx.TimeoutException,))
        limits = httpx.Limits(max_connections=connections, max_keepalive_connections=connections)
        signing = _Signing(token, httpx.AsyncHTTPTransport(limits=limits))
        super().__init__(
            read_timeout=waits.read,
            write_timeout=waits.write,
            connect_timeout=waits.connect,
            pool_timeout=waits.pool,
            media_write_timeout=waits.media,
            httpx_kwargs={"transport": signing},
        )

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """See :func:`phoenix.bot.heard.envelope`."""
        return envelope(payload)

    async def do_request(
        self, url: str, method: str, *args: Any, **waits: Any
    ) -> tuple[int, bytes]:
        """See :meth:`AiohttpRequest.do_request`."""
        began = time.perf_counter()
        heard = await self._asked(self._judge.unsigned(url), method, *args, **waits)
        return self._judge.answer(url, method, heard, began)

    async def _asked(self, url: str, method: str, *args: Any, **waits: Any) -> Heard:
        """A fault is handed back, to be raised outside of the library's own."""
        if self._client.is_closed:
            return NotTaken(_CLOSED)
        try:
            return await super().do_request(url, method, *args, **waits)
        except NetworkError as error:
            return self._judge.fault(error.__cause__ or error)


class _Signing(httpx.AsyncBaseTransport):
    """Puts the token into the address at the last moment.

    So httpx, which logs addresses and keeps them in its exceptions, never knows it.
    """

    def __init__(self, token: SecretStr, transport: httpx.AsyncBaseTransport) -> None:
        self._token = token
        self._transport = transport

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """See :class:`httpx.AsyncBaseTransport`."""
        token = self._token.get_secret_value().encode()
        path = request.url.raw_path.replace(HIDDEN.encode(), token, 1)
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


def _session(connections: int) -> aiohttp.ClientSession:
    """Trusts whom httpx trusts, and keeps no cookies."""
    connector = aiohttp.TCPConnector(
        limit=connections, keepalive_timeout=KEPT_ALIVE, ssl=httpx.create_ssl_context()
    )
    return aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        headers={"User-Agent": BaseRequest.USER_AGENT},
    )


def _bounds(own: tuple[Any, ...], usual: Waits, *, files: bool) -> aiohttp.ClientTimeout:
    """What aiohttp has no bound for, the sending, is bounded by the whole."""
    waits = (usual.pool, usual.connect, usual.media if files else usual.write, usual.read)
    pool, connect, write, read = (
        wait if asked is _UNSET else asked for asked, wait in zip(own, waits, strict=True)
    )
    connected = _sum(pool, connect)
    return aiohttp.ClientTimeout(
        total=_sum(connected, write, read), connect=connected, sock_connect=connect, sock_read=read
    )


def _sum(*seconds: float | None) -> float | None:
    """For ever, if one of them is."""
    known = [one for one in seconds if one is not None]
    return sum(known) if len(known) == len(seconds) else None


def _body(data: RequestData | None) -> dict[str, Any]:
    """A call as a form: with parts where files are in it, else as short as can be."""
    if data is None:
        return {}
    if not data.contains_files:
        return {"data": data.url_encoded_parameters().encode(), "headers": _FORM}
    form = aiohttp.FormData(default_to_multipart=True)
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return {"data": form}
