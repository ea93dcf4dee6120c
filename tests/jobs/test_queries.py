"""What is asked about jobs takes no longer the more of them are over."""

import re

import pytest
from jobs.handlers import Echo
from jobs.waiting import ended
from sqlalchemy import event

# How each engine says that it looks through all rows; the last index is that of jobs that are over.
WHOLE = {
    "sqlite": re.compile(
        r"(SCAN|SEARCH) (TABLE )?job\b(?! USING)|SCAN (TABLE )?job USING .*ix_job_finished"
    ),
    "postgresql": re.compile(r"Seq Scan on job\b"),
}
TOLD = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN "}


@pytest.fixture
def asked(store):
    """Statements about jobs that there were, with the values bound to them."""
    found = {}

    def note(_connection, _cursor, statement, values, _context, many):
        if not many and re.match(r"(SELECT|UPDATE|DELETE)\b.*\bjob\b", statement, re.DOTALL):
            found[statement] = values

    engine = store._opened.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)


async def test_jobs_that_are_over_are_not_looked_through(store, run, ask, asked):
    """From being asked for to being forgotten a job is found by its number or by a small index."""
    jobs = await run({"work": Echo()})
    await ended(jobs, (await ask(jobs, key="same", subscriber="somebody")).job)
    waiting = await ask(jobs, "nobody's")
    await ask(jobs, "nobody's", key="other")
    await jobs.mend()
    await jobs.counts()
    await jobs.waited()
    await jobs.cancel(waiting.job)
    await store.read(lambda connection: jobs._admission._estimate(connection, 1))
    await jobs.prune(jobs._now())
    statements = dict(asked)
    assert len(statements) > 8
    for statement, values in statements.items():
        plan = await planned(store, statement, values)
        assert not WHOLE[store.dialect].search(plan), f"{statement}\n{plan}"


async def planned(store, statement, values):
    """How the database would go about it; PostgreSQL is told not to read few rows as a whole."""
    async with store.writing() as connection:
        if store.dialect == "postgresql":
            await connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        told = await connection.exec_driver_sql(TOLD[store.dialect] + statement, values)
        return "\n".join(row[-1] for row in told)
