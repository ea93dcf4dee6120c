"""Days as people name them."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phoenix.bot.dates import FIRST, LAST, day_meant
from phoenix.bot.texts import LANGUAGES

TODAY = date(2026, 11, 24)  # a Tuesday
CHRISTMAS = date(2026, 12, 25)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("", 0), ("hoje", 0), ("Today", 0), ("hoy", 0), ("amanhã", 1), ("AMANHA", 1),
        ("tomorrow", 1), ("mañana", 1), ("depois de amanhã", 2), ("pasado mañana", 2),
        ("ontem", -1), ("yesterday", -1), ("ayer", -1), ("anteontem", -2), ("terça", 0),
        ("terça-feira", 0), ("quarta", 1), ("wed", 1), ("sábado", 4), ("sab", 4), ("Saturday", 4),
        ("domingo", 5), ("segunda-feira", 6), ("lunes", 6), ("no domingo", 5), ("el lunes", 6),
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_may_be_a_word(text: str, days: int, language: str) -> None:
    """In any language, whatever the chat's; a weekday is the next of its name."""
    assert day_meant(text, TODAY, language) == TODAY + timedelta(days=days)


@pytest.mark.parametrize(
    "text",
    [
        "25/12", "25/12/2026", "25/12/26", "25.12", "25-12-2026", "2026-12-25", "20261225",
        "25 de dezembro", "25 dez", "25 dez.", "25 de diciembre de 2026", "Dec 25",
        "December 25th, 2026", "the 25th of December", "dia 25 de dezembro",
    ],
)  # fmt: skip
def test_a_day_may_be_a_date(text: str) -> None:
    """In figures or with the month's name."""
    assert day_meant(text, TODAY, "pt-BR") == CHRISTMAS


def test_english_has_the_month_first() -> None:
    """Unless there is no such month."""
    assert day_meant("10/12", TODAY, "pt-BR") == date(2026, 12, 10)
    assert day_meant("10/12", TODAY, "en") == date(2026, 10, 12)
    assert day_meant("25/12", TODAY, "en") == day_meant("12/25", TODAY, "en") == CHRISTMAS


def test_a_date_without_a_year_is_the_nearest() -> None:
    """In January the last days of December are those just past."""
    assert day_meant("28/12", date(2027, 1, 3), "pt-BR") == date(2026, 12, 28)
    assert day_meant("03/01", date(2026, 12, 28), "pt-BR") == date(2027, 1, 3)
    assert day_meant("29/2", TODAY, "pt-BR") == date(2028, 2, 29)


@pytest.mark.parametrize(
    "text",
    [
        "flamengo", "31/02", "99/99", "2026-13-01", "0001-01-01", "9999-12-31", "25", "dezembro",
        "25 dez 26 jan", "1/1/0000", "amanhã cedo", "x" * 4000, "25/12/99999",
    ],
)  # fmt: skip
def test_what_is_no_day_is_none(text: str) -> None:
    """Nor is one before or after all football."""
    assert day_meant(text, TODAY, "pt-BR") is None


@settings(deadline=None)
@given(st.text(max_size=60), st.dates(FIRST, LAST), st.sampled_from(LANGUAGES))
def test_any_text_is_a_day_or_none(text: str, today: date, language: str) -> None:
    """Within the days of football."""
    day = day_meant(text, today, language)
    assert day is None or FIRST <= day <= LAST


@given(st.dates(FIRST, LAST), st.sampled_from(LANGUAGES))
def test_a_day_that_was_written_is_read(day: date, language: str) -> None:
    """In figures, as its language orders them."""
    assert day_meant(day.isoformat(), TODAY, language) == day
    order = f"{day:%m/%d/%Y}" if language == "en" else f"{day:%d/%m/%Y}"
    assert day_meant(order, TODAY, language) == day
