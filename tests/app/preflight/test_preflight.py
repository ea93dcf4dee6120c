"""All checks together: at once, within the limit, whatever one of them does."""

import asyncio
from contextlib import AsyncExitStack

import httpx
import pytest
from answering import silent
from simulated import simulated

from phoenix.app.preflight import CHECKS, EXIT_REFUSED, preflight, recheck
from phoenix.app.preflight.check import Check, run
from phoenix.app.preflight.checking import LIMIT
from phoenix.app.preflight.finding import degraded, refused
from phoenix.app.preflight.surroundings import Surroundings

ALONE = {"settings": "✓", "database": "✓", "disk": "✓", "plugins": "✓"}


async def test_with_nothing_configured_it_starts(make_settings):
    """Every check says something; what is not configured is no fault."""
    report = await preflight(make_settings())
    signs = {finding.check: finding.line[0] for finding in report.findings}
    assert signs == {name: ALONE.get(name, "·") for name in CHECKS}
    assert (report.lines()[-1], report.exit_code) == ("All is well", 0)


async def test_checks_run_at_once(make_settings, token, key):
    """Each of two that wait for each other gets its answer."""
    both = asyncio.Barrier(2)

    async def answer(request):
        await both.wait()
        return httpx.Response(401 if "bot" in request.url.path else 403)

    settings = make_settings(telegram_bot_token=token, api_football_key=key)
    report = await preflight(
        settings, only={"telegram", "api-football"}, transport=httpx.MockTransport(answer)
    )
    assert [finding.verdict for finding in report.findings] == ["refused", "refused"]
    assert report.exit_code == EXIT_REFUSED == 78


async def test_where_nobody_answers_every_check_still_ends(make_settings, token, key):
    """And each says what that means."""
    async with AsyncExitStack() as stack:
        ports = [await stack.enter_async_context(silent()) for _ in range(5)]
        web = [f"http://127.0.0.1:{port}" for port in ports]
        settings = make_settings(
            telegram_bot_token=token, telegram_api_url=web[0],
            api_football_key=key, api_football_url=web[1],
            database_url=f"postgresql://phoenix:s3cret@127.0.0.1:{ports[2]}/football",
            database_direct_url=f"postgresql://phoenix:s3cret@127.0.0.1:{ports[3]}/football",
            redis_url=f"redis://127.0.0.1:{ports[4]}/0", preflight_seconds=0.5,
        )  # fmt: skip
        report = await preflight(settings, only=CHECKS.keys() - {"disk", "plugins"})
    verdicts = {finding.check: finding.verdict for finding in report.findings}
    assert verdicts == {
        "settings": "passed", "telegram": "waiting", "api-football": "degraded",
        "database": "refused", "direct-database": "refused", "redis": "degraded",
        "clock": "skipped",
    }  # fmt: skip
    assert report.lines()[-1] == "Phoenix does not start: database, direct-database"


async def never(_request):
    """An answer that does not come."""
    await asyncio.Event().wait()


@pytest.mark.parametrize(("whole", "each"), [(1.0, 0.9), (5.0, 4.5), (60.0, LIMIT)])
def test_each_check_has_its_limit_within_that_of_all(make_settings, token, whole, each):
    """What is cut off has a moment left to end; the clock waits for others no longer than they."""
    settings = make_settings(telegram_bot_token=token, preflight_seconds=whole)
    report = simulated(
        preflight(settings, only={"telegram", "clock"}, transport=httpx.MockTransport(never))
    )
    assert [finding.verdict for finding in report.findings] == ["waiting", "skipped"]
    assert [finding.seconds for finding in report.findings] == pytest.approx([each, each])


async def test_progress_is_told_as_checks_end(make_settings):
    """One after another, however they were ordered."""
    told = []
    await preflight(make_settings(), progress=lambda *step: told.append(step))
    assert [(done, of) for done, of, _ in told] == [(n, len(CHECKS)) for n in range(1, 10)]
    assert {name for *_, name in told} == set(CHECKS)


async def test_what_is_required_may_not_be_left_out(make_settings):
    """A bot without a token has nothing to do."""
    report = await preflight(make_settings(), only={"telegram"}, required={"telegram"})
    assert report.findings[0].line == (
        "✗ telegram: TELEGRAM_BOT_TOKEN is not set: nobody is answered in Telegram. "
        "Set TELEGRAM_BOT_TOKEN."
    )


async def test_one_is_run_again_by_its_name(make_settings):
    """An unknown name is a mistake of the caller."""
    assert (await recheck("disk", make_settings())).check == "disk"
    with pytest.raises(KeyError):
        await recheck("disc", make_settings())


async def broken(_surroundings):
    """A check with a fault of its own."""
    raise ZeroDivisionError


@pytest.mark.parametrize("late", [degraded("late"), refused("late")])
async def test_a_check_that_breaks_is_told_and_counts_as_one_without_an_answer(
    make_settings, caplog, late
):
    """The others go on; the log has the traceback."""
    finding = await run(Check("one", broken, late), Surroundings(make_settings()), 1.0)
    assert (finding.verdict, finding.detail) == (
        late.verdict, "the check itself broke off with ZeroDivisionError",
    )  # fmt: skip
    assert "preflight check broke check=one" in caplog.text
    assert caplog.records[-1].exc_info[0] is ZeroDivisionError


async def stubborn(_surroundings):
    """A check that does not let itself be cancelled."""
    released = asyncio.Event()
    while not released.is_set():
        try:
            await asyncio.wait_for(released.wait(), 0.3)
        except TimeoutError:
            released.set()
        except asyncio.CancelledError:
            continue


async def test_a_check_that_ignores_its_cancellation_is_left_behind(make_settings):
    """The start does not hang on it."""
    finding = await run(
        Check("one", stubborn, degraded("late")), Surroundings(make_settings()), 0.01
    )
    assert finding.detail == "late"


async def test_it_can_be_cancelled(make_settings, token):
    """SIGTERM may come while it waits."""
    async with silent() as port:
        settings = make_settings(
            telegram_bot_token=token, telegram_api_url=f"http://127.0.0.1:{port}"
        )
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await preflight(settings)
