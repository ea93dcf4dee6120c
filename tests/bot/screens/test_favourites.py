"""The markets and leagues that come first in a chat."""

from datetime import date, timedelta

import pytest
from sqlalchemy import insert
from visitor import a_chat, a_user, buttons, labelled, labels, shown
from writing_down import NOW, meet_again, now, write

from phoenix.app import chat_book
from phoenix.app.chat_book import Choice
from phoenix.bot.chat import Kind, noted
from phoenix.bot.routes import together
from phoenix.bot.screens.favourites import MOST, Favourites
from phoenix.bot.screens.paging import TEN
from phoenix.bot.screens.settings import Settings
from phoenix.store.tables import metadata

TODAY = date(2026, 11, 24)
LONG_AGO = TODAY - timedelta(days=90)


@pytest.fixture
def database_url(made_sqlite_url):
    """What is written is tested on both engines with the statements themselves."""
    return made_sqlite_url


@pytest.fixture
def routes(store):
    """With the settings, which lead to them."""
    return together([Settings(store, now).routes(), Favourites(store, now).routes()])


@pytest.fixture
def press(routes, visitor, store):
    """Presses buttons one after the other, from the settings on; what comes of the last."""

    async def pressed(*path):
        turn = await visitor.sends(routes, "/configuracoes")
        for label in path:
            turn = await visitor.presses(routes, labelled(shown(turn), label))
            await write(store, turn)
            await meet_again(store, visitor)
        return turn

    return pressed


@pytest.fixture
def plays(store):
    """Lets leagues play on a day."""

    async def written(codes, day=TODAY):
        tables = (metadata.tables[name] for name in ("competition", "team", "fixture"))
        leagues, teams, matches = [], [], []
        for number, code in enumerate(codes, 1):
            leagues.append(
                {"id": number, "code": code, "name": f"Liga {code}", "country": "Brazil"}
            )
            teams += [{"id": 2 * number + s, "country": code, "name": str(s)} for s in (0, 1)]
            sides = {"home_id": 2 * number, "away_id": 2 * number + 1}
            match = {"competition_id": number, "season": "2026", "day": day, "digest": "", **sides}
            matches.append(match)
        async with store.writing() as connection:
            for table, rows in zip(tables, (leagues, teams, matches), strict=True):
                await connection.execute(insert(table), rows)

    return written


async def test_a_market_is_put_first_and_back_again(press):
    """Each press turns it, and the settings tell."""
    turn = await press("⭐ Mercados", "🟨 Cartões")
    assert labelled(shown(turn), "Cartões").text == "⭐ 🟨 Cartões"
    assert "Mercados favoritos: <b>🟨 Cartões</b>" in shown(await press("⭐ Mercados", "‹ C")).text
    turn = await press("⭐ Mercados", "Cartões")
    assert labelled(shown(turn), "Cartões").text == "🟨 Cartões"


async def test_leagues_that_play_these_days_are_offered(press, plays):
    """One that is pressed is a favourite, by its name."""
    await plays(["BRA", "E0"])
    turn = await press("⭐ Ligas")
    assert labels(buttons(shown(turn)))[:2] == ["🇧🇷 Liga BRA", "🇧🇷 Liga E0"]
    turn = await press("⭐ Ligas", "BRA", "‹ Configurações")
    assert "Ligas favoritas: <b>🇧🇷 Liga BRA</b>" in shown(turn).text


async def test_without_matches_no_league_is_offered(press, plays):
    """What was played long ago is no offer."""
    await plays(["BRA"], LONG_AGO)
    assert "Nenhuma liga" in shown(await press("⭐ Ligas")).text


async def test_a_favourite_that_does_not_play_can_be_taken_back(press, plays):
    """It comes before those that do."""
    await plays(["BRA"])
    await press("⭐ Ligas", "BRA")
    turn = await press("⭐ Ligas", "BRA")
    assert labelled(shown(turn), "BRA").text == "🇧🇷 Liga BRA"


async def test_many_leagues_come_in_pages(press, plays):
    """A press stays on its page."""
    await plays([f"L{number:02}" for number in range(TEN + 3)])
    turn = await press("⭐ Ligas", "Próximas")
    assert len(shown(turn).buttons) == 3 + 2
    turn = await press("⭐ Ligas", "Próximas", "L12")
    assert labelled(shown(turn), "L12").text.startswith("⭐")
    assert len(shown(turn).buttons[-2]) == 1


async def test_there_are_only_so_many_favourite_leagues(routes, plays, visitor, store):
    """One more is refused with a word; nothing is written."""
    await plays(["BRA"])
    async with store.writing() as connection:
        await noted(connection, visitor.chat, NOW)
        for number in range(MOST):
            await chat_book.choose(connection, 7, Choice("favourite", f"X{number}", label="X"))
    turn = await visitor.presses(routes, visitor.turn().button("x", "cfg_lg", 0, "BRA"))
    assert (turn.changes, turn.letters) == ([], [])
    assert turn.notice[1] is True


@pytest.mark.parametrize(
    ("action", "arguments"),
    [
        ("cfg_mkt", ("shots",)),
        ("cfg_lg", ("0", "NONE")),
        ("cfg_lg", ("x",)),
        ("cfg_lg", ("-1",)),
        ("cfg_lg", ("0",) * 3),
    ],
)
async def test_a_button_that_says_what_is_not_offered_is_an_old_one(
    routes, turn, action, arguments
):
    """Nothing is written."""
    with pytest.raises(ValueError):  # noqa: PT011 - Python's own words for some of them
        await routes.buttons[action](turn, arguments)
    assert turn.changes == []


async def test_a_page_that_is_not_there_any_more_is_the_last(routes, visitor, plays):
    """Leagues come and go while a message stands."""
    await plays(["BRA"])
    turn = await visitor.presses(routes, visitor.turn().button("x", "cfg_lg", 99))
    assert labelled(shown(turn), "BRA")


async def test_in_a_group_only_its_admins_choose(routes, visitor):
    """Others are told so."""

    async def not_leading():
        return False

    visitor.chat = a_chat(id=-5, kind=Kind.GROUP)
    visitor.user = a_user(leads_group=not_leading)
    for action in ("cfg_mkt", "cfg_lg"):
        turn = await visitor.presses(routes, visitor.turn().button("x", action))
        assert turn.letters == []
