"""A line to Redis: scripts are run and messages are heard; the only place that knows its client."""

import asyncio
from collections.abc import Callable
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from phoenix.app.leader.faults import LockAway
from phoenix.domain.errors import ConfigurationError

BACKEND = "redis"
_FAULTS = (RedisError, OSError)


class RedisLine:
    """A client whose every answer has a limit.

    Args:
        url: ``redis://``, ``rediss://`` or ``unix://``; its password is never shown.
        limit: seconds for a connection, and again for an answer.

    Raises:
        ConfigurationError: the address cannot be used.
    """

    def __init__(self, url: str, limit: float) -> None:
        self._limit = limit
        self._client = _client(url, limit)

    async def run(self, script: str, keys: tuple[str, ...], *arguments: object) -> Any:
        """What a Lua script answers.

        Raises:
            LockAway: nothing, in time, or a refusal.
        """
        try:
            async with asyncio.timeout(2 * self._limit):
                asked: Any = self._client.eval(script, len(keys), *keys, *map(str, arguments))
                return await asked
        except _FAULTS as error:
            raise _away(error) from error

    async def listen(
        self, channel: str, heard: Callable[[str], None], ready: Callable[[], None]
    ) -> None:
        """Hand on each message, until it is cancelled; ``ready`` is called when it listens.

        Raises:
            LockAway: the connection was lost, or nobody answers on it.
        """
        try:
            async with self._client.pubsub() as line:
                await line.subscribe(channel)
                while (message := await self._next(line)) is not None:
                    if message["type"] == "message":
                        heard(message["data"])
                    elif message["type"] == "subscribe":
                        ready()
        except _FAULTS as error:
            raise _away(error) from error
        raise LockAway(BACKEND, "no answer to a ping")

    async def _next(self, line: PubSub) -> dict[str, Any] | None:
        """The next message; after a silence, whatever a ping brings; None if that is nothing.

        On Python 3.11 ``asyncio.wait_for``, which redis-py uses, swallows a cancellation that comes
        at the moment of its success.
        """
        if (task := asyncio.current_task()) is not None and task.cancelling():
            raise asyncio.CancelledError
        message: dict[str, Any] | None = await line.get_message(timeout=self._limit)
        if message is None:
            await line.ping()
            message = await line.get_message(timeout=self._limit)
        return message

    async def close(self) -> None:
        """Close every connection."""
        try:
            async with asyncio.timeout(self._limit):
                await self._client.aclose()
        except _FAULTS:
            return


def _client(url: str, limit: float) -> Redis:
    try:
        client = Redis.from_url(
            url,
            decode_responses=True,
            socket_connect_timeout=limit,
            socket_timeout=limit,
            retry=Retry(NoBackoff(), 0),  # whoever asks decides whether to ask again
        )
        # Nothing is connected yet; options that do not exist are refused here.
        client.connection_pool.make_connection()  # type: ignore[no-untyped-call] # as it has it
    except (RedisError, TypeError, ValueError):
        cure = "Write redis://user:password@host:6379/0, with / ? # and @ of the password as %2F..."
        raise ConfigurationError("REDIS_URL cannot be used", cure) from None
    return client


def _away(error: Exception) -> LockAway:
    """Only the kind of the fault is told: texts may hold secrets."""
    return LockAway(BACKEND, type(error).__name__, "See that its server runs, or mend REDIS_URL")
