"""Whatever goes wrong, no secret is told: not in a finding, nor in a line of the log."""

import json
from contextlib import AsyncExitStack

import pytest
from answering import answering, as_json, saying, silent
from postgres import free_port

from phoenix.app import logs
from phoenix.app.preflight import preflight, tell

PASSWORD = "pa55-that-must-never-be-seen"
# Where @ and / are not written as %40 and %2F, the rest is read as a host, a port or a name.
TORN = ("be@seen-by-nobody", "be/seen-by-nobody", "be#seen-by-nobody", "be?seen-by-nobody")


async def closed(_stack):
    """Nobody listens."""
    return free_port()


async def mute(stack):
    """Somebody listens, and says nothing."""
    return await stack.enter_async_context(silent())


async def odd(stack):
    """Somebody answers what nobody understands."""
    return await stack.enter_async_context(saying(b"HTTP/1.1 200 OK\r\nx: \x00\xff\r\n\r\n"))


async def sharp(stack):
    """Somebody refuses, and repeats what was said."""

    def answer(path):
        told = {"ok": False, "description": path, "errors": {"token": path}, "response": []}
        return as_json(told, 401 if path.startswith("/bot") else 200, location=path)

    url = await stack.enter_async_context(answering(answer))
    return int(url.rpartition(":")[2])


@pytest.fixture
def told(make_settings, token, key, capfd, caplog):
    """All that is told when every service is at that port, with this password."""

    async def everything(port, password):
        logs.configure("DEBUG", "console")
        database = f"postgresql://phoenix:{password}@127.0.0.1:{port}/football"
        settings = make_settings(
            telegram_bot_token=token, telegram_api_url=f"http://127.0.0.1:{port}",
            api_football_key=key, api_football_url=f"http://127.0.0.1:{port}",
            database_url=database, database_direct_url=database,
            redis_url=f"redis://:{password}@127.0.0.1:{port}/0", preflight_seconds=0.4,
        )  # fmt: skip
        report = await preflight(settings)
        tell(report)
        ours = [r.getMessage() for r in caplog.records if r.name.startswith("phoenix")]
        lines = [*report.lines(), json.dumps(report.as_json()), repr(report), repr(settings), *ours]
        return "\n".join([*lines, *capfd.readouterr()])

    return everything


@pytest.mark.parametrize("answerer", [closed, mute, odd, sharp])
async def test_no_secret_is_told_whatever_answers(told, token, key, answerer):
    """Only the names of the settings are."""
    async with AsyncExitStack() as stack:
        text = await told(await answerer(stack), PASSWORD)
    assert "DATABASE_URL" in text
    for secret in (token, token.partition(":")[2], key, PASSWORD):
        assert secret not in text


@pytest.mark.parametrize("password", TORN)
@pytest.mark.parametrize("kind", ["database_url", "database_direct_url", "redis_url"])
async def test_no_rest_of_a_torn_password_is_told(
    make_settings, capfd, caplog, kind, password, sqlite_url
):
    """It may be read as a host, a port or the name of a database."""
    logs.configure("DEBUG", "console")
    scheme = "redis" if kind == "redis_url" else "postgresql"
    url = f"{scheme}://phoenix:{password}@127.0.0.1:{free_port()}/0"
    database = "postgresql://u@127.0.0.1:1/x" if kind == "database_direct_url" else sqlite_url
    try:
        settings = make_settings(**{"database_url": database, kind: url})
    except ValueError as error:  # the settings themselves refuse it
        text = str(error)
    else:
        report = await preflight(settings)
        tell(report)
        text = "\n".join([*report.lines(), repr(report), caplog.text, *capfd.readouterr()])
    assert "seen-by-nobody" not in text
