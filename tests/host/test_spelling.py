"""A misspelt word is answered with the nearest known one, or with what is allowed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phoenix.host.spelling import advice, did_you_mean, unknown_keys


@pytest.mark.parametrize(
    ("word", "known", "told"),
    [
        ("gaols", ["goals", "corners"], "did you mean 'goals'?"),
        ("xyz", ["goals", "corners"], "allowed: corners, goals"),
        ("xyz", [], "nothing is allowed here"),
    ],
)
def test_the_answer_depends_on_what_is_near(word, known, told):
    """Near, far, and nothing at all."""
    assert did_you_mean(word, known) == told


def test_advice_keeps_the_capitals_of_a_name():
    """As a sentence it begins with a capital, and the name is left as it is."""
    assert advice("MyCard", ["MyCards"]) == "Did you mean 'MyCards'?"


@settings(deadline=None)
@given(st.lists(st.text(min_size=1), min_size=1, unique=True))
def test_a_known_word_is_its_own_nearest(words):
    """Whoever asks for a known word is offered that word."""
    assert did_you_mean(words[0], words) == f"did you mean {words[0]!r}?"


@settings(deadline=None)
@given(st.sets(st.text()), st.sets(st.text()))
def test_exactly_the_unknown_keys_are_named(table, known):
    """One line for each key that is not known, none for the others."""
    assert len(list(unknown_keys(table, known))) == len(table - known)
