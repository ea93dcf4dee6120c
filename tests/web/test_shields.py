"""Whatever is asked and whatever a route does, the answer tells no more than it may."""

import asyncio

import pytest
from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from httpx import RemoteProtocolError
from pydantic import BaseModel
from structlog.testing import capture_logs

from phoenix.web.shields import HEADERS

SECRET = "hunter2"


class Body(BaseModel):
    """What a route wants."""

    number: int


def awkward():
    """Routes that do what routes should not."""
    router = APIRouter()

    @router.get("/raise")
    async def fault():
        raise ValueError(SECRET)

    @router.get("/break-off")
    async def break_off():
        async def parts():
            yield b"begun"
            raise ValueError(SECRET)

        return StreamingResponse(parts())

    @router.post("/body")
    async def body(request: Request):
        return {"length": len(await request.body())}

    @router.post("/ignores")
    async def ignores():
        return {}

    @router.post("/number")
    async def number(sent: Body):
        return sent

    return router


async def test_an_unknown_page_is_told_in_json(serving):
    """As is a method that a page has not."""
    site = await serving()
    answer = await site.client.get("/nothing")
    assert (answer.status_code, answer.json()) == (404, {"error": "Not Found.", "code": None})
    answer = await site.client.post("/health")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")
    assert answer.json() == {"error": "Method Not Allowed.", "code": None}


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
async def test_no_page_is_fetched_from_elsewhere(serving, path):
    """There is no documentation that needs somebody else's scripts."""
    site = await serving()
    assert (await site.client.get(path)).status_code == 404


async def test_a_fault_is_told_under_a_code(serving):
    """The log has the trace under it, and the answer nothing else."""
    site = await serving(awkward())
    with capture_logs() as logs:
        answer = await site.client.get("/raise")
    assert answer.status_code == 500
    assert SECRET not in answer.text
    (line,) = [one for one in logs if one["event"] == "request failed"]
    assert (line["log_level"], line["path"]) == ("error", "/raise")
    assert isinstance(line["exc_info"], ValueError)
    assert answer.json() == {"error": "The service has failed.", "code": line["code"]}


async def test_an_answer_that_has_begun_is_cut(serving, caplog):
    """Whoever asked sees that it is not whole; the server goes on."""
    site = await serving(awkward())
    with capture_logs() as logs, pytest.raises(RemoteProtocolError):
        await site.client.get("/break-off")
    assert "request failed" in [line["event"] for line in logs]
    lines = [record.getMessage() for record in caplog.records if "uvicorn" in record.name]
    assert lines == ["ASGI callable returned without completing response."]
    assert (await site.client.get("/")).status_code == 200


async def chunks(size):
    """A body whose length is not told beforehand."""
    for _ in range(size // 100):
        yield b"x" * 100


@pytest.mark.parametrize("path", ["/body", "/number", "/ignores"])
async def test_too_large_a_body_is_refused(serving, path):
    """By its length, before it is read."""
    site = await serving(awkward())
    answer = await site.client.post(path, content=b"x" * 1001)
    assert answer.status_code == 413


async def test_a_body_without_a_length_is_read_no_further_than_allowed(serving):
    """What is small enough is taken, to the byte."""
    site = await serving(awkward())
    assert (await site.client.post("/body", content=chunks(1000))).json() == {"length": 1000}
    assert (await site.client.post("/body", content=chunks(1100))).status_code == 413


async def test_a_wrong_body_is_explained_without_repeating_it(serving):
    """The field and the reason are told."""
    site = await serving(awkward())
    answer = await site.client.post("/number", json={"number": SECRET})
    assert answer.status_code == 422
    assert answer.json()["error"].startswith("body.number: Input should be a valid integer")
    assert SECRET not in answer.text


@pytest.mark.parametrize("path", ["/", "/nothing", "/raise", "/health/ready", "/openapi.json"])
async def test_every_answer_has_the_headers_that_guard_browsers(serving, path):
    """Those of faults too; and none tells the server's name."""
    site = await serving(awkward())
    answer = await site.client.get(path)
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert "server" not in answer.headers


async def test_nonsense_on_the_wire_ends_its_own_connection(serving):
    """The next one is served."""
    site = await serving()
    for nonsense in (
        b"\x16\x03\x01\x02\x00",
        b"GET\r\n\r\n",
        b"GET / HTTP/1.1\r\nA" + b"a" * 99999,
    ):
        reader, writer = await asyncio.open_connection("127.0.0.1", site.server.port)
        writer.write(nonsense)
        writer.write_eof()
        while await reader.read(1000):
            continue
        writer.close()
    assert (await site.client.get("/")).status_code == 200
