"""A socket that listens, before anything is served on it: a port in use is one clear error."""

import errno
import os
import socket

from phoenix.domain.errors import ConfigurationError

BACKLOG = 2048


def listen(host: str, port: int) -> socket.socket:
    """A socket that accepts connections.

    Args:
        host: an address of this machine.
        port: 0 for any that is free.

    Raises:
        ConfigurationError: it cannot listen there; names the setting.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (OSError, UnicodeError) as error:  # the latter from a name that can be none
        raise _unusable_host(host, error) from None
    opened = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":  # elsewhere it would let two servers share a port
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind(address)
        opened.listen(BACKLOG)
    except OSError as error:
        opened.close()
        raise _explained(host, port, error) from None
    opened.setblocking(False)
    return opened


def _explained(host: str, port: int, error: OSError) -> ConfigurationError:
    if error.errno == errno.EADDRINUSE:
        problem = f"PORT: {port} is in use on {host}"
        return ConfigurationError(problem, "Stop what listens there, or set PORT to another")
    if error.errno == errno.EACCES:
        problem = f"PORT: {port} is not allowed to this user"
        return ConfigurationError(problem, "Set PORT to 1024 or more")
    return _unusable_host(host, error)


def _unusable_host(host: str, error: OSError | UnicodeError) -> ConfigurationError:
    reason = getattr(error, "strerror", None) or error
    problem = f"PHOENIX_BIND: {host!r} cannot be listened on ({reason})"
    return ConfigurationError(problem, "Set PHOENIX_BIND to an address of this machine")
