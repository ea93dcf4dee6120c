"""The poller against a real server, over a real network: whatever they do, updates are accepted."""

import asyncio

import pytest
from bot_api_server import TOKEN, Drop, Flood, Half, Hang, Status
from pydantic import SecretStr

from phoenix.bot.api import BotApi
from phoenix.bot.faults import Unauthorised
from phoenix.bot.poller import Poller


class Desk:
    """Accepts everything, as leader."""

    epoch = 1

    def __init__(self):
        self.accepted = []
        self.rechecks = 0
        self.fatal = asyncio.get_running_loop().create_future()
        self.stirred = asyncio.Event()

    def recheck(self):
        self.rechecks += 1

    async def accept(self, updates, epoch, goes_on):
        self.accepted += [update["update_id"] for update in updates]
        self.stirred.set()
        return True


@pytest.fixture
async def desk():
    """Of the test's own."""
    return Desk()


@pytest.fixture
async def poller(api, desk):
    """It polls; a poll is stuck after two seconds."""
    poller = Poller(api, desk.accept, desk, fatal=desk.fatal.set_result, long_poll=1.0, silence=1.0)
    await poller.on_won(1)
    yield poller
    await poller.on_lost("stopped")


async def accepts(desk, update):
    """Wait until the update is accepted."""
    async with asyncio.timeout(30.0):
        while update not in desk.accepted:
            await desk.stirred.wait()
            desk.stirred.clear()


@pytest.mark.parametrize(
    "fault", [Drop(), Drop(taken=True), Half(), Status(502), Status(200), Flood(0), Hang()], ids=str
)
async def test_a_poll_that_fails_is_made_anew(telegram, desk, poller, fault):
    """Nothing is lost, nothing comes twice."""
    await accepts(desk, first := telegram.say(7, "a"))
    telegram.fail("getUpdates", fault)
    await accepts(desk, second := telegram.say(7, "b"))
    await accepts(desk, third := telegram.say(7, "c"))
    assert desk.accepted == [first, second, third]


async def test_a_server_that_froze_is_polled_when_it_has_thawed(telegram, desk, poller, caplog):
    """It is polled again and again meanwhile."""
    await telegram.until(lambda: telegram.is_polled)
    telegram.freeze()
    before = telegram.count("getUpdates")
    await telegram.until(lambda: telegram.count("getUpdates") >= before + 2)
    telegram.thaw()
    await accepts(desk, telegram.say(7, "a"))
    assert caplog.text.count("telegram away") == 1


async def test_another_poller_is_told_once_and_the_lock_is_asked(telegram, desk, poller, caplog):
    """The process that holds the lock polls on."""
    await telegram.until(lambda: telegram.is_polled)
    async with BotApi(SecretStr(TOKEN), telegram.url) as intruder:
        for conflicts in (1, 2):
            await telegram.until(lambda: telegram.is_polled)
            await intruder.get_updates(None, wait=0)
            await telegram.until(lambda most=conflicts: telegram.conflicts == most)
    await accepts(desk, telegram.say(7, "a"))
    assert desk.rechecks == 2
    assert caplog.text.count("poll conflict reason=") == 1


async def test_a_webhook_that_is_set_meanwhile_is_told_with_its_cure(
    telegram, api, desk, poller, caplog
):
    """The lock is not asked for it; nothing is lost until it is deleted."""
    await telegram.until(lambda: telegram.is_polled)
    await api.call("setWebhook", {"url": "https://example.org/hook"})
    await telegram.until(lambda: telegram.conflicts)
    update = telegram.say(7, "a")
    await api.call("deleteWebhook")
    await accepts(desk, update)
    assert caplog.text.count("webhook in the way") == 1
    assert "phoenix bot webhook delete" in caplog.text
    assert desk.rechecks == 0


async def test_a_revoked_token_is_told_to_the_service(telegram, desk, poller):
    """And nobody polls any more."""
    await telegram.until(lambda: telegram.is_polled)
    telegram.revoke()
    assert isinstance(await asyncio.wait_for(desk.fatal, 30.0), Unauthorised)
    assert poller.fault is desk.fatal.result()


async def test_when_the_lead_is_lost_the_server_sees_no_poll(telegram, api, desk):
    """Before the end is done."""
    poller = Poller(api, desk.accept, desk, fatal=desk.fatal.set_result)
    await poller.on_won(1)
    await telegram.until(lambda: telegram.is_polled)
    await poller.on_lost("gone")
    await telegram.until(lambda: not telegram.is_polled)
    assert telegram.count("getUpdates") == 1
