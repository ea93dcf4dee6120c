"""Which match a message means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phoenix.bot.question import LONGEST, Question, question


@pytest.mark.parametrize(
    "text",
    [
        "Flamengo x Palmeiras",
        "flamengo X palmeiras",
        " Flamengo  ×  Palmeiras ",
        "Flamengo vs Palmeiras",
        "Flamengo vs. Palmeiras",
        "Flamengo v Palmeiras",
        "Flamengo - Palmeiras",
        "Flamengo – Palmeiras",
        "/jogo Flamengo x Palmeiras",
    ],
)
def test_two_sides_are_found_however_they_are_parted(text):
    """A user need not know how we would write it."""
    asked = question(text)
    assert asked is not None
    assert (asked.home.casefold(), asked.away.casefold()) == ("flamengo", "palmeiras")


@pytest.mark.parametrize("text", ["", "x", "Flamengo", "Flamengo x", "x Palmeiras", "a xx b", "/x"])
def test_what_names_no_two_sides_is_no_question(text):
    """It is asked back instead of guessed."""
    assert question(text) is None


def test_a_hyphen_within_a_name_parts_nothing():
    """Only what stands between spaces parts two sides."""
    assert question("Paris Saint-Germain x Saint-Étienne") == Question(
        "Paris Saint-Germain", "Saint-Étienne"
    )


def test_a_name_as_long_as_a_letter_is_no_name():
    """What is written into a job is bounded."""
    assert question(f"{'a' * (LONGEST + 1)} x b") is None


@given(st.text(max_size=300))
def test_whatever_is_written_is_a_question_or_none(text):
    """No message is beyond it."""
    asked = question(text)
    assert asked is None or (asked.home.strip() and asked.away.strip())
