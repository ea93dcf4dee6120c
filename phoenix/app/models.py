"""Fitted models in Redis: what one process has learned the others need not learn again.

A model is stored under all that it depends on, the code that made it included, so a process of
another version does not see it. It is sealed (:mod:`phoenix.app.sealed`): writing to Redis is not
enough to run code here. Redis is a convenience: while it is away nobody waits for it.
"""

import asyncio
import hashlib
import importlib.util
import pickle
import sys
from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import astuple
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import structlog
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from phoenix import __version__
from phoenix.app.sealed import SEAL, SealBroken, sealed, unpickled, unsealed
from phoenix.bounded import as_async, bounded
from phoenix.domain.errors import ConfigurationError
from phoenix.host.loading import describe
from phoenix.host.models import ModelKey
from phoenix.tasks import end, spawn

log = structlog.get_logger(__name__)

T = TypeVar("T")
Packages = Callable[[], Collection[str]]

PREFIX = "phoenix:model:"
KEPT = timedelta(hours=48)
MOST_BYTES = 8 * 1024 * 1024
REST = 10.0  # seconds between two looks at a Redis that is away
PICKLING_LIMIT = 10.0
GIVING = 2.0  # seconds at the end, for models that are being handed over
GRACE = 1.0
OURS = ("phoenix.domain", "phoenix.forecasting", "phoenix.plugin")


class SharedModels:
    """The shelf of :class:`phoenix.host.models.ModelCache`, in Redis.

    Args:
        url: ``redis://``, ``rediss://`` or ``unix://``; its password is never shown.
        key: 32 bytes that all processes of the installation know, and nobody else.
        installed: the packages of all plugins, whose code models depend on; asked at the start.
        allowed: those of the plugins that take part; asked for each model.
        connect_limit: seconds for a connection to be made.
        answer_limit: seconds for an answer.

    Raises:
        ConfigurationError: the address cannot be used.
    """

    def __init__(
        self,
        url: str,
        key: bytes,
        *,
        installed: Packages,
        allowed: Packages,
        connect_limit: float = 2.0,
        answer_limit: float = 2.0,
    ) -> None:
        self._redis = _client(url, connect_limit, answer_limit)
        self._limit = connect_limit + answer_limit
        self._key = key
        self._installed = installed
        self._allowed = allowed
        self._stamp = ""
        self._there = False
        self._told = False
        self._rests_until = 0.0
        self._looking: asyncio.Task[None] | None = None
        self._giving: set[asyncio.Task[None]] = set()
        self._unshared: set[str] = set()

    async def open(self) -> None:
        """Make ready; Redis is looked for beside, so that its absence holds up no start."""
        self._stamp = await asyncio.to_thread(_stamp, (*OURS, *self._installed()))
        self._look()

    async def get(self, key: ModelKey) -> Any:
        """The model.

        Raises:
            KeyError: there is none, or none that can be trusted, or Redis is away.
        """
        name = self._name(key)
        # A value that somebody made enormous is not read whole.
        found = await self._ask(lambda: self._redis.getrange(name, 0, MOST_BYTES + SEAL))
        if not found:
            raise KeyError(key)
        try:
            return await bounded(as_async(self._opened)(name, found), PICKLING_LIMIT)
        except Exception as error:
            reason = str(error) if isinstance(error, SealBroken) else describe(error)
            log.warning("shared model refused", analyzer=key.analyzer, reason=reason)
            raise KeyError(key) from error

    def put(self, key: ModelKey, model: Any) -> None:
        """Give it to the others, beside what goes on."""
        if key.analyzer not in self._unshared:
            task = spawn(self._give(key, model), name="share a model")
            self._giving.add(task)
            task.add_done_callback(self._giving.discard)

    async def close(self) -> None:
        """Let what is being given arrive, if it does within the limit, and close every line."""
        if self._giving:
            await asyncio.wait(self._giving, timeout=GIVING)
        await end((*self._giving, *((self._looking,) if self._looking else ())), GRACE)
        with suppress(RedisError, OSError):  # a line that is lost is closed
            await self._redis.aclose()

    async def _give(self, key: ModelKey, model: Any) -> None:
        name = self._name(key)
        try:
            value = await bounded(as_async(self._closed)(name, model), PICKLING_LIMIT)
        except Exception as error:  # noqa: BLE001 - whatever another's class does when it is saved
            self._unshared.add(key.analyzer)
            reason = str(error) if isinstance(error, SealBroken) else describe(error)
            log.info("models are not shared", analyzer=key.analyzer, reason=reason)
            return
        await self._ask(lambda: self._redis.set(name, value, px=KEPT))

    def _opened(self, name: str, found: bytes) -> Any:
        return unpickled(unsealed(self._key, name, found), ("phoenix", *self._allowed()))

    def _closed(self, name: str, model: Any) -> bytes:
        """Sealed, if others can open it."""
        body = pickle.dumps(model, 5)
        if len(body) > MOST_BYTES:
            raise SealBroken(f"it has {len(body)} bytes, at most {MOST_BYTES} are shared")
        unpickled(body, ("phoenix", *self._allowed()))
        return sealed(self._key, name, body)

    def _name(self, key: ModelKey) -> str:
        """Keyed as well: installations that share a Redis do not meet."""
        told = "\x1f".join((*astuple(key), self._stamp)).encode()
        return PREFIX + hashlib.blake2b(told, key=self._key, digest_size=16).hexdigest()

    async def _ask(self, command: Callable[[], Awaitable[T]]) -> T | None:
        """The answer; None while Redis is away."""
        if not self._there:
            self._look()
            return None
        try:
            async with asyncio.timeout(self._limit):
                return await command()
        except (RedisError, OSError) as error:
            self._lose(error)
            return None

    def _look(self) -> None:
        """See whether Redis is there again, beside what goes on and not too often."""
        busy = self._looking is not None and not self._looking.done()
        if not busy and asyncio.get_running_loop().time() >= self._rests_until:
            self._looking = spawn(self._looked(), name="look for Redis")

    async def _looked(self) -> None:
        try:
            async with asyncio.timeout(self._limit):
                await self._redis.exists(PREFIX)
        except (RedisError, OSError) as error:
            self._lose(error)
            return
        self._there = True
        if self._told:
            log.info("models are shared again")
        self._told = False

    def _lose(self, error: Exception) -> None:
        """Only the kind of the fault is told: texts may hold secrets."""
        self._there = False
        self._rests_until = asyncio.get_running_loop().time() + REST
        if not self._told:
            log.warning("models are not shared, Redis is away", reason=type(error).__name__)
        self._told = True


