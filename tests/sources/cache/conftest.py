"""Entries to keep, and a Redis to keep them in."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from redis_server import RedisServer, redis_server, redis_url

from phoenix.sources.cache.entry import Entry

THEN = datetime(2026, 1, 4, 18, 30, tzinfo=UTC)


@pytest.fixture
def entry() -> Entry:
    """A small body."""
    return Entry(b'{"response":[]}', THEN)


@pytest.fixture(scope="session")
def shared_redis() -> Iterator[str]:
    """The address of a Redis, one for each process of the suite."""
    with redis_url() as url:
        yield url


@pytest.fixture
def own_redis() -> Iterator[RedisServer]:
    """A Redis of the test's own, which it may stop."""
    with redis_server() as server:
        yield server
