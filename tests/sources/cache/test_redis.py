"""Entries that several processes share, and a Redis that dies."""

import asyncio
import logging
import uuid
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr

from phoenix.domain.errors import ConfigurationError
from phoenix.sources.cache.entry import Entry
from phoenix.sources.cache.lifetimes import kept
from phoenix.sources.cache.redis import PREFIX, RedisCache

THEN = datetime(2026, 1, 4, 18, 30, tzinfo=UTC)
WORD = "pa55word-that-nobody-may-see"


@pytest.fixture
async def make_cache() -> AsyncIterator[Callable[..., RedisCache]]:
    """Makes caches, which are closed at the end; a Redis that failed is asked again at once."""
    made = []

    def make(url: str, **limits: float) -> RedisCache:
        made.append(RedisCache(SecretStr(url), **{"rest": 0.0, **limits}))
        return made[-1]

    yield make
    for cache in made:
        await cache.close()


@pytest.fixture
async def cache(make_cache, shared_redis) -> RedisCache:
    opened = make_cache(shared_redis)
    await opened.open()
    return opened


@pytest.fixture
def key() -> str:
    """A question that no other test asks."""
    return f"standings?league={uuid.uuid4().hex}&season=2025"


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [one.levelname for one in caplog.records]


@pytest.mark.parametrize("body", [b"", b'{"a":1}', bytes(range(256)), bytes(3_000_000)])
async def test_an_entry_comes_back(cache, key, body):
    """Whatever its body, and its time to the microsecond."""
    entry = Entry(body, THEN.replace(microsecond=123_457))
    assert await cache.get(key) is None
    await cache.set(key, entry)
    assert await cache.get(key) == entry


async def test_clients_see_each_other(make_cache, shared_redis, key):
    """What one process sets, another gets, and the last to set is the one."""
    caches = [make_cache(shared_redis) for _ in range(3)]
    for n, cache in enumerate(caches):
        await cache.set(key, Entry(b"%d" % n, THEN))
        assert [(await one.get(key)).body for one in caches] == [b"%d" % n] * 3


async def test_an_entry_expires_when_it_is_of_no_use(cache, key, entry):
    """Redis forgets it by itself, when it could not even be served while the provider is down."""
    await cache.set(key, entry)
    left = timedelta(milliseconds=await cache._redis.pttl(PREFIX + key))
    assert kept(key) - timedelta(minutes=1) < left <= kept(key) == timedelta(days=7, hours=12)


async def test_what_is_never_cached_is_not_sent(cache, entry, caplog):
    """The account's status stays here."""
    await cache.set("status", entry)
    assert await cache.get("status") is None
    assert caplog.text == ""


@pytest.mark.parametrize("value", [b"", b"short", b"\x02" + bytes(20), b"\x01" + b"\x7f" * 8])
async def test_what_another_version_wrote_is_not_read(cache, key, entry, caplog, value):
    """It is as if it were not there, the log tells why, and the next entry takes its place."""
    await cache._redis.set(PREFIX + key, value)
    assert await cache.get(key) is None
    assert "is not read" in caplog.text
    await cache.set(key, entry)
    assert await cache.get(key) == entry


async def test_redis_may_die_and_come_back(make_cache, own_redis, entry, key, caplog):
    """Nobody sees an exception; an outage is one warning, and its end is told once."""
    caplog.set_level(logging.INFO, logger="phoenix")
    cache = make_cache(own_redis.url)
    await cache.open()
    for _ in range(2):
        await cache.set(key, entry)
        assert await cache.get(key) == entry
        own_redis.stop()
        for _ in range(5):
            await cache.set(key, entry)
            assert await cache.get(key) is None
        own_redis.start()
        assert [await cache.get(key) for _ in range(5)] == [None] * 5
    assert told(caplog) == ["WARNING", "INFO"] * 2


async def test_a_redis_that_is_not_there_at_first_is_used_later(
    make_cache, own_redis, entry, key, caplog
):
    """Opening without it is a warning, not a fault."""
    own_redis.stop()
    cache = make_cache(own_redis.url)
    await cache.open()
    assert told(caplog) == ["WARNING"]
    own_redis.start()
    await cache.set(key, entry)
    assert await cache.get(key) == entry


