"""A call of the Bot API ends in its result or in one typed fault, and never tells the token."""

import asyncio
import logging
import traceback

import httpx
import pytest
from bot_api_server import TOKEN, Drop, Flood, Half, Hang, Status
from pydantic import SecretStr

from phoenix.bot.api import BotApi, Me, Sent
from phoenix.bot.faults import (
    BadRequest,
    Conflict,
    Forbidden,
    NotModified,
    TelegramAway,
    TelegramFault,
    TooManyRequests,
    Unauthorised,
)

SECRET = TOKEN.partition(":")[2]


async def test_who_the_bot_is(api):
    """Its number, its name for users, and its name for people."""
    assert await api.get_me() == Me(123456789, "phoenix_test_bot", "Phoenix")


async def test_updates_come_as_telegram_writes_them(telegram, api):
    """From the offset on, of the kinds that are wanted."""
    first, second = telegram.say(7, "a"), telegram.say(7, "b")
    assert [one["update_id"] for one in await api.get_updates(None, wait=0)] == [first, second]
    (update,) = await api.get_updates(second, wait=0, most=1, allowed=["message"])
    assert update["message"]["text"] == "b"
    assert telegram.calls[-1].parameters == {
        "offset": second, "timeout": 0, "limit": 1, "allowed_updates": ["message"],
    }  # fmt: skip


async def test_a_poll_is_waited_for_as_long_as_telegram_waits(telegram, api):
    """The limit of other calls comes on top of that."""
    poll = asyncio.create_task(api.get_updates(None, wait=20))
    await telegram.until(lambda: telegram.is_polled)
    await asyncio.wait({poll}, timeout=1.5)
    assert not poll.done()
    telegram.say(7, "a")
    assert len(await poll) == 1


async def test_a_message_is_sent_and_edited(telegram, api):
    """An edit that changes nothing is a fault of its own, which callers may ignore."""
    sent = await api.send_message(7, "a", disable_notification=True)
    assert sent == Sent(7, 1)
    await api.edit_message_text(sent, "b")
    assert telegram.texts(7) == ["b"]
    with pytest.raises(NotModified):
        await api.edit_message_text(sent, "b")
    with pytest.raises(BadRequest, match="message to edit not found"):
        await api.edit_message_text(Sent(7, 99), "b")


async def test_a_user_who_blocked_the_bot_is_a_fault_of_its_own(telegram, api):
    """Later messages will not reach them either."""
    telegram.blocked.add(7)
    with pytest.raises(Forbidden, match="blocked by the user"):
        await api.send_message(7, "a")


@pytest.mark.parametrize("token", ["987654321:AAwrongwrongwrongwrongwrongwrong", "none"])
async def test_a_wrong_token_is_unauthorised(telegram, token):
    """Also one that does not look like one."""
    async with BotApi(SecretStr(token), telegram.url) as api:
        with pytest.raises(Unauthorised, match="TELEGRAM_BOT_TOKEN"):
            await api.get_me()


async def test_a_method_that_the_server_does_not_know_is_no_wrong_token(api):
    """Whoever calls it has something else to fall back upon."""
    with pytest.raises(BadRequest, match="Not Found"):
        await api.call("sendRichMessage", {"chat_id": 7})


async def test_a_webhook_is_in_the_way_of_a_poll(telegram, api):
    """As is another poller; Telegram's own words are told."""
    await api.call("setWebhook", {"url": "https://example.org"})
    with pytest.raises(Conflict, match="webhook is active"):
        await api.get_updates(None, wait=0)


@pytest.mark.parametrize(("fault", "seconds"), [(Flood(7), 7.0), (Flood(0), 0.0)])
async def test_a_flood_says_how_long_to_wait(telegram, api, fault, seconds):
    """In seconds."""
    telegram.fail("sendMessage", fault)
    with pytest.raises(TooManyRequests) as caught:
        await api.send_message(7, "a")
    assert caught.value.retry_after == seconds


