"""Why nobody answered, in words without addresses: a mistyped one may hold parts of a password."""

import socket
import ssl
from collections.abc import Iterator

import httpx

_REASONS: tuple[tuple[type[BaseException], str], ...] = (
    (ssl.SSLCertVerificationError, "its certificate cannot be verified"),
    (ssl.SSLError, "no TLS is spoken there"),
    (socket.gaierror, "its name is not known"),
    (ConnectionRefusedError, "the connection is refused"),
    (ConnectionResetError, "the connection breaks off"),
    (BrokenPipeError, "the connection breaks off"),
    (TimeoutError, "no answer in time"),
    (httpx.RemoteProtocolError, "the answer breaks off, or is none of HTTP"),
)


def reason(error: BaseException) -> str:
    """What lies at the bottom of a failed connection; else the kind of the error."""
    causes = tuple(_causes(error))
    for kind, words in _REASONS:
        if any(isinstance(cause, kind) for cause in causes):
            return words
    return type(error).__name__


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what led to it, a cause of a group included."""
    while error is not None:
        yield error
        if isinstance(error, BaseExceptionGroup):
            for part in error.exceptions:
                yield from _causes(part)
        error = error.__cause__ or error.__context__
