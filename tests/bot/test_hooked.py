"""The webhook is set where the settings ask for it, looked after, and deleted by the owner only."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import telegram as library
from bot_api_server import TOKEN, Flood, Status
from pydantic import SecretStr
from simulated import simulated
from telegram import WebhookInfo
from telegram.error import BadRequest, InvalidToken, TimedOut

from phoenix.app.errors import PhoenixError
from phoenix.app.health import State
from phoenix.app.settings import Settings
from phoenix.bot import hooked
from phoenix.bot.faults import BadRequest as Refused
from phoenix.bot.faults import TelegramAway, Unauthorised
from phoenix.bot.hooked import Hooked, Wanted, address, path_of
from phoenix.bot.incoming import KINDS
from phoenix.bot.network_faults import Flood as Flooded
from phoenix.bot.transport import make_request

URL = "https://example.org/telegram/webhook"
SECRET = "a-secret_of-Telegram-0123456789"
WANTED = Wanted(URL, SecretStr(SECRET))
NOON = datetime(2027, 1, 1, 12, tzinfo=UTC)
FOREIGN = WebhookInfo("https://elsewhere.org/", False, 0)


class Telegram:
    """Knows a webhook; what it was told to raise it raises, one a call."""

    def __init__(self, *faults, info=None):
        self.info = info or WebhookInfo("", False, 0)
        self.faults = list(faults)
        self.called = []

    async def get_webhook_info(self):
        self._calls("get")
        return self.info

    async def set_webhook(self, url, certificate, connections, allowed, *, secret_token):
        self._calls("set")
        self.secret = secret_token
        self.info = WebhookInfo(
            url, certificate is not None, 0, max_connections=connections, allowed_updates=allowed
        )
        return True

    async def delete_webhook(self):
        self._calls("delete")
        self.info = WebhookInfo("", False, 0)
        return True

    def _calls(self, what):
        self.called.append((what, round(asyncio.get_running_loop().time(), 3)))
        if self.faults and (fault := self.faults.pop(0)) is not None:
            raise fault

    def times(self, what):
        """When that was called."""
        return [at for call, at in self.called if call == what]

    def complains(self, why, when=NOON, waiting=1):
        """It could not call us."""
        self.info = WebhookInfo(
            URL, False, waiting, max_connections=40, allowed_updates=KINDS,
            last_error_message=why, last_error_date=when,
        )  # fmt: skip


def kept(telegram, seconds, *, then=None, wanted=WANTED):
    """A webhook that was looked after for so long; what was fatal."""
    fatal = []

    async def life():
        keeper = Hooked(telegram, wanted, fatal=fatal.append)
        await keeper.on_won(3)
        await asyncio.sleep(seconds)
        if then is not None:
            await then(keeper)
        await keeper.on_lost("stopped")
        assert asyncio.all_tasks() == {asyncio.current_task()}

    simulated(life())
    return fatal


def test_it_is_set_once_and_left_when_the_lead_is_lost():
    """Telegram goes on calling whoever leads next, who finds all as it should be."""
    telegram = Telegram()
    kept(telegram, 600.0)
    assert telegram.times("set") == [0.0]
    assert telegram.secret == SECRET
    kept(telegram, 600.0)
    assert len(telegram.times("set")) == 1
    assert telegram.times("delete") == []


@pytest.mark.parametrize(
    "info",
    [
        FOREIGN,
        WebhookInfo(URL, True, 0, max_connections=40, allowed_updates=KINDS),
        WebhookInfo(URL, False, 0, max_connections=1, allowed_updates=KINDS),
        WebhookInfo(URL, False, 0, max_connections=40, allowed_updates=KINDS[:1]),
        WebhookInfo(URL, False, 0, max_connections=40),
    ],
)
def test_one_that_differs_is_set_anew(info):
    """In whatever Telegram tells of it."""
    telegram = Telegram(info=info)
    kept(telegram, 1.0)
    assert telegram.times("set") == [0.0]
    assert WANTED.is_met_by(telegram.info)


def test_one_that_is_taken_away_is_set_again():
    """Within a minute."""
    telegram = Telegram()

    async def take_away(_):
        telegram.info = FOREIGN
        await asyncio.sleep(hooked.EVERY)

    kept(telegram, 30.0, then=take_away)
    assert telegram.times("set") == [0.0, 60.0]


def test_one_whose_secret_we_refuse_is_set_again_once():
    """Telegram does not tell the secret; that we answer 403 does."""
    telegram = Telegram()
    telegram.complains("Wrong response from the webhook: 403 Forbidden")
    kept(telegram, 30.0)
    assert telegram.times("set") == [0.0]

    async def complain_again(_):
        telegram.complains("Wrong response from the webhook: 403 Forbidden", NOON)
        await asyncio.sleep(hooked.EVERY)
        telegram.complains(
            "Wrong response from the webhook: 403 Forbidden", NOON + timedelta(minutes=1)
        )
        await asyncio.sleep(3 * hooked.EVERY)

    telegram.complains("Wrong response from the webhook: 403 Forbidden")
    telegram.called.clear()
    kept(telegram, 30.0, then=complain_again)
    assert telegram.times("set") == [0.0, 120.0]


def test_telegram_that_is_away_is_waited_out(caplog):
    """Each rest is twice the one before; both ends are told once."""
    caplog.set_level("INFO")
    telegram = Telegram(*[TimedOut()] * 8)
    kept(telegram, 200.0)
    rests = [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0]
    assert telegram.times("get")[:9] == [sum(rests[:n]) for n in range(9)]
    assert telegram.times("set") == [sum(rests)]
    assert caplog.text.count("webhook not set") == 1
    assert caplog.text.count("webhook well") == 1
    assert "Traceback" not in caplog.text


def test_what_telegram_asks_to_wait_is_waited():
    """To the full."""
    telegram = Telegram(Flooded(7.0))
    kept(telegram, 30.0)
    assert telegram.times("set") == [7.0]


def test_one_that_telegram_refuses_is_tried_again_and_fails_readiness(caplog):
    """A name that cannot be resolved yet may be later."""
    refusal = BadRequest("bad webhook: Failed to resolve host")
    telegram, seen = Telegram(None, refusal, None, refusal), []

    async def look(keeper):
        seen.append(await keeper.condition())
        await asyncio.sleep(5.0)
        seen.append(await keeper.condition())

    kept(telegram, 1.0, then=look)
    assert telegram.times("set") == [0.0, 0.5, 1.5]
    assert [one.state for one in seen] == [State.FAILING, State.OK]
    assert "Failed to resolve host" in seen[0].detail
    assert caplog.text.count("webhook not set") == 1


def test_a_bug_is_told_with_its_traceback_and_waited_out_too(caplog):
    """A task that died would be missed by nobody."""
    telegram = Telegram(KeyError("bug"))
    kept(telegram, 5.0)
    assert telegram.times("set") == [0.5]
    assert caplog.text.count("KeyError: 'bug'") == 1


def test_a_refused_token_is_the_end():
    """The service is told; nothing is tried any more."""
    telegram, seen = Telegram(InvalidToken()), []

    async def look(keeper):
        seen.append(await keeper.condition())

    (fault,) = kept(telegram, 600.0, then=look)
    assert isinstance(fault, Unauthorised)
    assert len(telegram.called) == 1
    assert (seen[0].state, "TELEGRAM_BOT_TOKEN" in seen[0].detail) == (State.FAILING, True)


def test_what_telegram_complains_of_shows_while_updates_wait():
    """Once they are taken it is over."""
    telegram, seen = Telegram(), []

    async def look(keeper):
        for waiting in (3, 0):
            telegram.complains("Connection refused", waiting=waiting)
            await asyncio.sleep(hooked.EVERY)
            seen.append(await keeper.condition())

    kept(telegram, 1.0, then=look)
    assert [one.state for one in seen] == [State.DEGRADED, State.OK]
    assert ("Connection refused" in seen[0].detail, seen[0].since) == (True, NOON)


def test_who_does_not_lead_is_well():
    """Another looks after it."""

    async def life():
        assert (await Hooked(Telegram(), WANTED, fatal=print).condition()).state is State.OK

    simulated(life())


def test_a_certificate_that_cannot_be_read_is_named(tmp_path, caplog):
    """With the setting; it is read again until it is there."""
    file = tmp_path / "public.pem"
    telegram = Telegram()

    async def write(_):
        file.write_bytes(b"PEM")
        await asyncio.sleep(2.0)

    kept(telegram, 0.1, then=write, wanted=replace(WANTED, certificate=file))
    assert telegram.info.has_custom_certificate
    assert "WEBHOOK_CERTIFICATE" in caplog.text


@pytest.mark.parametrize(
    ("url", "whole", "path"),
    [
        ("https://example.org", URL, "/telegram/webhook"),
        ("https://example.org/", URL, "/telegram/webhook"),
        ("https://example.org:8443/hook", "https://example.org:8443/hook", "/hook"),
    ],
)
def test_an_address_without_a_path_gets_ours(url, whole, path):
    """Where there is one, it is let in there."""
    assert (address(url), path_of(url)) == (whole, path)


def test_what_is_wanted_stands_in_the_settings(tmp_path):
    """Whichever is missing is named."""
    file = tmp_path / "public.pem"
    whole = {
        "bot_mode": "webhook", "webhook_url": "https://example.org",
        "webhook_secret_token": SECRET, "webhook_certificate": file,
    }  # fmt: skip
    assert Wanted.by(Settings(**whole)) == replace(WANTED, certificate=file)
    assert SECRET not in repr(WANTED)
    for name in ("webhook_url", "webhook_secret_token"):
        partial = {**whole, "bot_mode": "polling", name: None}
        with pytest.raises(PhoenixError, match=f"{name.upper()} is not set"):
            Wanted.by(Settings(**partial))


# Over the network, by the library and our transport


@pytest.fixture
async def bot(telegram):
    """The library's own, as the service has it."""
    async with make_request("aiohttp", SecretStr(TOKEN)) as request:
        yield library.Bot(
            TOKEN, f"{telegram.url}/bot", request=request, get_updates_request=request
        )


