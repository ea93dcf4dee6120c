"""A deployment from outside: well, unwell, silent, or something else altogether."""

import asyncio

import httpx
import pytest
from answering import answering, as_json, saying, silent
from postgres import free_port

from phoenix.app.errors import PhoenixError
from phoenix.app.exposition import Exposition
from phoenix.app.health import Health
from phoenix.app.loop_lag import LoopLag
from phoenix.app.smoke import smoke
from phoenix.web.application import application

PARTS = [
    {"name": "service", "state": "ok", "detail": ""},
    {"name": "redis", "state": "degraded", "detail": "Redis does not answer"},
]
HEALTH = {"status": "degraded", "version": "1.2.3", "role": "all", "parts": PARTS, "plugins": []}
WELL = {
    "/": as_json({"name": "phoenix", "version": "1.2.3"}),
    "/health/live": as_json({"live": True, "lag_seconds": 0.0}),
    "/health/ready": as_json({"ready": True, "missing": []}),
    "/health": as_json(HEALTH),
    "/metrics": (200, {}, b"# TYPE phoenix_jobs gauge\nphoenix_jobs 1\n"),
}
PASSED = [
    "✓ /: Phoenix 1.2.3",
    "✓ /health/live: live",
    "✓ /health/ready: ready",
    "✓ /health: degraded, version 1.2.3, 2 parts (redis is degraded: Redis does not answer)",
    "✓ /metrics: 1 metrics",
    "5/5 passed",
]


async def ask(**changes):
    """Ask a deployment that answers well but for these paths."""
    answers = WELL | {f"/{path.replace('_', '/')}".rstrip("/"): a for path, a in changes.items()}
    async with answering(lambda path: answers[path]) as url:
        return await smoke(url)


async def test_one_that_is_well_passes_everywhere():
    """With less than all it is well too, and says with how much less."""
    found = await ask()
    assert (found.lines(), found.passed) == (PASSED, True)


async def test_the_service_itself_is_understood():
    """What it answers is what is asked for."""
    health, lag = Health("all"), LoopLag()
    health.open()
    await lag.start()
    transport = httpx.ASGITransport(application(health, Exposition(), lag))
    found = await smoke("http://phoenix.example", transport=transport)
    await lag.stop()
    assert [line[0] for line in found.lines()] == ["✓"] * 5 + ["5"]


async def test_a_service_that_still_starts_is_understood():
    """It lives and is not ready, and says why."""
    lag = LoopLag()
    await lag.start()
    transport = httpx.ASGITransport(application(Health("all"), Exposition(), lag))
    found = await smoke("http://phoenix.example", transport=transport)
    await lag.stop()
    assert found.lines()[1:4] == [
        "✓ /health/live: live",
        "✗ /health/ready: not ready: service is failing: it is starting",
        found.lines()[3],
    ]
    assert found.lines()[3].startswith("✗ /health: failing, version ")


@pytest.mark.parametrize(
    ("path", "answer", "line"),
    [
        ("health_live", as_json({"live": False}, 503),
         "✗ /health/live: it answers with status 503"),
        ("health_live", as_json({"live": 1}), "✗ /health/live: it does not say that it is live"),
        ("health_ready", as_json({"ready": False, "missing": [PARTS[1]]}, 503),
         "✗ /health/ready: not ready: redis is degraded: Redis does not answer"),
        ("health_ready", as_json({}), "✗ /health/ready: not ready: it does not say why"),
        ("health_ready", as_json({}, 500), "✗ /health/ready: it answers with status 500"),
        ("health", as_json({**HEALTH, "status": "failing", "parts": []}),
         "✗ /health: failing, version 1.2.3, 0 parts"),
        ("health", as_json({"status": "ok"}), "✗ /health: it does not tell its version and parts"),
        ("health", as_json(["ok"]), "✗ /health: its answer is none of Phoenix's"),
        ("health", (200, {}, b"\xff"), "✗ /health: its answer is none of Phoenix's"),
        ("health", (302, {"location": "/login"}, b""), "✗ /health: it answers with status 302"),
        ("metrics", (200, {}, b"{half a metric"), "✗ /metrics: what is told are no metrics"),
        ("metrics", (200, {}, b"# TYPE other gauge\nother 1\n"),
         "✗ /metrics: none of Phoenix's metrics is told"),
        ("metrics", (404, {}, b""), "✗ /metrics: it answers with status 404"),
    ],
)  # fmt: skip
async def test_one_that_is_half_broken_says_where(path, answer, line):
    """All else still passes."""
    found = await ask(**{path: answer})
    assert line in found.lines()
    assert (found.lines()[-1], found.passed) == ("4/5 passed", False)


async def test_another_program_at_that_address_is_not_taken_for_phoenix():
    """Whatever it is."""
    async with answering(lambda _path: as_json({"name": "wordpress"})) as url:
        found = await smoke(url)
    assert found.lines()[0] == "✗ /: what answers is not Phoenix"
    assert not any(one.passed for one in found.probed)


async def test_one_that_hangs_fails_after_the_limit():
    """All is asked at once, so the limit is waited for once."""
    async with silent() as port:
        found = await smoke(f"http://127.0.0.1:{port}", limit=0.2)
    assert {one.detail for one in found.probed} == {"no answer within 0.2 s"}
    assert found.lines()[-1] == "0/5 passed"


async def test_one_that_drips_fails_after_the_limit():
    """A byte now and then is no answer."""

    async def drip(reader, writer):
        try:
            while not reader.at_eof():
                writer.write(b"HTTP/1.1 200 OK\r\n" if not writer.is_closing() else b"")
                await writer.drain()
                await asyncio.sleep(0.05)
        except ConnectionError:
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(drip, "127.0.0.1", 0)
    found = await smoke(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", limit=0.3)
    server.close()
    await server.wait_closed()
    assert found.lines()[-1] == "0/5 passed"


async def test_what_is_no_http_fails():
    """A mail server, say."""
    async with saying(b"220 mail.example ESMTP\r\n") as port:
        found = await smoke(f"http://127.0.0.1:{port}")
    assert found.lines()[-1] == "0/5 passed"
    assert found.lines()[0] == "✗ /: no answer (the answer breaks off, or is none of HTTP)"


async def test_a_closed_port_fails():
    """Nobody listens there."""
    found = await smoke(f"http://127.0.0.1:{free_port()}")
    assert found.lines()[0] == "✗ /: no answer (the connection is refused)"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "phoenix.example",
        "ftp://phoenix.example",
        "http://",
        "http://[",
        "http://h:99999",
        "http://☃..x",
    ],
)
async def test_what_is_no_address_is_refused_in_one_line(url):
    """Nobody is asked."""
    with pytest.raises(PhoenixError, match=r"no address of a deployment\. Write https://HOST"):
        await smoke(url)


async def test_a_base_may_have_a_path_and_a_query_is_left_out():
    """Behind a proxy it may live in a folder."""
    asked = []

    def answer(path):
        asked.append(path)
        return WELL[path.removeprefix("/football")]

    async with answering(answer) as url:
        found = await smoke(f"{url}/football/?page=1#top")
    assert found.passed
    assert sorted(asked) == sorted(f"/football{path}" for path in WELL)


async def test_progress_is_told_as_answers_come():
    """One after another."""
    told = []
    async with answering(lambda path: WELL[path]) as url:
        await smoke(url, progress=lambda *step: told.append(step))
    assert [done for done, *_ in told] == [1, 2, 3, 4, 5]
    assert {name for *_, name in told} == set(WELL)
