"""A bot, and a Bot API server for it to talk to."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from bot_api_server import TOKEN, BotApiServer, bot_api
from pydantic import SecretStr

from phoenix.bot.api import BotApi
from phoenix.store.store import Store


@pytest.fixture
async def telegram() -> AsyncIterator[BotApiServer]:
    """A server that runs."""
    async with bot_api() as server:
        yield server


@pytest.fixture
async def api(telegram: BotApiServer) -> AsyncIterator[BotApi]:
    """Its client, which waits a second for an answer."""
    async with BotApi(SecretStr(TOKEN), telegram.url, limit=1.0) as client:
        yield client


@pytest.fixture(params=["made_sqlite_url", "made_postgres_url"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A database of each kind, with all tables and nothing in them."""
    return str(request.getfixturevalue(request.param))


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    """A store with all its tables."""
    store = Store(database_url)
    await store.open()
    yield store
    await store.close()


@dataclass(frozen=True)
class Place:
    """Where several processes keep one lock and one store."""

    kind: str
    database_url: str
    redis_url: str | None
    folder: Path


@pytest.fixture
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Of the kind that the test is parametrized with."""
    kind = request.param
    redis = request.getfixturevalue("own_redis").url if "redis" in kind else None
    database = "postgres_url" if "postgresql" in kind else "sqlite_url"
    return Place(kind, request.getfixturevalue(database), redis, tmp_path)
