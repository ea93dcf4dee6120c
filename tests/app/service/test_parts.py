"""The small parts that a service is put together from."""

import asyncio
from datetime import timedelta

import pytest
from bot_api_server import TOKEN
from pydantic import SecretStr

from phoenix.app.health import State
from phoenix.app.service.beside import Beside
from phoenix.app.service.bounds import rules
from phoenix.app.service.leading import Leading, Whilst
from phoenix.app.service.polling import Polling
from phoenix.app.service.roles import Role
from phoenix.app.service.telegram import telegram as road_to
from phoenix.app.settings import Settings
from phoenix.bot.faults import Unauthorised
from phoenix.bot.poller import Poller
from phoenix.store.store import Store


async def test_work_beside_is_cut_off_at_the_stop():
    """What is not done by then is not waited for."""
    ended = []

    async def work():
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("cut off")

    beside = Beside("work", work)
    await beside.start()
    await asyncio.sleep(0)
    await beside.stop()
    assert ended == ["cut off"]


async def test_work_beside_that_failed_says_so_at_the_stop():
    """A fault that nobody awaited is not lost."""

    async def work():
        raise OSError("no disk")

    beside = Beside("work", work)
    await beside.start()
    await asyncio.sleep(0)
    with pytest.raises(OSError, match="no disk"):
        await beside.stop()


async def test_work_beside_that_never_began_stops_too():
    """A start that failed half-way stops what had not started."""
    await Beside("work", asyncio.Event().wait).stop()


def test_the_bounds_of_the_queue_are_the_settings(monkeypatch):
    """Each setting reaches the rule that it is about."""
    for name, value in {
        "WAITING": "10", "PER_USER": "2", "AT_ONCE": "4", "DRAIN_SECONDS": "1.5", "KEPT_HOURS": "2",
    }.items():  # fmt: skip
        monkeypatch.setenv(f"PHOENIX_JOBS_{name}", value)
    bounds = rules(Settings())
    assert (bounds.most_waiting, bounds.most_in_background, bounds.slots) == (10, 5, 2)
    assert (bounds.concurrency, bounds.drain, bounds.kept) == (4, 1.5, timedelta(hours=2))


@pytest.mark.parametrize(
    ("role", "works", "leads"),
    [
        (Role.ALL, True, True),
        (Role.WEB, False, False),
        (Role.BOT, False, True),
        (Role.WORKER, True, False),
    ],
)
def test_who_does_what(role, works, leads):
    """Every kind of work has a role that does it."""
    assert (role.works, role.leads) == (works, leads)


@pytest.fixture
async def leading(tmp_path):
    """A candidate that nobody has started."""
    store = Store(f"sqlite:///{tmp_path / 'test.db'}")
    await store.open()
    yield Leading(Settings(), store)
    await store.close()


@pytest.fixture
async def heard(leading, monkeypatch, telegram):
    """What is asked how polling is."""
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("TELEGRAM_API_BASE_URL", telegram.url)
    road = road_to(Settings())

    async def accepted(*_):
        return True

    yield Polling(Poller(road.api, accepted, leading.leadership, fatal=[].append))
    await road.api.aclose()


async def test_a_candidate_that_does_not_lead_is_well(leading):
    """Another leads, or soon will."""
    assert "another leads" in (await leading.condition()).detail


async def test_a_poller_whose_turn_it_is_not_is_well(heard):
    """Only who leads is asked whether Telegram answers."""
    assert (await heard.condition()).state is State.OK


async def test_a_poller_that_was_refused_is_failing(heard):
    """Readiness turns red, and says which setting it is."""
    heard.heard.fault = Unauthorised()
    told = await heard.condition()
    assert told.state is State.FAILING
    assert "TELEGRAM_BOT_TOKEN" in told.detail


async def test_a_poller_without_an_answer_for_long_is_failing(heard):
    """A silence of the long poll and ten seconds more is no silence of the users."""
    poller = heard.heard
    await poller.on_won(1)
    long_ago = poller._since - timedelta(minutes=1)
    poller._since, poller.heartbeat = long_ago, long_ago
    told = await heard.condition()
    assert (told.state, told.since) == (State.FAILING, long_ago)
    await poller.on_lost("the test ends")


async def test_work_of_a_leader_ends_with_the_lead():
    """It is cut off, and can begin again."""
    begun, ended = asyncio.Event(), []

    async def run():
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("cut off")

    whilst = Whilst("work", run)
    for times in (1, 2):
        begun.clear()
        await whilst.on_won(times)
        await begun.wait()
        await whilst.on_lost("another leads")
        assert len(ended) == times


def test_without_a_token_there_is_no_road_to_telegram():
    """Commands and pages work without."""
    assert road_to(Settings(telegram_bot_token=None)) is None
    assert isinstance(Settings(telegram_bot_token=TOKEN).telegram_bot_token, SecretStr)
