"""What the supervisor of a service would find, looked at once and not mended.

Background tasks and the cache are seen from within a service alone: ``/health`` tells of them.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from phoenix.app.doctor.audit import Told, failed, passed
from phoenix.app.doctor.checks.database import BEHIND
from phoenix.app.doctor.examination import Examination
from phoenix.app.doctor.patient import Patient
from phoenix.app.leader.lease import Lease
from phoenix.app.supervisor.check import Check
from phoenix.app.supervisor.checks.jobs import old_jobs, stuck_jobs
from phoenix.app.supervisor.checks.locks import abandoned_lock, stale_leader
from phoenix.app.supervisor.checks.plugins import plugins_due
from phoenix.app.supervisor.checks.timestamps import naive_timestamps
from phoenix.app.supervisor.guarded import Guarded
from phoenix.jobs.rules import Rules

SPARE = timedelta(days=1)  # a service that was switched off for the night is well
LIMIT = 120.0  # seconds: all rows are read

Make = Callable[[Patient], Check | None]


def stuck(patient: Patient) -> Check | None:
    """Jobs that nobody works at any more."""
    if patient.current is None:
        return None
    return stuck_jobs(patient.current, patient.installation.now, Rules().heartbeat)


def old(patient: Patient) -> Check | None:
    """Jobs that should have been forgotten."""
    if patient.current is None or patient.settings is None:
        return None
    kept = timedelta(hours=patient.settings.jobs_kept_hours) + SPARE
    return old_jobs(patient.current, patient.installation.now, kept)


def leader(patient: Patient) -> Check | None:
    """A leader that is silent."""
    if patient.current is None or patient.settings is None:
        return None
    lease = Lease(patient.settings.lease_seconds)
    return stale_leader(patient.current, patient.installation.now, lease)


def lock(patient: Patient) -> Check | None:
    """A lock file with work left."""
    return abandoned_lock(patient.installation.data)


def due(patient: Patient) -> Check | None:
    """Plugins that deserve another try."""
    return plugins_due(patient.installation.plugins_file, patient.installation.plugin_memory)


def timestamps(patient: Patient) -> Check | None:
    """Times whose zone nobody knows."""
    return None if patient.current is None else naive_timestamps(patient.current)


def looking(make: Make) -> Callable[[Patient], Awaitable[Told]]:
    """The examination that a check of the supervisor makes."""

    async def examine(patient: Patient) -> Told:
        check = make(patient)
        if check is None:
            return BEHIND
        seen = await Guarded(check.look, LIMIT)()
        return failed(seen.detail, check.cure) if seen.count else passed("nothing was found")

    return examine


EXAMINATIONS = (
    Examination("healing", "stuck jobs", looking(stuck)),
    Examination("healing", "old jobs", looking(old)),
    Examination("healing", "stale leader", looking(leader)),
    Examination("healing", "abandoned lock", looking(lock)),
    Examination("healing", "plugins due", looking(due)),
    Examination("healing", "naive timestamps", looking(timestamps), LIMIT),
)
