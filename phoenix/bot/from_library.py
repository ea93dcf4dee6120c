"""What python-telegram-bot raises, as faults of ours, which tell a problem and its cure."""

from telegram import error as library

from phoenix.bot.faults import (
    BadRequest,
    Conflict,
    Forbidden,
    TelegramAway,
    TelegramFault,
    TooManyRequests,
    Unauthorised,
)
from phoenix.bot.network_faults import NotTaken, seconds_of


def fault_of(error: library.TelegramError, method: str) -> TelegramFault:
    """Which one it is.

    Args:
        error: that a call has raised.
        method: that was called, as Telegram names it.
    """
    if isinstance(error, library.InvalidToken):
        return Unauthorised()
    if isinstance(error, library.RetryAfter):
        return TooManyRequests(seconds_of(error))
    if isinstance(error, library.Conflict):
        return Conflict(error.message)
    if isinstance(error, library.Forbidden):
        return Forbidden(method, error.message)
    if isinstance(error, library.BadRequest):
        return BadRequest(method, error.message)
    return TelegramAway(method, type(error).__name__, taken=not isinstance(error, NotTaken))
