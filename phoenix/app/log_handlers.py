"""What writes lines of the log."""

import logging
import sys
from contextlib import suppress


class Discreet(logging.Handler):
    """Of a line that cannot be written only this is told: the line itself may hold anything."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """Tell which logger's line it was, and what happened."""
        kind = sys.exc_info()[0]
        name = kind.__name__ if kind else "unknown"
        with suppress(OSError, ValueError):  # stderr itself is gone: nobody is left to be told
            sys.stderr.write(f"a line of {record.name} could not be logged: {name}\n")


class Stderr(Discreet):
    """Writes to wherever stderr is at that moment."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write the line, at once."""
        try:
            sys.stderr.write(f"{self.format(record)}\n")
            sys.stderr.flush()
        except Exception:  # noqa: BLE001 - told there
            self.handleError(record)
