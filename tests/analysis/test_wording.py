"""Every text exists in every language, and a justification never contradicts its numbers."""

import re
from datetime import date
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phoenix.analysis.tendencies import TELLABLE
from phoenix.analysis.wording import wording
from phoenix.domain.competitions import Competition
from phoenix.domain.dossier import (
    Caution,
    CautionCode,
    EvidenceMatch,
    RecentMatches,
    Tendency,
)
from phoenix.domain.markets import Reading, standard_readings
from phoenix.domain.matches import Fixture
from phoenix.domain.quantities import Quantity
from phoenix.domain.words import LANGUAGES

FIXTURE = Fixture(Competition("L", "Liga", "X"), "2024", date(2024, 8, 1), None, "Casa", "Fora")
TOLD = [r for q in Quantity for r in standard_readings(q) if r.kind in TELLABLE]


def keys_of(language: str) -> set[str]:
    text = files("phoenix.analysis").joinpath("texts", f"{language}.ftl").read_text("utf-8")
    return set(re.findall(r"^([a-z][a-z-]*) =", text, re.MULTILINE))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_texts(language):
    """No catalogue lacks a text that another has."""
    assert keys_of(language) == keys_of("pt-BR")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", list(CautionCode))
def test_every_warning_has_words(language, code):
    """Each code can be said."""
    facts = {"team": "Casa", "quantity": "corners", "matches": 2, "home": "Casa", "away": "Fora"}
    assert wording(language).caution(Caution(code, facts))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_tellable_reading_has_words_of_its_own(language):
    """Market and tendency of every reading can be said, and no two sound alike."""
    words = wording(language)
    said = [(words.market(r, FIXTURE), words.tendency(r, FIXTURE)) for r in TOLD]
    assert len(said) == len(set(said))


@st.composite
def recents(draw: st.DrawFn, reading: Reading, team: str) -> RecentMatches:
    """Up to four matches with any counts, some unknown."""
    pairs = draw(
        st.lists(st.none() | st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=4)
    )
    matches = []
    for pair in pairs:
        won = None if pair is None else float(reading.settle(*pair)[0])
        count = None if pair is None else int(reading.counted(*pair))
        home, away = pair or (None, None)
        matches.append(EvidenceMatch(date(2024, 7, 1), "A", "B", 1, 0, home, away, count, won))
    known = [pair for pair in pairs if pair is not None]

    def mean(values: list[float]) -> float | None:
        return sum(values) / len(values) if values else None

    return RecentMatches(
        team,
        tuple(matches),
        mean([float(reading.counted(*pair)) for pair in known]),
        mean([pair[0] for pair in known]),
        mean([pair[1] for pair in known]),
    )


@st.composite
def told(draw: st.DrawFn) -> Tendency:
    reading = draw(st.sampled_from(TOLD))
    probability, base = draw(st.floats(0.6, 0.99)), draw(st.floats(0.05, 0.95))
    at_home, away = (draw(recents(reading, team)) for team in ("Casa", "Fora"))
    return Tendency(reading, probability, base, 10 * probability, False, 0.1, at_home, away)


@settings(deadline=None, max_examples=200)
@given(told())
def test_a_justification_never_contradicts_its_numbers(tendency):
    """It claims support only where half of the known matches or more bear the tendency out."""
    words = wording("pt-BR")
    sentence = words.justification(tendency)
    known = tendency.at_home.known + tendency.away.known
    hits = tendency.at_home.came_true + tendency.away.came_true
    if not known:
        assert "não há jogo recente" in sentence.lower()
    elif 2 * hits >= known:
        assert f"se confirmou em {hits} de {known}" in sentence
    else:
        assert f"só {hits} de {known}" in sentence
    assert f"probabilidade combinada é de {words.percent(tendency.probability)}" in sentence
    assert f"contra {words.percent(tendency.base_rate)}" in sentence
    assert sentence.endswith(".")
    assert sentence.count(".") == 1


@settings(deadline=None, max_examples=60)
@given(told(), st.sampled_from(LANGUAGES))
def test_a_justification_can_be_said_in_every_language(tendency, language):
    """Whatever the evidence, there is a sentence."""
    assert len(wording(language).justification(tendency)) > 40


def test_numbers_are_written_as_the_language_does():
    """A decimal comma in Portuguese, a point in English."""
    assert wording("pt-BR").decimal(10.25) == "10,2"
    assert wording("en").decimal(10.25) == "10.2"
