"""The webhook lets in what Telegram brings, and nobody else."""

import asyncio
import json
import socket
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from phoenix.app.errors import PhoenixError
from phoenix.app.exposition import Exposition
from phoenix.app.health import Health
from phoenix.app.loop_lag import LoopLag
from phoenix.bot.webhook import _read, webhook
from phoenix.domain.errors import StoreAway
from phoenix.web.application import application
from phoenix.web.server import WebServer

PATH = "/telegram/webhook"
SECRET = "a-secret_of-Telegram-0123456789"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
UPDATE = {"update_id": 7, "message": {"text": "oi"}}
MOST = 500


@dataclass
class Desk:
    """Accepts updates, unless it was told to raise or (...) to take for ever."""

    answers: list = field(default_factory=list)
    accepted: list[int] = field(default_factory=list)
    repeats: list[int] = field(default_factory=list)
    begun: asyncio.Event = field(default_factory=asyncio.Event)

    async def accept(self, update):
        self.begun.set()
        answer = self.answers.pop(0) if self.answers else None
        if answer is ...:
            await asyncio.Event().wait()
        if answer is not None:
            raise answer
        seen = update["update_id"] in self.accepted
        (self.repeats if seen else self.accepted).append(update["update_id"])
        return not seen


@pytest.fixture
def desk():
    """One of the test's own."""
    return Desk()


@pytest.fixture
async def server(desk):
    """It listens on loopback, as a service does."""
    routers = [webhook(desk.accept, SecretStr(SECRET), path=PATH, most_body=MOST)]
    app = application(Health("bot"), Exposition(), LoopLag(), routers=routers)
    server = WebServer(app, drain=0.1)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def client(server):
    """It calls as Telegram does, unless a test has it do something else."""
    base, headers = f"http://127.0.0.1:{server.port}", {HEADER: SECRET}
    async with httpx.AsyncClient(base_url=base, headers=headers, verify=False) as client:
        yield client


async def test_an_update_is_taken(client, desk):
    """The answer is empty."""
    answer = await client.post(PATH, json=UPDATE)
    assert (answer.status_code, answer.content) == (200, b"")
    assert desk.accepted == [7]


