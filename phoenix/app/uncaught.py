"""What nobody caught is told in the log, where its secrets are hidden."""

import sys
import threading
from types import TracebackType

import structlog

log = structlog.get_logger(__name__)


def tell_uncaught() -> None:
    """Put our hooks in the place of Python's own; a debugger's or a test runner's are left."""
    if sys.excepthook is sys.__excepthook__:
        sys.excepthook = _in_the_main_thread
    if threading.excepthook is threading.__excepthook__:
        threading.excepthook = _in_a_thread
    if sys.unraisablehook is sys.__unraisablehook__:
        sys.unraisablehook = _where_it_cannot_be_raised


def _in_the_main_thread(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    log.critical("uncaught exception", exc_info=(kind, error, trace))


def _in_a_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_type is SystemExit:  # how a thread ends itself, and no fault
        return
    name = args.thread.name if args.thread else None
    error = args.exc_value or args.exc_type()
    log.error("a thread died", thread=name, exc_info=(args.exc_type, error, args.exc_traceback))


def _where_it_cannot_be_raised(args: "sys.UnraisableHookArgs") -> None:
    error = args.exc_value or args.exc_type()
    log.error(
        "an exception could not be raised",
        where=args.err_msg, object=repr(args.object),
        exc_info=(args.exc_type, error, args.exc_traceback),
    )  # fmt: skip
