"""The bot's catalogues: whole, the same in every language, and used."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent

import phoenix.bot
from phoenix.bot.texts import LANGUAGES, language_of, say

PACKAGE = Path(phoenix.bot.__file__).parent
TEXTS = files("phoenix.bot.texts")
TOPICS = sorted(file.stem for file in (PACKAGE / "texts" / LANGUAGES[0]).glob("*.ftl"))
TAG = re.compile(r"<(/?)([a-z]+)(?: expandable| href=\"[^\"]*\")?>")
TAGS = {"a", "b", "blockquote", "code", "i", "pre", "s", "u"}
FIGURES = {"one", "two", "few", "many", "zero"}  # of CLDR; "other" stands for all the rest


@dataclass(frozen=True)
class Call:
    """``say("key", fact=...)`` or ``label(...)`` somewhere in the bot."""

    where: str
    how: str
    key: str
    facts: frozenset[str] | None


@cache
def entries(language: str) -> dict[str, fluent.Message]:
    """The texts of a language."""
    found: dict[str, fluent.Message] = {}
    for topic in TOPICS:
        for entry in resource(language, topic).body:
            if isinstance(entry, fluent.Message):
                found[entry.id.name] = entry
    return found


def resource(language: str, topic: str) -> fluent.Resource:
    """A file as it is parsed."""
    source = TEXTS.joinpath(language, f"{topic}.ftl").read_text(encoding="utf-8")
    return FluentParser().parse(source)


def walk(node: object) -> Iterator[fluent.BaseNode]:
    """A node and all below it."""
    if isinstance(node, list):
        for one in node:
            yield from walk(one)
    elif isinstance(node, fluent.BaseNode):
        yield node
        for one in vars(node).values():
            yield from walk(one)


def variables(message: fluent.Message) -> frozenset[str]:
    """The facts that a text names."""
    return frozenset(n.id.name for n in walk(message) if isinstance(n, fluent.VariableReference))


def wordings(pattern: fluent.Pattern) -> list[str]:
    """All that a text may come to, with an x for each fact."""
    parts = [_wordings(element) for element in pattern.elements]
    return ["".join(words) for words in product(*parts)]


def _wordings(element: fluent.TextElement | fluent.Placeable) -> list[str]:
    if isinstance(element, fluent.TextElement):
        return [element.value]
    if isinstance(element.expression, fluent.SelectExpression):
        return [text for variant in element.expression.variants for text in wordings(variant.value)]
    return ["x"]


@cache
def sources() -> dict[str, ast.Module]:
    """The bot's own modules."""
    return {
        str(path.relative_to(PACKAGE)): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
    }


