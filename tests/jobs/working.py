"""A process that works at jobs until SIGTERM: ``python working.py URL DRAIN``.

It says on its standard output when it is ready. Each job takes its payload's seconds; each result
that was kept is answered by a row in the table ``answer``.
"""

import asyncio
import signal
import sys

from sqlalchemy import text

from phoenix.jobs.choice import make_jobs
from phoenix.jobs.rules import Rules
from phoenix.jobs.worker import Hooks
from phoenix.store.store import Store

CREATE = text("CREATE TABLE answer (job INTEGER NOT NULL)")
ANSWER = text("INSERT INTO answer (job) VALUES (:job)")


async def work(running):
    """Take some time."""
    await asyncio.sleep(running.job.payload["seconds"])
    return running.job.id


async def main(url, drain):
    """Work until SIGTERM."""
    stop, store = asyncio.Event(), Store(url)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await store.open(migrate=False)

    async def answer(job, result):
        await store.write(lambda connection: connection.execute(ANSWER, {"job": job.id}))

    rules = Rules(look_every=0.2, heartbeat=2.0, pulse=0.1, drain=drain)
    jobs = make_jobs(store, {"work": work}, rules=rules, hooks=Hooks(on_done=answer))
    await jobs.open()
    running = asyncio.ensure_future(jobs.run())
    print("ready", flush=True)  # noqa: T201 - its starter waits for it
    await stop.wait()
    await jobs.stop()
    await running
    await store.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], float(sys.argv[2])))
