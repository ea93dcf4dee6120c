"""A call of the library ends in its result or in the right error, and never tells the token."""

import asyncio
import gc
import logging
import traceback
from contextlib import asynccontextmanager
from io import BytesIO

import pytest
from bot_api_http import Answer, Dropped, File, Http
from bot_api_server import TOKEN, Drop, Flood, Half, Hang, Status
from pydantic import SecretStr
from telegram import Bot, InputMediaPhoto
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
    TimedOut,
)

from phoenix import metrics
from phoenix.bot import network_faults
from phoenix.bot.network_faults import NotTaken, NotTakenInTime, seconds_of
from phoenix.bot.transport import AiohttpRequest, HttpxRequest, Waits, make_request

SECRET = TOKEN.partition(":")[2]
IMPATIENT = Waits(read=0.2)
KINDS = ["aiohttp", "httpx"]


@asynccontextmanager
async def bot_at(url, kind="aiohttp", token=TOKEN, **options):
    """A bot of the library, over one of our transports, that has not asked who it is."""
    request = make_request(kind, SecretStr(token), **options)
    await request.initialize()
    try:
        yield Bot(token, f"{url}/bot", f"{url}/file/bot", request, request)
    finally:
        await request.shutdown()


@pytest.fixture(params=KINDS)
def kind(request):
    """Over which library."""
    return request.param


@pytest.fixture
async def bot(telegram, kind):
    """A bot at the server of the suite, which waits a fifth of a second for an answer."""
    async with bot_at(telegram.url, kind, waits=IMPATIENT) as bot:
        yield bot


async def test_a_call_brings_its_result(telegram, bot):
    """Texts arrive as they are, and what is no text as JSON within the form."""
    text = "<b>A&amp;B</b> é ⚽️ + 100 %"
    message = await bot.send_message(7, text, disable_notification=True)
    assert (message.message_id, telegram.texts(7)) == (1, [text])
    assert telegram.calls[-1].parameters == {
        "chat_id": "7", "text": text, "disable_notification": "true",
    }  # fmt: skip


async def test_calls_share_connections(telegram, bot):
    """There are no more of them than there are calls at the same time."""
    for number in range(5):
        await bot.send_message(7, str(number))
    assert telegram.texts(7) == ["0", "1", "2", "3", "4"]


async def test_both_carry_the_same(telegram):
    """The server cannot tell by which library it was called."""
    asked = []
    for kind in KINDS:
        async with bot_at(telegram.url, kind) as bot:
            await bot.set_my_commands([("jogos", "Jogos do dia")], language_code="pt")
        asked.append(telegram.calls[-1].parameters)
    assert asked[0] == asked[1]


@pytest.mark.parametrize(
    ("fault", "error", "taken"),
    [
        (Drop(), NetworkError, True),
        (Drop(taken=True), NetworkError, True),
        (Half(), NetworkError, True),
        (Hang(), TimedOut, True),
        (Status(504), NetworkError, True),
        (Status(200, b"[1]"), NetworkError, True),
        (Status(200, b'{"ok": true}'), NetworkError, True),
        (Status(200, b"\xff"), NetworkError, True),
        (Status(500), NetworkError, False),
        (Status(502), NetworkError, False),
        (Status(301), NetworkError, False),
        (Status(403, b"<html>a firewall</html>"), NetworkError, False),
        (Status(404, b"<html>a firewall</html>"), NetworkError, False),
    ],
)
async def test_no_answer_is_an_error_that_says_whether_the_call_may_have_been_carried_out(
    telegram, bot, fault, error, taken
):
    """A message that may have arrived is not to be sent again."""
    telegram.fail("sendMessage", fault)
    with pytest.raises(NetworkError) as caught:
        await bot.send_message(7, "a")
    assert isinstance(caught.value, error)
    assert isinstance(caught.value, NotTaken) is not taken
    assert not isinstance(caught.value, BadRequest)


async def test_after_a_fault_the_next_call_is_carried_out(telegram, bot):
    """No connection that broke is used again."""
    telegram.fail("sendMessage", Drop(), Half(), Hang())
    for _ in range(3):
        with pytest.raises(NetworkError):
            await bot.send_message(7, "a")
    assert await bot.send_message(7, "b")


async def test_a_server_that_is_not_there_has_taken_nothing(kind):
    """Nor was anything sent."""
    async with bot_at("http://127.0.0.1:9", kind) as bot:
        with pytest.raises(NotTaken, match="not sent"):
            await bot.send_message(7, "a")


async def test_a_call_that_finds_no_connection_in_time_has_taken_nothing(telegram, kind):
    """It is a time-out as well."""
    telegram.fail("sendMessage", Hang())
    waits = Waits(pool=0.1, connect=0.1)
    async with bot_at(telegram.url, kind, connections=1, waits=waits) as bot:
        hanging = asyncio.create_task(bot.send_message(7, "a"))
        await telegram.until(lambda: telegram.count("sendMessage"))
        with pytest.raises(NotTakenInTime) as caught:
            await bot.send_message(7, "b")
        assert isinstance(caught.value, TimedOut)
        assert telegram.count("sendMessage") == 1
        hanging.cancel()
        await asyncio.wait({hanging})


