"""Every role starts and stops in order, whenever it is told to, and leaves nothing behind."""

import asyncio
import os
import random
import signal
import sys
import time

import pytest
from app.service.served import served
from host.installed import Site

TIMES = int(os.environ.get("PHOENIX_SOAK_SERVICE", "1"))
ROLES = ("all", "web", "bot", "worker")
STRICT = ("-X", "dev", "-W", "error")
IN_ORDER = 10.0  # seconds that a stop may take

STAGES = {
    "all": ("web", "store", "plugins", "jobs", "workers", "leader", "ready"),
    "web": ("web", "store", "jobs", "ready"),
    "bot": ("web", "store", "jobs", "leader", "ready"),
    "worker": ("web", "store", "plugins", "jobs", "workers", "ready"),
}

HANGING = """
import threading

@hookimpl
def phoenix_shutdown():
    threading.Event().wait()
"""

STUCK = """
import asyncio
from phoenix.plugin import *

class Stuck(Analyzer):
    id = "hanging"
    title = "Stuck"
    quantities = frozenset({Quantity.GOALS})

    async def forecast(self, context, model):
        await asyncio.Event().wait()

@hookimpl
def phoenix_analyzers():
    return [Stuck]
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to catch")


def plugin(folder, more="", code=None):
    """Installs a plugin called ``hanging`` in a folder; the setting that finds it."""
    site = folder / "site"
    Site(site).add("hanging", more, code=code)
    return {"PYTHONPATH": str(site)}


def names(one, event):
    """Which stages a log line tells of, in its order."""
    return [line["stage"] for line in one.named(event)]


def assert_in_order(one, took):
    """Nothing that must never appear, and all that a good stop tells."""
    assert one.code == 0, one.text
    assert one.complaints() == [], one.text
    assert one.named("tasks were left") == []
    assert one.named("stage failed to stop") == []
    assert one.named("stage did not stop in time") == []
    assert one.named("stop asked for")[0]["by"] == "SIGTERM"
    assert one.named("service stopped")[0]["code"] == 0
    assert took < IN_ORDER, one.text


@pytest.mark.parametrize("role", ROLES)
async def test_a_role_starts_its_parts_in_order_and_stops_them_in_reverse(
    role, league, tmp_path, with_telegram, telegram, connections
):
    """What a good start and stop log is all there, and no connection is left."""
    settings = {"DATABASE_URL": league, **with_telegram}
    async with served(tmp_path, role, settings, *STRICT) as one:
        await one.until("service ready")
        if role in {"all", "worker"}:
            await one.until("BOOT_WARMUP_DONE")
        if role in {"all", "bot"}:
            await one.until("polling begins")
        began = time.monotonic()
        await one.stop()
    assert_in_order(one, time.monotonic() - began)
    started, stopped = names(one, "stage started"), names(one, "stage stopped")
    assert [name for name in started if name in STAGES[role]] == list(STAGES[role])
    assert stopped == started[::-1]
    assert one.named("all stages stopped")[0]["faults"] == 0
    assert await connections() == 0


@pytest.mark.parametrize("time_", range(TIMES))
@pytest.mark.parametrize("role", ROLES)
async def test_a_stop_at_any_moment_is_in_order(
    role, time_, league, tmp_path, with_telegram, telegram, connections
):
    """Also during start-up and warm-up, and with messages to be answered."""
    chance = random.Random(f"{role} {time_}")
    settings = {"DATABASE_URL": league, **with_telegram}
    for chat in range(20):
        telegram.say(chat, "Baía Serena x Rio Manso")
    async with served(tmp_path, role, settings, *STRICT) as one:
        await one.until("service starting")
        ready = asyncio.ensure_future(one.until("service ready"))
        await asyncio.wait({ready}, timeout=chance.uniform(0.0, 6.0))
        if ready.done():
            await asyncio.wait({ready}, timeout=chance.uniform(0.0, 2.0))
        ready.cancel()
        began = time.monotonic()
        await one.stop()
    assert_in_order(one, time.monotonic() - began)
    begun = [*names(one, "stage started"), *names(one, "stage cut off while starting")]
    assert names(one, "stage stopped") == begun[::-1]
    assert await connections() == 0


async def test_a_message_is_answered_with_a_dossier(file_league, with_telegram, telegram):
    """From Telegram through queue, plugins and pool of processes, and back."""
    telegram.say(7, "Baía Serena x Rio Manso")
    async with served(file_league, "all", with_telegram, *STRICT) as one:
        await telegram.until(lambda: telegram.sent and telegram.sent[0].deleted)
        await one.stop()
    assert (one.code, one.complaints()) == (0, [])
    working, card, dossier = telegram.sent
    assert "Baía Serena x Rio Manso" in working.text
    assert (card.file.type, card.chat, dossier.chat) == ("image/png", 7, 7)
    assert "ANÁLISE PRINCIPAL" in dossier.text


async def test_a_shutdown_that_hangs_delays_the_exit_by_its_limit_only(file_league):
    """The plugin is named, and all the rest is stopped all the same."""
    async with served(file_league, "all", plugin(file_league, HANGING)) as one:
        await one.until("service ready")
        began = time.monotonic()
        await one.stop()
    assert_in_order(one, time.monotonic() - began)
    assert one.named("plugin's hook failed")[0]["plugin"] == "hanging"


async def test_a_second_signal_hurries_and_a_third_leaves_at_once(file_league):
    """Whoever is in a hurry need not use kill -9."""
    async with served(file_league, "all", plugin(file_league, HANGING)) as one:
        await one.until("service ready")
        one.tell(signal.SIGINT)
        await one.until("stop asked for")
        one.tell(signal.SIGTERM)
        await one.until("stop hurried")
        one.tell(signal.SIGINT)
        assert await one.stopped() == 130
    assert "leaving at once" in one.text


async def test_a_job_that_hangs_is_handed_back(file_league, with_telegram, telegram):
    """It delays the exit by the drain's limit only, and waits for the next process."""
    settings = {
        **with_telegram,
        **plugin(file_league, code=STUCK),
        "PHOENIX_JOBS_DRAIN_SECONDS": "1",
    }
    telegram.say(7, "Baía Serena x Rio Manso")
    async with served(file_league, "all", settings) as one:
        await telegram.until(lambda: telegram.sent)
        began = time.monotonic()
        await one.stop()
    assert_in_order(one, time.monotonic() - began)
    assert one.named("jobs handed back")[0]["jobs"] == 1
    async with served(file_league, "all", with_telegram) as two:
        await telegram.until(lambda: telegram.sent[0].deleted)
        assert await two.stop() == 0
    assert "Baía Serena" in telegram.sent[-1].text


