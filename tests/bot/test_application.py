"""The library's application starts, is fed and stops in order, whatever Telegram and others do."""

import asyncio
import json
import logging
import subprocess
import sys
import traceback

import pytest
from bot_api_server import TOKEN
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import SecretStr
from simulated import simulated
from structlog.testing import capture_logs
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest

from phoenix.app.lifecycle import Lifecycle
from phoenix.app.settings import Settings
from phoenix.bot.application import (
    BotApplication,
    Hooks,
    Limits,
    Stopping,
    application,
    make_bot,
)
from phoenix.bot.faults import Unauthorised
from phoenix.bot.pace import Pace
from phoenix.bot.transport import AiohttpRequest, HttpxRequest

SECRET = TOKEN.partition(":")[2]
LIMITS = Limits()
RAW = {
    "update_id": 1001,
    "message": {
        "message_id": 5, "date": 1_800_000_000, "text": "oi",
        "chat": {"id": 7, "type": "private"},
        "from": {"id": 7, "is_bot": False, "first_name": "Ana"},
    },
}  # fmt: skip
OK = b'{"ok": true, "result": {"id": 1, "is_bot": true, "first_name": "P", "username": "p_bot"}}'
REFUSED = b'{"ok": false, "error_code": 401, "description": "Unauthorized"}'


class Wire(BaseRequest):
    """Instead of the network: answers with what was scripted, and else that all is well."""

    read_timeout = 5.0

    def __init__(self, done, *script):
        self.done = done
        self.script = list(script)

    async def initialize(self):
        self.done.append("open")

    async def shutdown(self):
        self.done.append("close")

    async def do_request(self, url, method, *args, **kwargs):
        self.done.append(url.rpartition("/")[2])
        answer = self.script.pop(0) if self.script else (200, OK)
        if isinstance(answer, Exception):
            raise answer
        return answer


class World:
    """A bot on a wire, and what was done, in order."""

    def __init__(self, *script, hooks=None, limits=LIMITS, handle=None):
        self.done = []
        self.fed = []
        self.fatal = []
        bot = make_bot(
            SecretStr(TOKEN), "http://localhost", Wire(self.done, *script), Pace(retries=0)
        )
        self.app = BotApplication(
            bot, handle or self.handle, hooks=hooks or self.hooks(), fatal=self.fatal.append,
            limits=limits,
        )  # fmt: skip

    def hooks(self, **others):
        names = ("post_init", "post_stop", "post_shutdown")
        return Hooks(**{name: self.hook(name) for name in names} | others)

    def hook(self, name):
        async def does(*_):
            self.done.append(name)

        return does

    async def handle(self, raw):
        self.fed.append(raw)
        return len(self.fed)


def on_clock(test):
    """A test on a simulated clock."""

    def run():
        simulated(test())

    run.__name__, run.__doc__ = test.__name__, test.__doc__
    return run


def now():
    return asyncio.get_running_loop().time()


async def never(*_):
    """Does not end."""
    await asyncio.Event().wait()


async def fails(*_):
    """Does not work."""
    raise ValueError("broken")


@on_clock
async def test_it_starts_and_stops_in_the_order_of_the_library():
    """With what is done besides at the moments that it names."""
    world = World()
    await world.app.start()
    assert world.app.is_ready
    assert world.done == ["open", "open", "getMe", "post_init"]
    world.done.clear()
    await world.app.stop()
    assert world.done == ["post_stop", "close", "close", "post_shutdown"]
    assert not world.app.is_ready


@on_clock
async def test_an_update_is_handed_on_as_telegram_wrote_it():
    """And what is made of it is handed back."""
    world = World()
    await world.app.start()
    assert await world.app.feed(RAW) == 1
    assert world.fed == [RAW]
    await world.app.stop()


@on_clock
async def test_what_the_handler_raises_is_raised_where_the_update_was_fed():
    """The library would have logged it and gone on."""
    world = World(handle=fails)
    await world.app.start()
    with capture_logs() as lines, pytest.raises(ValueError, match="broken"):
        await world.app.feed(RAW)
    assert lines == []
    await world.app.stop()


@on_clock
async def test_updates_side_by_side_keep_apart():
    """Each gets its own answer."""

    async def handle(raw):
        await asyncio.sleep(10 - raw["update_id"])
        return raw["update_id"]

    world = World(handle=handle)
    await world.app.start()
    fed = [world.app.feed({"update_id": number}) for number in range(5)]
    assert await asyncio.gather(*fed) == [0, 1, 2, 3, 4]
    await world.app.stop()


