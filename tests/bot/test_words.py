"""Texts, dates and numbers for one chat."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from phoenix.bot.html import Html, bold
from phoenix.bot.texts import LANGUAGES
from phoenix.bot.words import Words

NIGHT = datetime(2026, 11, 25, 1, 30, tzinfo=UTC)
SAO_PAULO = ZoneInfo("America/Sao_Paulo")


def words(language="pt-BR", zone=SAO_PAULO):
    """Who speaks to a chat."""
    return Words(language, zone)


def test_facts_are_escaped_in_messages_and_not_on_buttons():
    """Telegram reads markup in texts alone."""
    assert "A&amp;B &lt;script&gt;" in words().say("start-hello", name="A&B <script>")
    assert "A&B <script>" in words().label("start-zone-kept", city="A&B <script>")


def test_facts_that_are_markup_stay_markup():
    """A team in bold is not escaped again."""
    assert "<b>A&amp;B</b>" in words().say("start-hello", name=bold("A&B"))
    assert isinstance(words().say("menu-heading"), Html)


def test_a_text_that_is_not_there_is_an_error():
    """A misspelt key is found by its first use."""
    with pytest.raises(KeyError):
        words().say("no-such-text")


def test_moments_are_told_by_the_clocks_of_the_chat():
    """It is yesterday in Brazil, and today in Spain."""
    assert words().moment(NIGHT) == "ter., 24/11 22:30"
    assert words("es", ZoneInfo("Europe/Madrid")).moment(NIGHT) == "mié, 25/11 02:30"
    assert words("en", ZoneInfo("America/New_York")).moment(NIGHT) == "Tue, 11/24 20:30"


def test_days_are_told_in_the_language_of_the_chat():
    """In full where there is room."""
    day = date(2026, 12, 25)
    assert words().full_day(day) == "sexta-feira, 25 de dezembro de 2026"
    assert words("en").full_day(day) == "Friday, December 25, 2026"
    assert words("es").full_day(day) == "viernes, 25 de diciembre de 2026"


def test_numbers_are_written_as_the_language_does():
    """A comma in Portuguese, a point in English."""
    assert (words().number(7.25, "0.00"), words("en").number(7.25, "0.00")) == ("7,25", "7.25")
    assert words().number(6) == "6,0"
    assert words().percent(0.625).replace("\xa0", " ") in {"62%", "63%"}
    assert words("en").money(1.5) == "R$1.50"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_is_one_that_dates_are_known_in(language):
    """Its name is one of Babel's."""
    assert words(language).time(NIGHT) == "22:30"
