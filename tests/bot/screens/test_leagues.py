"""``/liga``: the leagues with matches today."""

from dataclasses import replace

import pytest
from fixture_list import PREMIER, Clock, match, put
from visitor import Visitor, buttons, labelled, labels, shown

from phoenix.app.match_finder import MatchFinder
from phoenix.bot.routes import Routes
from phoenix.bot.screens.leagues import Leagues
from phoenix.bot.turn import Turn
from phoenix.store.store import Store


@pytest.fixture
def routes(finder: MatchFinder) -> Routes:
    return Leagues(finder).routes()


async def test_only_leagues_with_matches_today_are_listed(visitor: Visitor, routes: Routes) -> None:
    """The followed ones first; each opens its matches."""
    screen = shown(await visitor.sends(routes, "/liga"))
    assert "Ligas com jogos hoje" in screen.text
    assert "Terça-feira, 24 de novembro de 2026 · 3 ligas" in screen.text
    assert labels(buttons(screen))[0] == "🇧🇷 Brasileirão Série A · 2"
    action, day, number = visitor.meant(labelled(screen, "Premier"))
    assert (action, day, number.isdigit()) == ("l", "20261124", True)


async def test_a_name_opens_its_league(visitor: Visitor, routes: Routes) -> None:
    """With slips; one that fits several lists these, one that fits none lists all."""
    premier = shown(await visitor.sends(routes, "/liga premer league"))
    assert "17:00 · Arsenal x Chelsea" in labels(buttons(premier))
    assert "2 ligas" in shown(await visitor.sends(routes, "/liga brasileirão")).text
    strange = shown(await visitor.sends(routes, "/liga \u202e<qwerty>")).text
    assert strange.startswith("Nenhuma liga com jogos hoje se chama «&lt;qwerty&gt;»")
    assert "3 ligas" in strange


async def test_ten_stand_on_a_page(visitor: Visitor, routes: Routes, calendar_store: Store) -> None:
    """Turning the page edits the message."""
    many = [replace(PREMIER, code=f"L{n}", name=f"League {n:02}") for n in range(20)]
    await put(calendar_store, *(match(f"A{n}", f"B{n}", competition=c) for n, c in enumerate(many)))
    first = shown(await visitor.sends(routes, "/liga"))
    assert sum("·" in label for label in labels(buttons(first))) == 10
    turn = await visitor.presses(routes, labelled(first, "Próximas (2 de 3)"), message=9)
    assert turn.letters[0].message == 9
    last = shown(await visitor.presses(routes, labelled(shown(turn), "Próximas (3 de 3)")))
    assert sum("·" in label for label in labels(buttons(last))) == 3


async def test_a_day_without_matches_leads_to_others(
    visitor: Visitor, routes: Routes, clock: Clock
) -> None:
    """It says so kindly."""
    clock.pass_by(days=5)
    screen = shown(await visitor.sends(routes, "/liga"))
    assert "Hoje não há jogos" in screen.text
    assert visitor.meant(labelled(screen, "outros dias")) == ("day", "20261129", "0")


@pytest.mark.parametrize("arguments", [(), ("20261124",), ("x", 0), ("20261124", -1)])
async def test_a_button_that_cannot_be_read_is_refused(
    visitor: Visitor, routes: Routes, turn: Turn, arguments: tuple[object, ...]
) -> None:
    """The dispatcher then says that it is old."""
    with pytest.raises(ValueError):  # noqa: PT011 - whatever cannot be read
        await visitor.presses(routes, turn.button("old", "lgs", *arguments))