async def test_a_call_may_wait_as_long_as_it_likes(telegram, kind):
    """What it sets for itself comes before what is usual."""
    telegram.fail("sendMessage", Hang())
    async with bot_at(telegram.url, kind) as bot:
        with pytest.raises(TimedOut):
            await bot.send_message(7, "a", read_timeout=0.1)


async def test_a_call_that_nobody_waits_for_is_cancelled(telegram, kind):
    """By whoever has bounded it."""
    telegram.fail("sendMessage", Hang())
    async with bot_at(telegram.url, kind) as bot:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await bot.send_message(7, "a", read_timeout=None)
        assert await bot.send_message(7, "b")


@pytest.mark.parametrize("seconds", [0, 7])
async def test_a_flood_says_how_long_to_wait(telegram, bot, seconds):
    """In seconds, and without a warning of what is deprecated; nothing was carried out."""
    telegram.fail("sendMessage", Flood(seconds))
    with pytest.raises(network_faults.Flood) as caught:
        await bot.send_message(7, "a")
    assert seconds_of(caught.value) == caught.value.retry_after.total_seconds() == seconds
    assert telegram.texts(7) == []


@pytest.mark.parametrize("parameters", ['{"retry_after": "soon"}', "{}", "null", "[]"])
async def test_a_flood_that_does_not_say_so_is_waited_out_for_a_second(telegram, bot, parameters):
    """Whatever stands there instead."""
    body = f'{{"ok": false, "description": "slow", "parameters": {parameters}}}'
    telegram.fail("getMe", Status(429, body.encode()))
    with pytest.raises(network_faults.Flood) as caught:
        await bot.get_me()
    assert caught.value.seconds == 1.0


@pytest.mark.parametrize(
    ("status", "told", "error"),
    [
        (400, '"Bad Request: message text is empty"', BadRequest),
        (403, '"Forbidden: bot was blocked by the user"', Forbidden),
        (401, '"Unauthorized"', InvalidToken),
        (409, '"Conflict: terminated by other getUpdates request"', Conflict),
        (400, '"group", "parameters": {"migrate_to_chat_id": -1001}', ChatMigrated),
    ],
)
async def test_what_telegram_refuses_is_the_librarys_own_error(telegram, bot, status, told, error):
    """By the status of HTTP."""
    telegram.fail("sendMessage", Status(status, f'{{"ok": false, "description": {told}}}'.encode()))
    with pytest.raises(error):
        await bot.send_message(7, "a")


async def test_a_method_that_the_server_does_not_know_is_no_wrong_token(bot):
    """Whoever calls it has something else to fall back upon."""
    await bot.initialize()
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("sendRichMessage", {"chat_id": 7})


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("photo", [b"\x89PNG bytes", BytesIO(b"\x89PNG bytes")])
async def test_a_picture_is_sent_as_it_is(kind, photo):
    """With what belongs to it, as parts of one form."""
    if isinstance(photo, BytesIO):
        photo.seek(0)
    async with Photographed().running() as server, bot_at(server.url, kind) as bot:
        await bot.send_photo(7, photo, caption="A&B é", filename="card.png")
    (asked,) = server.asked
    assert asked["photo"] == File("card.png", "image/png", b"\x89PNG bytes")
    assert (asked["caption"], asked["chat_id"]) == ("A&B é", "7")


async def test_an_album_is_sent_in_one_call(kind):
    """Each picture as a part of its own, to which the list refers."""
    pictures = [InputMediaPhoto(b"first"), InputMediaPhoto(b"second")]
    async with Photographed("[%s, %s]").running() as server, bot_at(server.url, kind) as bot:
        await bot.send_media_group(7, pictures)
    (asked,) = server.asked
    files = [part.content for part in asked.values() if isinstance(part, File)]
    assert sorted(files) == [b"first", b"second"]


async def test_a_file_comes_as_it_is(kind):
    """Also if it holds what looks like a secret."""
    content = f"token {TOKEN}".encode()
    async with Photographed(file=content).running() as server, bot_at(server.url, kind) as bot:
        file = await bot.get_file("1")
        assert bytes(await file.download_as_bytearray()) == content


async def test_it_is_opened_and_closed_as_often_as_anybody_likes(telegram, kind):
    """Between the two it carries calls, and at other times none."""
    request = make_request(kind, SecretStr(TOKEN))
    bot = Bot(TOKEN, f"{telegram.url}/bot", request=request, get_updates_request=request)
    for _ in range(2):
        await request.initialize()
        await request.initialize()
        assert await bot.get_me()
        await request.shutdown()
        await request.shutdown()
        with pytest.raises(NotTaken, match="closed"):
            await bot.get_me()
    gc.collect()


