"""What is got ready after the start, so that the first who asks need not wait for it.

The service is ready before: a warm-up is cut off when its budget is spent or the program stops,
and what was under way then is dropped whole.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from phoenix.analysis.analyst import Found
from phoenix.app.program import Program
from phoenix.domain.matches import Fixture
from phoenix.domain.provided import Status
from phoenix.host.loading import describe
from phoenix.host.models import ModelCache
from phoenix.sources.api_football import SOURCE
from phoenix.sources.api_football.catalogue import catalogue, competition_of
from phoenix.store.schedule import Schedule
from phoenix.tasks import end, spawn

log = structlog.get_logger(__name__)

Warmed = AsyncGenerator[int, None]

AHEAD = timedelta(hours=48)
GRACE = 1.0  # seconds that a step may take to clear up once it is cut off


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the warm-up, such as ``models``.

    ``run`` yields how much it has warmed since it last did, in units of its name; what it raises
    ends this step alone.
    """

    name: str
    run: Callable[[], Warmed]


@dataclass(slots=True)
class Progress:
    """How far a step came: how much it warmed, in how many ms, and whether it failed."""

    count: int = 0
    ms: int = 0
    failed: bool = False


@dataclass(slots=True)
class Report:
    """How far a warm-up came; ``cut`` is why it did not come to its end: ``budget`` or ``stop``."""

    elapsed_ms: int = 0
    cut: str | None = None
    steps: dict[str, Progress] = field(default_factory=dict)


class Warmup:
    """Runs steps side by side, once.

    Args:
        budget: seconds for all of them; 0: nothing is warmed.
        steps: each with a name of its own.
    """

    def __init__(self, budget: float, steps: Iterable[Step]) -> None:
        self._budget = budget
        self._steps = tuple(steps)
        self.report = Report(steps={step.name: Progress() for step in self._steps})

    async def run(self) -> Report:
        """Warm up, and tell in one line what came of it; never raises for what a step does."""
        if self._budget <= 0:
            return self.report
        began = _now()
        work = spawn(self._run_all(), name="warm-up steps")
        try:
            done, _ = await asyncio.wait({work}, timeout=self._budget)
            self.report.cut = None if done else "budget"
        except asyncio.CancelledError:
            self.report.cut = "stop"
            raise
        finally:
            try:
                await end((work,), GRACE)
            finally:
                self.report.elapsed_ms = _ms_since(began)
                _tell(self.report)
        return self.report

    async def _run_all(self) -> None:
        async with asyncio.TaskGroup() as group:
            for step in self._steps:
                group.create_task(self._run(step), name=f"warm-up: {step.name}")

    async def _run(self, step: Step) -> None:
        progress, began = self.report.steps[step.name], _now()
        try:
            async with aclosing(step.run()) as warmed:
                async for count in warmed:
                    progress.count += count
        except Exception as error:  # noqa: BLE001 - a step costs nothing but itself
            progress.failed = True
            log.warning("warm-up step failed", step=step.name, reason=describe(error))
        finally:
            progress.ms = _ms_since(began)


def models(program: Program, kept: ModelCache) -> Step:
    """Models of the competitions with matches soon, those of the next kick-off first."""
    return Step("models", lambda: _models(program, kept))


def listed() -> Step:
    """The catalogue of competitions."""
    return Step("catalogue", _catalogue)


async def _catalogue() -> Warmed:
    yield await asyncio.to_thread(lambda: len([competition_of(one) for one in catalogue()]))


async def _models(program: Program, kept: ModelCache) -> Warmed:
    """One dossier of each competition's next match: that is the one road to its models."""
    for fixture in await next_matches(program):
        before = kept.gained
        try:
            await _warm(program, fixture)
        except Exception as error:  # noqa: BLE001 - one competition; the others are warmed
            code = fixture.competition.code
            log.warning("competition not warmed", competition=code, reason=describe(error))
        yield kept.gained - before


async def _warm(program: Program, fixture: Fixture) -> None:
    from phoenix.app.dossiers import formatted

    dossier = await program.analyst.dossier(Found(fixture, turned=False), program.taste)
    # Off the loop: the first time, templates and texts are read.
    await asyncio.to_thread(formatted, program, dossier, "text", program.settings.language)


async def next_matches(program: Program) -> tuple[Fixture, ...]:
    """The next match of each competition that plays within 48 hours, or is simulated."""
    now = program.now()
    scheduled = await Schedule(program.store, SOURCE).between(now, now + AHEAD)
    keys: dict[str, int] = {}
    for one in scheduled:
        if one.status is Status.SCHEDULED:
            keys.setdefault(one.season.competition.code, one.key)
    found = [await program.archive.fixture(key) for key in keys.values()]
    for competition in (await program.archive.competitions()).values():
        if competition.simulated:  # its clock is its own
            found += (await program.archive.next_round(competition.code))[:1]
    return tuple(sorted((one for one in found if one is not None), key=_start))


def _start(fixture: Fixture) -> datetime:
    return fixture.kickoff or fixture.as_of


def _tell(report: Report) -> None:
    steps = report.steps.items()
    told: dict[str, object] = {name: one.count for name, one in steps}
    told |= {f"{name}_ms": one.ms for name, one in steps}
    told["failed"] = [name for name, one in steps if one.failed]
    if report.cut is None:
        log.info("BOOT_WARMUP_DONE", elapsed_ms=report.elapsed_ms, **told)
    else:
        log.info("BOOT_WARMUP_CANCELLED", reason=report.cut, elapsed_ms=report.elapsed_ms, **told)


def _now() -> float:
    return asyncio.get_running_loop().time()


def _ms_since(began: float) -> int:
    return round((_now() - began) * 1000)
