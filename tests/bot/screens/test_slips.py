"""Slips tell what they come to and what they are worth, and promise nothing."""

import re
from datetime import timedelta

import pytest
from a_day import DAY, KICKOFF, NOW, Clock, Matches, Sheets, a_match, a_sheet, a_tendency
from visitor import Visitor, a_chat, buttons, labelled, labels, only, shown

from phoenix.app.day_tendencies import DayTendencies
from phoenix.app.same_match import Together
from phoenix.bot.letter import Act
from phoenix.bot.screens.day_lists import written
from phoenix.bot.screens.slips import Slips
from phoenix.bot.texts import LANGUAGES
from phoenix.domain.competitions import Competition

RESPONSIBLY = "Jogue com responsabilidade. 18+."


class SameMatch:
    """Puts the picks of some matches together, at a probability of their own."""

    def __init__(self, *matches):
        self.matches = matches

    async def of(self, picks):
        if picks[0].fixture not in self.matches:
            return None
        return Together(tuple(picks), 0.61)


def routes(count=12, *, sheets=None, now=NOW, same=(), **unusual):
    """What the part deals with on a day of so many matches, each of a league of its own."""
    clock = Clock(now)
    matches = Matches(
        *(
            a_match(
                number,
                competition=Competition(f"L{number}", "League", "Land"),
                kickoff=KICKOFF + timedelta(minutes=number),
            )
            for number in range(1, count + 1)
        )
    )
    told = [
        a_sheet(number, a_tendency(confidence=9.0 - number / 10, **unusual))
        for number in range(1, count + 1)
    ]
    tendencies = DayTendencies(matches, Sheets(*(told if sheets is None else sheets)), clock)
    return Slips(tendencies, SameMatch(*same), clock).routes()


def legs(screen):
    """The home teams of a slip."""
    return [int(number) for number in re.findall(r"<b>Home (\d+) x", screen.text)]


@pytest.mark.parametrize(
    ("commands", "count", "title"),
    [
        (("simples", "single", "simple"), 1, "<b>Simples</b>"),
        (("multipla", "multi", "multiple", "combinada"), 3, "<b>Múltipla de 3 pernas</b>"),
        (("bingo",), 6, "<b>Bingo de 6 pernas</b>"),
    ],
)
async def test_each_kind_has_its_commands(visitor, commands, count, title):
    """The first slip takes the best legs."""
    for command in commands:
        screen = shown(await visitor.sends(routes(), f"/{command}"))
        assert title in screen.text
        assert legs(screen) == list(range(1, count + 1))


async def test_a_slip_tells_its_probability_and_the_fair_price(visitor):
    """Three times 70 % come to 34.3 %, and to a price of 2.92."""
    screen = shown(await visitor.sends(routes(), "/multipla"))
    assert "Probabilidade conjunta: <b>34,3%</b>\nOdd justa: <b>2,92</b>" in screen.text
    assert "trato os jogos como independentes entre si" in screen.text


async def test_a_leg_tells_match_time_tendency_and_numbers(visitor):
    """As the lists of a market do."""
    text = shown(await visitor.sends(routes(price=1.5), "/multipla")).text
    assert "1. <b>Home 1 x Away 1</b> · 21:31\nMais de 2,5 gols · confiança 8,9" in text
    assert "70,0% · odd justa 1,43 · odd oferecida 1,50" in text


async def test_a_slip_that_loses_on_average_says_so(visitor):
    """Three times 1.30 at 34.3 % lose 24.64 of every 100."""
    text = shown(await visitor.sends(routes(price=1.3), "/multipla")).text
    assert "Odd oferecida: <b>2,20</b> (produto das melhores" in text
    assert "Valor esperado: <b>-24,6%</b>" in text
    assert "O valor esperado é negativo" in text
    assert "perdem-se em média 24,64 a cada 100 apostados" in text