async def test_the_setting_says_which_library_carries_the_calls():
    """Each waits for as long as it was told to."""
    waits = Waits(read=3.0)
    of_aiohttp = make_request("aiohttp", SecretStr(TOKEN), waits=waits)
    of_httpx = make_request("httpx", SecretStr(TOKEN), waits=waits)
    assert isinstance(of_aiohttp, AiohttpRequest)
    assert isinstance(of_httpx, HttpxRequest)
    assert of_aiohttp.read_timeout == of_httpx.read_timeout == 3.0
    await of_httpx.shutdown()


async def test_calls_are_timed(telegram, bot):
    """By method and outcome."""
    metrics.enable()
    telegram.fail("sendMessage", Status(502))
    with pytest.raises(NotTaken):
        await bot.send_message(7, "a")
    await bot.send_chat_action(7, "typing")
    told = metrics.exposition().decode()
    assert 'phoenix_telegram_call_seconds_count{method="sendChatAction",outcome="ok"}' in told
    assert 'phoenix_telegram_call_seconds_count{method="sendMessage",outcome="NotTaken"}' in told


@pytest.mark.parametrize("status", [200, 302, 400, 401, 403, 404, 409, 429, 502, 504, "drop"])
@pytest.mark.parametrize("json", [True, False])
async def test_the_token_is_told_by_nobody(kind, status, json, caplog):
    """Neither by an error, its context and its traceback, nor in the log."""
    caplog.set_level(logging.DEBUG, "httpx")
    caplog.set_level(logging.DEBUG, "aiohttp")
    caplog.set_level(logging.INFO, "telegram")
    async with Spiteful(status, json=json).running() as server, bot_at(server.url, kind) as bot:
        with pytest.raises(TelegramError) as caught:
            await bot.send_message(7, "a")
        assert server.asked[0]["token"] == TOKEN
        assert SECRET not in repr(bot._request)
    assert SECRET not in told_by(caught.value) + caplog.text


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "http://[", "ftp://host", "http://ho st"])
async def test_the_token_is_not_told_of_an_address_that_cannot_be_called(kind, url):
    """Which may be wrong in itself."""
    async with bot_at(url, kind) as bot:
        with pytest.raises(NetworkError) as caught:
            await bot.send_message(7, "a")
    assert SECRET not in told_by(caught.value)


async def test_the_token_is_not_told_where_no_connection_comes(telegram, kind):
    """Of which aiohttp tells the address."""
    telegram.fail("sendMessage", Hang())
    waits = Waits(pool=0.05, connect=0.05)
    async with bot_at(telegram.url, kind, connections=1, waits=waits) as bot:
        hanging = asyncio.create_task(bot.send_message(7, "a"))
        await telegram.until(lambda: telegram.count("sendMessage"))
        with pytest.raises(NotTakenInTime) as caught:
            await bot.send_message(7, "b")
        hanging.cancel()
        await asyncio.wait({hanging})
    assert SECRET not in told_by(caught.value)


def told_by(error):
    """All that an error tells, with what it came of."""
    told = traceback.format_exception(error)
    while error is not None:
        told += [str(error), repr(error), repr(getattr(error, "_request", "")), repr(vars(error))]
        error = error.__cause__ or error.__context__
    return "\n".join(told)


class Served:
    """A server of one answer, which keeps what it was asked."""

    def __init__(self):
        self.url = ""
        self.asked = []

    @asynccontextmanager
    async def running(self):
        """On loopback."""
        http = Http(self.serve)
        self.url = await http.start()
        try:
            yield self
        finally:
            await http.stop()


class Photographed(Served):
    """Takes pictures, and gives a file."""

    def __init__(self, result="%s", file=b""):
        super().__init__()
        self.result = result
        self.file = file

    async def serve(self, request):
        if request.path.startswith("/file/"):
            return Answer(200, self.file)
        if request.path.endswith("/getFile"):
            return answered('{"file_id": "1", "file_unique_id": "1", "file_path": "a/b.txt"}')
        self.asked.append(request.parameters)
        message = '{"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}}'
        return answered(self.result.replace("%s", message))


class Spiteful(Served):
    """A server, or something before it, that tells what it was asked."""

    def __init__(self, status, *, json):
        super().__init__()
        self.status = status
        self.json = json

    async def serve(self, request):
        self.asked.append({"token": request.path.split("/bot")[1].rpartition("/")[0]})
        if self.status == "drop":
            raise Dropped
        place = f"no such place: {request.path}"
        body = f'{{"ok": false, "description": "{place}"}}' if self.json else f"<b>{place}</b>"
        return Answer(self.status, body.encode())


def answered(result):
    """As the Bot API answers."""
    return Answer(200, f'{{"ok": true, "result": {result}}}'.encode())
