"""A database of the test's own on both engines, and jobs in it."""

import asyncio
import os
import uuid
from pathlib import Path

import pytest

from phoenix.jobs.choice import make_jobs
from phoenix.jobs.rules import Rules
from phoenix.jobs.tables import metadata
from phoenix.store.store import Store

QUICK = {
    "first_wait": 0.02,
    "look_every": 0.2,
    "heartbeat": 2.0,
    "pulse": 0.05,
    "grace": 0.1,
    "drain": 10.0,
    "slots": 1000,
}

FOLDER = Path(__file__).parent
STEADY = {"test_admission.py"}


@pytest.fixture(params=["embedded", "distributed"])
def url(request: pytest.FixtureRequest) -> str:
    """The same test on both engines."""
    fixture = "sqlite_url" if request.param == "embedded" else "postgres_url"
    return str(request.getfixturevalue(fixture))


@pytest.fixture
async def open_store(url):
    """Opens stores of the test's database, as one process each would, with the tables of jobs."""
    stores = []

    async def opened():
        store = Store(url)
        stores.append(store)
        await store.open(migrate=False)
        if len(stores) == 1:
            await store.write(lambda connection: connection.run_sync(metadata.create_all))
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
        usual = {"key": uuid.uuid4().hex, "owner": "somebody", "limit": 30.0}
        return await jobs.enqueue(kind, payload or {}, **usual | told)

    return asked


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What measures real seconds is not yet steady on a busy machine: `make soak` runs it."""
    if os.environ.get("PHOENIX_SOAK_JOBS"):
        return
    wait = pytest.mark.skip(reason="measures real seconds: make soak")
    for item in items:
        if item.path.parent == FOLDER and item.path.name not in STEADY:
            item.add_marker(wait)
