"""What was heard of a call to Telegram, judged: an answer, or an error that tells no token."""

import json
import time
from typing import Any, TypeAlias

from pydantic import SecretStr
from telegram.error import NetworkError, TelegramError, TimedOut

from phoenix import metrics
from phoenix.app.redaction import HIDDEN, Redactor
from phoenix.bot.network_faults import Flood, NotTaken, NotTakenInTime

WAIT = 1.0  # seconds, where Telegram wants to be left alone and does not say for how long
GATEWAY_TIMEOUT = 504  # the only one of the 5xx after which a call may have been carried out

Heard: TypeAlias = tuple[int, bytes] | TelegramError

_UNREADABLE = "Telegram's answer cannot be read"


class Judge:
    """Judges what is heard of the calls of one bot.

    Args:
        token: of the bot.
        unsent: exceptions of the client after which a call was surely not sent.
        late: those by which it says that a time is up.
    """

    def __init__(
        self,
        token: SecretStr,
        unsent: tuple[type[Exception], ...],
        late: tuple[type[Exception], ...],
    ) -> None:
        self._token = token
        self._redactor = Redactor((token.get_secret_value(),))
        self._unsent = unsent
        self._late = late

    def unsigned(self, url: str) -> str:
        """An address without the token."""
        return url.replace(self._token.get_secret_value(), HIDDEN, 1)

    def answer(self, url: str, method: str, heard: Heard, began: float) -> tuple[int, bytes]:
        """Status and body of an answer of Telegram's; timed, if anybody measures.

        Args:
            url: that was asked.
            method: of HTTP.
            heard: in answer, or the error that came instead.
            began: when it was asked, by ``time.perf_counter``.

        Raises:
            TelegramError: there is none.
        """
        judged = heard if isinstance(heard, TelegramError) else self._judged(method, *heard)
        name = url.rpartition("/")[2] if method == "POST" else "file"
        metrics.TELEGRAM_CALL.observe(time.perf_counter() - began, name, _outcome(judged))
        if isinstance(judged, TelegramError):
            raise judged
        return judged

    def fault(self, error: BaseException) -> NetworkError:
        """What an exception of the client means."""
        kind = f"{type(error).__module__.partition('.')[0]}.{type(error).__name__}"
        late = isinstance(error, self._late)
        if isinstance(error, self._unsent):
            why = f"{kind}: the call was not sent"
            return NotTakenInTime(why) if late else NotTaken(why)
        if late:
            return TimedOut()
        return NetworkError(f"{kind}: {self._redactor.clean(str(error))}".removesuffix(": "))

    def _judged(self, method: str, status: int, payload: bytes) -> Heard:
        """What stands before Telegram does not speak as it does."""
        if status < 300 and method == "GET":
            return status, payload
        told = _read(payload)
        if status < 300:
            has_result = told is not None and told.get("ok") is True and "result" in told
            return (status, payload) if has_result else NetworkError(_UNREADABLE)
        if status >= 500 or told is None or told.get("ok") is not False:
            why = f"Telegram answers {status} without a reason"
            return NetworkError(why) if status == GATEWAY_TIMEOUT else NotTaken(why)
        if status == 429:
            return Flood(_seconds(told))
        return status, self._redactor.clean(payload.decode("utf-8", "replace")).encode()


def envelope(payload: bytes) -> dict[str, Any]:
    """What an answer says.

    Raises:
        NetworkError: it cannot be read; nothing of it is told.
    """
    told = _read(payload)
    if told is None:
        raise NetworkError(_UNREADABLE)
    return told


def _read(payload: bytes) -> dict[str, Any] | None:
    """None where it is no envelope."""
    try:
        told = json.loads(payload)
    except ValueError:  # also what is no UTF-8
        return None
    return told if isinstance(told, dict) else None


def _seconds(told: dict[str, Any]) -> float:
    parameters = told.get("parameters")
    seconds = parameters.get("retry_after") if isinstance(parameters, dict) else None
    return float(seconds) if isinstance(seconds, int | float) and seconds >= 0 else WAIT


def _outcome(judged: Heard) -> str:
    if isinstance(judged, TelegramError):
        return type(judged).__name__
    return metrics.OK if judged[0] < 300 else str(judged[0])
