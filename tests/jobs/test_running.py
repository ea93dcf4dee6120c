"""What comes of jobs that run: results, errors, limits, and what their askers are told."""

import asyncio

import pytest
from jobs.handlers import Doing, Echo, Failing, Held, Stubborn, Told
from jobs.waiting import SOON, ended, until

from phoenix.domain.errors import SourceError, StoreAway
from phoenix.jobs.faults import Transient
from phoenix.jobs.rows import Finish, Rows
from phoenix.jobs.values import Progress, Status
from phoenix.jobs.worker import Hooks


@pytest.fixture
def told():
    """Hooks that remember."""
    return Told()


@pytest.fixture
def hooks(told):
    """The same, as jobs take them."""
    return Hooks(told.on_done, told.on_dead)


async def test_a_job_is_run_and_its_result_is_kept(run, ask, told, hooks):
    """Its record tells what was asked, what came of it, and when; times are UTC and in order."""
    jobs = await run({"work": Echo()}, hooks=hooks)
    ticket = await ask(jobs, payload={"n": 1}, key="k", owner="o", priority=3, limit=7.0)
    job = await ended(jobs, ticket.job)
    assert (job.id, job.kind, job.key, job.owner) == (ticket.job, "work", "k", "o")
    assert (job.payload, job.priority, job.limit) == ({"n": 1}, 3, 7.0)
    assert (job.status, job.progress, job.result, job.error) == (Status.DONE, 1.0, {"n": 1}, None)
    assert (job.attempts, job.failures, job.interruptions) == (1, 0, 0)
    assert job.created <= job.started <= job.finished
    assert job.created.utcoffset().total_seconds() == 0
    await jobs.stop()
    assert (told.done, told.dead) == ([(job.id, {"n": 1})], [])


async def test_of_a_job_that_never_was_nothing_is_known(make):
    """None is the answer, not an error."""
    jobs = await make()
    assert await jobs.status(7) is None
    assert await jobs.subscribers(7) == ()
    assert not await jobs.cancel(7)


class OfAnotherRoom(SourceError):
    """An error that knows nothing of jobs, and says that it passes."""

    transient = True


@pytest.mark.parametrize(
    "error", [Transient("busy"), StoreAway("gone"), ConnectionResetError(), OfAnotherRoom("quota")]
)
async def test_what_may_work_later_is_tried_again(run, ask, told, hooks, error):
    """The failure is counted, and the result is kept all the same."""
    failing = Failing(error)
    jobs = await run({"work": failing}, hooks=hooks)
    job = await ended(jobs, (await ask(jobs)).job)
    assert (job.status, job.result, job.error) == (Status.DONE, "at last", None)
    assert (job.attempts, job.failures, failing.attempts) == (2, 1, 2)
    await jobs.stop()
    assert told.dead == []


async def test_what_fails_too_often_is_dead(run, ask, told, hooks):
    """Its reason is kept, and told once."""
    failing = Failing(*(Transient(f"fault {n}") for n in range(9)))
    jobs = await run({"work": failing}, hooks=hooks, most_failures=3)
    job = await ended(jobs, (await ask(jobs)).job)
    assert (job.status, job.failures, failing.attempts) == (Status.DEAD, 3, 3)
    assert job.error == "Transient: fault 2."
    await jobs.stop()
    assert (told.done, told.dead) == ([], [(job.id, job.error)])


@pytest.mark.parametrize("error", [ValueError("a\0b" * 9000), SystemExit(1), KeyError("\ud800")])
async def test_any_other_error_ends_a_job_at_once(run, ask, error):
    """Also one whose text a database refuses, and one that would end the program."""
    failing = Failing(error)
    jobs = await run({"work": failing})
    job = await ended(jobs, (await ask(jobs)).job)
    assert (job.status, job.failures, failing.attempts) == (Status.DEAD, 1, 1)
    assert job.error.startswith(type(error).__name__)
    assert len(job.error) <= 2000


async def test_secrets_are_taken_out_of_an_error(run, ask):
    """Before it is written down."""
    hooks = Hooks(redact=lambda text: text.replace("s3cret", "***"))
    jobs = await run({"work": Failing(ValueError("bots3cret/sendMessage"))}, hooks=hooks)
    job = await ended(jobs, (await ask(jobs)).job)
    assert job.error == "ValueError: bot***/sendMessage"


