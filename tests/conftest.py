"""What many tests share. Nothing here reaches beyond this machine, or the user's own folders."""

import asyncio
import os
import shutil
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest
from histories import history_of
from postgres import postgres
from redis_server import RedisServer, redis_server

from phoenix.app import logs
from phoenix.app.redaction import redactor
from phoenix.app.settings import OWN_NAMES
from phoenix.cli.main import run
from phoenix.domain.history import History
from phoenix.store.store import Store

REPOSITORY = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Ran:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test has a data directory and a plugins.toml of its own, and no environment of ours."""
    for name in list(os.environ):
        if name.startswith("PHOENIX_") and name != "PHOENIX_TEST_DATA":
            monkeypatch.delenv(name)
    for name in OWN_NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PHOENIX_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("PHOENIX_PLUGINS_FILE", str(tmp_path / "plugins.toml"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(autouse=True)
def own_logs() -> Iterator[None]:
    """Events read as ``job retried job=7`` in ``caplog``; what a test configures ends with it."""
    logs.to_standard_loggers()
    known = redactor._known
    yield
    redactor._known = known
    logs.close()


@pytest.fixture
def make_history() -> Callable[..., History]:
    """Makes a small history; see ``histories.history_of``."""
    return history_of


@pytest.fixture
def phoenix(capfd: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Runs a command in this process: ``phoenix("data", "status")``."""

    def call(*arguments: str) -> Ran:
        capfd.readouterr()
        code = run(arguments)
        out, err = capfd.readouterr()
        return Ran(code, out, err)

    return call


@pytest.fixture(scope="session")
def real_files() -> Path:
    """The folder of real football-data files; they may not be redistributed.

    It lies beside the repository where Phoenix is developed and in CI, and PHOENIX_TEST_DATA may
    name it. In CI its absence is a failure.
    """
    named = os.environ.get("PHOENIX_TEST_DATA")
    folder = Path(named) if named else REPOSITORY.parent / "shared" / "data"
    files = folder / "football-data"
    if files.is_dir():
        return files
    if os.environ.get("CI"):
        pytest.fail(f"{files} is not there, and CI must test on real matches")
    pytest.skip(f"real matches are not in {files}; set PHOENIX_TEST_DATA")


@pytest.fixture
def demo_store(phoenix: Callable[..., Ran], own_places: Path) -> Path:
    """The test's own store with the demo league in it."""
    assert phoenix("demo").code == 0
    return own_places / "data" / "phoenix.db"


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


@pytest.fixture(scope="session")
def tables_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with all tables and nothing in them, to be copied."""
    file = tmp_path_factory.mktemp("tables") / "tables.db"
    asyncio.run(_made(f"sqlite:///{file}"))
    return file


@pytest.fixture
def made_sqlite_url(tables_file: Path, tmp_path: Path) -> str:
    """A database of the test's own with all tables: to make them takes half a second."""
    return f"sqlite:///{shutil.copy(tables_file, tmp_path / 'made.db')}"


@pytest.fixture(scope="session")
def tables_template(server: str) -> str:
    """The name of a PostgreSQL database with all tables and nothing in them, to be copied."""
    name = f"tables_{uuid.uuid4().hex}"
    asyncio.run(_told(server, f"CREATE DATABASE {name}"))
    asyncio.run(_made(f"{server}/{name}"))
    return name


@pytest.fixture
async def made_postgres_url(server: str, tables_template: str) -> AsyncIterator[str]:
    """The same on PostgreSQL."""
    name = f"made_{uuid.uuid4().hex}"
    await _told(server, f"CREATE DATABASE {name} TEMPLATE {tables_template}")
    yield f"{server}/{name}"
    await _told(server, f"DROP DATABASE {name} WITH (FORCE)")


async def _made(url: str) -> None:
    store = Store(url)
    await store.open()
    await store.close()


async def _told(server: str, statement: str) -> None:
    admin = await asyncpg.connect(f"{server}/postgres")
    await admin.execute(statement)
    await admin.close()


@pytest.fixture(scope="session")
def a_redis() -> Iterator[RedisServer]:
    """A Redis, one for each process of the suite; whoever stops it starts it again."""
    with redis_server() as running:
        yield running


@pytest.fixture
def own_redis(a_redis: RedisServer) -> RedisServer:
    """It runs, and holds nothing."""
    a_redis.stop()
    a_redis.start()
    return a_redis
