"""The suite's Bot API server behaves as Telegram's does."""

import asyncio
from urllib.parse import urlencode

import httpx
import pytest
from bot_api_server import TOKEN, Drop, Flood, Half, Status


@pytest.fixture
async def http(telegram):
    """A plain client."""
    async with httpx.AsyncClient(base_url=f"{telegram.url}/bot{TOKEN}", timeout=10.0) as client:
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
