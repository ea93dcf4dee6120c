"""A cache that several processes share: a Redis that is down is one that holds nothing."""

import asyncio
import struct
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, TypeVar

import structlog
from pydantic import SecretStr
from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError, ResponseError

from phoenix.domain.errors import ConfigurationError
from phoenix.sources.cache.entry import Entry, moment
from phoenix.sources.cache.lifetimes import kept
from phoenix.sources.cache.outage import Outage

log = structlog.get_logger(__name__)

PREFIX = "phoenix:cache:"
VERSION = 1
HEAD = struct.Struct(">Bq")  # version of the layout, microseconds of Unix time; the body follows
CONNECTIONS = 10
MILLISECOND = timedelta(milliseconds=1)

T = TypeVar("T")


class RedisCache:
    """Entries in Redis, each for as long as :func:`~phoenix.sources.cache.lifetimes.kept` says.

    While Redis does not answer, ``get`` answers None and ``set`` does nothing.

    Args:
        url: ``redis://``, ``rediss://`` or ``unix://``; its password is never shown.
        connect_limit: seconds for a connection to be made.
        answer_limit: seconds for an answer.
        rest: seconds for which a Redis that did not answer is left alone, so that an outage costs
            a caller few waits.

    Raises:
        ConfigurationError: the address cannot be used.
    """

    def __init__(
        self,
        url: SecretStr | str,
        *,
        connect_limit: float = 1.0,
        answer_limit: float = 1.0,
        rest: float = 5.0,
    ) -> None:
        self._pool = _pool(url, connect_limit, answer_limit)
        self._redis = Redis.from_pool(self._pool)
        self._rest = rest
        self._rests_until = 0.0
        self._silence = self._outage("does not answer", "answers again")
        self._no_reading = self._outage("gives no entries", "gives entries again")
        self._no_writing = self._outage("takes no entries", "takes entries again")

    def __repr__(self) -> str:
        return f"Redis at {self._place}"

    @property
    def _place(self) -> str:
        given = self._pool.connection_kwargs
        path: str | None = given.get("path")
        return path or f"{given.get('host', 'localhost')}:{given.get('port', 6379)}"

    def _outage(self, fails: str, works: str) -> Outage:
        return Outage(log, f"redis {fails}", f"redis {works}", redis=self._place)

    async def open(self) -> None:
        """Look whether Redis answers; if not, that is told."""
        await self._ask(lambda: self._redis.exists(PREFIX), self._no_reading)

    async def get(self, key: str) -> Entry | None:
        """The entry, however old; None if there is none, or Redis does not answer."""
        value = await self._ask(lambda: self._redis.get(PREFIX + key), self._no_reading)
        return None if value is None else _unpacked(key, value)

    async def set(self, key: str, entry: Entry) -> None:
        """Keep the entry for all processes, if Redis answers."""
        time = kept(key) // MILLISECOND
        if time:
            value = HEAD.pack(VERSION, entry.ticks) + entry.body
            await self._ask(lambda: self._redis.set(PREFIX + key, value, px=time), self._no_writing)

    async def close(self) -> None:
        """Close every connection."""
        try:
            await self._redis.aclose()
        except (RedisError, OSError) as error:
            log.debug("redis could not be closed", redis=self._place, fault=type(error).__name__)

    async def _ask(self, command: Callable[[], Awaitable[T]], refusals: Outage) -> T | None:
        """The answer, or None: of a fault only the kind is told, since texts may hold secrets."""
        clock = asyncio.get_running_loop().time
        if clock() < self._rests_until:
            return None
        try:
            answer = await command()
        except ResponseError as error:
            self._silence.worked()
            refusals.failed(type(error).__name__)
        except (RedisError, OSError) as error:
            self._rests_until = clock() + self._rest
            self._silence.failed(type(error).__name__)
        else:
            self._silence.worked()
            refusals.worked()
            return answer
        return None


def _pool(
    url: SecretStr | str, connect_limit: float, answer_limit: float
) -> BlockingConnectionPool:
    settings: dict[str, Any] = {
        "socket_connect_timeout": connect_limit,
        "socket_timeout": answer_limit,
        "retry": Retry(NoBackoff(), 0),  # a cache that is asked twice is slower than none
    }
    try:
        pool = BlockingConnectionPool.from_url(
            url if isinstance(url, str) else url.get_secret_value(),
            max_connections=CONNECTIONS,
            timeout=answer_limit,
            **settings,
        )
        pool.connection_kwargs["decode_responses"] = False  # bodies are bytes, whatever was asked
        # Nothing is connected yet; options that do not exist are refused here.
        pool.make_connection()  # type: ignore[no-untyped-call] # as redis-py has it
    except (RedisError, TypeError, ValueError):
        cure = "Write redis://user:password@host:6379/0, with / ? # and @ of the password as %2F..."
        raise ConfigurationError("the address of Redis cannot be used", cure) from None
    return pool


def _unpacked(key: str, value: bytes) -> Entry | None:
    """The entry; None if another version wrote it, or somebody else."""
    try:
        version, ticks = HEAD.unpack_from(value)
        if version == VERSION:
            return Entry(value[HEAD.size :], moment(ticks))
    except (struct.error, OverflowError):
        version = None
    log.warning("cache entry is not read", key=PREFIX + key, version=version, expected=VERSION)
    return None
