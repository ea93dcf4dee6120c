"""`phoenix bot webhook`: what it tells and does, and how it fails."""

import asyncio

import pytest
from bot_api_server import TOKEN, Status, bot_api

SECRET = "a-secret_of-Telegram-0123456789"
HOOK = {
    "BOT_MODE": "webhook", "WEBHOOK_URL": "https://example.org", "WEBHOOK_SECRET_TOKEN": SECRET,
}  # fmt: skip
WHOLE = "https://example.org/telegram/webhook"


@pytest.fixture
async def telegram():
    """A server that runs."""
    async with bot_api() as server:
        yield server


@pytest.fixture
def asked(telegram, phoenix, monkeypatch):
    """Runs ``phoenix bot webhook`` in a loop of its own: exit code, out, err."""

    async def ask(*arguments, **settings):
        given = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_BASE_URL": telegram.url, **settings}
        with monkeypatch.context() as environment:
            for name, value in given.items():
                environment.setenv(name, value)
            ran = await asyncio.to_thread(phoenix, "bot", "webhook", *arguments)
        return ran.code, ran.out, ran.err

    return ask


async def test_it_is_set_shown_and_deleted(telegram, asked):
    """As the settings have it; the secret is told nobody but Telegram."""
    assert await asked("set", **HOOK) == (0, f"Telegram calls {WHOLE}\n", "")
    assert (telegram.webhook.url, telegram.webhook.secret) == (WHOLE, SECRET)
    telegram.updates.happens("poll", {})
    code, out, err = await asked("status", **HOOK)
    assert (code, err) == (0, "")
    assert f"webhook: {WHOLE}\n" in out
    assert "no complaint" in out
    assert SECRET not in out
    assert await asked("delete") == (0, "the webhook is deleted\n", "")
    assert await asked("delete") == (0, "there was no webhook\n", "")
    assert telegram.webhook.url == ""


async def test_one_that_is_not_as_it_should_be(telegram, asked):
    """Exit code 1, and what cures it."""
    code, out, _ = await asked("status", **HOOK)
    assert (code, "no webhook is set" in out) == (1, True)
    assert "'phoenix bot webhook set' sets it" in out
    await asked("set", **HOOK)
    code, out, _ = await asked("status")
    assert (code, "'phoenix bot webhook delete' lets the bot poll" in out) == (1, True)


async def test_polling_without_a_webhook_is_as_it_should_be(asked):
    """Exit code 0."""
    assert await asked("status") == (0, "no webhook is set\nupdates that wait: 0\n", "")


@pytest.mark.parametrize(
    ("arguments", "settings", "why"),
    [
        (["set"], {}, "WEBHOOK_URL is not set"),
        (["status"], {"TELEGRAM_BOT_TOKEN": ""}, "TELEGRAM_BOT_TOKEN is not set"),
        (["status"], {"TELEGRAM_BOT_TOKEN": "987654321:" + "x" * 35}, "refuses TELEGRAM_BOT_TOKEN"),
        (["status"], {"TELEGRAM_API_BASE_URL": "http://127.0.0.1:9"}, "does not answer"),
        (["delete"], {"BOT_MODE": "webhook"}, "WEBHOOK_URL is not set"),
    ],
)
async def test_what_cannot_be_done_is_one_line(asked, arguments, settings, why):
    """On stderr, with exit code 2 and without the token."""
    code, out, err = await asked(*arguments, **settings)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert why in err
    assert TOKEN not in err


async def test_a_telegram_that_is_away_is_one_line(telegram, asked):
    """With both transports."""
    for transport in ("aiohttp", "httpx"):
        telegram.fail("setWebhook", Status(502))
        code, _, err = await asked("set", **HOOK, PHOENIX_BOT_TRANSPORT=transport)
        assert (code, err.count("\n")) == (2, 1)
        assert SECRET not in err
