"""What an answer of the Bot API means."""

import json
from typing import Any

from pydantic import SecretStr

from phoenix.bot.faults import (
    BadRequest,
    Conflict,
    Forbidden,
    NotModified,
    TelegramAway,
    TelegramFault,
    TooManyRequests,
    Unauthorised,
)

WAIT = 1.0  # seconds, where Telegram wants to be left alone and does not say for how long
_OLDEST = frozenset({"getMe", "getUpdates"})
GATEWAY_TIMEOUT = 504  # the only one of the 5xx after which a call may have been carried out


def answered(method: str, status: int, body: bytes, token: SecretStr) -> Any:
    """The result that an answer holds.

    Args:
        method: that was called.
        status: of HTTP.
        body: of the answer.
        token: is taken out of whatever the server says.

    Raises:
        TelegramFault: the answer holds none; which kind says why.
    """
    told = _read(body)
    if told.get("ok") is True and "result" in told:
        return told["result"]
    description = str(told.get("description", "")).replace(token.get_secret_value(), "***")
    raise _fault(method, status, description, told)


def _read(body: bytes) -> dict[str, Any]:
    """An envelope; an empty one where the body is none."""
    try:
        told = json.loads(body)
    except ValueError:  # also what is no UTF-8
        return {}
    return told if isinstance(told, dict) else {}


def _fault(method: str, status: int, description: str, told: dict[str, Any]) -> TelegramFault:
    """By the status of HTTP, which Telegram repeats in its envelope.

    A token that cannot be one is answered as a place that does not exist, and so is a method that
    the server does not know; what every server knows tells them apart.
    """
    if status >= 500 or told.get("ok") is not False:
        taken = status in {200, GATEWAY_TIMEOUT}
        return TelegramAway(method, f"it answers {status} without a reason", taken=taken)
    if status == 401 or (status == 404 and method in _OLDEST):
        return Unauthorised()
    if status == 429:
        return TooManyRequests(_wait(told))
    if status == 409:
        return Conflict(description)
    return _refusal(status, description)(method, description)


def _refusal(status: int, description: str) -> type[BadRequest]:
    if status == 403:
        return Forbidden
    return NotModified if "message is not modified" in description else BadRequest


def _wait(told: dict[str, Any]) -> float:
    parameters = told.get("parameters")
    seconds = parameters.get("retry_after") if isinstance(parameters, dict) else None
    return float(seconds) if isinstance(seconds, int | float) and seconds >= 0 else WAIT
