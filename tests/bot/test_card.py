"""The picture above a dossier."""

from dataclasses import replace
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from PIL import Image
from sheet_samples import sheet, silent

from phoenix.bot.brush import font, shortened
from phoenix.bot.card import Card, Line, draw
from phoenix.bot.chat import Chat, Kind
from phoenix.bot.sheet_card import card_of
from phoenix.bot.sheet_words import Reader
from phoenix.bot.texts import LANGUAGES


def card(language="pt-BR", least=6.0, of=None) -> Card:
    """What a chat is shown."""
    zone = ZoneInfo("America/Sao_Paulo")
    return card_of(of or sheet(), Reader(Chat(5, Kind.PRIVATE, language, zone, least), 5))


def size(content):
    """Width and height of a picture."""
    with Image.open(BytesIO(content)) as picture:
        assert picture.format == "PNG"
        return picture.size


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_card_is_the_same_picture(language):
    """Byte for byte, so that its digest names it."""
    content = draw(card(language))
    assert content == draw(card(language))
    assert size(content)[0] == 1200


def test_what_is_shown_decides_the_digest():
    """Another language, another confidence, another picture."""
    cards = [card(), card("en"), card(least=10.0)]
    assert len({one.digest for one in cards}) == 3
    assert card().digest == card().digest


def test_parts_that_are_missing_take_no_room():
    """Nothing stands for a form, a tendency or an hour that nobody knows."""
    bare = card(of=silent())
    assert (bare.main, bare.others, bare.home_form, bare.away_form) == (None, (), (), ())
    assert bare.note
    assert size(draw(bare))[1] < size(draw(card()))[1]


def test_long_names_are_shortened():
    """Whatever a club is called, the card is drawn."""
    long = "Associação Atlética " * 12
    name = replace(card(), home=long, away="x" * 300, competition=long, market=long)
    assert size(draw(replace(name, main=Line(long, 10.0, "10,0"))))[0] == 1200
    assert shortened(long, font(30), 200).endswith("…")
    assert font(30).getlength(shortened(long, font(30), 200)) <= 200


def test_the_letters_of_our_languages_are_there():
    """None is drawn as the box that stands for a missing one."""
    face = font(40)
    missing = bytes(face.getmask("\uffff"))
    assert all(bytes(face.getmask(letter)) != missing for letter in "ãáâàçéêíóôõúüñ¿¡º×–·…")