async def test_telegram_is_told_all_that_is_wanted(telegram, bot, tmp_path):
    """With the certificate as a file."""
    file = tmp_path / "public.pem"
    file.write_bytes(b"PEM")
    wanted = replace(WANTED, certificate=file, connections=7)
    await hooked.set_webhook(bot, wanted)
    assert wanted.is_met_by(await hooked.status(bot))
    hook = telegram.webhook
    assert (hook.url, hook.secret, hook.certificate) == (URL, SECRET, b"PEM")
    assert (hook.connections, telegram.updates.allowed) == (7, list(KINDS))


async def test_the_owner_deletes_it_and_what_waits_is_kept(telegram, bot):
    """A second time there is nothing to delete."""
    await hooked.set_webhook(bot, WANTED)
    update = telegram.say(7, "oi")
    assert [await hooked.delete(bot), await hooked.delete(bot)] == [True, False]
    assert (telegram.pending, telegram.webhook.url) == ([update], "")


@pytest.mark.parametrize(
    ("fault", "kind"), [(Status(502), TelegramAway), (Flood(3), PhoenixError)], ids=repr
)
@pytest.mark.parametrize(
    ("method", "work"),
    [
        ("getWebhookInfo", hooked.status),
        ("setWebhook", lambda bot: hooked.set_webhook(bot, WANTED)),
        ("deleteWebhook", hooked.delete),
    ],
)
async def test_a_fault_is_one_of_ours(telegram, bot, method, work, fault, kind):
    """It names what was asked, and holds no token."""
    telegram.fail(method, fault)
    with pytest.raises(kind) as caught:
        await work(bot)
    assert TOKEN not in f"{caught.value!r} {caught.value.__cause__!r}"


async def test_what_telegram_would_not_call_is_refused_in_its_words(bot):
    """As the library hands them on."""
    with pytest.raises(Refused, match=r"(?i)an https url must be provided"):
        await hooked.set_webhook(bot, replace(WANTED, url="http://example.org/hook"))


async def test_a_token_that_is_no_more_is_named(telegram, bot):
    """By its setting."""
    telegram.revoke()
    with pytest.raises(Unauthorised, match="TELEGRAM_BOT_TOKEN"):
        await hooked.set_webhook(bot, WANTED)


async def test_a_network_that_is_gone_is_no_answer():
    """Whether it was asked at all is known."""
    async with make_request("aiohttp", SecretStr(TOKEN)) as request:
        lost = library.Bot(TOKEN, "http://127.0.0.1:9/bot", request=request)
        with pytest.raises(TelegramAway, match="getWebhookInfo") as caught:
            await hooked.status(lost)
    assert not caught.value.taken
