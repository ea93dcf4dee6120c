"""A store of the test's own, and matches to put into it."""

import os
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from postgres import postgres

from phoenix.domain.competitions import Competition
from phoenix.domain.matches import MatchRecord, Score
from phoenix.store.store import Store
from phoenix.store.writing import Origin


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A PostgreSQL server, one for each process of the suite."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given.rsplit("/", 1)[0]
        return
    with postgres() as address:
        yield address


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'test.db'}"


@pytest.fixture
async def postgres_url(server: str) -> AsyncIterator[str]:
    """A database of the test's own, empty."""
    name = f"test_{uuid.uuid4().hex}"
    admin = await asyncpg.connect(f"{server}/postgres")
    await admin.execute(f"CREATE DATABASE {name}")
    yield f"{server}/{name}"
    await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await admin.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """The same test on both engines."""
    fixture = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    return str(request.getfixturevalue(fixture))


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    opened = Store(url)
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
def match() -> Callable[..., MatchRecord]:
    """Makes a match; each names only what is unusual in it."""

    def make(**unusual: Any) -> MatchRecord:
        usual = {
            "competition": Competition("X", "League", "Land"),
            "season": "2024",
            "day": date(2024, 5, 4),
            "kickoff": datetime(2024, 5, 4, 19, tzinfo=UTC),
            "home": "A",
            "away": "B",
            "score": Score(2, 1),
        }
        return MatchRecord(**{**usual, **unusual})

    return make


@pytest.fixture
def origin() -> Origin:
    return Origin("test", "test", None)
