"""Which cache it is."""

from pathlib import Path

from pydantic import SecretStr

from phoenix.domain.errors import ConfigurationError
from phoenix.sources.cache.entry import Cache
from phoenix.sources.cache.memory import MOST, MOST_BYTES, MemoryCache
from phoenix.sources.cache.saving import EVERY, SavedCache


def make_cache(
    file: Path | None,
    redis_url: SecretStr | str | None = None,
    *,
    most: int = MOST,
    most_bytes: int = MOST_BYTES,
    save_every: float = EVERY,
) -> Cache:
    """A cache that is not yet open.

    Args:
        file: that outlives the process; None: it is kept in memory alone.
        redis_url: shared by several processes, instead of all that; None or empty: not used.
        most: entries in memory.
        most_bytes: of keys and bodies in memory.
        save_every: seconds between two saves of the file, at least.

    Raises:
        ConfigurationError: Redis is asked for, and its address is wrong or its client not there.
    """
    if redis_url:
        return _in_redis(redis_url)
    memory = MemoryCache(most, most_bytes)
    return memory if file is None else SavedCache(memory, file, save_every)


def _in_redis(url: SecretStr | str) -> Cache:
    try:
        from phoenix.sources.cache.redis import RedisCache  # noqa: PLC0415 - needed by few
    except ModuleNotFoundError as error:
        problem = f"a cache in Redis needs {error.name}, which is not installed"
        raise ConfigurationError(problem, "pip install 'phoenix-football[redis]'") from None
    return RedisCache(url)
