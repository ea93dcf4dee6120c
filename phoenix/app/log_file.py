"""The file that a log is written to besides, if one is wanted."""

from logging.handlers import RotatingFileHandler
from pathlib import Path

from phoenix.app.log_handlers import Discreet
from phoenix.domain.errors import ConfigurationError

LARGEST = 10_000_000  # bytes of a file, before the next one is begun
KEPT = 5  # earlier files, the newest of them called FILE.1


class LogFile(Discreet, RotatingFileHandler):
    """Opened at once, so that a file that cannot be written is found before anything runs.

    Raises:
        ConfigurationError: it cannot be written.
    """

    def __init__(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            super().__init__(path, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8")
        except OSError as error:
            problem = f"LOG_FILE cannot be written: {error}"
            raise ConfigurationError(problem, "Name a file in a folder of your own") from error