def _client(url: str, connect_limit: float, answer_limit: float) -> "Redis":
    try:
        client = Redis.from_url(
            url,
            socket_connect_timeout=connect_limit,
            socket_timeout=answer_limit,
            retry=Retry(NoBackoff(), 0),
        )
        pool = client.connection_pool
        pool.connection_kwargs["decode_responses"] = False  # models are bytes, whatever was asked
        # Nothing is connected yet; options that do not exist are refused here.
        pool.make_connection()  # type: ignore[no-untyped-call] # as redis-py has it
    except (RedisError, TypeError, ValueError):
        cure = "Write redis://user:password@host:6379/0, with / ? # and @ of the password as %2F..."
        raise ConfigurationError("REDIS_URL cannot be used", cure) from None
    return client


def _stamp(packages: Iterable[str]) -> str:
    """Of what a model is made beside its key: the versions, and the code itself.

    The code, because an installation from a repository changes it and keeps its version.
    """
    import numpy as np

    code = hashlib.blake2b(digest_size=16)
    for file in _sources(packages):
        code.update(file.name.encode() + file.read_bytes())
    python = "{}.{}".format(*sys.version_info)
    return f"{__version__} {python} {np.__version__.partition('.')[0]} {code.hexdigest()}"


def _sources(packages: Iterable[str]) -> Iterator[Path]:
    for package in packages:
        spec = importlib.util.find_spec(package)
        for folder in (spec.submodule_search_locations or ()) if spec else ():
            yield from sorted(Path(folder).rglob("*.py"))