async def test_a_price_above_the_fair_one_is_no_promise(visitor):
    """Our figures may be wrong."""
    text = shown(await visitor.sends(routes(price=1.5), "/multipla")).text
    assert "Valor esperado: <b>+15,8%</b>" in text
    assert "elas podem errar. Nada é garantido." in text


async def test_without_a_price_nothing_is_said_of_value(visitor):
    """One leg without a price is enough for that."""
    told = [a_sheet(n, a_tendency(price=None if n == 2 else 1.5)) for n in (1, 2, 3)]
    text = shown(await visitor.sends(routes(3, sheets=told), "/multipla")).text
    assert "nada posso dizer sobre o valor" in text
    assert "Valor esperado" not in text


@pytest.mark.parametrize("command", ["/simples", "/multipla", "/bingo"])
@pytest.mark.parametrize("price", [None, 1.3, 3.0])
async def test_whoever_sees_prices_is_told_to_play_responsibly(visitor, command, price):
    """Fair prices are prices too."""
    assert RESPONSIBLY in shown(await visitor.sends(routes(price=price), command)).text


async def test_a_single_says_nothing_of_other_matches(visitor):
    """It is its own product."""
    text = shown(await visitor.sends(routes(price=1.3), "/simples")).text
    assert "independentes" not in text
    assert "conjunta" not in text
    assert "70,0% · odd justa 1,43 · odd oferecida 1,30" in text


@pytest.mark.parametrize("command", ["/simples", "/multipla", "/bingo"])
async def test_another_combination_takes_the_place_of_the_first(visitor, command):
    """It is another one, each time."""
    part, seen = routes(), []
    turn = await visitor.sends(part, command)
    for _ in range(5):
        seen.append(tuple(legs(shown(turn))))
        turn = await visitor.presses(part, labelled(shown(turn), "Outra combinação"), message=3)
        assert (only(turn).act, only(turn).message) == (Act.EDIT, 3)
    assert len(set(seen)) == 5


async def test_where_there_is_one_combination_no_other_is_offered(visitor):
    """Three matches have one accumulator."""
    screen = shown(await visitor.sends(routes(3), "/multipla"))
    assert not [label for label in labels(buttons(screen)) if "Outra" in label]


async def test_each_leg_can_be_opened(visitor):
    """By names where they are few, else by numbers, five in a row."""
    few = shown(await visitor.sends(routes(), "/multipla"))
    assert visitor.meant(labelled(few, "2. Home 2 x Away 2")) == ("m", "2")
    many = shown(await visitor.sends(routes(), "/bingo"))
    assert [labels(row) for row in many.buttons[:2]] == [["1", "2", "3", "4", "5"], ["6"]]
    assert visitor.meant(many.buttons[1][0]) == ("m", "6")


@pytest.mark.parametrize(
    ("command", "count", "said"),
    [
        ("/multipla", 2, "preciso de 3 jogos com tendência de confiança 6,0 ou mais"),
        ("/multipla", 2, "há só 2. Não vou completar com palpite."),
        ("/bingo", 5, "preciso de 6 jogos"),
        ("/bingo", 1, "há só um."),
    ],
)
async def test_too_few_matches_make_no_slip(visitor, command, count, said):
    """It is never filled up."""
    assert said in shown(await visitor.sends(routes(count), command)).text


async def test_that_nothing_is_sure_enough_is_said():
    """With the chat's own minimum."""
    visitor = Visitor(a_chat(min_confidence=9.5))
    text = shown(await visitor.sends(routes(), "/simples")).text
    assert "confiança 9,5 ou mais, e há nenhum" not in text
    assert "de confiança 9,5 ou mais, e não há nenhum" in text


async def test_dossiers_that_are_still_made_are_waited_for(visitor):
    """A better leg may be among them, but a slip is made of what there is."""
    part = routes(4, sheets=[a_sheet(1, a_tendency())])
    assert "1 de 4 pronta" in shown(await visitor.sends(part, "/multipla")).text
    assert legs(shown(await visitor.sends(part, "/simples"))) == [1]


