"""`phoenix data quota`, against a provider on loopback in a process of its own."""

import asyncio
import json
import os
import sys

import pytest
from provider import KEY, Provider, Reply, body

STATUS = {
    "account": {"firstname": "Somebody", "email": "somebody@example.invalid"},
    "subscription": {"plan": "Pro", "end": "2027-01-19T21:32:00+00:00", "active": True},
    "requests": {"current": 30, "limit_day": 7500},
}


@pytest.fixture
async def ask(own_places):
    """Runs the command against a provider that gives one reply."""
    servers = []

    async def run(reply: Reply, key: str | None = KEY) -> tuple[int, str, str]:
        provider = Provider([reply])
        server = await asyncio.start_server(provider.serve, "127.0.0.1", 0)
        servers.append(server)
        port = server.sockets[0].getsockname()[1]
        environment = {**os.environ, "API_FOOTBALL_BASE_URL": f"http://127.0.0.1:{port}"}
        if key is not None:
            environment["API_FOOTBALL_KEY"] = key
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "phoenix", "data", "quota",
            env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        out, err = await process.communicate()
        return process.returncode, out.decode(), err.decode()

    yield run
    for server in servers:
        server.close()
        await server.wait_closed()


async def test_the_plan_and_the_calls_are_shown(ask):
    """One line tells the plan and what is left, and nothing of the owner."""
    headers = {"X-RateLimit-Limit": "300", "X-RateLimit-Remaining": "299"}
    code, out, err = await ask(Reply(headers=headers, content=body(response=STATUS)))
    assert (code, err) == (0, "")
    assert "plan Pro (active, until 2027-01-19): 30 of 7500 calls made today, 7470 left" in out
    assert "at most 300 a minute" in out
    assert "Somebody" not in out


async def test_a_bad_key_says_which_setting_to_mend(ask):
    """A refused key is one line that names the variable and not its value."""
    code, out, err = await ask(Reply(content=body(errors={"token": "Missing application key."})))
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "API_FOOTBALL_KEY" in err
    assert KEY not in err


async def test_without_a_key_nothing_is_asked(ask):
    """No key is one line that says what to set."""
    code, out, err = await ask(Reply(), key=None)
    assert (code, out) == (2, "")
    assert err == "phoenix: no key of API-Football is set. Set API_FOOTBALL_KEY.\n"


async def test_a_strange_status_is_no_crash(ask):
    """A status of another shape is one line."""
    code, _, err = await ask(Reply(content=json.dumps({"errors": [], "response": []}).encode()))
    assert (code, err.count("\n")) == (2, 1)
