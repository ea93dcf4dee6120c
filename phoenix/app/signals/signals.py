"""Handlers that count what was asked, and hand it to the loop when there is one."""

import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any, Self

from phoenix.app.signals.guard import AT_FAULT, LEAVES_AT, STOPS, Guard

if TYPE_CHECKING:
    from phoenix.app.signals.listening import Listening

BUDGET = 30.0
LAST = 5.0  # seconds from the end of the loop's work to the end of the process
RELOAD: int | None = getattr(signal, "SIGHUP", None)  # Windows has none

_installed: "Signals | None" = None


def early(*, for_good: bool = False) -> "Signals":
    """Install the handlers, or find those that are installed; in the main thread only.

    Args:
        for_good: the process ends with them: they are never taken away again.
    """
    global _installed  # noqa: PLW0603 - a process has one set of handlers
    if _installed is None:
        _installed = Signals(for_good=for_good)
    return _installed


class Signals:
    """The handlers of this process; made by :func:`early`, use as ``with`` to restore the others.

    Until :meth:`in_loop` they only remember, and then in the loop. A SIGHUP before is forgotten:
    nothing has been read that could be read again.
    """

    def __init__(self, *, for_good: bool) -> None:
        self._for_good = for_good
        self._guard = Guard(BUDGET, self._stir)
        self._listening: Listening | None = None
        self.stops = 0
        self.reloads = 0
        self.by = ""
        self._before = {number: signal.signal(number, self._stop) for number in STOPS}
        if RELOAD is not None:
            self._before[RELOAD] = signal.signal(RELOAD, self._reload)

    def close(self) -> None:
        """Restore the handlers that were there before, unless these are for good."""
        global _installed  # noqa: PLW0603 - the other half of early()
        if self._for_good or _installed is not self:
            return
        self.restore()
        self._guard.close()
        _installed = None

    def restore(self) -> None:
        """Restore the handlers; a handler that Python did not install cannot be."""
        for number, handler in self._before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)

    @asynccontextmanager
    async def in_loop(
        self,
        *,
        on_hurry: Callable[[], Any],
        on_reload: Callable[[], Any] | None = None,
        budget: float = BUDGET,
    ) -> "AsyncIterator[Listening]":
        """Hand over to the running loop what was asked, and what will be; whom to ask for it.

        The stop belongs inside. After it the process has :data:`LAST` seconds to end, whatever some
        thread or task still does; it then ends with ``Listening.code``, or 1 after an exception.

        Args:
            on_hurry: called in the loop at the second request for a stop.
            on_reload: called at SIGHUP, one call at a time; plain or a coroutine function. Its
                failure is logged.
            budget: seconds from the first request for a stop to the end of this block; when they
                have passed, the process ends with code 1.
        """
        from phoenix.app.signals.listening import Listening

        self._guard.allow(budget)
        self._listening = Listening(self, on_hurry, on_reload)
        code = AT_FAULT
        try:
            self._listening.catch_up()
            yield self._listening
            code = self._listening.code
        finally:
            listening, self._listening = self._listening, None
            self._guard.last(LAST, code)
            await listening.aclose()

    def ask_stop(self, by: str) -> None:
        """Ask for the stop from inside, if nobody has yet; counts as the first signal."""
        if self.stops == 0:
            self._asked(by)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        del frame
        self._asked(signal.Signals(number).name)

    def _asked(self, by: str) -> None:
        self.stops += 1
        self.by = by
        self._guard.asked()
        if self.stops >= LEAVES_AT:
            self._guard.leave()
        self._stir()

    def _reload(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self.reloads += 1
        self._stir()

    def _stir(self) -> None:
        listening = self._listening
        if listening is not None:
            listening.stirred()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _in_child() -> None:
    """A forked child is nobody's service, and its signals are not heard by its parent's thread."""
    if _installed is not None:
        signal.set_wakeup_fd(-1)
        _installed.restore()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_in_child)
