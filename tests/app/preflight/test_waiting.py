"""Telegram is waited for as long as it takes, on a simulated clock."""

import asyncio

import pytest
from simulated import simulated

from phoenix.app.preflight import Backoff, Finding, Verdict, wait_for_telegram

STEADY = Backoff(jitter=lambda: 0.0)


class Telegram:
    """Says these in turn, and notes when it was asked."""

    def __init__(self, *verdicts):
        self._verdicts = iter(verdicts)
        self.asked = []

    async def __call__(self):
        self.asked.append(asyncio.get_running_loop().time())
        return Finding("telegram", Verdict(next(self._verdicts)), "so", cure="Do")


def test_one_that_answers_at_once_is_asked_once(caplog):
    """Nothing is told of it."""
    telegram = Telegram("passed")
    assert simulated(wait_for_telegram(telegram)).verdict == "passed"
    assert (len(telegram.asked), caplog.text) == (1, "")


def test_waits_double_up_to_a_minute_and_never_end():
    """However often it was asked."""
    telegram = Telegram(*["waiting"] * 2000, "passed")
    assert simulated(wait_for_telegram(telegram, STEADY)).verdict == "passed"
    waits = [round(b - a) for a, b in zip(telegram.asked, telegram.asked[1:], strict=False)]
    assert waits[:8] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert set(waits[6:]) == {60}


def test_waits_are_lengthened_by_up_to_half():
    """Those who wait do not all come back at once."""
    assert Backoff(jitter=lambda: 1.0).wait(3) == pytest.approx(6.0)


def test_that_it_is_waited_for_is_told_once_and_so_is_its_end(caplog):
    """An outage of a day is two lines."""
    caplog.set_level("INFO")
    simulated(wait_for_telegram(Telegram(*["waiting"] * 5, "passed"), STEADY))
    assert [record.getMessage() for record in caplog.records] == [
        "telegram is waited for detail=so cure=Do",
        "telegram answers detail=so waited=31.0",
    ]


def test_one_that_refuses_in_the_end_ends_the_wait(caplog):
    """The token may be wrong, and nobody could know before."""
    finding = simulated(wait_for_telegram(Telegram("waiting", "refused"), STEADY))
    assert finding.verdict == "refused"
    assert caplog.records[-1].getMessage() == "telegram refuses detail=so cure=Do waited=1.0"
    assert caplog.records[-1].levelname == "ERROR"


def test_the_wait_can_be_given_up():
    """It ends where it sleeps."""

    async def given_up():
        async with asyncio.timeout(100):
            await wait_for_telegram(Telegram(*["waiting"] * 100), STEADY)

    with pytest.raises(TimeoutError):
        simulated(given_up())