async def test_a_result_that_is_no_json_ends_a_job(run, ask):
    """It could not be kept."""

    async def do(running):
        return object()

    jobs = await run({"work": Doing(do)})
    job = await ended(jobs, (await ask(jobs)).job)
    assert (job.status, job.error[:9]) == (Status.DEAD, "TypeError")


async def test_a_handler_that_takes_too_long_is_cancelled(run, ask):
    """That counts as a failure."""
    held = Held()
    jobs = await run({"work": held}, most_failures=2)
    job = await ended(jobs, (await ask(jobs, limit=0.05)).job)
    assert (job.status, job.failures) == (Status.DEAD, 2)
    assert job.error == "TimeLimit: it was not done within 0.05 s."
    assert (held.begun, held.cancelled) == (2, 2)


async def test_a_handler_that_ignores_its_cancellation_is_left_behind(run, ask, caplog):
    """Its job ends within limit and grace, and so does the stop; others are run meanwhile."""
    stubborn = Stubborn()
    jobs = await run({"work": stubborn, "other": Echo()}, most_failures=1)
    ticket = await ask(jobs, limit=0.05)
    await ended(jobs, (await ask(jobs, "other")).job)
    assert (await ended(jobs, ticket.job)).status is Status.DEAD
    async with asyncio.timeout(SOON):
        await jobs.stop()
    assert "job left behind" in caplog.text
    stubborn.let.set()


async def test_who_watches_is_told_of_progress(run, ask, caplog):
    """At once in this process, a pulse later everywhere; a watcher that fails harms nobody."""
    seen, held = [], Held()

    async def do(running):
        await running.progress(0.25, "reading \0")
        await held(running)
        await running.progress(0.75, "weighing")

    def fail(told):
        raise ValueError("a watcher's")

    jobs = await run({"work": Doing(do)})
    jobs.on_progress(fail)
    stop_watching = jobs.on_progress(seen.append)
    ticket = await ask(jobs)

    async def reading():
        job = await jobs.status(ticket.job)
        return (job.progress, job.phrase) == (0.25, "reading ")

    await until(reading)
    stop_watching()
    held.let.set()
    assert (await ended(jobs, ticket.job)).progress == 1.0
    assert seen == [Progress(ticket.job, 0.25, "reading ")]
    assert "watcher of progress failed" in caplog.text


async def test_progress_is_a_share(run, ask):
    """Anything else is the handler's mistake."""

    async def do(running):
        await running.progress(50, "per cent")

    jobs = await run({"work": Doing(do)})
    assert (await ended(jobs, (await ask(jobs)).job)).error.startswith("ValueError: progress")


async def test_a_hook_that_fails_or_hangs_does_not_undo_a_job(run, ask, caplog):
    """The fault is logged."""

    async def fail(job, result):
        raise ValueError("the chat is gone")

    jobs = await run({"work": Echo()}, hooks=Hooks(on_done=fail))
    assert (await ended(jobs, (await ask(jobs)).job)).status is Status.DONE
    await jobs.stop()
    assert "end of a job not told" in caplog.text


async def test_a_waiting_job_is_cancelled(make, run, ask):
    """It is never run, nobody hears of it again, and its key is free."""
    echo = Echo()
    jobs = await make()
    ticket = await ask(jobs, key="one", payload={"n": 1})
    assert await jobs.cancel(ticket.job)
    assert (await jobs.status(ticket.job)).status is Status.CANCELLED
    again = await ask(jobs, key="one", payload={"n": 2})
    working = await run({"work": echo})
    await ended(working, again.job)
    assert echo.seen == [{"n": 2}]
    assert await jobs.cancel(ticket.job)
    assert not await jobs.cancel(again.job)


async def test_a_running_job_is_cancelled_wherever_it_runs(open_store, make, run, ask):
    """Here at once, elsewhere at the next pulse; its handler is cancelled, nothing is kept."""
    held = Held()
    jobs = await run({"work": held})
    elsewhere = await make(of=await open_store())
    for canceller in (jobs, elsewhere):
        held.begins.clear()
        ticket = await ask(jobs)
        await held.begins.wait()
        before = held.cancelled
        assert await canceller.cancel(ticket.job)
        await until(lambda before=before: _cancelled(held, before))
        job = await jobs.status(ticket.job)
        assert (job.status, job.result, job.failures) == (Status.CANCELLED, None, 0)


