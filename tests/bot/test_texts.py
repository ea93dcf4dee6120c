"""The bot's catalogues."""

import re
from importlib.resources import files

import pytest

from phoenix.bot.texts import LANGUAGES, language_of, say


def entries(language):
    """The texts of a catalogue, and the facts that each names."""
    source = files("phoenix.bot.texts").joinpath(f"{language}.ftl").read_text(encoding="utf-8")
    found = re.split(r"^(?=[a-z])", source, flags=re.MULTILINE)
    return {
        entry.split(" =")[0]: frozenset(re.findall(r"\$(\w+)", entry)) for entry in found if entry
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_everything_with_the_same_facts(language):
    """Nobody meets a text that only Portuguese has."""
    assert entries(language) == entries("pt-BR")


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("pt", "pt-BR"),
        ("pt-br", "pt-BR"),
        ("es-MX", "es"),
        ("EN", "en"),
        ("de", "es"),
        (None, "es"),
    ],
)
def test_a_user_is_spoken_to_in_a_language_of_ours(code, language):
    """Telegram's code decides where we speak it, else the installation's own language."""
    assert language_of(code, "es") == language


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("n", [1, 3])
def test_numbers_agree(language, n):
    """One analysis, three analyses."""
    text = say(language, "too-many", n=n)
    assert ("3" in text) is (n == 3)


def test_the_sentence_for_a_full_queue_is_the_promised_one():
    """It stands in the issue, word by word."""
    assert say("pt-BR", "busy") == (
        "Estou processando um grande número de análises no momento. "
        "Por favor, tente novamente em alguns minutos."
    )


def test_a_text_that_is_not_there_is_an_error():
    """A misspelt key is found by its first use."""
    with pytest.raises(KeyError):
        say("en", "no-such-text")


def test_a_missing_fact_is_an_error():
    """Nobody reads a text with a hole in it."""
    with pytest.raises(ValueError, match="unknown"):
        say("en", "unknown", home="A")
