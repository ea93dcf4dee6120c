"""An installation that is well, of which a test breaks one thing."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from phoenix.app.doctor import EXAMINATIONS, Installation, Outcome, Report, examine
from phoenix.app.settings import Settings
from phoenix.sources.api_football import SOURCE
from phoenix.store import tables
from phoenix.store.store import Store

KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
NOW = datetime.now(UTC).replace(microsecond=0)


def clock() -> datetime:
    """The hour of the tests."""
    return NOW


def telling(at: datetime) -> httpx.MockTransport:
    """A provider whose clock stands at some time."""
    headers = {"Date": format_datetime(at, usegmt=True)}
    return httpx.MockTransport(lambda _: httpx.Response(500, headers=headers))


@dataclass(frozen=True)
class Site:
    """An installation, and ways to break it."""

    installation: Installation

    @property
    def folder(self) -> Path:
        return self.installation.folder

    @property
    def data(self) -> Path:
        return self.installation.data

    @property
    def database(self) -> Path:
        return self.data / "phoenix.db"

    def changed(self, **fields: Any) -> "Site":
        """With other fields of the installation."""
        return Site(replace(self.installation, **fields))

    def with_settings(self, **fields: Any) -> "Site":
        """With other settings."""
        settings = self.installation.settings
        assert settings is not None
        return self.changed(settings=settings.model_copy(update=fields))

    def git(self, *arguments: str) -> None:
        """Run git in the folder."""
        subprocess.run(["git", "-C", self.folder, *arguments], check=True, capture_output=True)

    async def write(self, *statements: Any) -> None:
        """Change the database."""
        settings = self.installation.settings
        assert settings is not None
        store = Store(settings.database)
        await store.open(migrate=False)
        async with store.writing() as connection:
            for statement in statements:
                await connection.execute(statement)
        await store.close()

    async def report(self) -> Report:
        """What the doctor says."""
        return await examine(self.installation)

    async def told(self, name: str) -> Any:
        """One audit of it."""
        chosen = [one for one in EXAMINATIONS if one.name == name]
        (audit,) = (await examine(self.installation, chosen)).audits
        return audit


def quota(left: int) -> Any:
    """So many calls of 7500 are left today."""
    return tables.quota.insert().values(
        source=SOURCE, minute_limit=300, day=NOW.date(), day_limit=7500, day_remaining=left,
        calls=b"",
    )  # fmt: skip


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of the newest schema, to be copied."""
    file = tmp_path_factory.mktemp("template") / "phoenix.db"

    async def make() -> None:
        store = Store(f"sqlite:///{file}")
        await store.open()
        async with store.writing() as connection:
            await connection.execute(quota(7000))
        await store.close()

    asyncio.run(make())
    return file


@pytest.fixture
def plain_git(monkeypatch: pytest.MonkeyPatch) -> None:
    """Git as it is where nobody has set it, and no hook has called us."""
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, os.devnull)
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def site(tmp_path: Path, migrated: Path, plain_git: None) -> Site:
    """A git tree with settings, a database of its own, and a backup; all is well."""
    folder, data = tmp_path / "tree", tmp_path / "own"
    folder.mkdir()
    (data / "backups").mkdir(parents=True)
    data.chmod(0o700)
    shutil.copy(migrated, data / "phoenix.db")
    shutil.copy(migrated, data / "backups" / "phoenix-1.db")
    (folder / ".env").write_text(f"API_FOOTBALL_KEY={KEY}\n")
    (folder / ".env").chmod(0o600)
    (folder / ".gitignore").write_text(".env\n*.db\n")
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]
        api_football_key=SecretStr(KEY), api_football_url="http://127.0.0.1:9",
        database_url=SecretStr(f"sqlite:///{data / 'phoenix.db'}"),
    )  # fmt: skip
    made = Site(
        Installation(
            folder, data, folder / "plugins.toml", data / "plugin-faults.json", settings,
            now=clock, transport=telling(NOW),
        )
    )  # fmt: skip
    made.git("init", "--quiet")
    made.git("add", ".gitignore")
    return made


@pytest.fixture
def fails(site: Site) -> Callable[..., Awaitable[Any]]:
    """Asserts that one examination alone fails, and is told in the score; its audit."""

    async def failing(name: str, broken: Site | None = None) -> Any:
        report = await (broken or site).report()
        failed = report.of(Outcome.FAILED)
        assert [audit.name for audit in failed] == [name]
        good = len(report.of(Outcome.PASSED))
        assert report.score == pytest.approx(10 * good / (good + 1))
        assert failed[0].cure
        assert report.exit_code == 1
        return failed[0]

    return failing


def hours_ago(hours: float) -> datetime:
    """Before now."""
    return NOW - timedelta(hours=hours)