async def _cancelled(held, before):
    return held.cancelled == before + 1


async def test_a_job_that_another_process_asks_for_is_run(open_store, make, run, ask):
    """It need not have a worker of its own."""
    jobs = await run({"work": Echo()})
    elsewhere = await make(of=await open_store())
    ticket = await ask(elsewhere, payload={"n": 1})
    assert (await ended(jobs, ticket.job)).result == {"n": 1}


async def test_kinds_without_a_handler_wait(run, ask):
    """Until a process comes that has one."""
    jobs = await run({"other": Echo()})
    ticket = await ask(jobs)
    await ended(jobs, (await ask(jobs, "other")).job)
    assert (await jobs.status(ticket.job)).status is Status.WAITING
    await jobs.stop()
    able = await run({"work": Echo()})
    assert (await ended(able, ticket.job)).status is Status.DONE


async def test_the_first_result_is_kept_whoever_brings_it(store, make, ask):
    """Two attempts at once: the first result wins, also when its commit is asked for twice."""
    jobs = await make()
    ticket = await ask(jobs)
    rows = Rows(store, jobs._now)
    first, second = await rows.begin(ticket.job), await rows.begin(ticket.job)
    assert (first.attempts, first.interruptions) == (1, 0)
    assert (second.attempts, second.interruptions) == (2, 1)
    by_first, by_second = (Finish(ticket.job, n, str(n)) for n in (1, 2))
    assert await rows.finish(by_first)
    assert not await rows.finish(by_second)
    assert await rows.finish(by_first)
    assert (await jobs.status(ticket.job)).result == 1
    assert await rows.begin(ticket.job) is None


async def test_an_attempt_that_was_taken_over_changes_nothing(store, make, ask):
    """Its failure, its hand-back and its progress are those of another one."""
    jobs = await make()
    ticket = await ask(jobs)
    rows = Rows(store, jobs._now)
    first, second = await rows.begin(ticket.job), await rows.begin(ticket.job)
    assert not await rows.failed(first, "late", again=True)
    assert not await rows.handed_back(first)
    await rows.report([(1, Progress(ticket.job, 0.5, "late"))])
    assert (await jobs.status(ticket.job)).progress == 0.0
    assert await rows.failed(second, "real", again=True)
    assert await rows.failed(second, "real", again=True)
    job = await jobs.status(ticket.job)
    assert (job.status, job.failures, job.error) == (Status.WAITING, 1, "real")


class Unstable:
    """A database that refuses to write now and then."""

    def __init__(self, store):
        self._store = store
        self.faults = 0
        self.url, self.dialect, self.read = store.url, store.dialect, store.read

    async def write(self, work):
        if self.faults:
            self.faults -= 1
            raise StoreAway("the test's database is away")
        return await self._store.write(work)


async def test_a_message_that_cannot_be_dealt_with_comes_again(store, make, run, ask, caplog):
    """A job is not lost when the database fails while it begins or ends."""
    held, unstable, jobs = Held(), Unstable(store), await make()
    working = await run({"work": held}, of=unstable)
    first = await ask(working)
    await held.begins.wait()
    unstable.faults = 4
    held.let.set()
    tickets = [first, *[await ask(jobs) for _ in range(3)]]
    for ticket in tickets:
        assert (await ended(working, ticket.job)).result == ticket.job
    assert unstable.faults == 0
    assert "message of a job put back" in caplog.text


async def test_what_cannot_be_written_harms_no_other(store, make, ask):
    """Of a batch that fails, each is written by itself."""
    jobs = await make()
    rows = Rows(store, jobs._now)
    begun = [await rows.begin((await ask(jobs)).job) for _ in range(5)]
    bodies = ["1", "2", None, "4", "5"]
    answers = await asyncio.gather(
        *(
            rows.finish(Finish(job.id, job.attempts, body))
            for job, body in zip(begun, bodies, strict=True)
        ),
        return_exceptions=True,
    )
    assert [answer is True for answer in answers] == [True, True, False, True, True]
    assert isinstance(answers[2], Exception)
