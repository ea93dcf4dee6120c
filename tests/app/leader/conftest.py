"""Locks of each kind, and what keeps them."""

from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest
from redis_server import RedisServer

from phoenix.app.leader import Lease, Lock, make_lock

SQLITE = "sqlite://"
TABLE = """
    CREATE TABLE IF NOT EXISTS leader (
        name VARCHAR NOT NULL PRIMARY KEY, epoch BIGINT NOT NULL, holder VARCHAR,
        since TIMESTAMP WITH TIME ZONE NOT NULL
    )
"""


@dataclass(frozen=True)
class Place:
    """Where a lock of one kind is kept."""

    kind: str
    database_url: str
    redis_url: str | None
    folder: Path

    def lock(self, lease: Lease) -> Lock:
        """One candidate's lock."""
        return make_lock(self.database_url, None, self.redis_url, self.folder, lease)


@pytest.fixture
async def postgres_url(postgres_url: str) -> str:
    """A database of the test's own that holds the leader's table."""
    inside = await asyncpg.connect(postgres_url)
    await inside.execute(TABLE)
    await inside.close()
    return postgres_url


@pytest.fixture
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Where locks of the kind are kept that the test is parametrized with."""
    kind = request.param
    redis = request.getfixturevalue("own_redis").url if "redis" in kind else None
    database = request.getfixturevalue("postgres_url") if "postgresql" in kind else SQLITE
    return Place(kind, database, redis, tmp_path / "data")


@pytest.fixture
def in_postgres(postgres_url: str, tmp_path: Path) -> Place:
    """A lock in PostgreSQL alone."""
    return Place("postgresql", postgres_url, None, tmp_path)


@pytest.fixture
def in_both(postgres_url: str, own_redis: RedisServer, tmp_path: Path) -> Place:
    """A lock in PostgreSQL whose hand-over Redis speeds."""
    return Place("postgresql+redis", postgres_url, own_redis.url, tmp_path)


@pytest.fixture
def in_redis(own_redis: RedisServer, tmp_path: Path) -> Place:
    """A lock in Redis alone."""
    return Place("redis", SQLITE, own_redis.url, tmp_path)


@pytest.fixture
def in_file(tmp_path: Path) -> Place:
    """A lock in a file."""
    return Place("file", SQLITE, None, tmp_path)
