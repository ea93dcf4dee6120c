"""The main menu."""

import pytest
from visitor import a_chat, buttons, labelled, labels, only, shown
from writing_down import NOW

from phoenix.app import chat_book
from phoenix.app.chat_book import Choice
from phoenix.bot.chat import noted
from phoenix.bot.letter import Act
from phoenix.bot.routes import Command, Routes
from phoenix.bot.screens.menu import LABELS, MARKETS, Menu
from phoenix.bot.texts import LANGUAGES


@pytest.fixture
def database_url(made_sqlite_url):
    """What is written is tested on both engines with the statements themselves."""
    return made_sqlite_url


@pytest.fixture
def asked():
    """The commands that were given by way of the menu."""
    return []


@pytest.fixture
def parts(asked):
    """All that the menu leads to, and more."""

    def handles(name):
        async def handle(turn, rest):
            asked.append((name, rest))

        return handle

    names = (*LABELS, "privacidade")
    return Routes(tuple(Command((name, f"{name}_2"), handles(name)) for name in names))


@pytest.fixture
def menu(store, parts):
    """With a button for each."""
    return Menu(store, parts)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_command_has_its_button(menu, visitor, language):
    """In the language of the chat."""
    visitor.chat = a_chat(language=language)
    turn = await visitor.sends(menu.routes(), "/menu")
    assert [len(row) for row in shown(turn).buttons] == [3, 3, 2, 3, 3]
    expected = {turn.words.label(key) for key in LABELS.values()}
    assert set(labels(buttons(shown(turn)))) == expected


async def test_a_button_does_as_its_command(menu, visitor, asked):
    """With nothing behind it."""
    turn = await visitor.sends(menu.routes(), "/menu")
    for button in buttons(shown(turn)):
        await visitor.presses(menu.routes(), button)
    assert sorted(asked) == sorted((name, "") for name in LABELS)


async def test_what_nobody_deals_with_has_no_button(store, visitor):
    """Nor a row where all are missing."""
    few = Routes((Command(("ajuda",), visitor.sends),))
    turn = await visitor.sends(Menu(store, few).routes(), "/menu")
    assert labels(buttons(shown(turn))) == ["❓ Ajuda"]
    assert len(shown(turn).buttons) == 1


async def test_back_to_the_menu_edits_the_message(menu, visitor):
    """Every screen is one message."""
    back = visitor.turn().button("‹ Menu", "menu")
    turn = await visitor.presses(menu.routes(), back, message=9)
    assert (only(turn).act, only(turn).message) == (Act.EDIT, 9)


async def test_a_command_that_is_gone_makes_its_button_an_old_one(store, visitor):
    """Whoever presses it is told so by the dispatcher."""
    button = visitor.turn().button("x", "go", "gols")
    with pytest.raises(ValueError, match="gols"):
        await visitor.presses(Menu(store, Routes()).routes(), button)


@pytest.mark.parametrize("arguments", [(), ("gols", "2"), ("privacidade",)])
async def test_a_button_that_means_nothing_is_an_old_one(menu, turn, arguments):
    """Also one of a command that has no place in the menu."""
    with pytest.raises(ValueError):  # noqa: PT011 - Python's own words for two of them
        await menu.go(turn, arguments)


async def test_favourite_markets_come_first(menu, visitor, store):
    """With a star."""
    async with store.writing() as connection:
        await noted(connection, visitor.chat, NOW)
        await chat_book.choose(connection, 7, Choice("market", MARKETS["cartoes"]))
    turn = await visitor.sends(menu.routes(), "/menu")
    assert shown(turn).buttons[1][0] == labelled(shown(turn), "⭐ 🟨 Cartões")
    assert len(buttons(shown(turn))) == len(LABELS)
