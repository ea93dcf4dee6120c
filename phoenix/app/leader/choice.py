"""Which lock it is."""

import os
import secrets
import socket
from pathlib import Path

from sqlalchemy import make_url

from phoenix.app.leader.file_lock import FileLock
from phoenix.app.leader.lease import Lease
from phoenix.app.leader.lock import Lock
from phoenix.domain.errors import ConfigurationError


def make_lock(
    database_url: str,
    direct_url: str | None,
    redis_url: str | None,
    folder: Path,
    lease: Lease | None = None,
) -> Lock:
    """A lock that nobody competes for yet.

    PostgreSQL decides where it is the database, and Redis then only speeds the hand-over. With
    another database Redis decides if it is set: without it nobody leads. Else a file does.

    Args:
        database_url: of the store.
        direct_url: of the same PostgreSQL, past any pooler; None or empty: the store's is direct.
        redis_url: None or empty: not used.
        folder: the data directory.
        lease: the same for all who compete.

    Raises:
        ConfigurationError: an address is wrong, or the client for it is not installed.
    """
    lease = lease or Lease()
    try:
        if make_url(database_url).get_backend_name() in {"postgres", "postgresql"}:
            return _in_postgres(direct_url or database_url, redis_url, lease)
        return _in_redis(redis_url, lease) if redis_url else FileLock(folder, lease)
    except ModuleNotFoundError as error:
        extra = "redis" if error.name == "redis" else "postgres"
        raise ConfigurationError(
            f"the leader's lock needs {error.name}, which is not installed",
            f"pip install 'phoenix-football[{extra}]'",
        ) from None


def _in_postgres(url: str, redis_url: str | None, lease: Lease) -> Lock:
    from phoenix.app.leader.postgres import PostgresLock

    lock = PostgresLock(url, _holder(), lease)
    if not redis_url:
        return lock
    from phoenix.app.leader.hastened import HastenedLock
    from phoenix.app.leader.redis_line import RedisLine

    return HastenedLock(lock, RedisLine(redis_url, lease.interval))


def _in_redis(url: str, lease: Lease) -> Lock:
    from phoenix.app.leader.redis_line import RedisLine
    from phoenix.app.leader.redis_lock import RedisLock

    return RedisLock(RedisLine(url, lease.interval), _holder(), lease)


def _holder() -> str:
    """Who competes: for people who look, and different for every process."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(8)}"
