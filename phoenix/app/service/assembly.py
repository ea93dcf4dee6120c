"""Puts the parts of a process together, in the order in which they start."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from phoenix.app.background import Background, Restarts
from phoenix.app.errors import PhoenixError
from phoenix.app.exposition import Exposition
from phoenix.app.health import Health
from phoenix.app.lifecycle import Lifecycle, Stage
from phoenix.app.loop_lag import LoopLag
from phoenix.app.preflight import Report, Standing, recheck
from phoenix.app.redaction import redactor
from phoenix.app.requests import Requests, hooks
from phoenix.app.schedules import Tick
from phoenix.app.service import watching
from phoenix.app.service.bounds import rules
from phoenix.app.service.core import Core
from phoenix.app.service.leading import Leading
from phoenix.app.service.roles import Role
from phoenix.app.service.telegram import Telegram, telegram
from phoenix.app.settings import Settings
from phoenix.bot.answering import Answering
from phoenix.bot.hearing import Hearing
from phoenix.domain.errors import ConfigurationError
from phoenix.jobs.choice import make_jobs
from phoenix.jobs.jobs import Jobs, utc_now
from phoenix.jobs.worker import Hooks
from phoenix.store.store import PoolSize, Store, address

if TYPE_CHECKING:
    from phoenix.app.service.working import Working

SETTLING = 5.0  # seconds beyond the drain for what is handed back to be written down
MIGRATION = 60.0  # seconds that a schema may take

RESTARTS = Restarts()


@dataclass(frozen=True)
class Service:
    """One process: what starts and stops, how it is, and why it could not go on."""

    lifecycle: Lifecycle
    health: Health
    reload: Callable[[], Awaitable[None]]
    broken: "asyncio.Future[PhoenixError]"


def assemble(settings: Settings, role: Role, report: Report) -> Service:
    """The parts of this role, in the running loop and not yet started.

    Raises:
        ConfigurationError: they do not fit together.
    """
    broken: asyncio.Future[PhoenixError] = asyncio.get_running_loop().create_future()
    worker = _working(settings) if role.works else None
    core = _core(settings, role, report, worker)
    leading = _leading(core, broken) if role.leads else None
    health, exposition = _watched(core, worker, leading)
    stages = _stages(core, worker, leading, health, exposition)
    lifecycle = Lifecycle(list(stages), whole=True)
    return Service(lifecycle, health, worker.reload if worker else _nothing, broken)


def _core(settings: Settings, role: Role, report: Report, worker: "Working | None") -> Core:
    pool = PoolSize(settings.db_pool_min, settings.db_pool_max)
    store = worker.program.store if worker else Store(settings.database, pool)
    if role is not Role.ALL and store.dialect == "sqlite":
        raise ConfigurationError(
            f"--role {role} needs a database that several processes share, and this is SQLite",
            "Set DATABASE_URL to PostgreSQL, or serve everything in one process",
        )
    road = telegram(settings)
    return Core(
        settings, role, store, _jobs(settings, store, road, worker), road,
        Background(), LoopLag(), Standing(report, partial(recheck, settings=settings)),
    )  # fmt: skip


def _jobs(
    settings: Settings, store: Store, road: Telegram | None, worker: "Working | None"
) -> Jobs:
    told = Hooks(redact=redactor.clean)
    if road is not None:
        told = hooks(lambda: jobs, Answering(road.sender.send).tell, redactor.clean)
    jobs = make_jobs(
        store,
        worker.handlers() if worker else {},
        direct=address(settings.direct_database),
        rules=rules(settings),
        hooks=told,
    )
    return jobs


def _leading(core: Core, broken: "asyncio.Future[PhoenixError]") -> Leading:
    def give_up(fault: PhoenixError) -> None:
        if not broken.done():
            broken.set_result(fault)

    road = core.telegram
    hearing = road and Hearing(Requests(core.jobs), road.sender.send, core.settings.language)
    leading = Leading(core.settings, core.store, road, hearing.hear if hearing else None, give_up)

    async def prune(tick: Tick) -> None:
        await core.jobs.prune(tick.due)
        await leading.inbox.prune(tick.due)

    leading.schedules.add("prune", "17 * * * *", prune)
    leading.schedules.add("heartbeat", "* * * * *", _nothing_at)
    return leading


def _watched(
    core: Core, worker: "Working | None", leading: Leading | None
) -> tuple[Health, Exposition]:
    """What is asked how the service is, and what it counts."""
    health = Health(
        core.role,
        plugins=worker.plugin_states if worker else tuple,
        redact=redactor.clean,
    )
    exposition = Exposition()
    watching.common(health, exposition, core)
    if worker:
        watching.worker(health, exposition, worker)
    if leading:
        watching.leader(health, exposition, leading)
    return health, exposition


def _stages(
    core: Core,
    worker: "Working | None",
    leading: Leading | None,
    health: Health,
    exposition: Exposition,
) -> Iterator[Stage]:
    """Web first and last: it tells of the start, and closes when all else has ended."""
    yield Stage("loop lag", core.lag.start, core.lag.stop)
    yield _web(core, health, exposition)
    if worker:
        yield from worker.stages()
    else:
        yield Stage("store", core.store.open, core.store.close, start_limit=MIGRATION)
    if core.telegram:
        yield core.telegram.stage()
    yield Stage("jobs", core.jobs.open, start_limit=MIGRATION, needs=("store",))
    yield _background(core, worker, leading, health)
    if worker:
        limit = core.settings.jobs_drain_seconds + SETTLING
        begin = partial(_begin_work, core)
        needs = ("jobs", "processes", "plugin hooks", "background")
        yield Stage("workers", begin, core.jobs.stop, stop_limit=limit, needs=needs)
    if leading:
        limit = 3.0 * leading.lease.seconds
        lead = leading.leadership
        yield Stage("leader", lead.start, lead.stop, stop_limit=limit, needs=("jobs",))
    yield Stage("ready", health.open, health.closing, needs=("web", "jobs", "background"))
    if worker:
        yield worker.warmup_stage()


def _web(core: Core, health: Health, exposition: Exposition) -> Stage:
    from phoenix.web.application import application
    from phoenix.web.server import WebServer

    app = application(health, exposition, core.lag)
    web = WebServer(app, core.settings.bind, core.settings.port)
    return Stage("web", web.start, web.stop)


def _background(
    core: Core, worker: "Working | None", leading: Leading | None, health: Health
) -> Stage:
    supervisor = watching.supervisor(core, worker, leading, utc_now)
    health.add("supervisor", supervisor.condition, ready=False)

    async def begin() -> None:
        core.background.keep("preflight again", core.standing.keep, restarts=RESTARTS)
        core.background.keep("supervisor", supervisor.run, restarts=RESTARTS)

    return Stage("background", begin, core.background.stop, needs=("store", "jobs"))


async def _begin_work(core: Core) -> None:
    core.background.keep("workers", core.jobs.run, restarts=RESTARTS)


def _working(settings: Settings) -> "Working":
    """Its rooms compute, and take NumPy along: a bot does without."""
    from phoenix.app.service.working import working

    return working(settings)


async def _nothing() -> None:
    """No plugins are loaded here, so there is nothing to read anew."""


async def _nothing_at(_tick: Tick) -> None:
    """That it is counted and logged is what the heartbeat is for."""
