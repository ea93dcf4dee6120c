"""A chat and what it has chosen."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from phoenix.app import chat_book
from phoenix.app.chat_tables import chat as table
from phoenix.bot.chat import Chat, Defaults, Kind, known, noted

NOW = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
LATER = datetime(2026, 11, 25, 15, 30, tzinfo=UTC)
DEFAULTS = Defaults("pt-BR", ZoneInfo("America/Sao_Paulo"), 6.0)


@pytest.fixture
def meet(store):
    """Looks a chat up, whose user's profile is in English."""

    async def met():
        async with store.reading() as connection:
            return await known(connection, 7, Kind.PRIVATE, "en", DEFAULTS)

    return met


@pytest.fixture
def note(store):
    """Writes a chat down."""

    async def written(chat, at=NOW):
        async with store.writing() as connection:
            await noted(connection, chat, at)

    return written


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ("private", Kind.PRIVATE),
        ("group", Kind.GROUP),
        ("supergroup", Kind.GROUP),
        ("channel", Kind.CHANNEL),
        ("something new", Kind.GROUP),
    ],
)
def test_telegram_s_words_have_a_kind(told, kind):
    """Where others may read along, it is a group."""
    assert Kind.of(told) is kind


async def test_a_chat_that_nobody_knows_has_the_defaults(meet):
    """And the language of the profile."""
    chat = await meet()
    assert chat == Chat(7, Kind.PRIVATE, "en", DEFAULTS.zone, 6.0)
    assert chat.is_new


async def test_a_chat_that_was_noted_keeps_its_first_language(meet, note):
    """What it has not chosen follows the defaults."""
    await note(Chat(7, Kind.PRIVATE, "es", DEFAULTS.zone, 6.0))
    chat = await meet()
    assert (chat.language, chat.language_chosen) == ("es", True)
    assert (chat.zone, chat.zone_chosen) == (DEFAULTS.zone, False)
    assert (chat.min_confidence, chat.picture, chat.is_new) == (6.0, True, False)


async def test_what_was_chosen_holds(meet, note, store):
    """Also a confidence of 0, which is a choice."""
    await note(await meet())
    async with store.writing() as connection:
        chosen = {"zone": "Europe/Madrid", "min_confidence": 0.0, "picture": False}
        await chat_book.change(connection, 7, digest_hour=9, **chosen)
    chat = await meet()
    assert (chat.zone.key, chat.zone_chosen) == ("Europe/Madrid", True)
    assert (chat.min_confidence, chat.picture, chat.digest_hour) == (0.0, False, 9)


async def test_noting_a_chat_again_changes_nothing_but_brings_it_back(meet, note, store):
    """Whoever writes again has not blocked the bot."""
    await note(await meet())
    async with store.writing() as connection:
        await chat_book.change(connection, 7, language="es")
        await connection.execute(update(table).values(gone=NOW))
    await note(await meet(), LATER)
    async with store.reading() as connection:
        row = (await connection.execute(select(table))).one()
    assert (row.language, row.gone, row.created) == ("es", None, NOW)