async def test_an_update_that_was_seen_before_is_acknowledged(client, desk):
    """Otherwise Telegram would bring it again and again."""
    answers = [await client.post(PATH, json=UPDATE) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert (desk.accepted, desk.repeats) == ([7], [7, 7])


@pytest.mark.parametrize(
    "said",
    [None, "", "wrong", SECRET[:-1], f"{SECRET}x", SECRET.upper(), "ç".encode("latin-1"), b"\xff"],
    ids=repr,
)
async def test_who_does_not_know_the_secret_is_not_let_in(client, desk, said):
    """Also with a body that nobody could read."""
    del client.headers[HEADER]
    headers = {} if said is None else {HEADER: said}
    for body in (json.dumps(UPDATE).encode(), b"{", b"x" * 2 * MOST):
        answer = await client.post(PATH, content=body, headers=headers)
        assert (answer.status_code, answer.json()["error"]) == (
            403, "The secret is missing or wrong.",
        )  # fmt: skip
    assert desk.accepted == []


async def test_the_secret_is_looked_at_before_the_body_has_come(server):
    """The answer is there while the caller still sends."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 400\r\n{HEADER}: no\r\n\r\n"
    writer.write(head.encode())
    assert (await reader.readline()).startswith(b"HTTP/1.1 403")
    writer.close()


async def test_strangers_are_told_once(client, desk, caplog):
    """And that it is over; never what they said."""
    caplog.set_level("INFO")
    for _ in range(3):
        await client.post(PATH, json=UPDATE, headers={HEADER: "guessed"})
    await client.post(PATH, json=UPDATE)
    assert caplog.text.count("webhook calls refused") == 1
    assert caplog.text.count("webhook calls let in") == 1
    assert "guessed" not in caplog.text
    assert SECRET not in caplog.text


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"null", b"[]", b"7", b'"update_id"', b"{}", b"\xff\xfe", b"[" * 400,
        b'{"update_id": null}', b'{"update_id": "7"}', b'{"update_id": true}',
        b'{"update_id": 7.0}', b'{"update_id": -1}', b'{"update_id": 9223372036854775808}',
        b'{"message": {"update_id": 7}}',
    ],
)  # fmt: skip
async def test_what_is_no_update_is_refused(client, desk, body):
    """400, whatever it is."""
    answer = await client.post(PATH, content=body)
    assert answer.status_code == 400
    assert set(answer.json()) == {"error", "code"}
    assert desk.accepted == []


@given(st.binary(max_size=200) | st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.just("update_id"), inner),
).map(lambda value: json.dumps(value).encode()))  # fmt: skip
def test_whatever_comes_is_an_update_or_refused(body):
    """Nothing else is raised, so that nobody sees a traceback."""
    from fastapi import HTTPException

    try:
        update = _read(body)
    except HTTPException as refused:
        status = refused.status_code
    else:
        status = 200
        assert 0 <= update["update_id"] < 2**63
    assert status in {200, 400}


def test_brackets_without_end_are_no_update():
    """They would go deeper than the interpreter does."""
    from fastapi import HTTPException

    with pytest.raises(HTTPException):
        _read(b'{"update_id": 1, "a": ' + b"[" * 200_000)


def padded(size):
    """An update of so many bytes."""
    body = json.dumps({**UPDATE, "pad": ""}).encode()
    return body[:-2] + b"x" * (size - len(body)) + body[-2:]


@pytest.mark.parametrize(("size", "status"), [(MOST, 200), (MOST + 1, 413), (100 * MOST, 413)])
@pytest.mark.parametrize("announced", [True, False])
async def test_no_more_is_read_than_the_door_lets_in(client, desk, size, status, announced):
    """However large the caller says it is, or does not say."""

    async def pieces():
        whole = padded(size)
        for begin in range(0, size, 100):
            yield whole[begin : begin + 100]

    answer = await client.post(PATH, content=padded(size) if announced else pieces())
    assert answer.status_code == status
    assert desk.accepted == ([7] if status == 200 else [])


async def test_a_caller_that_hangs_up_harms_nothing(server, client, desk, caplog):
    """There is nobody to be answered, and nothing to be told."""
    with socket.create_connection(("127.0.0.1", server.port)) as caller:
        caller.sendall(
            f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 400\r\n"
            f"{HEADER}: {SECRET}\r\n\r\n".encode()
            + b'{"update_id"'
        )
    assert (await client.post(PATH, json=UPDATE)).status_code == 200
    assert desk.accepted == [7]
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize("fault", [StoreAway("away"), PhoenixError("no lead")], ids=repr)
async def test_what_cannot_be_dealt_with_now_comes_again(client, desk, fault, caplog):
    """503, and the next time it is taken; the outage is told once, without a traceback."""
    caplog.set_level("INFO")
    desk.answers = [fault, fault]
    answers = [await client.post(PATH, json=UPDATE) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [503, 503, 200]
    assert desk.accepted == [7]
    assert caplog.text.count("updates not accepted") == 1
    assert caplog.text.count("updates accepted again") == 1
    assert "Traceback" not in caplog.text


async def test_a_bug_is_told_and_the_update_comes_again(client, desk, caplog):
    """The traceback stands in the log, under the code that the caller gets."""
    desk.answers = [KeyError("bug")]
    answer = await client.post(PATH, json=UPDATE)
    assert answer.status_code == 500
    assert answer.json()["code"] in caplog.text
    assert "KeyError" not in answer.text
    assert (await client.post(PATH, json=UPDATE)).status_code == 200


async def test_a_stop_while_an_update_is_dealt_with_lets_it_come_again(server, client, desk):
    """Telegram is told so, if it still listens."""
    desk.answers = [...]
    async with asyncio.TaskGroup() as both:
        call = both.create_task(client.post(PATH, json=UPDATE))
        await desk.begun.wait()
        await server.stop()
    assert call.result().status_code == 503
    assert desk.accepted == []


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "HEAD"])
async def test_nothing_but_a_post_is_known_there(client, method):
    """405, as everywhere."""
    assert (await client.request(method, PATH)).status_code == 405


async def test_the_door_is_described(client):
    """With its header, its body and all its answers."""
    told = (await client.get("/openapi.json")).json()
    door = told["paths"][PATH]["post"]
    assert set(door["responses"]) >= {"200", "400", "403", "413", "500", "503"}
    (header,) = door["parameters"]
    assert (header["name"], header["in"]) == (HEADER, "header")
    schema = door["requestBody"]["content"]["application/json"]["schema"]
    assert schema["required"] == ["update_id"]
    assert "Problem" in told["components"]["schemas"]


async def test_telegram_brings_every_update_until_it_is_taken(telegram, server, desk):
    """In spite of outages, bugs and a caller that asks for too much."""
    desk.answers = [StoreAway("away"), KeyError("bug"), StoreAway("away")]
    said = [telegram.say(chat, "oi") for chat in range(1, 21)]
    await hook(telegram, server)
    await telegram.until(lambda: not telegram.pending)
    assert sorted(desk.accepted) == said
    assert desk.repeats == []
    failed = [one for one in telegram.deliveries if one.status != 200]
    assert sorted(one.status for one in failed) == [500, 503, 503]


async def test_telegram_keeps_what_it_brought_with_a_wrong_secret(telegram, server, desk):
    """Until the webhook is set with the right one."""
    update = telegram.say(7, "oi")
    await hook(telegram, server, secret="another")
    await telegram.until(lambda: telegram.deliveries)
    assert (telegram.pending, desk.accepted) == ([update], [])
    assert "403 Forbidden" in telegram.webhook.error
    await hook(telegram, server)
    await telegram.until(lambda: not telegram.pending)
    assert desk.accepted == [update]


async def test_telegram_goes_on_with_the_next_process(telegram, desk):
    """What the first one could not take any more is taken by the one after it."""
    routers = [webhook(desk.accept, SecretStr(SECRET), path=PATH)]
    app = application(Health("bot"), Exposition(), LoopLag(), routers=routers)
    async with AsyncExitStack() as stack:
        first = WebServer(app, drain=0.1)
        await first.start()
        desk.answers = [...]
        await hook(telegram, first)
        update = telegram.say(7, "oi")
        await desk.begun.wait()
        await first.stop()
        later = telegram.say(7, "ainda aí?")
        second = WebServer(app, port=first.port)
        await second.start()
        stack.push_async_callback(second.stop)
        await telegram.until(lambda: not telegram.pending)
    assert sorted(desk.accepted) == [update, later]


async def hook(telegram, server, secret=SECRET):
    """Have the server of the suite call us."""
    url = f"http://127.0.0.1:{server.port}{PATH}"
    async with httpx.AsyncClient(verify=False) as client:
        answer = await client.post(
            f"{telegram.url}/bot{telegram._token}/setWebhook",
            json={"url": url, "secret_token": secret, "max_connections": 3},
        )
        assert answer.json()["ok"], answer.text
