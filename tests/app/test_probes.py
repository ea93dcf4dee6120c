"""Each room's state is told as it is, and what is not known is not told."""

from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace

import pytest

from phoenix import metrics
from phoenix.app import probes
from phoenix.app.health import Condition, PluginState, State
from phoenix.domain.errors import StoreError
from phoenix.domain.quota import Quota
from phoenix.host.verdicts import Verdict
from phoenix.jobs.values import Status
from phoenix.store.store import Store

TODAY = date(2026, 5, 1)
LEFT = "phoenix_upstream_quota_left_calls"


@dataclass
class Queue:
    """Jobs of which so many wait and run."""

    live: dict = field(default_factory=dict)
    oldest: float = 0.0

    async def counts(self):
        """See :class:`phoenix.jobs.jobs.Jobs`."""
        return self.live

    async def waited(self):
        """See :class:`phoenix.jobs.jobs.Jobs`."""
        return self.oldest


@dataclass
class Spender:
    """A client with this quota."""

    left: Quota

    async def quota(self):
        """See :class:`phoenix.sources.api_football.client.ApiFootball`."""
        return self.left


def plugin(name, verdict, reason=""):
    """A plugin as the host tells of it."""
    return SimpleNamespace(id=name, verdict=verdict, reason=reason)


HOST = SimpleNamespace(
    plugins=(
        plugin("goals", Verdict.ACTIVE),
        plugin("qsc", Verdict.DISABLED, "switched off"),
        plugin("corners", Verdict.FAILED, "no SciPy"),
    )
)


def told(samples):
    """The samples as a mapping."""
    return {(sample.state.name, *sample.labels): sample.value for sample in samples}


@pytest.mark.parametrize(
    ("queue", "waiting", "running"),
    [(Queue(), 0, 0), (Queue({Status.WAITING: 5, Status.RUNNING: 2}, 61.5), 5, 2)],
)
async def test_the_queue_is_told_by_status_and_by_its_oldest(queue, waiting, running):
    """Also when nothing waits."""
    assert told(await probes.jobs(queue)) == {
        ("phoenix_jobs", "waiting"): waiting,
        ("phoenix_jobs", "running"): running,
        ("phoenix_jobs_oldest_waiting_seconds",): queue.oldest,
    }


async def test_the_quota_is_told_as_far_as_it_is_known():
    """Before the provider has told, of the day nothing is."""
    fresh = Quota(10, TODAY, calls=(1.0, 2.0, 3.0))
    assert told(await probes.quota(Spender(fresh))) == {(LEFT, "minute"): 7}
    known = Quota(10, TODAY, 100, 42, calls=(1.0,) * 12)
    assert told(await probes.quota(Spender(known))) == {(LEFT, "minute"): 0, (LEFT, "day"): 42}


@pytest.mark.parametrize(("epoch", "shown"), [(None, 0), (7, 7)])
async def test_the_leader_tells_its_epoch(epoch, shown):
    """Who does not lead is in epoch 0, which nobody ever leads."""
    samples = await probes.leader(SimpleNamespace(epoch=epoch))
    assert told(samples) == {("phoenix_leader_epoch",): shown}


async def test_plugins_are_told_by_their_verdicts():
    """One series each, and a condition that names those that are wanted and broken."""
    assert told(await probes.plugins(HOST)) == {
        ("phoenix_plugin_state", "goals", "active"): 1,
        ("phoenix_plugin_state", "qsc", "disabled"): 1,
        ("phoenix_plugin_state", "corners", "failed"): 1,
    }
    assert await probes.plugins_in_order(HOST) == Condition(State.DEGRADED, "corners is failed")
    fine = SimpleNamespace(plugins=HOST.plugins[:2])
    assert await probes.plugins_in_order(fine) == Condition()
    assert list(probes.plugin_states(HOST))[2] == PluginState("corners", "failed", "no SciPy")


async def test_connections_in_use_are_told():
    """As the pool counts them."""
    samples = await probes.connections(SimpleNamespace(borrowed=3))
    assert told(samples) == {("phoenix_db_connections", "borrowed"): 3}


async def test_a_database_that_answers_is_fine(sqlite_url):
    """And one that is closed is a fault that names no secret."""
    store = Store(sqlite_url)
    with pytest.raises(StoreError):
        await probes.database(store)
    await store.open()
    assert await probes.database(store) == Condition()
    await store.close()
    with pytest.raises(StoreError):
        await probes.database(store)


def test_every_state_that_is_declared_has_a_probe_here():
    """A series that nobody fills would be missing for ever."""
    states = {s for s in vars(metrics).values() if isinstance(s, metrics.State)}
    assert {state.name for state in states} == {
        "phoenix_jobs",
        "phoenix_jobs_oldest_waiting_seconds",
        "phoenix_upstream_quota_left_calls",
        "phoenix_plugin_state",
        "phoenix_leader_epoch",
        "phoenix_db_connections",
    }
