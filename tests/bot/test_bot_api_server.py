"""The suite's Bot API server behaves as Telegram's does."""

import asyncio
import json
import struct
from dataclasses import dataclass, field
from urllib.parse import urlencode

import httpx
import pytest
from aiohttp import web
from bot_api_chats import Chat
from bot_api_faults import Refused
from bot_api_floods import Limits
from bot_api_pictures import looked_at
from bot_api_server import TOKEN, Drop, Flood, Half, Refusal, Status, Stored

FILE = "AgACknown"


def png(width, height):
    """As much of a picture as Telegram looks at."""
    head = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
    return head + struct.pack(">II", width, height) + b"\x08\x00\x00\x00\x00"


@dataclass
class Hook:
    """Takes updates; what it is told to answer it answers, and None is no answer at all."""

    url: str = ""
    answers: list = field(default_factory=list)
    body: dict | None = None
    taken: list = field(default_factory=list)
    secrets: set = field(default_factory=set)

    async def take(self, request):
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        status = self.answers.pop(0) if self.answers else 200
        if status is None:
            request.transport.abort()
            return web.Response()
        if status == 200:
            self.taken.append(await request.json())
        return web.json_response(self.body, status=status)


@pytest.fixture
async def hook():
    """It listens on loopback."""
    hook, app = Hook(), web.Application()
    app.router.add_post("/hook", hook.take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield hook
    await runner.cleanup()


@pytest.fixture
async def http(telegram):
    """A plain client."""
    address = f"{telegram.url}/bot{TOKEN}"
    async with httpx.AsyncClient(base_url=address, timeout=10.0, verify=False) as client:
        yield client


async def asked(http, method, **parameters):
    """The envelope that answers a call."""
    return (await http.post(f"/{method}", json=parameters)).json()


async def result(http, method, **parameters):
    """What a call brings."""
    told = await asked(http, method, **parameters)
    assert told["ok"], told
    return told["result"]


async def updates(http, **parameters):
    """Texts of the updates that a poll brings."""
    told = await result(http, "getUpdates", **parameters)
    return [update["message"]["text"] for update in told]


def refused(code, description):
    """An envelope of a refusal."""
    return {"ok": False, "error_code": code, "description": description}


@pytest.mark.parametrize(
    ("place", "code", "why"),
    [
        ("bot987654321:wrong/getMe", 401, "Unauthorized"),
        ("botnone/getMe", 404, "Not Found"),
        (f"bot{TOKEN}/getNothing", 404, "Not Found"),
    ],
)
async def test_a_wrong_token_and_a_wrong_method_are_told_apart(telegram, http, place, code, why):
    """As far as Telegram tells them apart."""
    answer = await http.get(f"{telegram.url}/{place}")
    assert (answer.status_code, answer.json()) == (code, refused(code, why))


@pytest.mark.parametrize("form", ["query", "json", "urlencoded", "multipart"])
async def test_parameters_come_in_any_form(telegram, http, form):
    """In the address, as JSON, or as a form of either kind."""
    given = {"chat_id": "7", "text": "Olá, é 1 & 2"}
    match form:
        case "query":
            answer = await http.get(f"/sendMessage?{urlencode(given)}")
        case "json":
            answer = await http.post("/sendMessage", json=given)
        case "urlencoded":
            answer = await http.post("/sendMessage", data=given)
        case _:
            parts = {name: (None, value) for name, value in given.items()}
            answer = await http.post("/SENDMESSAGE", files=parts)
    assert answer.json()["result"]["text"] == given["text"]
    assert telegram.texts(7) == [given["text"]]


async def test_updates_come_again_until_a_later_offset_confirms_them(telegram, http):
    """No more than the limit, oldest first; a negative offset leaves the newest."""
    first, _, third = (telegram.say(7, text) for text in "abc")
    assert await updates(http) == ["a", "b", "c"]
    assert await updates(http, limit=2) == ["a", "b"]
    assert await updates(http, offset=first + 1) == ["b", "c"]
    assert await updates(http, offset=-1) == ["c"]
    assert await updates(http, offset=third + 1) == []
    assert telegram.pending == []


async def test_a_long_poll_waits_for_the_first_update(telegram, http):
    """It is answered as soon as there is one."""
    poll = asyncio.create_task(updates(http, timeout=60))
    await telegram.until(lambda: telegram.is_polled)
    telegram.say(7, "now")
    assert await poll == ["now"]


async def test_kinds_of_updates_that_are_not_allowed_are_dropped(telegram, http):
    """From the call on that says so, until another does."""
    await updates(http, allowed_updates=["message"])
    telegram.happens("poll", id="1")
    telegram.say(7, "heard")
    assert await updates(http) == ["heard"]


async def test_the_newest_poller_wins(telegram, http):
    """The older long poll is ended, and told why."""
    older = asyncio.create_task(http.post("/getUpdates", json={"timeout": 60}))
    await telegram.until(lambda: telegram.is_polled)
    newer = asyncio.create_task(updates(http, timeout=60))
    assert "terminated by other getUpdates request" in (await older).json()["description"]
    telegram.say(7, "for the newer")
    assert await newer == ["for the newer"]
    assert telegram.conflicts == 1


async def test_a_poller_that_hangs_up_polls_no_more(telegram, http):
    """Nobody is in the way of the next."""
    poll = asyncio.create_task(updates(http, timeout=60))
    await telegram.until(lambda: telegram.is_polled)
    poll.cancel()
    await telegram.until(lambda: not telegram.is_polled)


async def test_who_has_a_webhook_gets_no_updates(telegram, http):
    """Until it is deleted; updates wait for so long."""
    await result(http, "setWebhook", url="https://example.org/hook", secret_token="s")
    telegram.say(7, "waits")
    told = await asked(http, "getUpdates")
    assert (told["error_code"], "webhook is active" in told["description"]) == (409, True)
    info = await result(http, "getWebhookInfo")
    assert (info["url"], info["pending_update_count"]) == ("https://example.org/hook", 1)
    await result(http, "deleteWebhook")
    assert await updates(http) == ["waits"]
    await result(http, "deleteWebhook", drop_pending_updates=True)
    assert telegram.pending == []


async def test_a_message_can_be_edited_into_another(telegram, http):
    """Not into itself, and not one that is not there."""
    message = await result(http, "sendMessage", chat_id=7, text="a")
    place = {"chat_id": 7, "message_id": message["message_id"]}
    assert (await result(http, "editMessageText", **place, text="b"))["text"] == "b"
    told = await asked(http, "editMessageText", **place, text="b")
    assert told["description"].startswith("Bad Request: message is not modified: ")
    told = await asked(http, "editMessageText", **{**place, "message_id": 99}, text="b")
    assert told == refused(400, "Bad Request: message to edit not found")


@pytest.mark.parametrize(
    ("parameters", "code", "why"),
    [
        ({"chat_id": 7, "text": " "}, 400, "Bad Request: message text is empty"),
        ({"chat_id": 7, "text": "⚽" * 4097}, 400, "Bad Request: message is too long"),
        ({"chat_id": 7, "text": "😀" * 2049}, 400, "Bad Request: message is too long"),
        ({"chat_id": 8, "text": "a"}, 403, "Forbidden: bot was blocked by the user"),
        ({"text": "a"}, 400, "Bad Request: chat_id is empty"),
        ({"chat_id": "x", "text": "a"}, 400, "Bad Request: invalid chat_id specified"),
    ],
)
async def test_a_message_that_cannot_be_sent_is_refused(telegram, http, parameters, code, why):
    """Lengths are counted in UTF-16 units."""
    telegram.blocked.add(8)
    assert await asked(http, "sendMessage", **parameters) == refused(code, why)
    assert telegram.sent == []


async def test_a_pressed_button_is_answered_once_it_was_pressed(telegram, http):
    """An answer to a query that nobody made is too late."""
    await result(http, "sendMessage", chat_id=7, text="a")
    telegram.press(telegram.sent[0], "v1:x")
    (update,) = await result(http, "getUpdates")
    query = update["callback_query"]
    assert query["data"] == "v1:x"
    await result(http, "answerCallbackQuery", callback_query_id=query["id"])
    assert list(telegram.answered) == [query["id"]]
    told = await asked(http, "answerCallbackQuery", callback_query_id="other")
    assert "query is too old" in told["description"]


@pytest.mark.parametrize("mark", ["<b>", "<tg-spoiler>"])
async def test_lengths_are_counted_without_the_tags(telegram, http, mark):
    """In UTF-16 units, after the entities were read."""
    html = f"{mark}{{}}{mark.replace('<', '</')}"
    for most, method, name, more in (
        (4096, "sendMessage", "text", {}), (1024, "sendPhoto", "caption", {"photo": FILE})
    ):  # fmt: skip
        telegram.files.stored[FILE] = Stored(FILE, "photo", b"x", "image/png", "a.png", 10, 10)
        place = {"chat_id": 7, "parse_mode": "HTML", **more}
        whole = html.format("😀" * (most // 2))
        message = await result(http, method, **place, **{name: whole})
        assert len(message[name]) == most // 2
        told = await asked(http, method, **place, **{name: html.format("😀" * (most // 2) + "a")})
        assert "too long" in told["description"]


async def test_html_that_cannot_be_read_is_refused(telegram, http):
    """And nothing is sent; the next mode is none that there is."""
    told = await asked(http, "sendMessage", chat_id=7, text="A&B <script>", parse_mode="HTML")
    assert told == refused(
        400,
        "Bad Request: can't parse entities: "
        'Unsupported start tag "script" at byte offset 4',
    )  # fmt: skip
    told = await asked(http, "sendMessage", chat_id=7, text="a", parse_mode="BBCode")
    assert told["description"] == "Bad Request: unsupported parse_mode"
    told = await asked(http, "sendMessage", chat_id=7, text="<b> </b>", parse_mode="HTML")
    assert told["description"] == "Bad Request: message text is empty"
    assert telegram.sent == []


@pytest.mark.parametrize(
    ("entity", "taken"),
    [
        ({"type": "bold", "offset": 0, "length": 3}, True),
        ({"type": "bold", "offset": 0, "length": 4}, False),
        ({"type": "bold", "offset": -1, "length": 2}, False),
        ({"type": "bold", "offset": 0}, False),
    ],
)
async def test_entities_that_the_bot_has_counted_are_checked(telegram, http, entity, taken):
    """They lie within the text, in UTF-16 units."""
    told = await asked(http, "sendMessage", chat_id=7, text="😀a", entities=[entity])
    assert told["ok"] is taken


def row(*labels, **more):
    """Buttons that say what stands on them."""
    return [{"text": label, "callback_data": label, **more} for label in labels]


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([row("a" * 65)], "BUTTON_DATA_INVALID"),
        ([row("é" * 33)], "BUTTON_DATA_INVALID"),
        ([[{"text": "a"}]], "Text buttons are unallowed in the inline keyboard"),
        ([[{"text": "a", "callback_data": ""}]], "Text buttons are unallowed"),
        ([[{"callback_data": "a"}]], 'Can\'t find field "text"'),
        ([[{"text": " ", "callback_data": "a"}]], "button text is empty"),
        ([row("a", url="https://example.org")], "exactly one"),
        ([[{"text": "a", "url": "nowhere"}]], "inline keyboard button URL 'nowhere' is invalid"),
        ([[{"text": "a", "url": "ftp://example.org"}]], "Unsupported URL protocol"),
        ([row(*"abcdefghi")], "REPLY_MARKUP_TOO_LONG"),
        ([row(*"abcdefgh")] * 13, "REPLY_MARKUP_TOO_LONG"),
        (row("a"), "object expected as reply markup"),
    ],
)
async def test_a_keyboard_that_telegram_would_not_take_is_refused(telegram, http, rows, why):
    """Nothing is sent."""
    told = await asked(http, "sendMessage", chat_id=7, text="a", reply_markup=markup(rows))
    assert (told["ok"], why in told["description"]) == (False, True), told
    assert telegram.sent == []


@pytest.mark.parametrize(
    "rows",
    [
        [row("a" * 64)], [row(*"abcdefgh")] * 12, [[{"text": "a", "url": "https://example.org"}]],
        [[{"text": "a", "switch_inline_query": ""}]], [[{"text": "a", "url": "tg://user?id=7"}]],
    ],
)  # fmt: skip
async def test_a_keyboard_as_large_as_may_be_is_taken(telegram, http, rows):
    """As JSON or within a form."""
    for given in (markup(rows), json.dumps(markup(rows))):
        message = await result(http, "sendMessage", chat_id=7, text="a", reply_markup=given)
        assert message["reply_markup"] == markup(rows)


def markup(rows):
    """A keyboard under a message."""
    return {"inline_keyboard": rows}


async def test_a_keyboard_goes_where_an_edit_names_none(telegram, http):
    """As Telegram does it."""
    message = await result(
        http, "sendMessage", chat_id=7, text="a", reply_markup=markup([row("x")])
    )
    place = {"chat_id": 7, "message_id": message["message_id"]}
    assert "reply_markup" not in await result(http, "editMessageText", **place, text="a")
    assert (telegram.sent[0].labels, telegram.sent[0].edits) == ([], 1)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"no picture", "IMAGE_PROCESS_FAILED"),
        (b"", "file must be non-empty"),
        (png(210, 10), "PHOTO_INVALID_DIMENSIONS"),
        (png(9000, 1001), "PHOTO_INVALID_DIMENSIONS"),
        (png(10, 10) + b"x" * 10 * 1024 * 1024, "Request Entity Too Large"),
    ],
    ids=["text", "empty", "narrow", "huge", "heavy"],
)
async def test_a_picture_that_telegram_would_not_take_is_refused(telegram, http, content, why):
    """By what stands at its beginning, and its size."""
    answer = await http.post(
        "/sendPhoto", data={"chat_id": "7"}, files={"photo": ("a.png", content, "image/png")}
    )
    assert why in answer.json()["description"]
    assert telegram.sent == []


def test_a_jpeg_tells_its_size_in_its_first_frame():
    """Behind whatever else stands before it."""
    frame = b"\xff\xc2\x00\x0b\x08" + struct.pack(">HH", 675, 1200) + b"\x01\x01\x11\x00"
    jpeg = b"\xff\xd8\xff\xe0\x00\x04ab" + frame + b"\xff\xd9"
    assert looked_at(jpeg) == ("image/jpeg", 1200, 675)
    assert looked_at(jpeg[:12]) == ("image/jpeg", 0, 0)


@pytest.mark.parametrize(
    ("parameters", "why"),
    [
        ({"photo": "unknown"}, "wrong file identifier/HTTP URL specified"),
        ({}, "there is no photo in the request"),
        ({"photo": "attach://missing"}, "there is no photo in the request"),
    ],
)
async def test_a_picture_that_is_not_there_is_refused(telegram, http, parameters, why):
    """Neither within the call nor on the server."""
    told = await asked(http, "sendPhoto", chat_id=7, **parameters)
    assert why in told["description"]


async def test_an_album_is_of_two_to_ten(telegram, http):
    """And nothing of it is sent if one part is wrong."""
    telegram.files.stored[FILE] = Stored(FILE, "photo", b"x", "image/png", "a.png", 10, 10)
    good = {"type": "photo", "media": FILE}
    for items in ([good], [good] * 11, [good, {**good, "media": "unknown"}], [good, {}]):
        assert not (await asked(http, "sendMediaGroup", chat_id=7, media=items))["ok"]
    assert telegram.sent == []
    assert len(await result(http, "sendMediaGroup", chat_id=7, media=[good] * 10)) == 10


def article(number, **more):
    """A result of an inline query."""
    text = {"message_text": "a"}
    return {
        "type": "article", "id": str(number), "title": "a", "input_message_content": text, **more,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("results", "why"),
    [
        ([article(number) for number in range(51)], "RESULTS_TOO_MUCH"),
        ([article(1), article(1)], "RESULT_ID_DUPLICATE"),
        ([article("é" * 33)], "RESULT_ID_INVALID"),
        ([article("")], "RESULT_ID_INVALID"),
        ([article(1, title="")], "ARTICLE_TITLE_EMPTY"),
        ([article(1, input_message_content={"message_text": " "})], "MESSAGE_EMPTY"),
        ([article(1, input_message_content={"message_text": "a" * 4097})], "MESSAGE_TOO_LONG"),
        ([article(1, reply_markup=markup([row("a" * 65)]))], "BUTTON_DATA_INVALID"),
        (
            [article(1, input_message_content={"message_text": "<x>", "parse_mode": "HTML"})],
            "can't parse entities",
        ),
    ],
)
async def test_inline_results_that_telegram_would_not_take_are_refused(
    telegram, http, results, why
):
    """The query can still be answered, once."""
    query = telegram.ask_inline(7, "flamengo")
    told = await asked(http, "answerInlineQuery", inline_query_id=query, results=results)
    assert why in told["description"]
    good = [article(number) for number in range(50)]
    await result(http, "answerInlineQuery", inline_query_id=query, results=good)
    assert telegram.inline[query] == good
    told = await asked(http, "answerInlineQuery", inline_query_id=query, results=good)
    assert "query is too old" in told["description"]


@pytest.mark.parametrize(
    ("command", "why"),
    [
        ({"command": "Jogos", "description": "a"}, "BOT_COMMAND_INVALID"),
        ({"command": "a" * 33, "description": "a"}, "BOT_COMMAND_INVALID"),
        ({"command": "jogos", "description": ""}, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ],
)
async def test_commands_that_telegram_would_not_take_are_refused(telegram, http, command, why):
    """So is one too many, and a language that is none."""
    told = await asked(http, "setMyCommands", commands=[command])
    assert why in told["description"]
    good = {"command": "jogos", "description": "Jogos"}
    assert not (await asked(http, "setMyCommands", commands=[good] * 101))["ok"]
    assert not (await asked(http, "setMyCommands", commands=[good], language_code="pt-BR"))["ok"]
    assert telegram.commands == {}


async def test_each_chat_counts_its_own_messages(telegram, http):
    """Those of the user too."""
    numbers = []
    for chat in (7, 8, 7):
        telegram.say(chat, "oi")
        message = await result(http, "sendMessage", chat_id=chat, text="olá")
        numbers.append((chat, message["message_id"]))
    assert numbers == [(7, 2), (8, 2), (7, 4)]


async def test_what_is_deleted_stands_nowhere(telegram, http):
    """A test still sees that it was sent."""
    message = await result(http, "sendMessage", chat_id=7, text="a")
    place = {"chat_id": 7, "message_id": message["message_id"]}
    await result(http, "deleteMessage", **place)
    assert (telegram.texts(7), telegram.sent[0].deleted) == ([], True)
    told = await asked(http, "editMessageText", **place, text="b")
    assert told == refused(400, "Bad Request: message to edit not found")


async def test_an_update_can_be_repeated_as_it_was(telegram, http):
    """As if nobody had confirmed it."""
    update = telegram.say(7, "oi")
    first = await result(http, "getUpdates")
    assert await updates(http, offset=update + 1) == []
    telegram.repeat(update)
    assert await result(http, "getUpdates") == first


async def test_limits_are_kept_where_a_test_wants_them(telegram, http):
    """On the loop's clock: overall, for each chat, and in the minute for a group."""
    telegram.group(-1001)
    limits = telegram.limit(overall=5, chat=1, group=2, burst=2)
    codes = [
        (await http.post("/sendMessage", json={"chat_id": chat, "text": "a"})).status_code
        for chat in (7, 7, 7, 8, -1001, -1001)
    ]
    assert codes == [200, 200, 429, 200, 200, 200]
    told = await asked(http, "sendMessage", chat_id=-1001, text="a")
    assert told["parameters"] == {"retry_after": 30}
    assert told["description"] == "Too Many Requests: retry after 30"
    assert limits.refused == 2
    await result(http, "sendChatAction", chat_id=-1001, action="typing")


def test_a_bucket_fills_as_time_goes_by():
    """And never beyond what it holds."""
    clock = [0.0]
    limits, chat = Limits(lambda: clock[0], chat=1.0), Chat(7, "private", "Ana")

    def passes():
        try:
            limits.check(chat)
        except Refused:
            return False
        return True

    seen = []
    for moment in (0.0, 0.5, 0.96, 1.9, 10.0, 10.1):
        clock[0] = moment
        seen.append(passes())
    assert seen == [True, False, True, False, True, False]


async def test_a_webhook_brings_updates_in_order_until_each_is_taken(telegram, http, hook):
    """With the secret, and the kinds that are wanted alone; a poll is refused."""
    hook.answers = [500, 503, None]
    await result(
        http, "setWebhook", url=hook.url, secret_token="s3", max_connections=1,
        allowed_updates=["message"],
    )  # fmt: skip
    telegram.happens("poll", id="1")
    said = [telegram.say(7, text) for text in "abc"]
    await telegram.until(lambda: not telegram.pending)
    assert [update["update_id"] for update in hook.taken] == said
    assert hook.secrets == {"s3"}
    statuses = [one.status for one in telegram.deliveries]
    assert statuses == [500, 503, None, 200, 200, 200]
    info = await result(http, "getWebhookInfo")
    assert (info["pending_update_count"], info["allowed_updates"]) == (0, ["message"])
    assert "last_error_date" in info
    assert (await asked(http, "getUpdates"))["error_code"] == 409


async def test_a_webhook_may_answer_with_a_call(telegram, http, hook):
    """It is carried out as if it had been called."""
    hook.body = {"method": "sendMessage", "chat_id": 7, "text": "na hora"}
    await result(http, "setWebhook", url=hook.url)
    telegram.say(7, "oi")
    await telegram.until(lambda: telegram.sent)
    assert telegram.texts(7) == ["na hora"]


@pytest.mark.parametrize(
    ("parameters", "why"),
    [
        ({"url": "http://example.org"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "https://example.org:444"}, "only on ports 80, 88, 443 or 8443"),
        ({"url": "nowhere"}, "bad webhook: invalid webhook URL specified"),
        ({"url": "https://e.org", "secret_token": "a b"}, "contains unallowed characters"),
        ({"url": "https://e.org", "secret_token": "a" * 257}, "secret token is too long"),
        ({"url": "https://e.org", "certificate": "text"}, "must be uploaded as a file"),
    ],
)
async def test_a_webhook_that_telegram_would_not_call_is_refused(telegram, http, parameters, why):
    """The one before stays."""
    told = await asked(http, "setWebhook", **parameters)
    assert why in told["description"]
    assert telegram.webhook.url == ""


async def test_a_refusal_is_told_in_the_words_of_the_test(telegram, http):
    """Once."""
    telegram.fail("sendMessage", Refusal(400, "Bad Request: TOPIC_CLOSED"))
    told = await asked(http, "sendMessage", chat_id=7, text="a")
    assert told == refused(400, "Bad Request: TOPIC_CLOSED")
    assert (await asked(http, "sendMessage", chat_id=7, text="a"))["ok"]


async def test_commands_and_actions_are_noted(telegram, http):
    """By scope and language; by chat."""
    commands = [{"command": "ajuda", "description": "Ajuda"}]
    await result(http, "setMyCommands", commands=commands, language_code="pt")
    await result(http, "sendChatAction", chat_id=7, action="typing")
    assert telegram.commands == {("default", "pt"): commands}
    assert telegram.actions == [(7, "typing")]
    assert (await result(http, "getMe"))["is_bot"]


async def test_faults_come_as_they_were_asked_for(telegram, http):
    """Each is used up by one call; some leave done what was asked for."""
    faults = (Status(502), Flood(3), Drop(), Drop(taken=True), Half())
    telegram.fail("sendMessage", *faults)
    message = {"chat_id": 7, "text": "a"}
    assert (await http.post("/sendMessage", json=message)).status_code == 502
    told = await asked(http, "sendMessage", **message)
    assert told["parameters"] == {"retry_after": 3}
    for _ in range(3):
        with pytest.raises(httpx.RemoteProtocolError):
            await http.post("/sendMessage", json=message)
    assert len(telegram.sent) == 2
    await result(http, "sendMessage", **message)
    assert telegram.count("sendMessage") == 6


async def test_a_frozen_server_answers_when_it_has_thawed(telegram, http):
    """Nothing is lost by that."""
    telegram.freeze()
    call = asyncio.create_task(result(http, "getMe"))
    await telegram.until(lambda: telegram.count("getMe"))
    assert not call.done()
    telegram.thaw()
    assert (await call)["username"] == "phoenix_test_bot"


async def test_a_revoked_token_is_refused_from_then_on(telegram, http):
    """A poll that waits is refused at once."""
    poll = asyncio.create_task(asked(http, "getUpdates", timeout=60))
    await telegram.until(lambda: telegram.is_polled)
    telegram.revoke()
    assert await poll == refused(401, "Unauthorized")
    assert await asked(http, "getMe") == refused(401, "Unauthorized")
