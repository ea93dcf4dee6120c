"""`phoenix preflight` and `phoenix smoke`, each in a process of its own."""

import asyncio
import json
import os
import sys

import pytest
from answering import answering, as_json
from postgres import free_port

TOKEN = "123456789:AAE-a-token-that-must-never-be-seen"
PASSWORD = "pa55-that-must-never-be-seen"
WELL = {
    "/": as_json({"name": "phoenix", "version": "1.2.3"}),
    "/health/live": as_json({"live": True}),
    "/health/ready": as_json({"ready": True}),
    "/health": as_json({"status": "ok", "version": "1.2.3", "parts": []}),
    "/metrics": (200, {}, b"# TYPE phoenix_jobs gauge\nphoenix_jobs 1\n"),
}


@pytest.fixture
def run(own_places):
    """Runs a command with these variables; its exit code and what it printed."""

    async def ran(*arguments, **variables):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "phoenix", *arguments, env={**os.environ, **variables},
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        out, err = await process.communicate()
        return process.returncode, out.decode(), err.decode()

    return ran


async def test_a_sound_installation_passes_line_by_line(run):
    """And nothing goes to stderr."""
    code, out, err = await run("preflight")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "✓ settings: complete and well-formed."
    assert len(lines) == 10
    assert lines[-1] == "All is well"


async def test_what_is_away_is_told_and_is_no_failure(run):
    """The service would start."""
    code, out, _ = await run("preflight", REDIS_URL=f"redis://:{PASSWORD}@127.0.0.1:{free_port()}")
    assert code == 0
    assert "! redis: Redis does not answer (the connection is refused)." in out
    assert out.splitlines()[-1] == "Phoenix starts with less: redis"


@pytest.mark.parametrize("debug", [(), ("--debug",)])
async def test_a_wrong_secret_ends_with_78_and_is_named_but_not_shown(run, debug):
    """Also where everything is logged."""

    def answer(path):
        return as_json({"ok": False, "description": path}, 401)

    async with answering(answer) as url:
        code, out, err = await run(
            "preflight", *debug, TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_BASE_URL=url,
            DATABASE_URL=f"postgresql://phoenix:{PASSWORD}@127.0.0.1:{free_port()}/football",
        )  # fmt: skip
    assert code == 78
    assert "✗ telegram: Telegram does not know the token in TELEGRAM_BOT_TOKEN. Copy it" in out
    assert "✗ database: the database of DATABASE_URL cannot be reached" in out
    assert out.splitlines()[-1] == "Phoenix does not start: telegram, database"
    for secret in (TOKEN, TOKEN.partition(":")[2], PASSWORD):
        assert secret not in out + err


async def test_settings_that_cannot_be_read_are_all_told(run):
    """Nothing else is looked at."""
    code, out, err = await run(
        "preflight", PORT="ten-thousand", BOT_MODE="webhook", TELEGRAM_BOT_TOKEN=f"bot{TOKEN}"
    )
    assert (code, err) == (78, "")
    told = [line.split()[2] for line in out.splitlines()[:-1]]
    assert sorted(told) == ["PORT", "TELEGRAM_BOT_TOKEN", "WEBHOOK_SECRET_TOKEN", "WEBHOOK_URL"]
    assert out.splitlines()[-1] == "Phoenix does not start: settings"
    assert TOKEN not in out
    assert "ten-thousand" not in out


async def test_a_machine_reads_it(run):
    """With the same exit code."""
    code, out, _ = await run("preflight", "--json", PORT="-1")
    report = json.loads(out)
    assert (code, report["starts"]) == (78, False)
    assert report["findings"][0]["setting"] == "PORT"


async def test_a_deployment_that_is_well_ends_with_0(run):
    """A line for each question, and their number."""
    async with answering(lambda path: WELL[path]) as url:
        code, out, err = await run("smoke", url)
    assert (code, err) == (0, "")
    assert out.splitlines()[-1] == "5/5 passed"


async def test_a_deployment_that_is_not_well_ends_with_1(run):
    """So that a release can stop on it."""
    code, out, _ = await run("smoke", f"http://127.0.0.1:{free_port()}")
    assert (code, out.splitlines()[-1]) == (1, "0/5 passed")


async def test_what_is_no_address_ends_with_2_in_one_line(run):
    """Nobody was asked."""
    code, out, err = await run("smoke", "phoenix.example")
    assert (code, out) == (2, "")
    assert err == (
        "phoenix: that is no address of a deployment. Write https://HOST or http://HOST:PORT.\n"
    )
