"""Waiting for what other tasks or processes bring about."""

import asyncio

SOON = 120.0  # reached only where something is broken


async def until(condition, within=SOON):
    """Wait until an asynchronous condition holds, and hand on what it answers."""
    async with asyncio.timeout(within):
        while not (answer := await condition()):  # noqa: ASYNC110 - a database has no events
            await asyncio.sleep(0.01)
    return answer


async def ended(jobs, job_id, within=SOON):
    """The job, once it is over."""

    async def over():
        job = await jobs.status(job_id)
        return job if job is not None and job.finished is not None else None

    return await until(over, within)
