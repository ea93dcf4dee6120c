"""The door by which Telegram brings updates: a route of our own web application.

    what comes                               what is answered
    no secret, or a wrong one                403, and nothing of the body is read
    more than the door lets in               413
    no JSON, or no update                    400
    an update, also one that was seen        200
    one that cannot be dealt with now        503: Telegram brings it again

Importing this is slow (FastAPI); a service does it beside its other work.
"""

import json
import secrets
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Annotated, Any, TypeAlias

import structlog
from fastapi import APIRouter, Header, HTTPException, Request, Response
from pydantic import SecretStr
from starlette.requests import ClientDisconnect

from phoenix.app.errors import PhoenixError
from phoenix.app.leader.events import Outage

log = structlog.get_logger(__name__)

MOST_BODY = 1024 * 1024  # bytes; an update has some thousand
LARGEST_NUMBER = 2**63 - 1  # of an update; no column holds more

Accept: TypeAlias = Callable[[Mapping[str, Any]], Awaitable[bool]]

_Secret = Annotated[str | None, Header(alias="X-Telegram-Bot-Api-Secret-Token")]

_PROBLEM: dict[str, Any] = {
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
}
_ANSWERS: dict[int | str, dict[str, Any]] = {
    400: {"description": "That is no update.", **_PROBLEM},
    403: {"description": "The secret is missing or wrong.", **_PROBLEM},
    413: {"description": "No update is as large as that.", **_PROBLEM},
    503: {"description": "Not now: bring it again.", **_PROBLEM},
}
_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "description": "An update, as Telegram's Bot API describes it.",
                "required": ["update_id"],
                "properties": {"update_id": {"type": "integer", "minimum": 0}},
            }
        }
    },
}


def webhook(
    accept: Accept, secret: SecretStr, *, path: str, most_body: int = MOST_BODY
) -> APIRouter:
    """The route.

    Args:
        accept: makes an update ours: True if it is new, False if it was seen before. What it
            raises lets Telegram bring the update again.
        secret: that Telegram says in each call.
        path: where it calls; see :func:`phoenix.bot.hooked.path_of`.
        most_body: bytes of an update.
    """
    router = APIRouter()
    door = _Door(accept, secret, most_body)

    @router.post(
        path,
        summary="Where Telegram brings updates",
        response_class=Response,
        response_description="It is taken, or was taken before.",
        responses=_ANSWERS,
        openapi_extra={"requestBody": _BODY},
    )
    async def deliver(
        request: Request, x_telegram_bot_api_secret_token: _Secret = None
    ) -> Response:
        """Takes one update; who does not know the secret is not listened to."""
        await door.enter(request, x_telegram_bot_api_secret_token)
        return Response()

    return router


class _Door:
    """Lets in what Telegram brings."""

    def __init__(self, accept: Accept, secret: SecretStr, most: int) -> None:
        self._accept = accept
        self._secret = secret.get_secret_value().encode()
        self._most = most
        self._strangers = Outage("webhook calls refused", "webhook calls let in", logger=log)
        self._away = Outage("updates not accepted", "updates accepted again", logger=log)

    async def enter(self, request: Request, said: str | None) -> None:
        """Returns when the update is ours.

        Raises:
            HTTPException: it is not.
        """
        if not secrets.compare_digest((said or "").encode(), self._secret):
            self._strangers.began("the secret is wrong or missing")
            raise _no(HTTPStatus.FORBIDDEN, "The secret is missing or wrong")
        self._strangers.ended()
        update = _read(await self._body(request))
        try:
            await self._accept(update)
        except PhoenixError as fault:
            self._away.began(str(fault))
            raise _no(HTTPStatus.SERVICE_UNAVAILABLE, "Not now") from fault
        self._away.ended()

    async def _body(self, request: Request) -> bytes:
        """No more of it is read than the door lets in, whatever was announced."""
        body = bytearray()
        try:
            async for chunk in request.stream():
                body += chunk
                if len(body) > self._most:
                    raise _no(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "No update is so large")
        except ClientDisconnect:
            raise _no(HTTPStatus.BAD_REQUEST, "The update was cut off") from None
        return bytes(body)


def _read(body: bytes) -> Mapping[str, Any]:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):  # also what is no UTF-8, and brackets without end
        raise _no(HTTPStatus.BAD_REQUEST, "That is no JSON") from None
    number = update.get("update_id") if isinstance(update, dict) else None
    if type(number) is not int or not 0 <= number <= LARGEST_NUMBER:
        raise _no(HTTPStatus.BAD_REQUEST, "That is no update")
    return update  # type: ignore[no-any-return]


def _no(status: HTTPStatus, why: str) -> HTTPException:
    return HTTPException(status.value, why)
