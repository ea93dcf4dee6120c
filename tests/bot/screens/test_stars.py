"""The leagues that come first in a chat."""

from types import SimpleNamespace

import pytest
from writing_down import NOW

from phoenix.app import chat_book
from phoenix.app.chat_book import Choice
from phoenix.bot.chat import noted
from phoenix.bot.screens.stars import first, no_stars, stars_in


@pytest.fixture
def database_url(made_sqlite_url):
    """What is written is tested on both engines with the statements themselves."""
    return made_sqlite_url


def leagues(*codes):
    """Leagues of a day, of which the codes alone matter here."""
    return [SimpleNamespace(competition=SimpleNamespace(code=code)) for code in codes]


def codes(of):
    """In their order."""
    return [league.competition.code for league in of]


def test_favourites_come_first_and_all_keep_their_order():
    """Nothing is left out, and what does not play is not made up."""
    found = first(leagues("A", "B", "C", "D"), {"D", "B", "X"})
    assert codes(found) == ["B", "D", "A", "C"]


async def test_without_favourites_all_stays_as_it_was(turn):
    """A bot may keep none."""
    assert codes(first(leagues("B", "A"), await no_stars(turn))) == ["B", "A"]


async def test_the_favourites_of_a_chat_are_looked_up(store, turn):
    """Leagues alone, and of this chat alone."""
    async with store.writing() as connection:
        await noted(connection, turn.chat, NOW)
        await chat_book.choose(connection, 7, Choice("favourite", "BRA"))
        await chat_book.choose(connection, 7, Choice("league", "E0"))
    assert set(await stars_in(store)(turn)) == {"BRA"}
