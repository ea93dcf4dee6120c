"""What was amiss at the start is asked again, and health shows it."""

import asyncio

import pytest
from simulated import simulated

from phoenix.app.health import Condition, State
from phoenix.app.preflight import Finding, Report, Standing, Verdict


def found(check, verdict, detail="so"):
    """A finding."""
    return Finding(check, Verdict(verdict), detail, cure="Do")


class Checks:
    """Find these in turn, and note what was asked."""

    def __init__(self, *verdicts):
        self._verdicts = list(verdicts)
        self.asked = []

    async def __call__(self, check):
        self.asked.append((asyncio.get_running_loop().time(), check))
        return found(check, self._verdicts.pop(0))


def kept(standing, seconds):
    """Keep at it for so long."""

    async def work():
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(seconds):
                await standing.keep()

    simulated(work())


@pytest.mark.parametrize(
    ("verdict", "condition"),
    [
        ("passed", Condition()),
        ("skipped", Condition()),
        ("degraded", Condition(State.DEGRADED, "so. Do.")),
        ("waiting", Condition(State.DEGRADED, "so. Do.")),
        ("refused", Condition(State.FAILING, "so. Do.")),
    ],
)
async def test_a_finding_is_a_condition_of_its_part(verdict, condition):
    """What is well needs no words."""
    standing = Standing(Report((found("redis", verdict),)), Checks())
    assert await standing.condition("redis") == condition


async def test_a_check_that_was_not_run_has_no_condition():
    """That is a mistake of the caller."""
    with pytest.raises(KeyError):
        await Standing(Report(()), Checks()).condition("redis")


def test_what_is_amiss_is_asked_again_until_it_is_well(caplog):
    """And only that; its recovery is told once."""
    caplog.set_level("INFO")
    start = Report((found("disk", "passed"), found("redis", "degraded")))
    checks = Checks("degraded", "passed")
    standing = Standing(start, checks)
    kept(standing, 300)
    assert checks.asked == [(60.0, "redis"), (120.0, "redis")]
    assert standing.report.degraded == ()
    assert [record.getMessage() for record in caplog.records] == [
        "preflight changed check=redis verdict=passed was=degraded detail=so cure=Do"
    ]


def test_one_that_turns_out_to_be_refused_is_told_and_asked_again(caplog):
    """It came back with another password, say: the service goes on meanwhile."""
    checks = Checks("refused", "passed")
    standing = Standing(Report((found("redis", "degraded"),)), checks)
    kept(standing, 70)
    assert "verdict=refused was=degraded" in caplog.records[0].getMessage()
    assert caplog.records[0].levelname == "WARNING"
    assert standing.report.exit_code == 78
    kept(standing, 70)
    assert standing.report.exit_code == 0


def test_what_is_waited_for_is_left_to_who_waits():
    """Two need not ask."""
    checks = Checks()
    kept(Standing(Report((found("telegram", "waiting"),)), checks), 300)
    assert checks.asked == []


async def test_what_somebody_else_found_is_noted():
    """Who waits for Telegram says so."""
    standing = Standing(Report((found("telegram", "waiting"),)), Checks())
    standing.note(found("telegram", "passed"))
    assert await standing.condition("telegram") == Condition()