@cache
def literals() -> frozenset[str]:
    """Every text that is written out in the bot."""
    nodes = (node for module in sources().values() for node in ast.walk(module))
    return frozenset(
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


@cache
def calls() -> tuple[Call, ...]:
    """Where a text is said by a literal key."""
    return tuple(
        call
        for where, module in sources().items()
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and (call := _call(where, node)) is not None
    )


def _call(where: str, node: ast.Call) -> Call | None:
    name = _said_by(node.func)
    keys = [one.value for one in node.args if isinstance(one, ast.Constant)]
    keys = [key for key in keys if isinstance(key, str)]
    if name is None or not keys:
        return None
    named = [one.arg for one in node.keywords]
    facts = None if None in named else frozenset(named)
    return Call(f"{where}:{node.lineno}", name, keys[0], facts)


def _said_by(function: ast.expr) -> str | None:
    """How it is said; None: it is another ``say`` or ``label``, such as SQLAlchemy's."""
    if isinstance(function, ast.Name):
        name, owner = function.id, "words"
    elif isinstance(function, ast.Attribute):
        of = function.value
        name, owner = function.attr, getattr(of, "attr", getattr(of, "id", ""))
    else:
        return None
    return name if name in {"say", "label"} and owner.endswith("words") else None


def balanced(markup: str) -> bool:
    """Whether each tag is one of Telegram's and is closed in its turn."""
    opened: list[str] = []
    rest = TAG.sub("", markup)
    for closing, name in TAG.findall(markup):
        if name not in TAGS or (closing and (not opened or opened.pop() != name)):
            return False
        if not closing:
            opened.append(name)
    return not opened and "<" not in rest and ">" not in rest


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_topics(language):
    """A file for each."""
    assert sorted(file.stem for file in (PACKAGE / "texts" / language).glob("*.ftl")) == TOPICS


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_is_understood_as_a_whole(language):
    """What Fluent cannot read it would leave out without a word."""
    for topic in TOPICS:
        body = resource(language, topic).body
        assert [entry.content for entry in body if isinstance(entry, fluent.Junk)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_is_given_twice(language):
    """The later would silently take the place of the former."""
    bodies = (resource(language, topic).body for topic in TOPICS)
    keys = Counter(e.id.name for body in bodies for e in body if isinstance(e, fluent.Message))
    assert [key for key, times in keys.items() if times > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_everything_with_the_same_facts(language):
    """Nobody meets a text that only Portuguese has."""
    own, first = entries(language), entries(LANGUAGES[0])
    assert own.keys() == first.keys()
    assert {k: variables(m) for k, m in own.items()} == {k: variables(m) for k, m in first.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty(language):
    """Telegram refuses empty messages and buttons."""
    for key, message in entries(language).items():
        assert message.value is not None, key
        assert all(text.strip() for text in wordings(message.value)), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_depends_on_a_number_is_said_for_every_number(language):
    """Where one is told apart, the rest is ``other``, and is what is said by default."""
    for key, message in entries(language).items():
        for node in walk(message):
            if isinstance(node, fluent.SelectExpression):
                names = {getattr(variant.key, "name", "") for variant in node.variants}
                default = next(variant.key for variant in node.variants if variant.default)
                if names & FIGURES:
                    assert getattr(default, "name", "") == "other", key


@pytest.mark.parametrize("language", LANGUAGES)
def test_markup_is_balanced_whatever_is_told(language):
    """Telegram refuses a message with a tag that is not closed."""
    for key, message in entries(language).items():
        assert all(balanced(text) for text in wordings(message.value)), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_buttons_and_notes_hold_no_markup(language):
    """It would be shown as it is written."""
    for call in calls():
        if call.how == "label":
            texts = wordings(entries(language)[call.key].value)
            assert not any(mark in text for text in texts for mark in "<>&"), call


def test_every_key_that_is_said_exists():
    """A misspelt one would be found by a user."""
    assert [call for call in calls() if call.key not in entries(LANGUAGES[0])] == []


def test_every_text_that_is_said_is_told_its_facts():
    """And no others."""
    known = entries(LANGUAGES[0])
    told = (call for call in calls() if call.facts is not None and call.key in known)
    assert [call for call in told if call.facts != variables(known[call.key])] == []


def test_every_text_is_used():
    """Each key stands in the bot as a literal."""
    assert sorted(entries(LANGUAGES[0]).keys() - literals()) == []


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("pt", "pt-BR"),
        ("pt-br", "pt-BR"),
        ("es-MX", "es"),
        ("EN", "en"),
        ("de", "es"),
        ("", "es"),
        (None, "es"),
    ],
)
def test_a_user_is_spoken_to_in_a_language_of_ours(code, language):
    """Telegram's code decides where we speak it, else the installation's own language."""
    assert language_of(code, "es") == language


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("n", [1, 3])
def test_numbers_agree(language, n):
    """One day, three days."""
    text = say(language, "help-privacy", days=n, hours=24)
    assert ("3 d" in text) is (n == 3)


def test_the_sentence_for_a_full_queue_is_the_promised_one():
    """It is promised word by word, wherever it is kept."""
    promised = (
        "Estou processando um grande número de análises no momento. "
        "Por favor, tente novamente em alguns minutos."
    )
    told = [text for message in entries("pt-BR").values() for text in wordings(message.value)]
    assert promised in told


def test_a_text_that_is_not_there_is_an_error():
    """A misspelt key is found by its first use."""
    with pytest.raises(KeyError):
        say("en", "no-such-text")


def test_a_missing_fact_is_an_error():
    """Nobody reads a text with a hole in it."""
    with pytest.raises(ValueError, match="start-hello"):
        say("en", "start-hello")
