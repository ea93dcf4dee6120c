"""What a process answers to those who watch it."""

import asyncio
from datetime import datetime

import pytest
from exposed import families, values

from phoenix import __version__, metrics
from phoenix.app.health import Condition, PluginState, State
from phoenix.domain.errors import StoreAway


class Counted:
    """A probe that says one thing, and counts how often it is asked."""

    def __init__(self, says):
        self.says = says
        self.calls = 0

    async def __call__(self):
        """See :class:`phoenix.app.health.Health`."""
        self.calls += 1
        await asyncio.sleep(0)
        if isinstance(self.says, Exception):
            raise self.says
        return self.says


async def test_the_first_page_tells_where_to_look(serving):
    """Each of its links answers."""
    site = await serving()
    site.health.open()
    told = (await site.client.get("/")).json()
    assert (told["name"], told["version"]) == ("phoenix", __version__)
    for link in told["links"].values():
        assert (await site.client.get(link)).status_code == 200


async def test_it_is_ready_once_it_is_opened_and_until_it_closes(serving):
    """503 before and after, with the reason."""
    site = await serving()
    answers = [await site.client.get("/health/ready")]
    site.health.open()
    answers.append(await site.client.get("/health/ready"))
    site.health.closing()
    answers.append(await site.client.get("/health/ready"))
    assert [answer.status_code for answer in answers] == [503, 200, 503]
    assert [[part["detail"] for part in a.json()["missing"]] for a in answers] == [
        ["it is starting"], [], ["it is stopping"],
    ]  # fmt: skip


async def test_a_database_that_fails_turns_readiness_and_is_named(serving):
    """A live process is alive all the same."""
    site = await serving()
    probe = Counted(StoreAway("the database is away", "Start its server"))
    site.health.add("database", probe, ready=True)
    site.health.open()
    answer = await site.client.get("/health/ready")
    assert answer.status_code == 503
    (missing,) = answer.json()["missing"]
    assert (missing["name"], missing["state"]) == ("database", "failing")
    assert missing["detail"] == "the database is away. Start its server."
    assert (await site.client.get("/health/live")).status_code == 200
    assert (await site.client.get("/health")).json()["status"] == "failing"


async def test_a_loop_without_a_heartbeat_is_not_alive(serving):
    """503 tells whoever watches to restart the process."""
    site = await serving()
    assert (await site.client.get("/health/live")).json()["live"] is True
    await site.lag.stop()
    site.lag._beaten -= 5.0
    answer = await site.client.get("/health/live")
    assert (answer.status_code, answer.json()["live"]) == (503, False)


async def test_the_summary_has_the_shape_that_was_promised(serving):
    """Status, version, role, parts and plugins; times are UTC."""
    site = await serving()
    states = [PluginState("corners", "failed", "no SciPy")]
    site.health._plugins = lambda: states
    site.health.add("cache", Counted(Condition(State.DEGRADED, "no Redis")), ready=False)
    site.health.open()
    told = (await site.client.get("/health")).json()
    since = {part["name"]: datetime.fromisoformat(part.pop("since")) for part in told["parts"]}
    assert all(one.utcoffset().total_seconds() == 0 for one in since.values())
    assert told == {
        "status": "degraded",
        "version": __version__,
        "role": "web",
        "parts": [
            {"name": "service", "state": "ok", "detail": ""},
            {"name": "cache", "state": "degraded", "detail": "no Redis"},
        ],
        "plugins": [{"id": "corners", "verdict": "failed", "reason": "no SciPy"}],
    }


async def test_a_flood_of_questions_asks_the_database_a_few_times(serving):
    """Two hundred who ask at once are answered from a handful of queries."""
    site = await serving()
    probe = Counted(Condition())
    site.health.add("database", probe, ready=True)
    site.health.open()
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(site.client.get("/health")) for _ in range(200)]
    assert {task.result().status_code for task in tasks} == {200}
    assert 1 <= probe.calls <= 20  # one a second, and a machine may be slow


async def test_a_probe_that_hangs_holds_up_nobody(serving):
    """It is failing, the other parts are told, and a live process answers meanwhile."""
    site = await serving()
    site.health._limit = 0.2
    site.health.add("database", asyncio.Event().wait, ready=True)
    site.health.open()
    answer = await site.client.get("/health")
    assert [part["state"] for part in answer.json()["parts"]] == ["ok", "failing"]


async def test_metrics_are_read_by_prometheus(serving):
    """Content type, help and series are as its parser wants them."""
    site = await serving()
    metrics.UPDATES.add("message", "handled")

    async def left():
        return (metrics.QUOTA_LEFT.of(42, "day"),)

    site.exposition.add("quota", left)
    answer = await site.client.get("/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    found = values(answer.content)
    assert found["phoenix_updates_total", "message", "handled"] >= 1
    assert found["phoenix_upstream_quota_left_calls", "day"] == 42
    assert all(family.documentation for family in families(answer.content).values())


@pytest.mark.parametrize("path", ["/", "/health", "/health/live", "/metrics"])
async def test_head_is_answered_without_a_body(serving, path):
    """Some watchers ask no more than that."""
    site = await serving()
    answer = await site.client.head(path)
    assert (answer.status_code, answer.content) == (200, b"")
