"""Runs the jobs that an engine delivers, and writes down what comes of them."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial

import structlog
from structlog.contextvars import bound_contextvars

from phoenix import metrics
from phoenix.bounded import bounded
from phoenix.jobs.attempt import Done, Ended, Failed, Outcome, attempt
from phoenix.jobs.faults import is_transient
from phoenix.jobs.ports import Handler, Watcher
from phoenix.jobs.rows import Finish, Rows
from phoenix.jobs.rules import Rules
from phoenix.jobs.values import Job, Json, Progress, storable

log = structlog.get_logger(__name__)

TELLING = 30.0  # seconds that a hook may take


@dataclass(frozen=True, slots=True)
class Hooks:
    """Told once of each job that is over, by the process that brought it to its end.

    ``on_done`` gets the result that was kept, ``on_dead`` a job with its error. ``redact`` takes
    secrets out of an error's text before that is written down.
    """

    on_done: Callable[[Job, Json], Awaitable[None]] | None = None
    on_dead: Callable[[Job], Awaitable[None]] | None = None
    redact: Callable[[str], str] = str


@dataclass(slots=True)
class _Run:
    """A job at work here: what its handler sees of it, and how to end it."""

    job: Job
    tell: Watcher
    ended: asyncio.Future[Ended] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )

    async def progress(self, fraction: float, phrase: str) -> None:
        """See :class:`phoenix.jobs.ports.Running`."""
        if not 0.0 <= fraction <= 1.0:
            raise ValueError(f"progress is between 0 and 1, not {fraction}")
        self.tell(Progress(self.job.id, fraction, storable(phrase, 200)))
        await asyncio.sleep(0)

    def end(self, how: Ended) -> None:
        """Cancel the handler; what ended it first counts."""
        if not self.ended.done():
            self.ended.set_result(how)


class Worker:
    """Runs each delivered job with the handler of its kind."""

    def __init__(
        self, rows: Rows, handlers: Mapping[str, Handler], rules: Rules, hooks: Hooks
    ) -> None:
        self._rows = rows
        self._handlers = handlers
        self._rules = rules
        self._hooks = hooks
        self._runs: dict[int, _Run] = {}
        self._delivered = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._handing_back = False
        self._reports: dict[int, tuple[int, Progress]] = {}
        self.watchers: list[Watcher] = []

    async def deliver(self, job_id: int) -> float | None:
        """Deal with a message; seconds after which it shall come again, None if never."""
        self._delivered += 1
        self._idle.clear()
        try:
            return await self._deal_with(job_id)
        finally:
            self._delivered -= 1
            if not self._delivered:
                self._idle.set()

    def cancel(self, job_id: int) -> None:
        """End a job that has been cancelled, if it is at work here."""
        if run := self._runs.get(job_id):
            run.end(Ended.CANCELLED)

    async def drain(self, limit: float) -> None:
        """Let what is at work end within so many seconds, and hand back the rest.

        What comes after that is handed back at once.
        """
        if self._delivered and limit > 0.0:
            await self._all_ended(limit)
        if self._delivered:
            log.info("jobs handed back", jobs=self._delivered)
        self._handing_back = True
        for run in self._runs.values():
            run.end(Ended.HANDED_BACK)

    def resume(self) -> None:
        """Run what is delivered, after a drain."""
        self._handing_back = False

    async def beat(self) -> None:
        """Write down how far jobs have come, and end those that were cancelled elsewhere."""
        reports, self._reports = self._reports, {}
        if reports:
            await self._rows.report(reports.values())
        if self._runs:
            for job_id in await self._rows.cancelled(tuple(self._runs)):
                self.cancel(job_id)

    async def _all_ended(self, limit: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._idle.wait(), limit)

    async def _deal_with(self, job_id: int) -> float | None:
        job = await self._rows.begin(job_id)
        if job is None:
            return None
        if job.interruptions > self._rules.most_interruptions:
            await self._bury(job, "each process that ran it has died")
            return None
        began = time.perf_counter()
        outcome = await self._outcome(job)
        metrics.JOB.observe(time.perf_counter() - began, job.kind, _word(outcome))
        match outcome:
            case Done(result, body):
                if await self._rows.finish(Finish(job.id, job.attempts, body)):
                    await self._told(job, self._hooks.on_done, job, result)
            case Failed(error):
                return await self._failed(job, error)
            case Ended.HANDED_BACK:
                return 0.0 if await self._rows.handed_back(job) else None
        return None

    async def _outcome(self, job: Job) -> Outcome:
        """What comes of the handler; a cancelled engine does not cancel the job, but hands back."""
        if self._handing_back:
            return Ended.HANDED_BACK
        run = self._runs[job.id] = _Run(job, self._report)
        work = partial(self._handlers[job.kind], run)
        try:
            with bound_contextvars(job=job.id, kind=job.kind):
                return await attempt(work, job.limit, run.ended, self._rules.grace)
        except asyncio.CancelledError:
            return Ended.HANDED_BACK
        finally:
            del self._runs[job.id]
            self._reports.pop(job.id, None)

    def _report(self, told: Progress) -> None:
        run = self._runs.get(told.job)
        if run is None:
            return
        self._reports[told.job] = (run.job.attempts, told)
        for watcher in tuple(self.watchers):
            try:
                watcher(told)
            except Exception:
                log.exception("watcher of progress failed", job=told.job)

    async def _failed(self, job: Job, error: BaseException) -> float | None:
        failures = job.failures + 1
        reason = storable(self._hooks.redact(f"{type(error).__name__}: {error}"))
        again = is_transient(error) and failures < self._rules.most_failures
        if not await self._rows.failed(job, reason, again=again):
            return None
        if again:
            metrics.JOB_RETRIES.add(job.kind)
            wait = self._rules.wait(failures)
            log.info("job retried", job=job.id, kind=job.kind, wait=wait, reason=reason)
            return wait
        log.error("job dead", job=job.id, kind=job.kind, reason=reason, exc_info=error)
        await self._told(job, self._hooks.on_dead, replace(job, failures=failures, error=reason))
        return None

    async def _bury(self, job: Job, reason: str) -> None:
        log.error("job dead", job=job.id, kind=job.kind, reason=reason)
        if await self._rows.dead(job, reason):
            await self._told(job, self._hooks.on_dead, replace(job, error=reason))

    async def _told(
        self, job: Job, hook: Callable[..., Awaitable[None]] | None, *what: object
    ) -> None:
        if hook is None:
            return
        try:
            await bounded(hook(*what), TELLING)
        except Exception:
            log.exception("end of a job not told", job=job.id, kind=job.kind)


def _word(outcome: Outcome) -> str:
    """What is counted."""
    match outcome:
        case Done():
            return "done"
        case Failed():
            return "failed"
    return outcome.name.lower()