@on_clock
async def test_an_update_that_nobody_waits_for_is_cancelled():
    """By whoever has bounded it."""
    world = World(handle=never)
    await world.app.start()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(5):
            await world.app.feed(RAW)
    await world.app.stop()
    assert now() == pytest.approx(5)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "chat", "from", "date", "text", "type", "message_id", "data"]),
            inner, max_size=5,
        )
    ),
    max_leaves=10,
)  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["update_id", "message", "callback_query", "inline_query", "new_kind"]),
        json_values,
    )
)
def test_whatever_an_update_is_it_reaches_the_handler(raw):
    """What the library cannot read the handler may."""

    async def test():
        world = World()
        await world.app.start()
        await world.app.feed(raw)
        assert world.fed == [raw]
        await world.app.stop()

    simulated(test())


@on_clock
async def test_telegram_may_be_away_for_a_moment():
    """It is asked again, each time a little later; that is told once."""
    world = World(NetworkError("away"), TimedOut(), (502, b"<html>"))
    with capture_logs() as lines:
        await asyncio.wait_for(world.app.start(), 60)
    assert now() == pytest.approx(LIMITS.start)
    await world.app.feed(RAW)
    assert now() == pytest.approx(0.5 + 1.0 + 2.0)
    assert world.done.count("getMe") == 4
    assert [line["event"] for line in lines] == ["telegram away", "bot starts later"]
    await world.app.stop()


@on_clock
async def test_telegram_may_be_away_for_long():
    """The service goes on; what came meanwhile is dealt with once Telegram has answered."""
    world = World(*[NetworkError("away")] * 20)
    await world.app.start()
    feeding = asyncio.ensure_future(world.app.feed(RAW))
    await asyncio.sleep(300)
    assert not world.app.is_ready
    assert not feeding.done()
    assert await feeding == 1
    assert world.fatal == []
    await world.app.stop()


@on_clock
async def test_a_flood_at_the_start_is_waited_out():
    """As any other rest."""
    world = World((429, b'{"ok": false, "parameters": {"retry_after": 2}}'))
    with pytest.warns(DeprecationWarning, match="retry_after"):
        await world.app.start()
    assert world.app.is_ready
    await world.app.stop()


@on_clock
async def test_a_refused_token_is_told_with_its_cure():
    """And not told itself, neither by the error, nor by what it came of."""
    world = World((401, REFUSED))
    with pytest.raises(Unauthorised, match="BotFather") as caught:
        await world.app.start()
    assert SECRET not in "".join(traceback.format_exception(caught.value))
    assert caught.value.__context__ is None
    assert world.fatal == []
    await world.app.stop()
    assert world.done[-3:] == ["close", "close", "post_shutdown"]


@on_clock
async def test_a_token_that_is_refused_late_is_fatal():
    """Nobody waits for the start any more, so it is told."""
    world = World(*[NetworkError("away")] * 5, (401, REFUSED))
    await world.app.start()
    with capture_logs() as lines:
        await asyncio.sleep(100)
    assert [type(fault) for fault in world.fatal] == [Unauthorised]
    assert "bot did not start" in [line["event"] for line in lines]
    await world.app.stop()


@pytest.mark.parametrize("hook", [never, fails])
def test_what_is_told_to_telegram_at_the_start_may_fail(hook):
    """A bot with an old list of commands is better than none."""

    async def test():
        world = World(hooks=Hooks(post_init=hook))
        with capture_logs() as lines:
            await world.app.start()
            assert await world.app.feed(RAW) == 1
        assert "post_init failed" in [line["event"] for line in lines]
        await world.app.stop()

    simulated(test())


@on_clock
async def test_updates_under_way_are_dealt_with_before_the_end():
    """No further ones are taken."""

    async def handle(_):
        await asyncio.sleep(2)
        return "done"

    world = World(handle=handle)
    await world.app.start()
    feeding = asyncio.ensure_future(world.app.feed(RAW))
    await asyncio.sleep(1)
    stopping = asyncio.ensure_future(world.app.stop())
    await asyncio.sleep(0.5)
    with pytest.raises(Stopping):
        await world.app.feed(RAW)
    assert await feeding == "done"
    await stopping
    assert now() == pytest.approx(2)


@on_clock
async def test_whoever_waits_for_the_start_learns_of_the_end():
    """The update has to come again."""
    world = World(*[NetworkError("away")] * 9)
    await world.app.start()
    feeding = asyncio.ensure_future(world.app.feed(RAW))
    await asyncio.sleep(1)
    await world.app.stop()
    with pytest.raises(Stopping):
        await feeding
    assert world.done[-3:] == ["close", "close", "post_shutdown"]
    assert "post_stop" not in world.done