@pytest.mark.parametrize("parameters", ['{"retry_after": "soon"}', "{}", "null", "[]"])
async def test_a_flood_that_does_not_say_so_is_waited_out_for_a_second(telegram, api, parameters):
    """Whatever stands there instead."""
    body = f'{{"ok": false, "description": "slow", "parameters": {parameters}}}'
    telegram.fail("getMe", Status(429, body.encode()))
    with pytest.raises(TooManyRequests) as caught:
        await api.get_me()
    assert caught.value.retry_after == 1.0


@pytest.mark.parametrize(
    ("fault", "taken"),
    [
        (Drop(), True), (Drop(taken=True), True), (Half(), True), (Hang(), True),
        (Status(500), False), (Status(502), False), (Status(504), True),
        (Status(200, b"[1]"), True), (Status(200, b'{"ok": true}'), True),
        (Status(200, b"\xff"), True), (Status(403, b"<html>a firewall</html>"), False),
        (Status(200, b'{"ok": true, "result": {"message_id": "x"}}'), True),
        (Status(200, b'{"ok": true, "result": []}'), True),
    ],
)  # fmt: skip
async def test_no_answer_says_whether_the_call_may_have_been_carried_out(
    telegram, api, fault, taken
):
    """A message that may have arrived is not to be sent again."""
    telegram.fail("sendMessage", fault)
    with pytest.raises(TelegramAway) as caught:
        await api.send_message(7, "a")
    assert caught.value.taken is taken


async def test_a_server_that_is_not_there_has_taken_nothing():
    """Nor was anything sent."""
    async with BotApi(SecretStr(TOKEN), "http://127.0.0.1:9") as api:
        with pytest.raises(TelegramAway, match="ConnectError") as caught:
            await api.send_message(7, "a")
    assert not caught.value.taken


@pytest.mark.parametrize("method", ["getMe", "getUpdates"])
@pytest.mark.parametrize("result", ["{}", "[1]", '[{"update_id": "1"}]', "null", '"x"'])
async def test_a_result_of_another_shape_is_no_answer(telegram, api, method, result):
    """Nothing of it reaches anybody."""
    telegram.fail(method, Status(200, f'{{"ok": true, "result": {result}}}'.encode()))
    with pytest.raises(TelegramAway, match="cannot be read"):
        await (api.get_me() if method == "getMe" else api.get_updates(None, wait=0))


class Spiteful(httpx.AsyncBaseTransport):
    """A server, or a way to it, that tells what it was asked."""

    def __init__(self, answer):
        self.answer = answer
        self.asked = []

    async def handle_async_request(self, request):
        self.asked.append(str(request.url))
        if isinstance(self.answer, int):
            told = {"ok": False, "description": f"no such place: {request.url}"}
            return httpx.Response(self.answer, json=told, request=request)
        raise self.answer(f"{request.url} failed", request=request)


@pytest.mark.parametrize(
    "answer", [400, 403, 409, 401, httpx.ConnectError, httpx.ReadTimeout, httpx.ReadError]
)
async def test_the_token_is_told_by_nobody(answer, caplog):
    """Neither by a fault, its causes and its traceback, nor by the client, nor in the log."""
    way = Spiteful(answer)
    caplog.set_level(logging.DEBUG)
    async with BotApi(SecretStr(TOKEN), "http://localhost/base", transport=way) as api:
        with pytest.raises(TelegramFault) as caught:
            await api.get_updates(None, wait=0)
        assert SECRET not in repr(api)
    assert way.asked == [f"http://localhost/base/bot{TOKEN}/getUpdates"]
    fault, told = caught.value, []
    while fault is not None:
        told += [str(fault), repr(fault), repr(getattr(fault, "request", ""))]
        fault = fault.__cause__ or fault.__context__
    whole = "\n".join([*told, *traceback.format_exception(caught.value), caplog.text])
    assert SECRET not in whole
    assert "HTTP Request" in caplog.text or not isinstance(answer, int)
