"""This machine's clock, compared with that of whoever answers."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from simulated import simulated

from phoenix.app.preflight import preflight

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def telegram(date):
    """A Telegram whose clock says this."""

    def answer(_request):
        body = {"ok": True, "result": {"username": "phoenix_bot"}}
        return httpx.Response(200, json=body, headers={"date": date} if date else {})

    return httpx.MockTransport(answer)


@pytest.fixture
def compare(make_settings, token):
    """The clock's finding where Telegram alone answers."""

    async def compared(date):
        report = await preflight(
            make_settings(telegram_bot_token=token),
            only={"clock", "telegram"}, transport=telegram(date), now=lambda: NOON,
        )  # fmt: skip
        return report.findings[-1]

    return compared


@pytest.mark.parametrize("date", ["Sun, 01 Mar 2026 12:00:30 GMT", "Sun, 01 Mar 2026 11:59:30 GMT"])
async def test_half_a_minute_is_no_matter(compare, date):
    """A date tells whole seconds, and an answer takes a while."""
    finding = await compare(date)
    assert finding.line == "✓ clock: the clock agrees with that of Telegram."


@pytest.mark.parametrize(
    ("date", "told"),
    [
        ("Sun, 01 Mar 2026 12:00:31 GMT", "31 s behind that of Telegram"),
        ("Sun, 01 Mar 2026 11:58:00 GMT", "120 s ahead of that of Telegram"),
        ("Sun, 01 Mar 2026 13:01:00 +0100", "60 s behind that of Telegram"),
    ],
)
async def test_a_clock_that_is_wrong_is_told_with_how_far(compare, date, told):
    """It starts all the same: nobody asks for the exact time."""
    finding = await compare(date)
    assert finding.line == (
        f"! clock: this machine's clock is {told}. Set it, or let it be set over the network (NTP)."
    )


async def test_of_a_clock_that_is_far_off_is_told_what_goes_wrong(compare):
    """Days and kick-offs are reckoned by it."""
    finding = await compare("Sun, 01 Mar 2026 13:00:00 GMT")
    assert finding.detail == (
        "this machine's clock is 3600 s behind that of Telegram; "
        "days, kick-offs and the age of answers are reckoned wrongly"
    )


@pytest.mark.parametrize("date", [None, "yesterday"])
async def test_where_nobody_tells_the_time_it_is_taken_as_right(compare, date):
    """Nothing is made of an answer without a date."""
    finding = await compare(date)
    assert finding.line == ("· clock: no server said what time it is: the clock is taken as right.")


def test_nobody_is_waited_for_who_will_not_tell(make_settings, token):
    """It ends with the last check that might have told."""
    work = preflight(
        make_settings(telegram_bot_token=token),
        only={"clock", "telegram"}, transport=telegram(None),
    )  # fmt: skip
    finding = simulated(work).findings[-1]
    assert (finding.verdict, finding.seconds) == ("skipped", 0.0)


async def test_postgresql_tells_the_time_too(make_settings, postgres_url):
    """Even one that refuses the start."""
    hour_behind = datetime.now(UTC) - timedelta(hours=1)
    report = await preflight(
        make_settings(database_url=postgres_url),
        only={"database", "clock"}, now=lambda: hour_behind,
    )  # fmt: skip
    assert "behind that of the database; days" in report.findings[-1].detail


async def test_checked_alone_it_asks_whoever_it_can(look, token):
    """Nobody else does at that moment."""
    transport = telegram(httpx.Response(200, headers={}).headers.get("date"))
    assert (await look("clock", transport, telegram_bot_token=token)).verdict == "skipped"
    transport = telegram("Sun, 01 Mar 2009 12:00:00 GMT")
    assert (await look("clock", transport, telegram_bot_token=token)).verdict == "degraded"
