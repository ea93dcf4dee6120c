"""What a new user meets."""

from zoneinfo import ZoneInfo

import pytest
from visitor import a_chat, a_user, buttons, labelled, only, shown
from writing_down import meet_again, now, write

from phoenix.app import zones
from phoenix.bot.chat import Kind
from phoenix.bot.letter import Act
from phoenix.bot.routes import Routes, together
from phoenix.bot.screen import Screen
from phoenix.bot.screens.menu import Menu
from phoenix.bot.screens.start import Start


@pytest.fixture
def database_url(made_sqlite_url):
    """What is written is tested on both engines with the statements themselves."""
    return made_sqlite_url


@pytest.fixture
def links():
    """What was asked to be opened."""
    return []


@pytest.fixture
def routes(store, links):
    """Links that begin with m lead to a match."""

    async def opened(turn, link):
        links.append(link)
        if link.startswith("m_"):
            turn.say(Screen(turn.words.say("menu-heading")))
        return link.startswith("m_")

    menu = Menu(store, Routes())
    return together([menu.routes(), Start(menu, opened, now).routes()])


async def test_a_new_user_is_greeted_by_name_and_asked_for_the_time_zone(routes, visitor):
    """With the clock of each place beside it."""
    visitor.chat = a_chat(is_new=True)
    turn = await visitor.sends(routes, "/start")
    assert "Olá, <b>Ana</b>!" in shown(turn).text
    assert "12:30" in shown(turn).text
    assert labelled(shown(turn), "Madri").text == "Madri · 16:30"
    assert labelled(shown(turn), "✓").text == "✓ São Paulo · 12:30"


@pytest.mark.parametrize(
    ("language", "hello"), [("en", "Hello, <b>Ana</b>!"), ("es", "¡Hola, <b>Ana</b>!")]
)
async def test_the_language_is_that_of_the_chat(routes, visitor, language, hello):
    """Which the dispatcher takes from the profile."""
    visitor.chat = a_chat(language=language, is_new=True)
    assert hello in shown(await visitor.sends(routes, "/start")).text


@pytest.mark.parametrize("name", ["", "  ", "\u202e\u200b"])
async def test_who_has_no_name_is_greeted_all_the_same(routes, visitor, name):
    """Without a gap."""
    visitor.user = a_user(name=name)
    assert shown(await visitor.sends(routes, "/start")).text.startswith("👋 Olá!\n")


async def test_a_name_is_shown_and_never_obeyed(routes, visitor):
    """It may hold markup."""
    visitor.user = a_user(name="<script>")
    assert "&lt;script&gt;" in shown(await visitor.sends(routes, "/start")).text


async def test_the_chat_is_noted_and_the_zone_asked_once(routes, visitor, store):
    """Who passes the question over gets the menu the next time."""
    visitor.chat = a_chat(is_new=True)
    await write(store, await visitor.sends(routes, "/start"))
    await meet_again(store, visitor)
    assert (visitor.chat.is_new, visitor.chat.zone_chosen) == (False, True)
    assert visitor.chat.zone.key == "America/Sao_Paulo"
    again = shown(await visitor.sends(routes, "/start")).text
    assert "Ana" in again
    assert "fuso" not in again


async def test_a_zone_that_is_pressed_is_kept_and_the_menu_shown(routes, visitor, store):
    """In the place of the question."""
    asked = await visitor.sends(routes, "/start")
    await write(store, asked)
    turn = await visitor.presses(routes, labelled(shown(asked), "Lisboa"))
    await write(store, turn)
    assert (only(turn).act, turn.notice) == (Act.EDIT, ("Fuso: Lisboa", False))
    await meet_again(store, visitor)
    assert visitor.chat.zone == ZoneInfo("Europe/Lisbon")


async def test_another_zone_is_explained(routes, visitor):
    """By example."""
    asked = await visitor.sends(routes, "/start")
    turn = await visitor.presses(routes, labelled(shown(asked), "Outro"))
    assert "/configuracoes fuso Europe/Madrid" in shown(turn).text
    assert turn.changes == []


@pytest.mark.parametrize("arguments", [("Mars/Olympus",), ("Europe/Madrid", "2")])
async def test_a_zone_that_was_not_offered_is_an_old_button(routes, turn, arguments):
    """Nothing is written."""
    with pytest.raises(ValueError):  # noqa: PT011 - Python's own words for one of them
        await routes.buttons["tz"](turn, arguments)
    assert turn.changes == []


async def test_a_link_opens_its_match(routes, visitor, links, store):
    """Also for a new user, who is asked for nothing first."""
    visitor.chat = a_chat(is_new=True)
    turn = await visitor.sends(routes, "/start m_123")
    await write(store, turn)
    assert links == ["m_123"]
    assert len(turn.letters) == 1
    await meet_again(store, visitor)
    assert (visitor.chat.is_new, visitor.chat.zone_chosen) == (False, False)


async def test_a_link_that_leads_nowhere_is_told_so(routes, visitor):
    """With a way to the menu."""
    turn = await visitor.sends(routes, "/start <x>")
    assert "não leva mais" in shown(turn).text
    assert labelled(shown(turn), "Menu")


async def test_in_a_group_the_greeting_is_short(routes, visitor):
    """Others read along: no name, no question."""
    visitor.chat = a_chat(id=-5, kind=Kind.GROUP)
    turn = await visitor.sends(routes, "/start")
    assert "Ana" not in shown(turn).text
    assert len(buttons(shown(turn))) == 1


async def test_every_zone_that_is_offered_has_a_button(routes, visitor):
    """And one for all others, and the menu."""
    turn = await visitor.sends(routes, "/start")
    assert len(buttons(shown(turn))) == len(zones.USUAL) + 2
