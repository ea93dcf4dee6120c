"""Redis: whether it lets us in and takes what is written."""

from typing import TYPE_CHECKING

from phoenix.app.preflight.check import Check
from phoenix.app.preflight.finding import Found, degraded, passed, refused, skipped
from phoenix.app.preflight.reasons import reason
from phoenix.app.preflight.surroundings import Surroundings

if TYPE_CHECKING:
    from redis.asyncio import Redis

URL = "REDIS_URL"
KEY = "phoenix:preflight"
LIFE = 1000  # milliseconds
_WRITE = (
    f"Write {URL} as redis://user:password@host:6379/0, with / ? # and @ of the password as %2F"
)
_LATER = f"It is asked again; if it never does, check {URL} and its server"

_NOT_LET_IN = refused(f"Redis refuses user and password of {URL}", URL, _WRITE)

# By the names of redis-py's exceptions, which is imported only where it is needed.
_TOLD = {
    "AuthenticationError": _NOT_LET_IN,
    "AuthenticationWrongNumberOfArgsError": _NOT_LET_IN,
    "InvalidResponse": refused(f"what answers at {URL} is no Redis", URL, f"Correct {URL}"),
    "NoPermissionError": refused(
        f"the user of {URL} may not write",
        URL,
        "Let it: ACL SETUSER ... ~phoenix:* &phoenix:* +@all",
    ),
    "ReadOnlyError": degraded(
        f"the Redis of {URL} is a replica that takes no entries", URL, f"Point {URL} at the primary"
    ),
}


async def look(at: Surroundings) -> Found:
    """Write a key that is gone in a second: a wrong password is refused, absence is put up with."""
    url = at.settings.redis_url
    if not url:
        return skipped(f"{URL} is not set: this process shares no cache with others", URL)
    try:
        client = _client(url.get_secret_value(), at.settings.redis_connect_timeout)
    except ModuleNotFoundError:
        cure = f"pip install 'phoenix-football[redis]', or remove {URL}"
        return refused(f"{URL} needs the package redis, which is not installed", URL, cure)
    except Exception:  # noqa: BLE001 - it parses the address, and says parts of it in many ways
        return refused(f"{URL} is no address of Redis", URL, _WRITE)
    return await _asked(client)


def _client(url: str, limit: float) -> "Redis":
    from redis.asyncio import Redis
    from redis.asyncio.retry import Retry
    from redis.backoff import NoBackoff

    client = Redis.from_url(
        url, socket_connect_timeout=limit, socket_timeout=limit, retry=Retry(NoBackoff(), 0)
    )
    # Nothing is connected yet; options that do not exist are refused here.
    client.connection_pool.make_connection()  # type: ignore[no-untyped-call] # as redis-py has it
    return client


async def _asked(client: "Redis") -> Found:
    from redis.exceptions import RedisError

    try:
        async with client:
            await client.set(KEY, b"1", px=LIFE)
    except (RedisError, OSError) as error:
        return _judged(error)
    return passed("Redis takes what is written", URL)


def _judged(error: Exception) -> Found:
    """Of the fault only the kind is told, since texts may hold secrets."""
    kinds = [kind.__name__ for kind in type(error).__mro__]
    told = next((_TOLD[kind] for kind in kinds if kind in _TOLD), None)
    if told is not None:
        return told
    if "DB index" in str(error):
        return refused(f"Redis has no database of the number in {URL}", URL, f"Correct {URL}")
    if "ResponseError" in kinds:
        return degraded(f"Redis takes no entries ({type(error).__name__})", URL, _LATER)
    return _away(reason(error))


def _away(why: str) -> Found:
    return degraded(f"Redis does not answer ({why})", URL, _LATER)


CHECK = Check("redis", look, _away("no answer in time"))
