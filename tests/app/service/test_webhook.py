"""Where Telegram calls, a service answers as it does where it asks."""

import pytest
from app.service.served import served

SECRET = "a-secret-of-the-webhook"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
def with_webhook(with_telegram):
    """Settings of a service that Telegram calls."""
    return {
        **with_telegram,
        "BOT_MODE": "webhook",
        "WEBHOOK_URL": "https://phoenix.example",
        "WEBHOOK_SECRET_TOKEN": SECRET,
    }


def update(number, text):
    """A message of a user, as Telegram tells of it."""
    user = {"id": 7, "is_bot": False, "first_name": "Ana", "language_code": "pt-br"}
    message = {
        "message_id": number, "date": 1_800_000_000, "text": text, "from": user,
        "chat": {"id": 7, "type": "private", "first_name": "Ana"},
    }  # fmt: skip
    return {"update_id": number, "message": message}


async def test_what_telegram_brings_is_answered_once(file_league, with_webhook, telegram):
    """However often it is brought; and the webhook was set with its secret."""
    async with served(file_league, "all", with_webhook, "-X", "dev", "-W", "error") as one:
        await one.until("service ready")
        async with one.web() as web:
            for _ in range(2):
                told = await web.post(
                    "/telegram/webhook",
                    json=update(11, "Baía Serena x Rio Manso"),
                    headers={HEADER: SECRET},
                )
                assert told.status_code == 200
            await telegram.until(lambda: telegram.sent and telegram.sent[0].deleted)
            await telegram.until(lambda: telegram.webhook.url)
        await one.stop()
    assert (one.code, one.complaints()) == (0, [])
    assert len(telegram.sent) == 3
    assert telegram.webhook.url == "https://phoenix.example/telegram/webhook"
    assert telegram.webhook.options["secret_token"] == SECRET


async def test_who_does_not_know_the_secret_is_not_listened_to(file_league, with_webhook, telegram):
    """Nothing of what a stranger brings is dealt with."""
    async with served(file_league, "all", with_webhook) as one:
        await one.until("service ready")
        async with one.web() as web:
            for headers in ({}, {HEADER: "a-secret-of-another"}):
                told = await web.post(
                    "/telegram/webhook", json=update(12, "/ajuda"), headers=headers
                )
                assert told.status_code == 403
        await one.stop()
    assert (one.code, telegram.sent) == (0, [])