@on_clock
async def test_an_end_that_hangs_is_cut_and_the_next_step_is_done():
    """Each has its own limit, and what went wrong is told at the end."""
    world = World(handle=never)
    world.app._hooks = world.hooks(post_stop=fails)
    await world.app.start()
    feeding = asyncio.ensure_future(world.app.feed(RAW))
    task = world.app._library.create_task(never())
    await asyncio.sleep(0)
    began = now()
    with capture_logs() as lines, pytest.raises(ExceptionGroup) as caught:
        await world.app.stop()
    assert [line["step"] for line in lines] == ["feeds", "stop", "post_stop"]
    assert len(caught.value.exceptions) == 3
    assert world.done[-3:] == ["close", "close", "post_shutdown"]
    assert now() - began == pytest.approx(LIMITS.feeds + LIMITS.stop)
    feeding.cancel()
    task.cancel()


@on_clock
async def test_it_may_be_stopped_twice_and_without_a_start():
    """The second time nothing is done."""
    world = World()
    await world.app.stop()
    await world.app.stop()
    assert world.done == ["post_shutdown"]


@on_clock
async def test_a_stop_in_haste_leaves_nothing_out():
    """Who is cancelled while stopping does the rest, but does not wait for it."""
    world = World(handle=never)
    await world.app.start()
    feeding = asyncio.ensure_future(world.app.feed(RAW))
    await asyncio.sleep(0)
    stopping = asyncio.ensure_future(world.app.stop())
    await asyncio.sleep(1)
    stopping.cancel()
    await asyncio.wait({stopping})
    assert stopping.cancelled()
    assert world.done[-4:] == ["post_stop", "close", "close", "post_shutdown"]
    assert now() == pytest.approx(1)
    feeding.cancel()


@on_clock
async def test_it_is_a_stage():
    """Its limits are those of its steps."""
    world = World()
    stage = world.app.stage()
    assert (stage.name, stage.stop_limit) == ("bot", LIMITS.ending)
    async with Lifecycle([stage]):
        assert await world.app.feed(RAW) == 1
    assert world.done[-1] == "post_shutdown"


@on_clock
async def test_a_stage_that_is_cut_while_it_starts_ends_in_order():
    """Also where Telegram does not answer at all."""
    world = World()
    world.app.bot._request[0].do_request = never
    lifecycle = Lifecycle([world.app.stage()])
    starting = asyncio.ensure_future(lifecycle.start())
    await asyncio.sleep(1)
    assert await lifecycle.stop() == ()
    with pytest.raises(RuntimeError, match="stopped"):
        await starting
    assert world.done[-3:] == ["close", "close", "post_shutdown"]


@on_clock
async def test_nothing_of_it_tells_the_token():
    """Neither the bot nor what holds it."""
    world = World()
    for shown in (world.app.bot, world.app._library, world.app):
        assert SECRET not in repr(shown)


async def test_the_log_has_neither_token_nor_texts(telegram, caplog):
    """Which the library writes down at DEBUG."""
    caplog.set_level(logging.DEBUG)
    app = application(settings_at(telegram.url), echo := Echo())
    echo.bot = app.bot
    await app.start()
    await app.feed(RAW)
    await app.stop()
    assert telegram.texts(7) == ["oi"]
    assert SECRET not in caplog.text
    assert "'oi'" not in caplog.text


@pytest.mark.parametrize(
    ("kind", "request_class"), [("aiohttp", AiohttpRequest), ("httpx", HttpxRequest)]
)
async def test_the_settings_say_how_and_where_it_calls(telegram, kind, request_class):
    """Both libraries carry its calls."""
    app = application(settings_at(telegram.url, bot_transport=kind), echo := Echo())
    echo.bot = app.bot
    assert isinstance(app.bot.request, request_class)
    async with Lifecycle([app.stage()]):
        await app.feed(RAW)
        assert app.bot.username == "phoenix_test_bot"
    assert telegram.texts(7) == ["oi"]


async def test_jobs_updates_and_memory_are_not_the_librarys():
    """We have our own."""
    world = World()
    library = world.app._library
    assert (library.updater, library._job_queue, library.persistence) == (None, None, None)


async def test_without_a_token_there_is_none():
    """The caller has to look."""
    with pytest.raises(ValueError, match="token"):
        application(Settings(telegram_bot_token=None), never)


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("phoenix.bot.application", ["numpy", "scipy"]),
        ("phoenix.cli.main", ["telegram", "aiohttp", "phoenix.bot.application"]),
    ],
)
def test_what_is_heavy_is_imported_by_whoever_needs_it(module, absent):
    """The bot does without numbers, and commands without the bot."""
    code = f"import sys, json, {module}; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert not set(absent) & set(json.loads(done.stdout))


class Echo:
    """Says what was said."""

    bot = None

    async def __call__(self, raw):
        message = raw["message"]
        await self.bot.send_message(message["chat"]["id"], message["text"])


def settings_at(url, **others):
    """Of a bot at this server."""
    return Settings(telegram_bot_token=SecretStr(TOKEN), telegram_api_url=url, **others)
