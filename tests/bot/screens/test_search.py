"""``/analisar`` and plain texts: one match is analysed, of several one is chosen."""

import pytest
from fixture_list import PREMIER, TODAY, Clock, match, put
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from visitor import Visitor, buttons, labelled, labels, only, shown

from phoenix.app.match_finder import MatchFinder
from phoenix.bot.asked import Asked
from phoenix.bot.letter import Act
from phoenix.bot.routes import Routes
from phoenix.bot.screens.search import Search
from phoenix.bot.turn import Turn
from phoenix.store.store import Store


@pytest.fixture
def asked() -> list[Asked]:
    """The dossiers that were asked for."""
    return []


@pytest.fixture
def search(finder: MatchFinder, asked: list[Asked]) -> Search:
    async def ask(turn: Turn, match: Asked) -> None:
        asked.append(match)

    return Search(finder, ask)


@pytest.fixture
def routes(search: Search) -> Routes:
    return search.routes()


@pytest.mark.parametrize(
    "text",
    [
        "/analisar arsenal", "/analyze Arsenal", "/analizar chelsea", "arsnal", "chelsea x arsenal",
        "/analisar arsenal x chelsea",
    ],
)  # fmt: skip
async def test_one_match_is_analysed_at_once(
    visitor: Visitor, routes: Routes, asked: list[Asked], text: str
) -> None:
    """Nothing is said beside it."""
    turn = await visitor.sends(routes, text)
    [match] = asked
    assert (match.home, match.away, match.day) == ("Arsenal", "Chelsea", TODAY)
    assert match.fixture is not None
    assert turn.letters == []


async def test_of_several_matches_one_is_chosen(
    visitor: Visitor, routes: Routes, asked: list[Asked]
) -> None:
    """Each with its day and time; the button asks for its dossier."""
    screen = shown(await visitor.sends(routes, "palmeiras"))
    assert "Encontrei 2 jogos" in screen.text
    assert labels(buttons(screen))[:2] == [
        "ter., 24/11 21:00 · Flamengo RJ x Palmeiras",
        "qua., 25/11 16:00 · Palmeiras x Gremio",
    ]
    assert visitor.meant(buttons(screen)[0])[0] == "m"
    assert asked == []


async def test_more_than_ten_are_counted(
    visitor: Visitor, routes: Routes, calendar_store: Store
) -> None:
    """And how to come nearer is said."""
    many = [match(f"United {n}", f"City {n}", n + 1, competition=PREMIER) for n in range(11)]
    await put(calendar_store, *many)
    assert "mais 1 jogo" in shown(await visitor.sends(routes, "united")).text


async def test_two_teams_without_a_match_are_analysed_by_name(
    visitor: Visitor, routes: Routes, asked: list[Asked]
) -> None:
    """In the order in which they were typed."""
    await visitor.sends(routes, "grêmio x mengão")
    assert asked == [Asked(None, "Gremio", "Flamengo RJ", None)]


async def test_names_that_fit_several_pairs_leave_the_choice(
    visitor: Visitor, routes: Routes, asked: list[Asked]
) -> None:
    """What is chosen is analysed."""
    screen = shown(await visitor.sends(routes, "fla x gremio"))
    turn = await visitor.presses(routes, labelled(screen, "Flamengo PI x Gremio"))
    assert turn.letters == []
    assert asked == [Asked(None, "Flamengo PI", "Gremio", None)]


async def test_a_team_without_a_match_says_so(
    visitor: Visitor, routes: Routes, clock: Clock
) -> None:
    """And how to be told of it all the same."""
    clock.pass_by(days=2)
    text = shown(await visitor.sends(routes, "chelsea")).text
    assert "<b>Chelsea</b> não tem jogo marcado" in text
    assert "<code>Chelsea x adversário</code>" in text


async def test_several_teams_without_a_match_are_named(
    visitor: Visitor, routes: Routes, clock: Clock
) -> None:
    """All of them."""
    clock.pass_by(days=60)
    assert "Flamengo RJ, Flamengo PI" in shown(await visitor.sends(routes, "fla")).text


async def test_near_names_are_offered(visitor: Visitor, routes: Routes, asked: list[Asked]) -> None:
    """At most six; one of them leads on."""
    screen = shown(await visitor.sends(routes, "arsenio"))
    assert "Não encontrei «arsenio»" in screen.text
    await visitor.presses(routes, labelled(screen, "Arsenal"))
    assert [match.home for match in asked] == ["Arsenal"]