async def test_a_hangup_reads_the_plugins_anew(file_league):
    """A plugin that was switched off in the file takes part no more."""
    async with served(file_league, "all") as one:
        await one.until("service ready")
        (file_league / "plugins.toml").write_text("[plugins.qsc]\nenabled = false\n")
        one.tell(signal.SIGHUP)
        assert (await one.until("plugins reloaded"))["active"] == ["corners", "goals"]
        async with one.web() as client:
            plugins = (await client.get("/health")).json()["plugins"]
        assert {plugin["id"]: plugin["verdict"] for plugin in plugins}["qsc"] == "disabled"
        assert await one.stop() == 0


async def test_a_part_alone_needs_a_database_that_is_shared(tmp_path):
    """Two processes that each had a file of their own would never meet."""
    async with served(tmp_path, "web") as one:
        assert await one.stopped() == 78
    assert "Set DATABASE_URL to PostgreSQL" in one.text


async def test_a_port_that_is_taken_is_told_in_one_line(file_league):
    """The setting is named, and nothing else was left running."""
    async with served(file_league, "all") as first:
        port = (await first.until("web listens"))["port"]
        async with served(file_league, "all", {"PORT": str(port)}) as second:
            assert await second.stopped() == 78
        assert f"PORT: {port} is in use" in second.named("service refused")[0]["error"]
        assert await first.stop() == 0


async def test_a_refused_token_ends_the_service(file_league, with_telegram, telegram):
    """Nothing would mend it but a person."""
    async with served(file_league, "all", with_telegram) as one:
        await one.until("polling begins")
        telegram.revoke()
        assert await one.stopped() == 78
    assert "TELEGRAM_BOT_TOKEN" in one.named("service gives up")[0]["error"]
    assert one.named("all stages stopped")[0]["faults"] == 0
