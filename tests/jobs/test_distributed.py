"""What is so on PostgreSQL alone."""

import asyncio
from datetime import timedelta

import pytest
from jobs.handlers import Echo, Held
from jobs.waiting import ended, until
from sqlalchemy import make_url, text

from phoenix.jobs.engines.handing_out import NAMES
from phoenix.jobs.engines.line import Line, connect
from phoenix.jobs.rows import Rows
from phoenix.jobs.values import Status


@pytest.fixture
def url(postgres_url):
    """These tests are about one engine."""
    return postgres_url


async def value(store, query, **told):
    """The first value that a statement answers, if any."""
    found = await store.write(lambda connection: connection.execute(text(query), told))
    return found.scalar() if found.returns_rows else None


async def test_a_job_and_its_message_are_taken_together_or_not_at_all(store, make, ask):
    """Without the queue's table there is no job either."""
    jobs = await make()
    await ask(jobs)
    assert await value(store, "SELECT count(*) FROM pgqueuer") == 1
    await value(store, "ALTER TABLE pgqueuer RENAME TO elsewhere")
    with pytest.raises(Exception, match="pgqueuer"):
        await ask(jobs)
    assert await jobs.counts() == {Status.WAITING: 1, Status.RUNNING: 0}


async def test_a_cancelled_job_leaves_no_message(store, make, ask):
    """Nor do those that ended."""
    jobs = await make()
    await jobs.cancel((await ask(jobs)).job)
    assert await value(store, "SELECT count(*) FROM pgqueuer") == 0


async def test_jobs_without_a_message_are_announced_anew(store, make, run, ask):
    """If they wait, or should have ended long ago; one that runs in time is left alone."""
    jobs = await make()
    waits, runs, overdue = [await ask(jobs, limit=limit) for limit in (600.0, 600.0, 0.1)]
    rows = Rows(store, lambda: jobs._now() - timedelta(seconds=100))
    for ticket in (runs, overdue):
        await rows.begin(ticket.job)
    await value(store, "DELETE FROM pgqueuer")
    assert await jobs.mend() == 2
    assert await jobs.mend() == 0
    told = await store.read(
        lambda connection: connection.execute(text("SELECT dedupe_key FROM pgqueuer"))
    )
    assert set(told.scalars()) == {str(waits.job), str(overdue.job)}


async def test_the_log_of_the_queue_is_pruned(store, run, ask):
    """An hour of it is kept."""
    jobs = await run({"work": Echo()})
    await ended(jobs, (await ask(jobs)).job)
    await jobs.stop()
    written = await value(store, "SELECT count(*) FROM pgqueuer_log")
    assert written >= 3
    await jobs.prune(jobs._now())
    assert await value(store, "SELECT count(*) FROM pgqueuer_log") == written
    await jobs.prune(jobs._now() + timedelta(hours=2))
    assert await value(store, "SELECT count(*) FROM pgqueuer_log") == 0


async def test_processes_may_open_the_queue_at_once(open_store, make):
    """One of them makes its tables."""
    stores = [await open_store() for _ in range(4)]
    await asyncio.gather(*(make(of=store) for store in stores))
    assert await value(stores[0], "SELECT count(*) FROM pgqueuer") == 0


async def test_no_connection_is_left(store, run, ask):
    """The queue's own ends with the run."""
    jobs = await run({"work": Echo()})
    await ended(jobs, (await ask(jobs)).job)
    query = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'phoenix jobs'"
    own = "AND datname = current_database()"
    assert await value(store, f"{query} {own}") == 1
    await jobs.stop()

    async def gone():
        return await value(store, f"{query} {own}") == 0

    await until(gone)


async def test_the_line_is_mended_when_it_is_cut(store, run, ask, caplog):
    """What runs goes on, and what is asked for later is run; told once."""
    held = Held()
    jobs = await run({"work": held, "other": Echo()})
    ticket = await ask(jobs)
    await held.begins.wait()
    cut = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE application_name = 'phoenix jobs' AND datname = current_database()"
    )
    assert await value(store, cut)
    await ended(jobs, (await ask(jobs, "other")).job)
    held.let.set()
    job = await ended(jobs, ticket.job)
    assert (job.status, job.attempts, held.cancelled) == (Status.DONE, 1, 0)
    assert caplog.text.count("jobs wait for postgresql") == 1


async def test_the_queue_does_not_read_the_environment(make, run, ask, monkeypatch):
    """PgQueuer would take other names for its tables, even from words as common as these."""
    for name in ("CHANNEL", "FUNCTION", "QUEUE_TABLE", "PGQUEUER_PREFIX", "TRIGGER"):
        monkeypatch.setenv(name, "other")
    jobs = await run({"work": Echo()})
    assert (await ended(jobs, (await ask(jobs)).job)).status is Status.DONE
    assert NAMES.queue_table == "pgqueuer"


async def test_an_address_is_understood_as_the_store_does(url):
    """Whatever SQLAlchemy's own driver takes out of it."""
    parsed = make_url(url).set(query={"prepared_statement_cache_size": "0"})
    connection = await connect(parsed)
    assert await connection.fetchval("SELECT 1") == 1
    await connection.close()


async def test_a_line_that_is_closed_waits_no_longer(server):
    """Whoever asked gets the error; a password is not part of it."""
    away = make_url(server).set(port=1, username="u", password="secret")
    line = Line(away)
    asking = asyncio.ensure_future(line.fetch("SELECT 1"))
    await asyncio.sleep(0)
    await line.close()
    with pytest.raises(OSError, match=r"(?i)closed|connect") as given_up:
        await asking
    assert "secret" not in f"{given_up.value!r} {vars(line)}"


async def test_what_is_wrong_is_told_at_once(url):
    """A mistake is not taken for an outage."""
    line = Line(make_url(url))
    with pytest.raises(Exception, match="syntax error"):
        await line.execute("SELEKT 1")
    await line.close()
