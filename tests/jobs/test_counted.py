"""What comes of jobs is counted, and how long the oldest waits is known."""

from datetime import UTC, datetime, timedelta

import pytest
from exposed import counting
from jobs.handlers import Failing, Held
from jobs.waiting import ended

from phoenix.jobs.choice import make_jobs
from phoenix.jobs.faults import QueueFull, TooMany, Transient


async def test_each_attempt_is_counted_with_its_end(run, ask):
    """One that is made again is a retry besides."""
    counted = counting()
    jobs = await run({"work": Failing(Transient("busy"))})
    await ended(jobs, (await ask(jobs)).job)
    attempts = counted("phoenix_job_seconds_count")
    assert attempts == {("work", "failed"): 1, ("work", "done"): 1}
    assert counted("phoenix_job_retries_total") == {("work",): 1}


async def test_a_job_that_is_ended_from_outside_is_counted_as_such(run, ask):
    """It has neither failed nor brought anything."""
    counted, held = counting(), Held()
    jobs = await run({"work": held})
    ticket = await ask(jobs)
    await held.begins.wait()
    await jobs.cancel(ticket.job)
    await jobs.stop()
    assert counted("phoenix_job_seconds_count") == {("work", "cancelled"): 1}


async def test_who_finds_no_place_is_counted(make, ask):
    """By what was full."""
    counted = counting()
    jobs = await make(most_waiting=2, most_in_background=1, slots=1)
    await ask(jobs, owner="a")
    with pytest.raises(TooMany):
        await ask(jobs, owner="a")
    await ask(jobs, owner="b")
    with pytest.raises(QueueFull):
        await ask(jobs, owner="c")
    assert counted("phoenix_jobs_refused_total") == {("owner",): 1, ("queue",): 1}


async def test_the_oldest_that_waits_is_known(store, ask):
    """In seconds; and where none waits, it is 0."""
    now = datetime(2026, 5, 1, tzinfo=UTC)
    jobs = make_jobs(store, {}, now=lambda: now)
    await jobs.open()
    assert await jobs.waited() == 0.0
    await ask(jobs)
    now += timedelta(seconds=90)
    await ask(jobs)
    assert await jobs.waited() == 90.0
