"""What a supervisor would find is found, and left as it is."""

from datetime import timedelta

import pytest
from pydantic import SecretStr
from sqlalchemy import func, select, text

from phoenix.app.doctor import Outcome
from phoenix.app.leader.file_lock import FileLock
from phoenix.app.leader.lease import Lease
from phoenix.host.memory import Remembered, remember
from phoenix.store import tables
from phoenix.store.store import Store

ALL = (
    "stuck jobs", "old jobs", "stale leader", "abandoned lock", "plugins due", "naive timestamps",
)  # fmt: skip


@pytest.mark.parametrize("name", ALL)
async def test_a_sound_installation_passes(site, name) -> None:
    """Nothing is found."""
    assert (await site.told(name)).detail == "nothing was found"


def job(site, **unusual):
    usual = {
        "kind": "dossier", "key": "1", "owner": "x", "payload": "{}", "priority": 0, "turn": 0,
        "limit_seconds": 60.0, "status": "running", "progress": 0.0, "phrase": "", "attempts": 1,
        "failures": 0, "interruptions": 0, "created": site.installation.now(),
    }  # fmt: skip
    return tables.job.insert().values(**usual | unusual)


async def test_a_stuck_job_fails(site, fails) -> None:
    """It is told which."""
    await site.write(job(site, started=site.installation.now() - timedelta(hours=1)))
    assert "job 1 (dossier)" in (await fails("stuck jobs")).detail


async def test_old_jobs_fail_and_are_left(site, fails) -> None:
    """Looking forgets nothing."""
    then = site.installation.now() - timedelta(days=3)
    await site.write(job(site, status="done", finished=then))
    await fails("old jobs")
    settings = site.installation.settings
    store = Store(settings.database)
    await store.open(migrate=False)
    async with store.reading() as connection:
        count = await connection.execute(select(func.count()).select_from(tables.job))
    await store.close()
    assert count.scalar_one() == 1


async def test_a_job_of_yesterday_is_not_old(site) -> None:
    """The service may have been switched off for the night."""
    then = site.installation.now() - timedelta(hours=30)
    await site.write(job(site, status="done", finished=then))
    assert (await site.told("old jobs")).outcome is Outcome.PASSED


async def test_an_abandoned_lock_fails(site, fails) -> None:
    """Its holder left work behind."""
    lock = FileLock(site.data, Lease())
    await lock.attempt()
    await lock.release(clean=False)
    await fails("abandoned lock")


async def test_a_plugin_that_has_changed_fails(site, fails) -> None:
    """It deserves another try."""
    record = Remembered("failed", "why", "cure", "2026-03-01T00:00:00+00:00", "older")
    remember(site.installation.plugin_memory, {"goals": record})
    assert "goals" in (await fails("plugins due")).detail


async def test_a_naive_timestamp_fails(site, fails) -> None:
    """It is told in which column."""
    await site.write(job(site), text("UPDATE job SET created = '2026-03-14T12:00'"))
    assert (await fails("naive timestamps")).detail == "1 in job.created"


async def test_a_silent_leader_fails(site, postgres_url) -> None:
    """Its row says that it leads, and nobody holds the lock."""
    store = Store(postgres_url)
    await store.open()
    row = "INSERT INTO leader VALUES ('poller', 7, 'there:1', now() - interval '1 hour')"
    async with store.writing() as connection:
        await connection.execute(text(row))
    await store.close()
    told = await site.with_settings(database_url=SecretStr(postgres_url)).told("stale leader")
    assert told.outcome is Outcome.FAILED
    assert "there:1 (epoch 7) is gone" in told.detail
