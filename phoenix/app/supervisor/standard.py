"""The checks of a service as it is today; each later part adds its own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from phoenix.app.leader.lease import Lease
from phoenix.app.supervisor.check import Check, always
from phoenix.app.supervisor.checks.cache import SavedLate, unsaved_cache
from phoenix.app.supervisor.checks.jobs import Queue, old_jobs, stuck_jobs
from phoenix.app.supervisor.checks.locks import abandoned_lock, stale_leader
from phoenix.app.supervisor.checks.plugins import plugins_due
from phoenix.app.supervisor.checks.tasks import Tasks, dead_tasks
from phoenix.app.supervisor.checks.timestamps import naive_timestamps
from phoenix.store.store import Store


@dataclass(frozen=True, slots=True)
class Parts:
    """What a process has; None: it has none, and is not asked about it.

    Attributes:
        folder: the data directory.
        plugins_file: ``plugins.toml``.
        plugin_memory: where the host keeps its verdicts.
        now: the clock.
        store: opened before the first scan.
        queue: the jobs; without it those that are found are only told of.
        tasks: the registry of background tasks.
        cache: one that has a file.
        lease: by which all who compete to lead reckon.
        heartbeat: seconds, of the rules of the queue.
        kept: of the rules of the queue.
        where: whether this process mends what all processes share; asked each time.
    """

    folder: Path
    plugins_file: Path
    plugin_memory: Path
    now: Callable[[], datetime]
    store: Store | None = None
    queue: Queue | None = None
    tasks: Tasks | None = None
    cache: SavedLate | None = None
    lease: Lease = field(default_factory=Lease)
    heartbeat: float = 30.0
    kept: timedelta = timedelta(hours=24)
    where: Callable[[], bool] = always


def standard_checks(parts: Parts) -> tuple[Check, ...]:
    """The checks that these parts allow."""
    return (*_own(parts), *_shared(parts), *_files(parts))


def _own(parts: Parts) -> Iterator[Check]:
    """Of this process."""
    if parts.tasks is not None:
        yield dead_tasks(parts.tasks)
    if parts.cache is not None:
        yield unsaved_cache(parts.cache)


def _shared(parts: Parts) -> Iterator[Check]:
    """Of the database."""
    if parts.store is None:
        return
    store, now, queue, where = parts.store, parts.now, parts.queue, parts.where
    yield stuck_jobs(store, now, parts.heartbeat, queue=queue, where=where)
    yield old_jobs(store, now, parts.kept, queue=queue, where=where)
    yield stale_leader(store, now, parts.lease)
    yield naive_timestamps(store)


def _files(parts: Parts) -> Iterator[Check]:
    """Of this machine."""
    yield abandoned_lock(parts.folder)
    yield plugins_due(parts.plugins_file, parts.plugin_memory)
