"""A process that works at jobs until SIGTERM: ``python working.py URL DRAIN HEARTBEAT``.

It says on its standard output when it is ready, and when it stops. Each job takes its payload's
seconds, or until its payload's file is there; each result that was kept is answered by a row in
the table ``answer``.
"""

import asyncio
import signal
import sys
from pathlib import Path

import structlog
from sqlalchemy import text

from phoenix.jobs.choice import make_jobs
from phoenix.jobs.rules import Rules
from phoenix.jobs.worker import Hooks
from phoenix.store.store import Store

CREATE = text("CREATE TABLE answer (job INTEGER NOT NULL)")
ANSWER = text("INSERT INTO answer (job) VALUES (:job)")


async def work(running):
    """Take some time."""
    payload = running.job.payload
    await asyncio.sleep(payload.get("seconds", 0.0))
    while is_held(payload):  # noqa: ASYNC110 - a file has no events
        await asyncio.sleep(0.02)
    return running.job.id


def is_held(payload):
    """Whether a job has to wait for a file."""
    return "let" in payload and not Path(payload["let"]).exists()


async def main(url, drain, heartbeat):
    """Work until SIGTERM."""
    stop, store = asyncio.Event(), Store(url)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await store.open(migrate=False)

    async def answer(job, result):
        await store.write(lambda connection: connection.execute(ANSWER, {"job": job.id}))

    rules = Rules(look_every=0.2, heartbeat=heartbeat, pulse=0.1, drain=drain, settling=60.0)
    jobs = make_jobs(store, {"work": work}, rules=rules, hooks=Hooks(on_done=answer))
    await jobs.open()
    running = asyncio.ensure_future(jobs.run())
    say("ready")
    await stop.wait()
    say("stopping")
    await jobs.stop()
    await running
    await store.close()


def say(word):
    """Tell whoever started it."""
    print(word, flush=True)  # noqa: T201 - its starter waits for it


if __name__ == "__main__":
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    asyncio.run(main(sys.argv[1], *map(float, sys.argv[2:])))
