"""What is got ready after the start: within its budget, and told in one line."""

import asyncio
import contextlib
import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from provider import KEY
from simulated import simulated
from subscribed import Subscribed
from world_server import WorldTransport

from phoenix.analysis.analyst import Found
from phoenix.app import warmup
from phoenix.app.program import running
from phoenix.app.settings import Settings, read_settings
from phoenix.app.today import today
from phoenix.app.warmup import Step, Warmup
from phoenix.host.host import Host
from phoenix.host.models import ModelCache

KICKOFF = datetime(2025, 4, 5, 19, tzinfo=UTC)


@pytest.fixture(autouse=True)
def decisions(caplog):
    """Decisions are heard."""
    caplog.set_level(logging.INFO, "phoenix")


def step(name, *counts, pace=1.0, error=None):
    """A step that warms so many at a pace, in seconds, and then perhaps fails."""

    async def run():
        for count in counts:
            await asyncio.sleep(pace)
            yield count
        if error is not None:
            raise error

    return Step(name, run)


def told(caplog):
    """What was logged, as (level, line)."""
    return [(record.levelname, record.getMessage()) for record in caplog.records]


def test_a_warm_up_that_comes_to_its_end_is_told_in_one_line(caplog):
    """Steps run side by side; the line has the time, and each step's count and time."""
    report = simulated(Warmup(15.0, [step("models", 3, 3, 2), step("catalogue", 58)]).run())
    assert (report.cut, report.elapsed_ms) == (None, 3000)
    ((level, line),) = told(caplog)
    assert level == "INFO"
    event, *fields = line.split()
    assert event == "BOOT_WARMUP_DONE"
    assert set(fields) == {
        "elapsed_ms=3000", "models=8", "catalogue=58", "models_ms=3000", "catalogue_ms=1000",
        "failed=[]",
    }  # fmt: skip


def test_the_budget_cuts_it_off(caplog):
    """What was warmed by then is counted, and what was done in time is done."""
    slow = step("models", *[3] * 100, pace=2.0)
    report = simulated(Warmup(15.0, [slow, step("menus", 4)]).run())
    assert (report.cut, report.elapsed_ms) == ("budget", 15_000)
    assert (report.steps["models"].count, report.steps["menus"].count) == (21, 4)
    ((level, line),) = told(caplog)
    assert level == "INFO"
    assert line.startswith("BOOT_WARMUP_CANCELLED")
    assert "reason=budget" in line
    assert "models=21" in line


def test_a_stop_cuts_it_off(caplog):
    """Whoever cancels it waits for nothing, and the line says why."""

    async def stopped():
        warming = asyncio.ensure_future(Warmup(15.0, [step("models", *[1] * 100)]).run())
        await asyncio.sleep(4.5)
        warming.cancel()
        with pytest.raises(asyncio.CancelledError):
            await warming
        assert asyncio.all_tasks() == {asyncio.current_task()}

    simulated(stopped())
    ((_, line),) = told(caplog)
    assert "BOOT_WARMUP_CANCELLED" in line
    assert "reason=stop" in line
    assert "elapsed_ms=4500" in line
    assert "models=4" in line


@pytest.mark.parametrize("error", [ValueError("no catalogue"), TimeoutError("its own")])
def test_a_step_that_fails_costs_itself_alone(caplog, error):
    """It has a warning of its own, and the line names it."""
    steps = [step("catalogue", 1, error=error), step("models", *[3] * 4)]
    report = simulated(Warmup(15.0, steps).run())
    assert (report.cut, report.steps["models"].count) == (None, 12)
    (warned, line) = told(caplog)
    assert warned[0] == "WARNING"
    assert "step=catalogue" in warned[1]
    assert str(error) in warned[1]
    assert "failed=['catalogue']" in line[1]


def test_a_step_that_ignores_its_end_is_left_behind(caplog):
    """The budget holds all the same, but for a moment of grace."""

    async def stubborn():
        for _ in range(2):  # it is cancelled at the cut, and once more when the grace is half over
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.sleep(3600)
        await asyncio.sleep(3600)
        yield 1

    async def main():
        return await Warmup(15.0, [Step("menus", stubborn)]).run()

    report = simulated(main())
    assert report.cut == "budget"
    assert report.elapsed_ms <= 15_000 + warmup.GRACE * 1000


def test_without_a_budget_nothing_is_warmed(caplog):
    """No step begins, and nothing is told."""
    begun = []

    async def run():
        begun.append(1)
        yield 1

    simulated(Warmup(0.0, [Step("models", run)]).run())
    assert (begun, told(caplog)) == ([], [])


async def test_the_catalogue_is_read():
    """Each competition counts."""
    report = await Warmup(60.0, [warmup.listed()]).run()
    assert report.steps["catalogue"].count > 50


async def test_the_demo_league_is_warmed_and_then_asked_without_a_fit(demo_store):
    """One model of each specialist is made, and a dossier of any match of the round uses them."""
    async with running(read_settings()) as program:
        assert isinstance(program.host, Host)
        kept = program.host.models
        report = await Warmup(60.0, [warmup.models(program, kept)]).run()
        specialists = len(program.host.specialists)
        assert report.steps["models"].count == specialists == kept.gained
        *_, last = await program.archive.next_round("DEMO")
        dossier = await program.analyst.dossier(Found(last, turned=False), program.taste)
        assert dossier.main is not None
        assert kept.gained == specialists


async def test_a_competition_that_cannot_be_warmed_costs_itself_alone(demo_store, caplog):
    """It is told, and the step goes on."""

    class Sick:
        async def dossier(self, found, taste):
            raise OSError("no disk")

    async with running(read_settings(), plugins=False) as program:
        sick = replace(program, analyst=Sick())
        report = await Warmup(60.0, [warmup.models(sick, ModelCache())]).run()
    assert not report.steps["models"].failed
    assert "competition not warmed competition=DEMO reason='OSError: no disk'" in caplog.text


@pytest.mark.parametrize(("hours", "codes"), [(47, ["BRA", "DEMO"]), (49, ["DEMO"])])
async def test_competitions_that_play_soon_come_first(demo_store, hours, codes):
    """By their next kick-off within 48 hours; a simulated one has a clock of its own."""
    world = Subscribed(KICKOFF - timedelta(hours=hours), teams=4, begin=KICKOFF)
    settings = Settings(api_football_key=KEY, leagues=("BRA",))
    transport = WorldTransport(world)
    async with running(
        settings, plugins=False, now=lambda: world.now, transport=transport
    ) as program:
        await today(program, KICKOFF.date())
        found = await warmup.next_matches(program)
    assert [fixture.competition.code for fixture in found] == codes
    if "BRA" in codes:
        assert found[0].kickoff == KICKOFF
