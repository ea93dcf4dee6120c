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
from phoenix.app.requests import telling
from phoenix.app.schedules import Tick
from phoenix.app.service import watching
from phoenix.app.service.bounds import rules
from phoenix.app.service.core import Core
from phoenix.app.service.leading import Leading
from phoenix.app.service.roles import Role
from phoenix.app.service.telegram import Telegram, telegram
from phoenix.app.settings import Settings
from phoenix.bot.answering import Answers
from phoenix.bot.card import draw
from phoenix.domain.errors import ConfigurationError
from phoenix.jobs.choice import make_jobs
from phoenix.jobs.cpu import Processes
from phoenix.jobs.jobs import utc_now
from phoenix.jobs.worker import Hooks
from phoenix.store.store import PoolSize, Store, address

if TYPE_CHECKING:
    from phoenix.app.service.polling import Polling
    from phoenix.app.service.talking import Talking
    from phoenix.app.service.working import Working

SETTLING = 5.0  # seconds beyond the drain for what is handed back to be written down
MIGRATION = 60.0  # seconds that a schema may take
DRAWING = 10.0  # seconds that a card may take

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
    parts = _parts(core, broken)
    health, exposition = _watched(core, worker, parts)
    stages = _stages(core, worker, parts, health, exposition)
    lifecycle = Lifecycle(list(stages), whole=True)
    return Service(lifecycle, health, worker.reload if worker else _nothing, broken)


@dataclass(frozen=True)
class _Parts:
    """What a process has besides its core: who talks to chats, who leads, who hears Telegram."""

    talking: "Talking | None" = None
    leading: Leading | None = None
    heard: "Polling | None" = None


def _core(settings: Settings, role: Role, report: Report, worker: "Working | None") -> Core:
    pool = PoolSize(settings.db_pool_min, settings.db_pool_max)
    store = worker.program.store if worker else Store(settings.database, pool)
    if role is not Role.ALL and store.dialect == "sqlite":
        raise ConfigurationError(
            f"--role {role} needs a database that several processes share, and this is SQLite",
            "Set DATABASE_URL to PostgreSQL, or serve everything in one process",
        )
    road = telegram(settings)
    processes = worker.processes if worker else Processes(1)
    answers = None if road is None else _answers(settings, store, road, processes)
    told = telling(answers.tell, redactor.clean) if answers else Hooks(redact=redactor.clean)
    jobs = make_jobs(
        store,
        worker.handlers() if worker else {},
        direct=address(settings.direct_database),
        rules=rules(settings),
        hooks=told,
    )
    return Core(
        settings, role, store, jobs, road, answers, processes,
        Background(), LoopLag(), Standing(report, partial(recheck, settings=settings)),
    )  # fmt: skip


def _answers(settings: Settings, store: Store, road: Telegram, processes: Processes) -> Answers:
    return Answers(
        store,
        partial(processes.run, draw, limit=DRAWING),
        signer=road.signer,
        defaults=road.defaults,
        most=settings.other_tendencies,
        now=utc_now,
        nudge=road.bell.ring,
    )


def _parts(core: Core, broken: "asyncio.Future[PhoenixError]") -> _Parts:
    def give_up(fault: PhoenixError) -> None:
        if not broken.done():
            broken.set_result(fault)

    leading = _leading(core) if core.role.leads else None
    road, hears = core.telegram, core.role.leads or _is_called(core)
    if road is None or core.answers is None or not hears:
        return _Parts(leading=leading)
    # The library of the bot's is for those who talk: a worker has no use for it.
    from phoenix.app.service.talking import talking

    talks = talking(core, road, give_up)
    if leading is None:
        return _Parts(talks)
    from phoenix.app.service.chatting import chatting

    return _Parts(talks, leading, chatting(core, road, talks, core.answers, leading, give_up))


def _is_called(core: Core) -> bool:
    """Whether Telegram calls this process."""
    return core.settings.bot_mode == "webhook" and core.role in {Role.ALL, Role.WEB}


def _leading(core: Core) -> Leading:
    leading = Leading(core.settings, core.store)

    async def prune(tick: Tick) -> None:
        await core.jobs.prune(tick.due)

    leading.schedules.add("prune", "17 * * * *", prune)
    leading.schedules.add("heartbeat", "* * * * *", _nothing_at)
    return leading


def _watched(core: Core, worker: "Working | None", parts: _Parts) -> tuple[Health, Exposition]:
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
    if parts.leading:
        watching.leader(health, exposition, parts.leading)
    if parts.heard:
        health.add("telegram", parts.heard.condition, ready=True)
    return health, exposition


def _stages(
    core: Core,
    worker: "Working | None",
    parts: _Parts,
    health: Health,
    exposition: Exposition,
) -> Iterator[Stage]:
    """Web first and last: it tells of the start, and closes when all else has ended."""
    yield Stage("loop lag", core.lag.start, core.lag.stop)
    yield _web(core, health, exposition, parts.talking)
    if worker:
        yield from worker.stages()
    else:
        yield Stage("store", core.store.open, core.store.close, start_limit=MIGRATION)
        yield Stage("processes", stop=core.processes.close)
    if core.telegram:
        yield core.telegram.stage()
    yield Stage("jobs", core.jobs.open, start_limit=MIGRATION, needs=("store",))
    if parts.talking:
        yield parts.talking.stage()
    yield _background(core, worker, parts.leading, health)
    if worker:
        limit = core.settings.jobs_drain_seconds + SETTLING
        begin = partial(_begin_work, core)
        needs = ("jobs", "processes", "plugin hooks", "background")
        yield Stage("workers", begin, core.jobs.stop, stop_limit=limit, needs=needs)
    if parts.leading:
        limit = 3.0 * parts.leading.lease.seconds
        lead = parts.leading.leadership
        first = ("jobs", "bot") if parts.talking else ("jobs",)
        yield Stage("leader", lead.start, lead.stop, stop_limit=limit, needs=first)
    yield Stage("ready", health.open, health.closing, needs=("web", "jobs", "background"))
    if worker:
        yield worker.warmup_stage()


def _web(core: Core, health: Health, exposition: Exposition, talking: "Talking | None") -> Stage:
    from phoenix.web.application import application
    from phoenix.web.server import WebServer

    routers = [talking.webhook()] if talking and _is_called(core) else []
    app = application(health, exposition, core.lag, routers=routers)
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
