"""What a service meets: a database with the demo league, and a loopback Telegram."""

import asyncio
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest
from bot_api_server import TOKEN, BotApiServer, bot_api


@pytest.fixture
async def telegram() -> AsyncIterator[BotApiServer]:
    """A server that runs, in the test's own loop."""
    async with bot_api() as server:
        yield server


@pytest.fixture
def with_telegram(telegram: BotApiServer) -> dict[str, str]:
    """Settings of a service that polls it."""
    return {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_BASE_URL": telegram.url}


@pytest.fixture(scope="session")
def league_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the demo league in it, to be copied."""
    folder = tmp_path_factory.mktemp("league")
    demo(folder, {})
    return folder / "data" / "phoenix.db"


@pytest.fixture(scope="session")
def league_template(server: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a PostgreSQL database with the demo league in it, to be copied."""
    name = f"league_{uuid.uuid4().hex}"
    asyncio.run(told(f"{server}/postgres", f"CREATE DATABASE {name}"))
    demo(tmp_path_factory.mktemp("league"), {"DATABASE_URL": f"{server}/{name}"})
    return name


@pytest.fixture
async def league(server: str, league_template: str) -> AsyncIterator[str]:
    """A PostgreSQL database of the test's own with the demo league in it; its address."""
    name = f"test_{uuid.uuid4().hex}"
    await told(f"{server}/postgres", f"CREATE DATABASE {name} TEMPLATE {league_template}")
    yield f"{server}/{name}"
    await told(f"{server}/postgres", f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def file_league(league_file: Path, tmp_path: Path) -> Path:
    """A folder whose data directory holds an SQLite database with the demo league."""
    (tmp_path / "data").mkdir()
    shutil.copy(league_file, tmp_path / "data" / "phoenix.db")
    return tmp_path


async def told(address: str, statement: str) -> None:
    """Have a server do something."""
    connection = await asyncpg.connect(address)
    await connection.execute(statement)
    await connection.close()


def demo(folder: Path, settings: dict[str, str]) -> None:
    """Run ``phoenix demo`` in a folder."""
    subprocess.run(
        [sys.executable, "-m", "phoenix", "demo"], cwd=folder, check=True,
        stdout=subprocess.DEVNULL,
        env={"PATH": os.environ["PATH"], "PHOENIX_DATA_DIR": str(folder / "data"), **settings},
    )  # fmt: skip


@pytest.fixture
def connections(league: str):
    """Counts the connections to the test's database, the counting one left out."""

    async def counted() -> int:
        asking = await asyncpg.connect(league)
        query = (
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        try:
            return int(await asking.fetchval(query))
        finally:
            await asking.close()

    return counted