async def test_a_day_without_matches_leads_to_the_next(visitor):
    """There may be a slip then."""
    part = routes(3, now=NOW - timedelta(days=1))
    screen = shown(await visitor.sends(part, "/multipla"))
    assert "Hoje não há mais jogos" in screen.text
    assert legs(shown(await visitor.presses(part, labelled(screen, "Ver ter., 24/11")))) == [
        1,
        2,
        3,
    ]


async def test_nobody_is_promised_anything():
    """In no language and whatever the price."""
    promises = re.compile("garantid[oa]s?!|lucro certo|sure win|guaranteed win|ganancia segura")
    for language in LANGUAGES:
        visitor = Visitor(a_chat(language=language))
        for price in (None, 1.3, 3.0):
            text = shown(await visitor.sends(routes(price=price), "/multipla")).text
            assert not promises.search(text)
            assert "18+" in text


async def test_a_name_is_never_markup(visitor):
    """A club may be called anything."""
    clock = Clock()
    matches = Matches(a_match(home="A&B <script>"))
    tendencies = DayTendencies(matches, Sheets(a_sheet(1, a_tendency())), clock)
    part = Slips(tendencies, SameMatch(), clock).routes()
    screen = shown(await visitor.sends(part, "/simples"))
    assert "<b>A&amp;B &lt;script&gt; x Away 1</b>" in screen.text


def two_of_each(count):
    """Sheets with two tendencies of goals each."""
    yes = a_tendency("goals:both_score:yes", probability=0.65, confidence=6.5)
    return [
        a_sheet(number, a_tendency(confidence=9.0 - number / 10), yes)
        for number in range(1, count + 1)
    ]


async def test_legs_of_one_match_are_not_multiplied(visitor):
    """Their probability is the joint one; what the product would be is told beside it."""
    part = routes(2, sheets=two_of_each(2), same=(1, 2))
    few = shown(await visitor.sends(part, "/multipla"))
    text = shown(await visitor.presses(part, labelled(few, "Do mesmo jogo"))).text
    assert "<b>Home 1 x Away 1</b> · 21:31" in text
    assert "Probabilidade conjunta: <b>61,0%</b>\nOdd justa: <b>1,64</b>" in text
    assert "O simples produto daria 45,5%" in text
    assert ("não multiplicam as odds" in text, RESPONSIBLY in text) == (True, True)


async def test_another_match_is_another_one_that_has_such_legs(visitor):
    """Those without are passed over, and after the last one the first comes again."""
    part, seen = routes(4, sheets=two_of_each(4), same=(2, 4)), []
    turn = await visitor.presses(part, visitor.turn().button("", "same", 0, written(DAY)))
    for _ in range(3):
        seen.append(legs(shown(turn)))
        turn = await visitor.presses(part, labelled(shown(turn), "Outro jogo"))
    assert seen == [[2], [4], [2]]


async def test_where_no_match_has_such_legs_it_is_said(visitor):
    """Above the screen, which stays as it is."""
    button = visitor.turn().button("", "same", 0, written(DAY))
    turn = await visitor.presses(routes(3), button)
    assert (turn.letters, turn.notice[0][:17]) == ([], "Em nenhum jogo há")


@pytest.mark.parametrize(
    "arguments",
    [(), ("single",), ("triple", "0", written(DAY)), ("single", "x", written(DAY))],
)
async def test_a_button_of_another_version_is_refused(visitor, arguments):
    """The dispatcher says kindly that it is old."""
    with pytest.raises(ValueError, match=r".+"):
        await routes().buttons["slip"](visitor.turn(pressed=1), arguments)


@pytest.mark.parametrize("arguments", [(), ("x", written(DAY)), ("0",), ("0", "!")])
async def test_so_is_one_of_the_same_match(visitor, arguments):
    """Whatever is missing in it."""
    with pytest.raises(ValueError, match=r".+"):
        await routes().buttons["same"](visitor.turn(pressed=1), arguments)
