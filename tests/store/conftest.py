"""A store of the test's own, and matches to put into it."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from phoenix.domain.competitions import Competition
from phoenix.domain.matches import MatchRecord, Score
from phoenix.store.store import Store
from phoenix.store.writing import Origin


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
