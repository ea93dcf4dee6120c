"""Where lines of the log go, and which.

Ours are structlog's, over the loggers of the standard library: a line of httpx, uvicorn, SQLAlchemy
or asyncio takes the same way, in the same form, with its secrets hidden.
"""

import logging
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from phoenix.app.log_handlers import Discreet, Stderr
from phoenix.app.log_lines import Event, Line, Lines
from phoenix.app.redaction import redactor

if TYPE_CHECKING:
    from phoenix.app.settings import Settings

Form = Literal["auto", "brief", "console", "json"]

_RENDER: dict[str, Callable[[Line], str]] = {
    "brief": Line.as_brief,
    "console": Line.as_console,
    "json": Line.as_json,
}
_TALKATIVE = ("alembic.runtime.plugins", "apscheduler", "httpx", "uvicorn.access")  # at INFO
_TOLD_AT_THE_END = {"stage failed to start", "stage did not start in time"}
_CHATTERING = ("aiosqlite", "asyncio", "hpack", "httpcore")  # at DEBUG, a line for each byte


def configure(
    level: str = "WARNING",
    form: Form = "auto",
    file: Path | None = None,
    secrets: Iterable[str] = (),
) -> None:
    """Write lines to stderr, and to a file too; what was configured before is taken down.

    Args:
        level: the lowest that is written.
        form: ``auto`` is for people at a terminal, and JSON elsewhere.
        file: where to write besides. Each process needs its own, since it also renames it.
        secrets: never to be told, besides those that are known already.

    Raises:
        ConfigurationError: the file cannot be written.
    """
    to_standard_loggers()
    redactor.learn(secrets)
    chosen = ("console" if sys.stderr.isatty() else "json") if form == "auto" else form
    handlers: list[logging.Handler] = [Stderr()]
    if file is not None:
        handlers.append(_log_file(file))
    close()
    root = logging.getLogger()
    root.setLevel(level)
    _quieten(level)
    for handler in handlers:
        handler.setFormatter(_lines(chosen))
        root.addHandler(handler)
    if logging.lastResort is not None:  # it writes what is told after the end
        logging.lastResort.setFormatter(_lines("brief"))
    _tell_uncaught()


def configure_for_command(*, debug: bool) -> None:
    """For a command that ends by itself: warnings, or with ``debug`` everything."""
    if debug:
        configure("DEBUG", "console")
        return
    configure("WARNING", "brief")
    for handler in _ours():
        handler.addFilter(_is_news)


def configure_for_service(settings: "Settings") -> None:
    """For a process that stays: as the settings say, and Python's warnings are lines too.

    Raises:
        ConfigurationError: LOG_FILE cannot be written.
    """
    configure(settings.log_level, settings.log_format, settings.log_file, settings.secrets)
    logging.captureWarnings(True)


def close() -> None:
    """Take down what was configured, and close the file."""
    root = logging.getLogger()
    for handler in _ours():
        root.removeHandler(handler)
        handler.close()
    root.setLevel(logging.WARNING)
    for name in (*_TALKATIVE, *_CHATTERING):
        logging.getLogger(name).setLevel(logging.NOTSET)
    logging.captureWarnings(False)


def to_standard_loggers() -> None:
    """Send structlog's lines to the standard loggers, as events with fields."""
    with _without_rich():
        import structlog
    if structlog.is_configured():
        return
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.contextvars.merge_contextvars,
            _hand_over,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def _ours() -> list[logging.Handler]:
    return [one for one in logging.getLogger().handlers if isinstance(one, Discreet)]


def _is_news(record: logging.LogRecord) -> bool:
    """Whether a command does not tell it at its end anyway."""
    return not (isinstance(record.msg, Event) and record.msg.get("event") in _TOLD_AT_THE_END)


@contextmanager
def _without_rich() -> Iterator[None]:
    """For its pictures of tracebacks, which also tell local variables, structlog loads all of Rich.

    That is most of the time that structlog takes to import, in every command.
    """
    if "structlog" in sys.modules or "rich" in sys.modules:
        yield
        return
    sys.modules["rich"] = None  # type: ignore[assignment] # Python's own way to say: not there
    try:
        yield
    finally:
        del sys.modules["rich"]


def _hand_over(
    _logger: Any, _method: str, fields: MutableMapping[str, Any]
) -> tuple[tuple[Event], dict[str, Any]]:
    known = {name: fields.pop(name) for name in ("exc_info", "stack_info") if name in fields}
    return (Event(fields),), known


def _lines(form: str) -> Lines:
    return Lines(_RENDER[form], redactor.clean, _context)


def _context() -> Mapping[str, Any]:
    from structlog.contextvars import get_contextvars

    return get_contextvars()


def _log_file(path: Path) -> logging.Handler:
    from phoenix.app.log_file import LogFile  # which brings queues and pickles

    return LogFile(path)


def _tell_uncaught() -> None:
    from phoenix.app.uncaught import tell_uncaught

    tell_uncaught()


def _quieten(level: str) -> None:
    for name in _TALKATIVE:
        quiet = logging.NOTSET if level == "DEBUG" else logging.WARNING
        logging.getLogger(name).setLevel(quiet)
    for name in _CHATTERING:
        logging.getLogger(name).setLevel(logging.INFO)
