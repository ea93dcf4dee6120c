"""A database of the test's own on both engines, and jobs in it."""

import asyncio
import shutil
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest

from phoenix.jobs.choice import make_jobs
from phoenix.jobs.rules import Rules
from phoenix.store.store import Store

# What is waited for comes soon; what must not happen by itself comes late, however busy it is here.
QUICK = {
    "first_wait": 0.02,
    "look_every": 0.2,
    "heartbeat": 60.0,
    "pulse": 0.05,
    "grace": 0.1,
    "settling": 60.0,
    "drain": 300.0,
    "slots": 1000,
}


async def prepare(url: str) -> None:
    """Make all tables in an empty database."""
    store = Store(url)
    await store.open()
    await make_jobs(store).open()
    await store.close()


@pytest.fixture(scope="session")
def template(server: str) -> Iterator[str]:
    """The name of a database that others are copied from."""
    name = f"template_{uuid.uuid4().hex}"
    asyncio.run(told(server, f"CREATE DATABASE {name}"))
    asyncio.run(prepare(f"{server}/{name}"))
    yield name
    asyncio.run(told(server, f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(scope="session")
def template_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same of SQLite."""
    file = tmp_path_factory.mktemp("template") / "jobs.db"
    asyncio.run(prepare(f"sqlite:///{file}"))
    return file


async def told(server: str, statement: str) -> None:
    """Tell the server itself something."""
    admin = await asyncpg.connect(f"{server}/postgres")
    await admin.execute(statement)
    await admin.close()


@pytest.fixture
async def postgres_url(server: str, template: str) -> AsyncIterator[str]:
    """A database of the test's own, with all tables."""
    name = f"test_{uuid.uuid4().hex}"
    await told(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield f"{server}/{name}"
    await told(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_url(tmp_path: Path, template_file: Path) -> str:
    """The same in a file."""
    return f"sqlite:///{shutil.copy(template_file, tmp_path / 'test.db')}"


@pytest.fixture(params=["embedded", "distributed"])
def url(request: pytest.FixtureRequest) -> str:
    """The same test on both engines."""
    fixture = "sqlite_url" if request.param == "embedded" else "postgres_url"
    return str(request.getfixturevalue(fixture))


@pytest.fixture
async def open_store(url):
    """Opens stores of the test's database, as one process each would."""
    stores = []

    async def opened():
        store = Store(url)
        stores.append(store)
        await store.open(migrate=False)
        return store

    yield opened
    for store in stores:
        await store.close()


@pytest.fixture
async def store(open_store):
    """The test's database."""
    return await open_store()


@pytest.fixture
async def make(store):
    """Makes jobs with handlers that nobody runs yet."""

    async def made(handlers=None, *, of=None, hooks=None, **rules):
        jobs = make_jobs(of or store, handlers or {}, hooks=hooks, rules=Rules(**QUICK | rules))
        await jobs.open()
        return jobs

    return made


@pytest.fixture
async def run(make):
    """Makes jobs and runs them until the test ends; what it leaves undone is handed back."""
    running = []

    async def ran(handlers, **told):
        jobs = await make(handlers, **told)
        running.append((jobs, asyncio.ensure_future(jobs.run())))
        return jobs

    yield ran
    for jobs, task in running:
        await jobs.stop(0.0)
        await task


@pytest.fixture
def ask():
    """Asks for a job of kind "work" that differs from all others, unless told otherwise."""

    async def asked(jobs, kind="work", payload=None, **told):
        usual = {"key": uuid.uuid4().hex, "owner": "somebody", "limit": 600.0}
        return await jobs.enqueue(kind, payload or {}, **usual | told)

    return asked
