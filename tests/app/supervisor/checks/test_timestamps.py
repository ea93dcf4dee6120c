"""Times whose zone nobody knows."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from phoenix.app.supervisor.check import NOTHING
from phoenix.app.supervisor.checks.timestamps import naive_timestamps, time_columns
from phoenix.store import tables
from phoenix.store.store import Store

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)


@pytest.fixture
async def sqlite(sqlite_url):
    opened = Store(sqlite_url)
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
async def postgres(postgres_url):
    opened = Store(postgres_url)
    await opened.open()
    yield opened
    await opened.close()


async def look(store):
    return await naive_timestamps(store).look()


def test_all_columns_of_instants_are_looked_at() -> None:
    """Of the store's own kind and of SQLAlchemy's."""
    names = {f"{column.table.name}.{column.name}" for column in time_columns()}
    assert {"fixture.kickoff", "job.created", "leader.since", "price.taken_at"} <= names
    assert "fixture.day" not in names


async def test_what_the_store_writes_is_well(store, write_job) -> None:
    """With a fraction of a second and without."""
    await write_job(key="1", started=NOW, finished=NOW.replace(microsecond=5))
    await write_job(key="2", created=datetime(2026, 12, 31, 23, 59, 59, 999999, tzinfo=UTC))
    assert await look(store) == NOTHING


async def test_what_sqlite_itself_writes_is_well(sqlite) -> None:
    """``CURRENT_TIMESTAMP`` is UTC."""
    row = "INSERT INTO leader (name, epoch, since) VALUES ('x', 1, CURRENT_TIMESTAMP)"
    await sqlite.write(lambda connection: connection.execute(text(row)))
    assert (await look(sqlite)).count == 0


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-14T12:00:00", "2026-03-14 12:00:00+02:00", "2026-03-14T12:00:00Z", "2026-03-14",
        "14/03/2026 12:00", "1773489600", "",
    ],
)  # fmt: skip
async def test_another_form_is_found(sqlite, write_job_in, written) -> None:
    """Whoever wrote it meant a zone that the store does not read."""
    await write_job_in(sqlite, written)
    found = await look(sqlite)
    assert (found.count, found.detail) == (1, "1 in job.started")


async def test_a_column_without_a_zone_is_found(postgres) -> None:
    """PostgreSQL would take its times for those of whoever reads."""
    alter = "ALTER TABLE job ALTER COLUMN started TYPE timestamp without time zone"
    await postgres.write(lambda connection: connection.execute(text(alter)))
    found = await look(postgres)
    assert (found.count, found.detail) == (1, "columns without a zone: job.started")


async def test_columns_of_others_are_left_alone(postgres) -> None:
    """A table that is not ours may hold what it likes."""
    table = "CREATE TABLE theirs (at timestamp without time zone)"
    await postgres.write(lambda connection: connection.execute(text(table)))
    assert (await look(postgres)).count == 0


@pytest.fixture
def write_job_in():
    """Writes a job that began at some text."""

    async def write(store, started):
        values = {
            "kind": "x", "key": "x", "owner": "x", "payload": "{}", "priority": 0, "turn": 0,
            "limit_seconds": 1.0, "status": "done", "progress": 0.0, "phrase": "", "attempts": 0,
            "failures": 0, "interruptions": 0, "created": NOW,
        }  # fmt: skip

        async def work(connection):
            await connection.execute(tables.job.insert().values(**values))
            await connection.execute(text("UPDATE job SET started = :at"), {"at": started})

        await store.write(work)

    return write
