"""What a service tells of itself while the world around it fails."""

import asyncio
import sys

import pytest
from app.service.served import served
from postgres import running
from prometheus_client.parser import text_string_to_metric_families

from phoenix.store.store import Store


@pytest.fixture
def own_server():
    """A PostgreSQL that the test may stop."""
    with running() as server:
        yield server


async def told(client, path, wanted):
    """The answer of a path, asked again until it has this status."""
    while (answer := await client.get(path, timeout=30.0)).status_code != wanted:  # noqa: ASYNC110 - it is asked as a load balancer would ask
        await asyncio.sleep(0.1)
    return answer.json()


async def test_a_database_that_is_away_makes_it_not_ready_until_it_is_back(own_server, tmp_path):
    """It lives on meanwhile, and nobody restarts it."""
    address = f"{own_server.address}/postgres"
    store = Store(address)
    await store.open()
    await store.close()
    async with served(tmp_path, "all", {"DATABASE_URL": address}) as one:
        await one.until("service ready")
        async with asyncio.timeout(60), one.web() as client:
            assert (await told(client, "/health/ready", 200))["ready"]
            own_server.stop("fast")
            red = await told(client, "/health/ready", 503)
            assert [part["name"] for part in red["missing"]] == ["database"]
            assert (await client.get("/health/live")).status_code == 200
            own_server.start()
            await told(client, "/health/ready", 200)
        assert await one.stop() == 0


async def test_what_is_unreachable_is_told_and_the_service_starts_all_the_same(file_league):
    """An API-Football and a Redis that are away make it degraded, not unready."""
    settings = {
        "API_FOOTBALL_KEY": "0123456789abcdef0123456789abcdef",
        "API_FOOTBALL_BASE_URL": "http://127.0.0.1:9",
        "REDIS_URL": "redis://127.0.0.1:9/0",
    }
    async with served(file_league, "all", settings) as one:
        await one.until("service ready")
        async with one.web() as client:
            health = (await client.get("/health")).json()
            assert (await client.get("/health/ready")).status_code == 200
        assert await one.stop() == 0
    states = {part["name"]: part["state"] for part in health["parts"]}
    assert (states["api-football"], states["redis"]) == ("degraded", "degraded")
    assert health["status"] == "degraded"
    assert settings["API_FOOTBALL_KEY"] not in one.text


async def test_the_metrics_of_a_service_tell_of_its_work(file_league, with_telegram, telegram):
    """A dossier that was asked for is counted in every room that it passed."""
    telegram.say(7, "Baía Serena x Rio Manso")
    async with served(file_league, "all", with_telegram) as one:
        await telegram.until(lambda: telegram.sent and telegram.sent[0].deleted)
        async with one.web() as client:
            text = (await client.get("/metrics")).text
        assert await one.stop() == 0
    families = {family.name: family for family in text_string_to_metric_families(text)}

    def value(name, **labels):
        family = families[name.removesuffix("_count").removesuffix("_total")]
        return sum(
            sample.value
            for sample in family.samples
            if sample.name == name and labels.items() <= sample.labels.items()
        )

    assert value("phoenix_updates_total", kind="message", outcome="ok") == 1
    assert value("phoenix_dossier_seconds_count", outcome="ok") >= 1
    assert value("phoenix_job_seconds_count", kind="sheet") == 1
    assert value("phoenix_analyzer_seconds_count", analyzer="goals") >= 1
    assert value("phoenix_leader_epoch") > 0
    assert value("phoenix_plugin_state", verdict="active") == 3
    assert value("phoenix_jobs") == 0


async def test_a_service_that_is_well_passes_the_smoke_test(file_league):
    """From outside, over HTTP, as whoever has just deployed it looks."""
    async with served(file_league, "all") as one:
        await one.until("service ready")
        port = (await one.until("web listens"))["port"]
        smoke = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "phoenix", "smoke", f"http://127.0.0.1:{port}",
            stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        printed, _ = await smoke.communicate()
        assert await one.stop() == 0
    assert smoke.returncode == 0
    assert b"5/5 passed" in printed
