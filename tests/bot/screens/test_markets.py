"""The best tendencies of a day, five at a time, in words of the chat."""

import re
from datetime import timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

import pytest
from a_day import DAY, NOW, Clock, Matches, Sheets, a_match, a_sheet, a_tendency
from visitor import Visitor, a_chat, buttons, labelled, labels, only, shown

from phoenix.app.day_tendencies import DayTendencies
from phoenix.bot.letter import Act
from phoenix.bot.screens.day_lists import read, written
from phoenix.bot.screens.markets import Markets
from phoenix.bot.texts import LANGUAGES

COMMANDS = MappingProxyType(
    {
        "gols": "Gols", "goals": "Gols", "goles": "Gols",
        "escanteios": "Escanteios", "corners": "Escanteios",
        "ambas": "Ambas marcam", "btts": "Ambas marcam",
        "resultado": "Resultado", "result": "Resultado",
        "cartoes": "Cartões", "cards": "Cartões", "tarjetas": "Cartões",
    }
)  # fmt: skip


def routes(matches, sheets, now=NOW):
    """What the part deals with, on a day of these matches."""
    clock = Clock(now)
    return Markets(DayTendencies(matches, sheets, clock), clock).routes()


def a_full_day(count=12, **unusual):
    """So many matches, the first one the surest."""
    sheets = [
        a_sheet(number, a_tendency(confidence=9.0 - number / 10, **unusual))
        for number in range(1, count + 1)
    ]
    return routes(Matches(*(a_match(n) for n in range(1, count + 1))), Sheets(*sheets))


def homes(screen):
    """The home teams in the text, in their order."""
    return [int(number) for number in re.findall(r"<b>Home (\d+) x", screen.text)]


@pytest.mark.parametrize(("command", "title"), COMMANDS.items())
async def test_each_market_has_its_commands(visitor, command, title):
    """In the words of three languages."""
    screen = shown(await visitor.sends(a_full_day(), f"/{command}"))
    assert f"<b>{title}: as melhores tendências</b>" in screen.text


async def test_a_line_tells_match_time_tendency_and_confidence(visitor):
    """The time is the chat's, the number is written as it is there."""
    screen = shown(await visitor.sends(a_full_day(1), "/gols"))
    assert (
        "1. <b>Home 1 x Away 1</b> · 21:30\nMais de 2,5 gols · confiança <b>8,9</b>" in screen.text
    )
    assert "ter., 24/11 · confiança mínima 6,0" in screen.text


async def test_five_are_shown_and_the_next_ones_come_in_their_place(visitor):
    """And the previous ones come back."""
    part = a_full_day(12)
    first = await visitor.sends(part, "/gols")
    assert homes(shown(first)) == [1, 2, 3, 4, 5]
    second = await visitor.presses(part, labelled(shown(first), "Ver próximos 5"), message=9)
    assert (only(second).act, only(second).message) == (Act.EDIT, 9)
    assert homes(shown(second)) == [6, 7, 8, 9, 10]
    third = await visitor.presses(part, labelled(shown(second), "Ver próximos 2"))
    assert homes(shown(third)) == [11, 12]
    assert not [label for label in labels(buttons(shown(third))) if "próximo" in label]
    back = await visitor.presses(part, labelled(shown(third), "5 anteriores"))
    assert shown(back).text == shown(second).text


async def test_a_page_that_is_there_no_more_becomes_the_last_one(visitor):
    """Matches begin while somebody reads."""
    button = visitor.turn().button("", "mk", "goals", 7, written(DAY))
    assert homes(shown(await visitor.presses(a_full_day(7), button))) == [6, 7]


async def test_each_match_can_be_opened(visitor):
    """By its number."""
    screen = shown(await visitor.sends(a_full_day(2), "/gols"))
    assert visitor.meant(labelled(screen, "Home 2 x Away 2")) == ("m", "2")


async def test_the_other_markets_are_one_tap_away(visitor):
    """Also those without a command, such as shots."""
    part = routes(Matches(a_match()), Sheets(a_sheet(1, a_tendency("shots:total:over:24.5"))))
    screen = shown(await visitor.sends(part, "/gols"))
    assert "Finalizações" in shown(await visitor.presses(part, labelled(screen, "👟"))).text
    assert not [label for label in labels(buttons(screen)) if label == "⚽"]


async def test_a_name_is_never_markup(visitor):
    """A club may be called anything."""
    match = a_match(home="A&B <script>", away="</b>")
    screen = shown(
        await visitor.sends(routes(Matches(match), Sheets(a_sheet(1, a_tendency()))), "/gols")
    )
    assert "<b>A&amp;B &lt;script&gt; x &lt;/b&gt;</b>" in screen.text
    assert labelled(screen, "A&B <script> x </b>")


