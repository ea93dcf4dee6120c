"""What a chat follows, and how it is told."""

import pytest
from fixture_list import Clock
from visitor import a_chat, a_user, buttons, labelled, labels, only, shown
from writing_down import meet_again, write

from phoenix.app import chat_book
from phoenix.bot.chat import Kind
from phoenix.bot.letter import Act
from phoenix.bot.screens.alerts import Alerts, follow_button


@pytest.fixture
def routes(calendar_store, finder, clock: Clock):
    """Of alerts."""
    return Alerts(calendar_store, finder, clock).routes()


@pytest.fixture
def press(routes, visitor, calendar_store):
    """Presses buttons one after the other, from a command on; what comes of the last."""

    async def pressed(command, *path):
        turn = await visitor.sends(routes, command)
        for label in path:
            turn = await visitor.presses(routes, labelled(shown(turn), label))
            await write(calendar_store, turn)
            await meet_again(calendar_store, visitor)
        return turn

    return pressed


async def test_a_team_is_found_and_followed(press, calendar_store):
    """By a name that is not quite right; it stands in the list at once."""
    turn = await press("/alertas palmeiras", "Palmeiras")
    assert only(turn).act is Act.EDIT
    assert "✖ 👕 Palmeiras" in labels(buttons(shown(turn)))
    assert turn.notice[0] == "Seguindo Palmeiras ✓"
    [kept] = await calendar_store.read(lambda c: chat_book.choices(c, 7, "team"))
    assert kept.label == "Palmeiras"


async def test_a_league_is_found_by_its_country_too(press):
    """And stopped again."""
    await press("/alertas england", "Premier League")
    turn = await press("/alertas", "✖ 🏆 Premier League")
    assert not [one for one in labels(buttons(shown(turn))) if "Premier" in one]
    assert "nenhum time ou liga" in shown(turn).text


async def test_a_name_that_nobody_has_is_told_so(visitor, routes):
    """Escaped."""
    assert "“&lt;b&gt;”" in shown(await visitor.sends(routes, "/alertas <b>")).text


async def test_an_event_goes_from_loud_to_silent_to_off_and_back(press):
    """The very button says how it is."""
    for mark in ("🔕", "✖", "🔔"):
        turn = await press("/alertas", "Resumo do dia")
        assert f"{mark} Resumo do dia" in labels(buttons(shown(turn)))


async def test_the_hour_of_the_digest_is_chosen(press, visitor):
    """Of those that are offered."""
    turn = await press("/alertas", "Resumo às", "18:00")
    assert "18:00" in shown(turn).text
    assert visitor.chat.digest_hour == 18


async def test_a_match_offers_its_teams_and_its_league(press, visitor, routes, calendar_store):
    """In a message of its own, which then changes in place."""
    turn = await visitor.presses(routes, follow_button(visitor.turn(), 1))
    assert only(turn).act is Act.SEND
    assert [one[:1] for one in labels(buttons(shown(turn)))[:3]] == ["+", "+", "+"]
    turn = await visitor.presses(routes, buttons(shown(turn))[0])
    assert only(turn).act is Act.EDIT
    assert buttons(shown(turn))[0].text.startswith("✓")


@pytest.mark.parametrize(
    ("action", "arguments"),
    [
        ("al_f", ("t", "999")), ("al_f", ("l", "none")), ("al_f", ("z", "1")),
        ("al_x", ("z", "1")), ("al_e", ("digest", "loud")), ("al_e", ("none", "on")),
        ("al_h", ("3",)), ("al_m", ("999",)), ("al_m", ("1", "t", "999")), ("al", ("-1",)),
    ],
)  # fmt: skip
async def test_a_button_that_says_what_is_not_there_is_an_old_one(routes, turn, action, arguments):
    """Nothing is written."""
    with pytest.raises(ValueError):  # noqa: PT011 - Python's own words for some of them
        await routes.buttons[action](turn, arguments)
    assert turn.changes == []


async def test_in_a_group_only_its_admins_choose(routes, visitor):
    """Others are told so."""

    async def not_leading():
        return False

    visitor.chat = a_chat(id=-5, kind=Kind.GROUP)
    visitor.user = a_user(leads_group=not_leading)
    for pressed in (("al_f", "t", 1), ("al_x", "t", 1), ("al_e", "digest", "off"), ("al_h", 9)):
        turn = await visitor.presses(routes, visitor.turn().button("x", *pressed))
        assert (turn.letters, turn.changes) == ([], [])