async def test_many_who_meet_an_outage_tell_it_once(make_cache, own_redis, entry, key, caplog):
    """A hundred at a time find nothing, and one line says why."""
    cache = make_cache(own_redis.url)
    await cache.set(key, entry)
    own_redis.stop()
    answers = await asyncio.gather(*[cache.get(key) for _ in range(100)])
    assert (set(answers), told(caplog)) == ({None}, ["WARNING"])


async def test_a_redis_that_hangs_costs_one_wait(make_cache, own_redis, entry, key, caplog):
    """Time-outs are short, and then it is left alone for a while."""
    cache = make_cache(own_redis.url, answer_limit=0.1, rest=3600.0)
    await cache.set(key, entry)
    own_redis.pause()
    assert await cache.get(key) is None
    own_redis.resume()
    assert await cache.get(key) is None
    cache._rests_until = 0.0
    assert await cache.get(key) == entry
    assert "TimeoutError" in caplog.text


async def test_callers_that_leave_do_not_mix_the_answers(cache, key):
    """After gets cancelled at any moment, each question still gets its own answer."""
    keys = [f"{key}&page={n}" for n in range(20)]
    for one in keys:
        await cache.set(one, Entry(one.encode(), THEN))
    for steps in range(30):
        tasks = [asyncio.create_task(cache.get(one)) for one in keys]
        for _ in range(steps):
            await asyncio.sleep(0)
        for task in tasks[::2]:
            task.cancel()
        await asyncio.wait(tasks)
        stayed = zip(keys[1::2], tasks[1::2], strict=True)
        assert all(task.result().body == one.encode() for one, task in stayed)
    assert all(
        task.cancelled() or task.result().body == one.encode()
        for one, task in zip(keys, tasks, strict=True)
    )


async def test_a_full_redis_is_told_once(make_cache, own_redis, entry, key, caplog):
    """It still gives what it has; that it takes no more is one warning, and its end is told."""
    caplog.set_level(logging.INFO, logger="phoenix")
    cache = make_cache(own_redis.url)
    await cache.set(key, entry)
    await cache._redis.config_set("maxmemory", "1")
    for n in range(3):
        await cache.set(f"{key}&page={n}", entry)
        assert await cache.get(key) == entry
    await cache._redis.config_set("maxmemory", "0")
    await cache.set(key, entry)
    assert told(caplog) == ["WARNING", "INFO"]
    assert "redis takes no entries" in caplog.text
    assert "reason=OutOfMemoryError" in caplog.text


async def test_the_password_is_never_seen(make_cache, own_redis, caplog):
    """Neither a refused log-in nor a repr shows it, though it was sent."""
    caplog.set_level(logging.DEBUG, "phoenix")
    url = own_redis.url.replace("redis://", f"redis://:{WORD}@")
    cache = make_cache(url)
    await cache.open()
    assert await cache.get("odds?fixture=1") is None
    assert "AuthenticationError" in caplog.text
    assert WORD not in caplog.text + repr(cache) + str(vars(cache))


@pytest.mark.parametrize(
    "url",
    [
        f"http://:{WORD}@host/0",
        f"redis://:{WORD}/more@host:6379/0",
        f"redis://:{WORD}@host:port/0",
        f"redis://:{WORD}@host:6379/0?socket_timeout=soon",
        f"redis://:{WORD}@host:6379/0?colour=red",
        f"rediss://:{WORD}@host:6379/0?ssl_cert_reqs=odd",
        "",
    ],
)
def test_an_address_that_cannot_be_used_is_refused(url):
    """At once, with the cure, and without what it holds."""
    with pytest.raises(ConfigurationError) as raised:
        RedisCache(SecretStr(url))
    assert "redis://user" in str(raised.value)
    assert WORD not in repr(raised.value) + str(raised.getrepr())


async def test_closing_twice_is_closing(make_cache, shared_redis, key):
    """The second time nothing is left to close."""
    cache = make_cache(shared_redis)
    await cache.get(key)
    await cache.close()
    await cache.close()
