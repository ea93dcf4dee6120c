"""What is asked of each room for ``/metrics`` and ``/health``; nothing here changes anything.

``exposition.add("jobs", partial(probes.jobs, jobs))`` is how the first kind is used, and
``health.add("database", partial(probes.database, store), ready=True)`` the second.
"""

from collections.abc import Iterator, Mapping
from typing import Protocol

from sqlalchemy import text

from phoenix import metrics
from phoenix.app.health import Condition, PluginState, State
from phoenix.domain.quota import Quota
from phoenix.host.verdicts import Plugin, Verdict
from phoenix.jobs.values import LIVE, Status
from phoenix.metrics import Sample
from phoenix.store.store import Store

BROKEN = frozenset(Verdict) - {Verdict.ACTIVE, Verdict.DISABLED}


class Queue(Protocol):
    """What is asked of jobs."""

    async def counts(self) -> Mapping[Status, int]:
        """How many jobs wait, and how many run, in all processes."""

    async def waited(self) -> float:
        """Seconds for which the oldest of those that wait has waited; 0 if none does."""


class Spender(Protocol):
    """What is asked of a provider's client."""

    async def quota(self) -> Quota:
        """What the plan allows, and what is known to be left."""


class Candidate(Protocol):
    """What is asked of a leadership."""

    @property
    def epoch(self) -> int | None:
        """The epoch in which this process leads now, if it does."""


class Plugins(Protocol):
    """What is asked of the host."""

    @property
    def plugins(self) -> tuple[Plugin, ...]:
        """All plugins with their verdicts."""


class Pool(Protocol):
    """What is asked of a store's connections."""

    @property
    def borrowed(self) -> int:
        """Connections that are in use."""


async def jobs(queue: Queue) -> tuple[Sample, ...]:
    """How many wait and run, and for how long the oldest has waited."""
    counts = await queue.counts()
    depth = (metrics.JOBS.of(counts.get(status, 0), status) for status in sorted(LIVE))
    return (*depth, metrics.OLDEST_WAITING.of(await queue.waited()))


async def quota(spender: Spender) -> tuple[Sample, ...]:
    """Calls left in the minute, and in the day once the provider has told."""
    found = await spender.quota()
    minute = max(0, found.minute_limit - len(found.calls))
    samples = [metrics.QUOTA_LEFT.of(minute, "minute")]
    if found.day_remaining is not None:
        samples.append(metrics.QUOTA_LEFT.of(found.day_remaining, "day"))
    return tuple(samples)


async def leader(candidate: Candidate) -> tuple[Sample, ...]:
    """The epoch in which this process leads."""
    return (metrics.LEADER_EPOCH.of(candidate.epoch or 0),)


async def plugins(host: Plugins) -> tuple[Sample, ...]:
    """The verdict on each."""
    return tuple(metrics.PLUGINS.of(1, one.id, one.verdict) for one in host.plugins)


async def connections(pool: Pool) -> tuple[Sample, ...]:
    """How many connections are in use."""
    return (metrics.DB_CONNECTIONS.of(pool.borrowed, "borrowed"),)


async def database(store: Store) -> Condition:
    """Whether it answers; asked once, since whoever asks will ask again.

    Raises:
        StoreError: it does not.
    """
    async with store.reading() as connection:
        await connection.execute(text("SELECT 1"))
    return Condition()


async def plugins_in_order(host: Plugins) -> Condition:
    """Degraded where a plugin that is wanted does not take part."""
    broken = [f"{one.id} is {one.verdict}" for one in host.plugins if one.verdict in BROKEN]
    return Condition(State.DEGRADED if broken else State.OK, ", ".join(broken))


def plugin_states(host: Plugins) -> Iterator[PluginState]:
    """All of them, for :class:`~phoenix.app.health.Health`."""
    return (PluginState(one.id, one.verdict, one.reason) for one in host.plugins)
