"""Who is asked how the service is: for ``/health``, for ``/metrics``, and by the supervisor."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from phoenix.app import probes
from phoenix.app.background import Background
from phoenix.app.background import Condition as TaskCondition
from phoenix.app.exposition import Exposition
from phoenix.app.health import Condition, Health, State
from phoenix.app.leader import Lease
from phoenix.app.places import data_dir, plugin_memory, plugins_file
from phoenix.app.service.bounds import rules
from phoenix.app.service.core import Core
from phoenix.app.service.leading import Leading
from phoenix.app.supervisor import Journal, Parts, Supervisor, standard_checks
from phoenix.app.supervisor.journal import FILE

if TYPE_CHECKING:
    from phoenix.app.service.working import Working

WELL = frozenset({TaskCondition.RUNNING, TaskCondition.ENDED})
AWAY = ("api-football", "redis", "clock", "disk")  # what preflight may find amiss and start with


def common(health: Health, exposition: Exposition, core: Core) -> None:
    """What every process has."""
    health.add("database", partial(probes.database, core.store), ready=True)
    health.add("background", partial(_tasks, core.background), ready=False)
    for finding in core.standing.report.findings:
        if finding.check in AWAY:
            health.add(finding.check, partial(core.standing.condition, finding.check), ready=False)
    exposition.add("jobs", partial(probes.jobs, core.jobs))
    exposition.add("database", partial(probes.connections, core.store))


def worker(health: Health, exposition: Exposition, working: "Working") -> None:
    """What a worker has besides."""
    health.add("plugins", partial(probes.plugins_in_order, working.hosts), ready=False)
    exposition.add("plugins", partial(probes.plugins, working.hosts))
    if working.program.live is not None:
        exposition.add("quota", partial(probes.quota, working.program.live.client))


def leader(health: Health, exposition: Exposition, leading: Leading) -> None:
    """What a candidate for the lead has besides."""
    health.add("leader", leading.condition, ready=False)
    exposition.add("leader", partial(probes.leader, leading.leadership))


async def _tasks(background: Background) -> Condition:
    """Degraded where a task that should go on does not."""
    ill = [one for one in background.states() if one.condition not in WELL]
    told = ", ".join(f"{one.name} is {one.condition}" for one in ill)
    return Condition(State.DEGRADED if ill else State.OK, told)


def supervisor(
    core: Core,
    working: "Working | None",
    leading: Leading | None,
    now: Callable[[], datetime],
) -> Supervisor:
    """Mends what is this process's own, and what all share where it leads, or where none can."""
    bounds = rules(core.settings)
    parts = Parts(
        folder=data_dir(),
        plugins_file=plugins_file(),
        plugin_memory=plugin_memory(),
        now=now,
        store=core.store,
        queue=core.jobs,
        tasks=core.background,
        cache=working.saved_cache if working else None,
        lease=Lease(core.settings.lease_seconds),
        heartbeat=bounds.heartbeat,
        kept=bounds.kept,
        where=lambda: leading is not None and leading.leadership.is_leader,
    )
    journal = Journal(data_dir() / FILE)
    return Supervisor(standard_checks(parts), now, journal=journal)