async def test_it_is_said_that_confidence_is_no_promise_yet(visitor):
    """Until it is calibrated."""
    said = "ainda não foi calibrada"
    assert said in shown(await visitor.sends(a_full_day(), "/gols")).text
    assert said not in shown(await visitor.sends(a_full_day(calibrated=True), "/gols")).text


async def test_a_day_without_matches_says_so_and_leads_to_the_next(visitor):
    """Where there may be some."""
    part = routes(Matches(a_match(kickoff=NOW + timedelta(days=1), day=DAY)), Sheets())
    screen = shown(await visitor.sends(part, "/gols"))
    assert "Hoje não há mais jogos nas ligas que acompanho." in screen.text
    tomorrow = shown(await visitor.presses(part, labelled(screen, "Ver qua., 25/11")))
    assert "qua., 25/11" in tomorrow.text
    assert "0 de 1 prontas" in tomorrow.text


async def test_a_day_that_is_far_off_has_no_dossiers_yet(visitor):
    """They are made a day and a half before the matches."""
    later = DAY + timedelta(days=2)
    part = routes(Matches(a_match(kickoff=NOW + timedelta(days=2))), Sheets())
    button = visitor.turn().button("", "mk", "goals", 0, written(later))
    assert "só começam na véspera" in shown(await visitor.presses(part, button)).text


async def test_a_button_of_yesterday_leads_to_today(visitor):
    """What has been played is of no use any more."""
    old = visitor.turn().button("", "mk", "goals", 0, written(DAY - timedelta(days=1)))
    screen = shown(await visitor.presses(a_full_day(), old))
    assert "Não há jogos por disputar em seg., 23/11" in screen.text
    assert homes(shown(await visitor.presses(a_full_day(), labelled(screen, "Hoje"))))


async def test_dossiers_that_are_still_made_are_counted(visitor):
    """And asked for again by a tap."""
    part = routes(Matches(a_match(1), a_match(2)), Sheets(a_sheet(1)))
    screen = shown(await visitor.sends(part, "/gols"))
    assert "As análises ainda estão sendo feitas: 1 de 2 pronta." in screen.text
    assert shown(await visitor.presses(part, labelled(screen, "Atualizar"))) == screen


async def test_a_list_that_may_grow_says_so(visitor):
    """The best match may be one that nobody has looked at yet."""
    part = routes(Matches(a_match(1), a_match(2)), Sheets(a_sheet(1, a_tendency())))
    assert "Análises prontas: 1 de 2." in shown(await visitor.sends(part, "/gols")).text


async def test_that_nothing_is_sure_enough_is_said_with_the_chats_own_minimum():
    """And where it can be changed."""
    visitor = Visitor(a_chat(min_confidence=9.5))
    screen = shown(await visitor.sends(a_full_day(), "/gols"))
    assert "Os 12 jogos do dia foram analisados" in screen.text
    assert "confiança mínima de 9,5" in screen.text
    assert "/configuracoes" in screen.text


async def test_the_day_is_that_of_the_chats_clocks():
    """At noon in São Paulo it is another day in Auckland, and the match is on its second one."""
    visitor = Visitor(a_chat(zone=ZoneInfo("Pacific/Auckland")))
    screen = shown(await visitor.sends(a_full_day(1), "/gols"))
    assert ("qua., 25/11" in screen.text, "13:30" in screen.text) == (True, True)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", ["/gols", "/corners"])
async def test_every_language_says_it_all(language, page):
    """The tendencies come in it too."""
    visitor = Visitor(a_chat(language=language))
    screen = shown(await visitor.sends(a_full_day(), page))
    expected = {"pt-BR": "Mais de 2,5 gols", "en": "Over 2.5 goals", "es": "Más de 2,5 goles"}
    assert (expected[language] in screen.text) is (page == "/gols")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("goals",),
        ("goals", "0"),
        ("goals", "x", written(DAY)),
        ("goals", "-1", written(DAY)),
        ("shoes", "0", written(DAY)),
        ("goals", "0", "!"),
    ],
)
async def test_a_button_of_another_version_is_refused(visitor, arguments):
    """The dispatcher says kindly that it is old."""
    with pytest.raises(ValueError, match=r".+"):
        await a_full_day().buttons["mk"](visitor.turn(pressed=1), arguments)


@pytest.mark.parametrize("days", [0, 1, 400, 40_000])
def test_a_day_comes_back_from_its_button(days):
    """In four characters."""
    day = DAY + timedelta(days=days)
    assert (read(written(day)), len(written(day))) == (day, 4)
