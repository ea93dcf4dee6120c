"""``/jogos``: a day's leagues, a league's matches, and the days around."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from fixture_list import PREMIER, SERIE_B, SIMULATED, TODAY, match, put
from visitor import Visitor, a_chat, buttons, labelled, labels, only, shown

from phoenix.app.match_finder import MatchFinder
from phoenix.bot.letter import Act
from phoenix.bot.routes import Routes
from phoenix.bot.screens.matches import Matches
from phoenix.bot.turn import Turn
from phoenix.store.store import Store


@pytest.fixture
def elsewhere() -> list[str]:
    """What followed the command and was no day."""
    return []


@pytest.fixture
def routes(finder: MatchFinder, elsewhere: list[str]) -> Routes:
    async def otherwise(turn: Turn, rest: str) -> None:
        elsewhere.append(rest)

    return Matches(finder, otherwise).routes()


async def test_today_is_told_by_country_and_league(visitor: Visitor, routes: Routes) -> None:
    """With numbers of matches, and from when till when they begin."""
    screen = shown(await visitor.sends(routes, "/jogos"))
    assert "<b>Terça-feira, 24 de novembro de 2026</b>\n4 jogos em 3 ligas" in screen.text
    assert "🇧🇷 <b>Brasil</b>\nBrasileirão Série A · 2 jogos · 16:00–21:00" in screen.text
    assert "<b>Inglaterra</b>\nPremier League · 1 jogo · 17:00" in screen.text
    assert labels(row[0] for row in screen.buttons[:3]) == [
        "🇧🇷 Brasileirão Série A · 2",
        "🇧🇷 Brasileirão Série B · 1",
        "🏴󠁧󠁢󠁥󠁮󠁧󠁿 Premier League · 1",
    ]


async def test_a_league_opens_in_place(visitor: Visitor, routes: Routes) -> None:
    """Each match is a button for its dossier, at the chat's own time."""
    day = shown(await visitor.sends(routes, "/jogos"))
    turn = await visitor.presses(routes, labelled(day, "Série A"), message=5)
    assert (only(turn).act, only(turn).message) == (Act.EDIT, 5)
    screen = shown(turn)
    assert "<b>Brasileirão Série A</b> · Brasil" in screen.text
    assert "Horário de São Paulo" in screen.text
    assert labels(buttons(screen))[:2] == [
        "16:00 · Gremio x Santos",
        "21:00 · Flamengo RJ x Palmeiras",
    ]
    action, number = visitor.meant(labelled(screen, "Flamengo"))
    assert (action, number.isdigit()) == ("m", True)


async def test_the_way_back_leads_to_the_day(visitor: Visitor, routes: Routes) -> None:
    """The same that was shown before."""
    day = shown(await visitor.sends(routes, "/jogos"))
    league = shown(await visitor.presses(routes, labelled(day, "Premier")))
    again = shown(await visitor.presses(routes, labelled(league, "Ligas do dia")))
    assert again == day


async def test_the_days_around_are_a_press_away(visitor: Visitor, routes: Routes) -> None:
    """And from there, today again."""
    today = shown(await visitor.sends(routes, "/jogos"))
    assert "◀ sáb., 21/11" in labels(buttons(today))
    tomorrow = shown(await visitor.presses(routes, labelled(today, "qua., 25/11 ▶")))
    assert "16:00 · Palmeiras x Gremio" in labels(buttons(tomorrow))
    back = shown(await visitor.presses(routes, labelled(tomorrow, "Hoje")))
    assert back == today


async def test_a_day_with_one_league_shows_its_matches(visitor: Visitor, routes: Routes) -> None:
    """With the score of what is over, and without a way back to the only league."""
    screen = shown(await visitor.sends(routes, "/jogos 21/11"))
    assert "✅ 12:00 · Gremio 2 x 1 Flamengo RJ" in labels(buttons(screen))
    assert "◀ Ligas do dia" not in labels(buttons(screen))


async def test_a_day_without_matches_says_so(visitor: Visitor, routes: Routes) -> None:
    """And leads to days that have some."""
    screen = shown(await visitor.sends(routes, "/jogos 2026-12-25"))
    assert "Sexta-feira, 25 de dezembro de 2026" in screen.text
    assert "Nenhum jogo" in screen.text
    assert labels(buttons(screen))[:2] == ["◀ seg., 14/12", "Hoje"]


@pytest.mark.parametrize("text", ["/jogos amanhã", "/today tomorrow", "/partidos mañana"])
async def test_a_day_may_be_named(visitor: Visitor, routes: Routes, text: str) -> None:
    """In any language, under any of the command's names."""
    assert "quarta-feira" in shown(await visitor.sends(routes, text)).text.casefold()


