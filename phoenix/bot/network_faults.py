"""What the library's own errors leave open, said by errors that it takes for its own.

NetworkError (telegram.error)
├── NotTaken             the call was surely not carried out: it may be made again
│   └── NotTakenInTime   because there was no connection in time; a TimedOut as well
└── ...                  any other: it may have been carried out, and the answer was lost

RetryAfter (telegram.error)
└── Flood                the same, and its seconds can be read without a warning
"""

from datetime import timedelta

from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut


class NotTaken(NetworkError):
    """A call that was surely not carried out; caught by whoever may make it again."""

    __slots__ = ()


class NotTakenInTime(TimedOut, NotTaken):
    """There was no connection for it within the time that was set."""

    __slots__ = ()


class Flood(RetryAfter):
    """Telegram wants to be left alone for so many seconds, or we would go beyond our pace.

    Of a :class:`~telegram.error.RetryAfter` the seconds are deprecated where they are made.
    """

    __slots__ = ("seconds",)

    def __init__(self, seconds: float) -> None:
        TelegramError.__init__(self, f"Flood control exceeded. Retry in {seconds:g} seconds")
        self._retry_after = timedelta(seconds=seconds)
        self.seconds = seconds

    @property
    def retry_after(self) -> timedelta:
        """How long to wait."""
        return self._retry_after

    def __reduce__(self) -> tuple[type, tuple[float]]:  # type: ignore[override]
        return type(self), (self.seconds,)


def seconds_of(flood: RetryAfter) -> float:
    """How long to wait, whoever has made it."""
    if isinstance(flood, Flood):
        return flood.seconds
    return flood._retry_after.total_seconds()  # noqa: SLF001 - the public one warns of itself