async def test_near_pairs_are_offered(visitor: Visitor, routes: Routes, asked: list[Asked]) -> None:
    """Where one of the two is known."""
    screen = shown(await visitor.sends(routes, "arsenio x chelsea"))
    await visitor.presses(routes, labelled(screen, "Arsenal x Chelsea"))
    assert [match.away for match in asked] == ["Chelsea"]


async def test_nothing_is_said_kindly(visitor: Visitor, routes: Routes) -> None:
    """With an example, and a way to today's matches."""
    screen = shown(await visitor.sends(routes, "bom dia"))
    assert "Não encontrei «bom dia»" in screen.text
    assert visitor.meant(labelled(screen, "Jogos de hoje")) == ("day", "20261124", "0")


async def test_without_a_name_it_says_how(visitor: Visitor, routes: Routes) -> None:
    """By example."""
    assert (
        "<code>flamengo x palmeiras</code>" in shown(await visitor.sends(routes, "/analisar")).text
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<script>&", "«&lt;script&gt;&amp;»"), ("\u202e\u200f", "Não encontrei esse jogo"),
        ("a" * 4096, "comprido demais"), ("\u202eevil", "«evil»"), ("z" * 100, "…»"),
        (" x ", "«x»"), ("🙂", "«🙂»"), ("\x00", "Não encontrei esse jogo"),
    ],
)  # fmt: skip
async def test_a_strange_text_is_answered_kindly(
    visitor: Visitor, routes: Routes, text: str, said: str
) -> None:
    """Nothing of it is markup, and what no eye can see is not repeated."""
    assert said in shown(await visitor.sends(routes, text)).text


@given(text=st.text(max_size=300))
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
async def test_any_text_has_one_answer(
    visitor: Visitor, search: Search, asked: list[Asked], text: str
) -> None:
    """A screen, or a dossier that is asked for."""
    before = len(asked)
    turn = visitor.turn()
    await search.handle(turn, text)
    assert len(turn.letters) + len(asked) - before == 1


async def test_what_was_chosen_edits_the_message(
    visitor: Visitor, routes: Routes, clock: Clock
) -> None:
    """Where the choice leads to no dossier."""
    screen = shown(await visitor.sends(routes, "arsenio"))
    clock.pass_by(days=2)
    turn = await visitor.presses(routes, labelled(screen, "Arsenal"), message=3)
    assert (only(turn).act, only(turn).message) == (Act.EDIT, 3)


async def test_a_link_opens_a_match(
    visitor: Visitor, search: Search, asked: list[Asked], finder: MatchFinder
) -> None:
    """By its number; one that is gone is said to be."""
    await search.handle(visitor.turn(), "arsenal")
    number = asked.pop().fixture
    assert await search.opened(visitor.turn(), f"m_{number}")
    assert [match.fixture for match in asked] == [number]
    turn = visitor.turn()
    assert await search.opened(turn, "m_999999999")
    assert "não está mais" in shown(turn).text


async def test_a_link_searches(visitor: Visitor, search: Search, asked: list[Asked]) -> None:
    """Names stand in it with strokes for spaces."""
    assert await search.opened(visitor.turn(), "s_arsenal_x_chelsea")
    assert [match.home for match in asked] == ["Arsenal"]


@pytest.mark.parametrize("payload", ["", "m_", "m_x", "m_-1", "m_²", "s_", "q_1", "m"])
async def test_another_link_is_left_to_others(
    visitor: Visitor, search: Search, payload: str
) -> None:
    """Nothing is said."""
    turn = visitor.turn()
    assert not await search.opened(turn, payload)
    assert turn.letters == []


@pytest.mark.parametrize(
    ("action", "arguments"), [("tm", ()), ("tm", ("x",)), ("pr", (1,)), ("pr", (1, "x"))]
)
async def test_a_button_that_cannot_be_read_is_refused(
    visitor: Visitor, routes: Routes, turn: Turn, action: str, arguments: tuple[object, ...]
) -> None:
    """The dispatcher then says that it is old."""
    with pytest.raises(ValueError):  # noqa: PT011 - whatever cannot be read
        await visitor.presses(routes, turn.button("old", action, *arguments))
