"""A service is as well as its worst part, and whoever asks is answered soon and cheaply."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from simulated import simulated
from structlog.testing import capture_logs

from phoenix.app.health import Condition, Health, PluginState, State
from phoenix.domain.errors import StoreAway

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECRET = "hunter2"


class Scripted:
    """A probe that says or raises one thing after another, the last for ever."""

    def __init__(self, *says):
        self.says = list(says)
        self.calls = 0
        self.at_once = 0

    async def __call__(self):
        """See :class:`phoenix.app.health.Health`."""
        self.calls += 1
        self.at_once += 1
        assert self.at_once == 1
        await asyncio.sleep(0.1)
        self.at_once -= 1
        said = self.says.pop(0) if len(self.says) > 1 else self.says[0]
        if isinstance(said, BaseException):
            raise said
        return said


async def hangs():
    """A probe that never answers."""
    await asyncio.Event().wait()


def opened(*, ready=True, **probes):
    """A health that has been opened, with these parts."""
    health = Health("web", now=clock)
    for name, probe in probes.items():
        health.add(name, probe, ready=ready)
    health.open()
    return health


def clock():
    """Noon, and the seconds that the simulation has run."""
    return NOON + timedelta(seconds=asyncio.get_running_loop().time())


FINE = Condition()
WORSE = Condition(State.DEGRADED, "no Redis")
BAD = Condition(State.FAILING, "no answer")
AWAY = StoreAway("the database is away", "Start it")


async def part(health, name):
    """One part of a summary."""
    return next(one for one in (await health.summary()).parts if one.name == name)


def test_it_is_ready_from_its_opening_to_its_closing():
    """And says why not before and after."""

    async def work():
        health = Health("web")
        assert [one.detail for one in (await health.readiness()).missing] == ["it is starting"]
        health.open()
        assert await health.is_ready()
        health.closing()
        assert [one.detail for one in (await health.readiness()).missing] == ["it is stopping"]
        assert (await health.summary()).status is State.FAILING

    simulated(work())


@pytest.mark.parametrize("needed", [True, False])
def test_a_failing_part_is_in_the_way_only_of_what_needs_it(needed):
    """Either way the summary shows it."""

    async def work():
        health = opened(ready=needed, database=Scripted(AWAY))
        assert await health.is_ready() is not needed
        summary = await health.summary()
        assert summary.status is State.FAILING
        assert (await part(health, "database")).detail == "the database is away. Start it."

    simulated(work())


def test_a_degraded_part_is_told_and_work_goes_on():
    """Degraded is ready."""

    async def work():
        health = opened(cache=Scripted(WORSE))
        assert await health.is_ready()
        assert (await health.summary()).status is State.DEGRADED

    simulated(work())


def test_a_probe_that_is_not_needed_is_not_asked_for_readiness():
    """Whoever balances load asks often."""

    async def work():
        probe = Scripted(FINE)
        await opened(ready=False, plugins=probe).readiness()
        assert probe.calls == 0

    simulated(work())


@given(st.lists(st.sampled_from(State), max_size=5))
def test_the_worst_part_is_the_status(states):
    """Whatever the order of the parts."""
    probes = {f"p{number}": Scripted(Condition(s)) for number, s in enumerate(states)}

    async def work():
        summary = await opened(**probes).summary()
        order = [State.OK, State.DEGRADED, State.FAILING]
        assert order.index(summary.status) == max(map(order.index, states), default=0)

    simulated(work())


def test_a_probe_that_hangs_is_failing_after_two_seconds():
    """The others are asked meanwhile, and no task is left."""

    async def work():
        health = opened(database=hangs, bot=hangs, cache=Scripted(FINE))
        summary = await health.summary()
        assert 2.0 <= asyncio.get_running_loop().time() < 2.2
        assert [str(one.state) for one in summary.parts] == ["ok", "failing", "failing", "ok"]
        assert summary.parts[1].detail == "no answer within 2 s"
        await asyncio.sleep(0)
        assert asyncio.all_tasks() == {asyncio.current_task()}

    simulated(work())


def test_two_hundred_who_ask_at_once_ask_once():
    """And who asks within the next second gets the same answer."""

    async def work():
        probe = Scripted(FINE)
        health = opened(database=probe)
        async with asyncio.TaskGroup() as group:
            for _ in range(200):
                group.create_task(health.summary())
        await asyncio.sleep(0.9)
        await health.readiness()
        assert probe.calls == 1
        await asyncio.sleep(0.2)
        await health.readiness()
        assert probe.calls == 2

    simulated(work())


def test_who_goes_away_leaves_the_others_their_answer():
    """A request that is cut does not cut the probe that others wait for."""

    async def work():
        health = opened(database=Scripted(FINE))
        async with asyncio.TaskGroup() as group:
            first = group.create_task(health.summary())
            second = group.create_task(health.summary())
            await asyncio.sleep(0.05)
            first.cancel()
        assert second.result().status is State.OK

    simulated(work())


def test_when_the_last_has_gone_nobody_is_asked_any_more():
    """No task outlives whom it works for."""

    async def work():
        asking = asyncio.ensure_future(opened(database=hangs).summary())
        await asyncio.sleep(0.05)
        asking.cancel()
        await asyncio.wait({asking})
        for _ in range(5):
            await asyncio.sleep(0)
        assert asyncio.all_tasks() == {asyncio.current_task()}

    simulated(work())


@pytest.mark.parametrize(
    "fault", [ValueError(SECRET), KeyError(SECRET), SystemExit(SECRET), asyncio.CancelledError()]
)
def test_a_fault_that_is_not_ours_is_told_by_its_kind_alone(fault):
    """Its text may hold a secret; even one that would end the program is a failing part."""

    async def work():
        summary = await opened(database=Scripted(fault)).summary()
        assert summary.status is State.FAILING
        assert SECRET not in repr(summary)

    simulated(work())


def test_no_detail_holds_a_secret():
    """Whatever a probe or a plugin says goes through what takes secrets out."""

    async def work():
        health = Health(
            "web",
            plugins=lambda: [PluginState("odd", "failed", f"KeyError: '{SECRET}'")],
            redact=lambda text: text.replace(SECRET, "***"),
        )
        health.add(
            "cache", Scripted(Condition(State.DEGRADED, f"redis://:{SECRET}@x")), ready=False
        )
        assert (await part(health, "cache")).detail == "redis://:***@x"
        assert (await health.summary()).plugins[0].reason == "KeyError: '***'"

    simulated(work())


def test_a_part_remembers_since_when_it_is_as_it_is():
    """The first time it was seen so, until it changes."""

    async def work():
        health = opened(database=Scripted(FINE, AWAY, AWAY, FINE))
        since = []
        for _ in range(4):
            since.append((await part(health, "database")).since - NOON)
            await asyncio.sleep(1.4)
        seconds = [round(one.total_seconds(), 1) for one in since]
        assert seconds == [0.1, 1.6, 1.6, 4.6]

    simulated(work())


def test_a_probe_may_know_better_since_when():
    """What it says itself stands."""
    told = Condition(State.FAILING, "no poll", NOON - timedelta(hours=1))

    async def work():
        health = opened(poller=Scripted(told))
        assert (await part(health, "poller")).since == told.since

    simulated(work())


def test_changes_are_logged_once():
    """A part that was fine from the start is not worth a line, nor one that stays as it is."""

    async def work():
        health = opened(database=Scripted(FINE, AWAY, AWAY, FINE), cache=Scripted(FINE))
        for _ in range(4):
            await health.summary()
            await asyncio.sleep(1.4)
        health.closing()
        await health.summary()

    with capture_logs() as logs:
        simulated(work())
    told = [(line["log_level"], line["event"], line["part"], line["state"]) for line in logs]
    assert told == [
        ("warning", "health changed", "database", "failing"),
        ("info", "health changed", "database", "ok"),
    ]


def test_plugins_are_told():
    """As they are when somebody asks."""

    async def work():
        states = [PluginState("corners", "failed", "no SciPy")]
        health = Health("worker", plugins=lambda: states)
        assert (await health.summary()).plugins == tuple(states)

    simulated(work())


def test_two_parts_of_one_name_are_refused():
    """The service's own part is one of them."""
    with pytest.raises(ValueError, match="two parts"):
        Health("web").add("service", hangs, ready=True)