async def test_what_is_no_day_goes_elsewhere(
    visitor: Visitor, routes: Routes, elsewhere: list[str]
) -> None:
    """Such as a team."""
    turn = await visitor.sends(routes, "/jogos flamengo")
    assert (elsewhere, turn.letters) == (["flamengo"], [])


async def test_the_zone_of_the_chat_decides(finder: MatchFinder, routes: Routes) -> None:
    """What is tonight in São Paulo is tomorrow morning in Lisbon."""
    lisbon = Visitor(a_chat(zone=ZoneInfo("Europe/Lisbon"), language="en"))
    screen = shown(await lisbon.sends(routes, "/today tomorrow"))
    assert "00:00 · Flamengo RJ v Palmeiras" in labels(buttons(screen))


async def test_leagues_come_ten_a_page(
    visitor: Visitor, routes: Routes, calendar_store: Store
) -> None:
    """And so do the matches of a league."""
    others = [replace(PREMIER, code=f"L{n}", name=f"League {n:02}") for n in range(12)]
    await put(
        calendar_store, *(match(f"A{n}", f"B{n}", competition=c) for n, c in enumerate(others))
    )
    await put(calendar_store, *(match(f"C{n}", f"D{n}", competition=SERIE_B) for n in range(10)))
    first = shown(await visitor.sends(routes, "/jogos"))
    assert "League 08" not in first.text
    second = shown(await visitor.presses(routes, labelled(first, "Próximas (2 de 2)")))
    assert "League 08" in second.text
    assert shown(await visitor.presses(routes, labelled(second, "Anteriores"))) == first
    league = shown(await visitor.presses(routes, labelled(first, "Série B · 11")))
    rest = shown(await visitor.presses(routes, labelled(league, "Próximas")))
    assert sum(" x " in label for label in labels(buttons(league))) == 10
    assert sum(" x " in label for label in labels(buttons(rest))) == 1


async def test_simulated_football_says_so(
    visitor: Visitor, routes: Routes, calendar_store: Store
) -> None:
    """In plain words."""
    await put(calendar_store, match("Rio Manso", "Serra Fria", 24 * 8, competition=SIMULATED))
    screen = shown(await visitor.sends(routes, "/jogos 02/12"))
    assert "não existem" in screen.text


async def test_hostile_names_are_escaped(
    visitor: Visitor, routes: Routes, calendar_store: Store
) -> None:
    """In texts; on buttons nothing is markup, and long names leave room for others."""
    league = replace(PREMIER, code="H", name="A&B <script>")
    await put(calendar_store, match("A&B <script>", "x" * 60, 24 * 8, competition=league))
    screen = shown(await visitor.sends(routes, "/jogos 02/12"))
    assert "A&amp;B &lt;script&gt;" in screen.text
    assert labels(buttons(screen))[0] == f"12:00 · A&B <script> x {'x' * 23}…"


async def test_a_league_that_has_no_match_any_more_shows_the_day(
    visitor: Visitor, routes: Routes, turn: Turn
) -> None:
    """The match was moved since the button was made."""
    button = turn.button("old", "l", f"{TODAY:%Y%m%d}", 999)
    assert "4 jogos em 3 ligas" in shown(await visitor.presses(routes, button)).text


@pytest.mark.parametrize(
    ("action", "arguments"),
    [
        ("day", ()), ("day", ("x", 0)), ("day", ("20261124", "x")), ("day", ("99991231", 0)),
        ("day", ("20261124", -1)), ("l", ()), ("l", ("20261124",)), ("l", ("00010101", 1)),
        ("l", ("20261124", "x")), ("day", ("20261124",)),
    ],
)  # fmt: skip
async def test_a_button_that_cannot_be_read_is_refused(
    visitor: Visitor, routes: Routes, turn: Turn, action: str, arguments: tuple[object, ...]
) -> None:
    """The dispatcher then says that it is old."""
    with pytest.raises(ValueError):  # noqa: PT011 - whatever cannot be read
        await visitor.presses(routes, turn.button("old", action, *arguments))


async def test_a_page_beyond_the_last_is_the_last(
    visitor: Visitor, routes: Routes, turn: Turn
) -> None:
    """There were more leagues when the button was made."""
    last = shown(await visitor.presses(routes, turn.button("old", "day", "20261124", 7)))
    assert last == shown(await visitor.sends(routes, "/jogos"))


async def test_every_button_fits(visitor: Visitor, routes: Routes) -> None:
    """64 bytes; each carries one thing."""
    screen = shown(await visitor.sends(routes, "/jogos"))
    assert all(len((button.data or "").encode()) in range(13, 65) for button in buttons(screen))
