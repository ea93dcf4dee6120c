"""A thread that ends the process when nothing else does."""

import contextlib
import faulthandler
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from typing import NamedTuple

STOPS = tuple(
    number
    for name in ("SIGINT", "SIGTERM", "SIGBREAK")  # the last is Windows' own
    if (number := getattr(signal, name, None)) is not None
)
LEAVES_AT = 3
INTERRUPTED = 130
AT_FAULT = 1

_LOOK = 255  # no signal has this number
_LEAVE = 254
_FLUSH = 0.5
_STDERR = 2


class _End(NamedTuple):  # a dataclass would import much before a handler is there
    """When the process has to be gone, by the monotonic clock, and what is told if it is not."""

    at: float
    line: str
    code: int


class Guard:
    """Hears every signal through Python's wake-up descriptor, even if no handler can run.

    Args:
        budget: seconds that a stop may take.
        heard: called in the thread after each signal. A handler of Python runs when the main thread
            next runs Python: if it is about to wait in its selector, somebody must wake it.
    """

    def __init__(self, budget: float, heard: Callable[[], None]) -> None:
        self._budget = budget
        self._on_heard = heard
        self._stops = 0
        self._asked: float | None = None
        self._last: _End | None = None
        self._reader, self._writer = socket.socketpair()
        self._writer.setblocking(False)
        self._before = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        self._thread = threading.Thread(target=self._watch, name="guard", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End no process any more."""
        signal.set_wakeup_fd(self._before)
        self._writer.close()  # ends the thread, which closes the other side
        self._thread.join(_FLUSH)

    def allow(self, budget: float) -> None:
        """From now on a stop may take so many seconds, counted from when it was asked for."""
        self._budget = budget
        self._tell(_LOOK)

    def asked(self) -> None:
        """A stop was asked for; safe in a signal handler, as nothing here takes a lock."""
        if self._asked is None:
            self._asked = time.monotonic()
        self._tell(_LOOK)

    def leave(self) -> None:
        """End the process at once; safe in a signal handler."""
        self._tell(_LEAVE)

    def last(self, limit: float, code: int) -> None:
        """All is done: the process has so many seconds to end, or it is ended with ``code``."""
        line = f"what was left behind did not end within {limit:g} s"
        self._last = _End(time.monotonic() + limit, line, code)
        self._tell(_LOOK)

    def _tell(self, message: int) -> None:
        with contextlib.suppress(OSError):  # full, and so read soon; or closed
            self._writer.send(bytes([message]))

    def _watch(self) -> None:
        with self._reader:
            while (heard := self._heard()) != b"":
                for message in heard:
                    self._heed(message)

    def _heard(self) -> bytes:
        """What has come; the process ends here if its time is up."""
        end = self._end()
        self._reader.settimeout(None if end is None else max(0.001, end.at - time.monotonic()))
        try:
            return self._reader.recv(64)
        except TimeoutError:
            if end is not None and self._end() == end:
                faulthandler.dump_traceback(_STDERR, all_threads=True)
                _leave(end.line, end.code)
            return bytes([_LOOK])

    def _heed(self, message: int) -> None:
        if message in STOPS:
            self._stops += 1
            self.asked()
        if message == _LEAVE or self._stops >= LEAVES_AT:
            _leave("told to stop three times", INTERRUPTED)
        if message not in {_LOOK, _LEAVE}:
            self._on_heard()

    def _end(self) -> _End | None:
        if self._last is not None or self._asked is None:
            return self._last
        line = f"the stop took longer than {self._budget:g} s"
        return _End(self._asked + self._budget, line, AT_FAULT)


def _leave(line: str, code: int) -> None:
    """Nothing is finished; what was printed is flushed, unless that takes long."""
    flushing = threading.Thread(target=_flush, daemon=True)
    flushing.start()
    flushing.join(_FLUSH)
    with contextlib.suppress(OSError):
        os.write(_STDERR, f"phoenix: {line}; leaving at once\n".encode())
    os._exit(code)


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):  # its reader has gone, or it is closed
            stream.flush()
