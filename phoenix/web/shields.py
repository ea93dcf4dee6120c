"""What stands around the routes, as plain ASGI: headers, and an answer whatever happens within."""

import asyncio
import secrets

import structlog
from starlette.datastructures import MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = structlog.get_logger(__name__)

HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


class Headers:
    """Gives every answer the headers that keep browsers from making more of it than it is.

    A route's own header stands. HEAD is answered as GET is; the server leaves out the body.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See the ASGI specification."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        if scope.get("method") == "HEAD":
            scope = {**scope, "method": "GET"}
        await self._app(scope, receive, with_headers)


class Faults:
    """Whatever a route raises is told in the log under a code, and outside by that code alone."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See the ASGI specification."""
        begun = False

        async def noting(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, noting)
        except asyncio.CancelledError:
            # The server cuts what has not ended when it stops; the task ends here.
            log.warning("request cut", path=scope["path"])
            answer = _problem(503, {"error": "The service is stopping.", "code": None})
        except Exception as error:
            code = secrets.token_hex(4)
            log.exception("request failed", code=code, path=scope["path"], exc_info=error)
            answer = _problem(500, {"error": "The service has failed.", "code": code})
        else:
            return
        if not begun:  # else the server closes the connection, and the answer is seen to be cut
            await answer(scope, receive, send)


def _problem(status: int, content: dict[str, str | None]) -> JSONResponse:
    return JSONResponse(content, status)
