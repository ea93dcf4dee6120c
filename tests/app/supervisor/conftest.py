"""A migrated store of the test's own on both engines, and jobs in it."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from phoenix.store import tables
from phoenix.store.store import Store

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of the newest schema, to be copied."""
    file = tmp_path_factory.mktemp("template") / "phoenix.db"

    async def make() -> None:
        store = Store(f"sqlite:///{file}")
        await store.open()
        await store.close()

    asyncio.run(make())
    return file


@pytest.fixture
def sqlite_url(tmp_path: Path, migrated: Path) -> str:
    """A file of the newest schema."""
    shutil.copy(migrated, tmp_path / "test.db")
    return f"sqlite:///{tmp_path / 'test.db'}"


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
def write_job(store: Store) -> Callable[..., Any]:
    """Writes a job; each names only what is unusual in it."""

    async def write(**unusual: Any) -> None:
        usual = {
            "kind": "dossier", "key": "1", "owner": "somebody", "payload": "{}", "priority": 0,
            "turn": 0, "limit_seconds": 60.0, "status": "running", "progress": 0.0, "phrase": "",
            "attempts": 1, "failures": 0, "interruptions": 0, "created": NOW,
        }  # fmt: skip
        statement = tables.job.insert().values(**usual | unusual)
        await store.write(lambda connection: connection.execute(statement))

    return write
