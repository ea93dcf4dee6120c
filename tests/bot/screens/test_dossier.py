"""The buttons of a dossier."""

from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sheet_samples import PRICES, sheet, silent
from waiting_chats import NOW, SIGNER, add_job, letters

from phoenix.app import sheets
from phoenix.app.chat_tables import complaint
from phoenix.app.requests import Match
from phoenix.bot.chat import Chat, Kind
from phoenix.bot.screens.dossier import Dossiers
from phoenix.bot.sheet_sections import SECTIONS, sections, text
from phoenix.bot.sheet_words import Reader, caption, dossier
from phoenix.bot.shown import Shown
from phoenix.bot.splitting import CAPTION, units
from phoenix.bot.subscriber import Chat as Subscriber
from phoenix.bot.texts import LANGUAGES, say
from phoenix.bot.turn import Turn, User
from phoenix.bot.words import Words
from phoenix.domain.quantities import Quantity

ZONE = ZoneInfo("America/Sao_Paulo")


@dataclass(frozen=True)
class Sides:
    """Who plays."""

    home: str
    away: str


class Fixtures:
    """Knows one."""

    async def fixture(self, number):
        return Sides("A & B", "C") if number == 9 else None


def chat(language="pt-BR", least=6.0):
    """A private chat."""
    return Chat(5, Kind.PRIVATE, language, ZONE, least)


def turn(language="pt-BR"):
    """A button was pressed."""
    return Turn(7, chat(language), User(3, "U", False, None), SIGNER, pressed=70)


@pytest.fixture
def part(store):
    """The part itself."""
    return Dossiers(
        store, Fixtures(), most=5, admins=(1, 2), words=Words("en", ZONE), now=lambda: NOW
    )


@pytest.fixture
async def number(store):
    """Of a sheet that is kept."""
    return await store.write(lambda c: sheets.keep(c, sheet()))


async def test_a_match_is_asked_for_and_its_progress_said_at_once(part):
    """A letter with a key, and a job that others may join."""
    pressed = turn()
    await part.match(pressed, ("9",))
    (letter,), (wish,) = pressed.letters, pressed.wishes
    waiting = Subscriber(5, "pt-BR", 7)
    assert letter.key == waiting.progress
    assert "A &amp; B" in letter.screen.text
    assert (wish.key, wish.owner, wish.subscriber) == (
        Match(9).key, "telegram:3", str(waiting),
    )  # fmt: skip
    assert Match.of(wish.payload) == Match(9)


async def test_a_match_that_is_gone_is_told(part):
    """No job is asked for."""
    pressed = turn("en")
    await part.match(pressed, ("8",))
    assert pressed.wishes == []
    assert pressed.letters[0].screen.text == say("en", "dossier-unknown-gone")


async def test_a_suggestion_is_asked_for(part, store):
    """Which one it was, the job knows; any other number is an old button."""
    why = {"reason": "team", "name": "Flamegno", "suggestions": [["Flamengo", "Vasco"]]}
    asked = {"home": "Flamegno", "away": "Vasco", "day": None}
    job = await add_job(store, [], result={"unknown": why}, payload=asked)
    pressed = turn()
    await part.names(pressed, (str(job), "0"))
    assert Match.of(pressed.wishes[0].payload) == Match(None, "Flamengo", "Vasco")
    for arguments in ((str(job), "1"), ("404", "0"), ("x", "0")):
        with pytest.raises(ValueError, match=r"job|literal"):
            await part.names(turn(), arguments)


async def test_a_dossier_is_made_anew(part, number):
    """By the names of a match that no calendar holds."""
    pressed = turn()
    await part.renew(pressed, (str(number),))
    asked = Match.of(pressed.wishes[0].payload)
    assert asked == Match(None, sheet().home, sheet().away, sheet().day)


async def test_a_section_takes_the_place_of_the_dossier_and_back(part, number):
    """The message is edited, and a button leads back."""
    pressed, back = turn(), turn()
    await part.section(pressed, (str(number), "c"))
    (letter,) = pressed.letters
    assert letter.message == 70
    assert say("pt-BR", "dossier-corners") in letter.screen.text
    assert SIGNER.read(5, letter.screen.buttons[-1][0].data).action == "d"
    await part.whole(back, (str(number),))
    whole = replace(sheet(), id=number)
    assert back.letters[0].screen.text == dossier(whole, Reader(chat(), 5))


async def test_a_dossier_that_looks_wrong_reaches_the_admins_once(part, store, number):
    """With its fingerprint, however often the button is pressed."""
    for _ in range(2):
        pressed = turn()
        await part.wrong(pressed, (str(number),))
        for change in pressed.changes:
            await store.write(change)
    rows = (await store.read(lambda c: c.execute(complaint.select()))).all()
    assert [(row.chat_id, row.fingerprint) for row in rows] == [(5, sheet().fingerprint)]
    told = await letters(store)
    assert {row.chat for row in told} == {1, 2}
    assert len(told) == 2
    assert pressed.notice == (say("pt-BR", "dossier-thanks"), True)


@pytest.mark.parametrize("action", ["s", "d", "w", "u"])
async def test_a_sheet_that_is_gone_is_told_kindly(part, action):
    """Nothing else happens."""
    pressed = turn()
    arguments = ("404", "g") if action == "s" else ("404",)
    await part.routes().buttons[action](pressed, arguments)
    assert pressed.notice[0] == say("pt-BR", "dossier-gone")
    assert pressed.letters == pressed.wishes == pressed.changes == []


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25
)
@given(st.sampled_from("mnusdw"), st.lists(st.text(max_size=12), max_size=3))
async def test_what_cannot_be_read_is_an_old_button(part, action, arguments):
    """Or it is of a sheet that is gone; nothing else is raised."""
    pressed = turn()
    try:
        await part.routes().buttons[action](pressed, tuple(arguments))
    except ValueError:
        assert pressed.letters == []


def test_only_what_somebody_spoke_of_has_a_button():
    """And of a match without anything nothing has."""
    reader = Reader(chat(), 5)
    assert {letter for letter, _ in sections(sheet(), reader)} == set("gcrbhev")
    assert "c" not in {letter for letter, _ in sections(sheet(Quantity.GOALS), reader)}
    assert {letter for letter, _ in sections(silent(), reader)} == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("least", [0.0, 6.0, 10.0])
def test_every_text_is_there_in_every_language(language, least):
    """What comes from outside is escaped, and a caption fits."""
    reader, made = Reader(chat(language, least), 5), sheet(prices=PRICES)
    whole = dossier(made, reader)
    assert "Beira-Mar &amp; Filhos" in whole
    assert "Beira-Mar & Filhos" not in whole
    assert 0 < units(caption(made, reader)) <= CAPTION
    for letter in SECTIONS:
        assert text(made, reader, letter).startswith("<b>")


def test_responsible_play_is_said_where_prices_are():
    """And there alone."""
    line = say("en", "dossier-play-responsibly")
    priced = dossier(sheet(prices=PRICES), Reader(chat("en", 0.0), 20))
    assert line in priced
    assert line not in dossier(sheet(), Reader(chat("en", 0.0), 20))


def test_buttons_are_short_whatever_the_numbers_are():
    """Telegram takes 64 bytes."""
    large = replace(sheet(), id=2**53, fixture=2**53)
    shown = Shown.of(large, Reader(chat(), 5)).screen(chat(), SIGNER)
    data = [one.data for row in shown.buttons for one in row if one.data]
    assert max(len(one.encode()) for one in data) <= 64
