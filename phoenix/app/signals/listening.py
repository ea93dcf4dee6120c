"""What was asked of the process, as the loop sees it.

What is logged: ``stop asked for`` (INFO; by), ``stop asked for again`` (WARNING; by), ``reload
asked for`` and ``reloaded`` (INFO), ``reload failed`` (ERROR with the traceback), ``reload left
out`` (INFO: it is stopping, or there is nothing to reload).
"""

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

import structlog

from phoenix.bounded import GRACE, as_async, bounded
from phoenix.tasks import end, spawn

if TYPE_CHECKING:
    from phoenix.app.signals.signals import Signals

log = structlog.get_logger(__name__)

RELOAD_LIMIT = 30.0


class Listening:
    """Catches up with the signals whenever one has stirred the loop.

    ``code`` is what the process ends with if something that was left behind holds up its end.
    """

    def __init__(
        self,
        signals: "Signals",
        on_hurry: Callable[[], Any],
        on_reload: Callable[[], Any] | None,
    ) -> None:
        self.code = 0
        self._signals = signals
        self._loop = asyncio.get_running_loop()
        self._on_hurry = on_hurry
        self._on_reload = None if on_reload is None else as_async(on_reload)
        self._stops = 0
        self._reloads = signals.reloads
        self._stop = asyncio.Event()
        self._cut_off: set[asyncio.Task[Any]] = set()
        self._reload: asyncio.Task[None] | None = None

    @property
    def stop_is_wanted(self) -> bool:
        """Whether somebody has asked for the stop."""
        return self._stop.is_set()

    async def wanted_stop(self) -> None:
        """Wait until somebody asks for the stop."""
        await self._stop.wait()

    def ask_stop(self, by: str) -> None:
        """Ask for the stop from inside, if nobody has yet."""
        self._signals.ask_stop(by)

    async def unless_stopped(self, work: Coroutine[Any, Any, Any], *, name: str) -> bool:
        """Whether ``work`` ended before a stop was asked for; else it is cancelled and waited for.

        Raises:
            Exception: what the work raised.
        """
        if self.stop_is_wanted:
            work.close()
            return False
        task = spawn(work, name=name)
        self._cut_off.add(task)
        task.add_done_callback(self._cut_off.discard)
        try:
            await asyncio.wait({task})
        finally:
            task.cancel()
            await asyncio.wait({task})
        if task.cancelled():
            return False
        task.result()
        return True

    def stirred(self) -> None:
        """Look soon what was asked; called by signal handlers, and in any thread."""
        with contextlib.suppress(RuntimeError):  # the loop has closed, and nobody looks any more
            self._loop.call_soon_threadsafe(self.catch_up)

    def catch_up(self) -> None:
        """Do what was asked since the last time."""
        by = self._signals.by
        while self._stops < self._signals.stops:
            self._stops += 1
            self._asked(by)
        if self._reloads < self._signals.reloads:
            self._reloads = self._signals.reloads
            self._asked_to_reload()

    async def aclose(self) -> None:
        """Give up a reload that is under way."""
        if self._reload is not None:
            await end([self._reload], GRACE)

    def _asked(self, by: str) -> None:
        if self._stops == 1:
            log.info("stop asked for", by=by)
            self._stop.set()
            for task in self._cut_off:
                task.cancel()
            return
        log.warning("stop asked for again", by=by)
        try:
            self._on_hurry()
        except Exception:
            log.exception("a stop could not be hurried")

    def _asked_to_reload(self) -> None:
        if self._on_reload is None or self.stop_is_wanted:
            log.info("reload left out", stopping=self.stop_is_wanted)
            return
        log.info("reload asked for")
        self._reload = spawn(self._reloaded(self._on_reload, self._reload), name="reload")

    async def _reloaded(
        self, reload: Callable[[], Any], earlier: "asyncio.Task[None] | None"
    ) -> None:
        """One at a time: an older one may still be reading what has changed meanwhile."""
        if earlier is not None and not earlier.done():
            await asyncio.wait({earlier})
        try:
            await bounded(reload(), RELOAD_LIMIT)
        except Exception:
            log.exception("reload failed")
        else:
            log.info("reloaded")
