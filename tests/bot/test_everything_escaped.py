"""Whatever a team, a league or a user is called, it is shown and never obeyed."""

import re
from collections.abc import Iterator
from html import escape, unescape
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest
from fluent.syntax import FluentParser, ast
from hypothesis import assume, example, given
from hypothesis import strategies as st

from phoenix.bot.html import Html
from phoenix.bot.texts import LANGUAGES
from phoenix.bot.words import Words

MARK = "\ue000"  # no text of ours holds it
TAG = re.compile(r"<(/?)([a-z]+)[^<>]*>")

names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)


def told(language: str) -> Iterator[tuple[str, frozenset[str], frozenset[str]]]:
    """Each text: its key, its facts, and the values that it tells apart."""
    for file in sorted(files("phoenix.bot.texts").joinpath(language).iterdir(), key=str):
        for entry in FluentParser().parse(file.read_text(encoding="utf-8")).body:
            if isinstance(entry, ast.Message):
                yield entry.id.name, *_facts(entry)


def _facts(entry: ast.Message) -> tuple[frozenset[str], frozenset[str]]:
    facts, values, nodes = set(), set(), [entry]
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.VariableReference):
            facts.add(node.id.name)
        if isinstance(node, ast.Variant):
            values.add(getattr(node.key, "name", getattr(node.key, "value", "")))
        for part in vars(node).values():
            parts = part if isinstance(part, list) else [part]
            nodes += [one for one in parts if isinstance(one, ast.BaseNode)]
    return frozenset(facts), frozenset(values)


ENTRIES = {language: tuple(told(language)) for language in LANGUAGES}
VALUES = frozenset().union(*(values for texts in ENTRIES.values() for _, _, values in texts))


def balanced(markup: str) -> bool:
    """Whether each tag is closed in its turn, and nothing else looks like one."""
    opened: list[str] = []
    for closing, name in TAG.findall(markup):
        if closing and (not opened or opened.pop() != name):
            return False
        if not closing:
            opened.append(name)
    return not opened and not re.search("[<>]", TAG.sub("", markup))


@pytest.mark.parametrize("language", LANGUAGES)
@example("A&B <script>")
@example("</b>")
@example('"><a href="tg://user?id=1">')
@example("&lt;b&gt;")
@example("\u202egnorts")
@example("{ $name }")
@given(names)
def test_a_name_stands_in_every_text_as_it_is(language, name):
    """Escaped once, between tags that are closed in their turn."""
    assume(name not in VALUES)
    words = Words(language, ZoneInfo("UTC"))
    for key, facts, _ in ENTRIES[language]:
        text = words.say(key, **dict.fromkeys(facts, name))
        usual = words.say(key, **dict.fromkeys(facts, MARK))
        assert text == usual.replace(MARK, escape(name, quote=False)), key
        assert balanced(text), key
        assert isinstance(text, Html)


@given(names)
def test_what_a_user_reads_is_the_name(name):
    """Telegram takes the tags and the escapes away."""
    text = Words("en", ZoneInfo("UTC")).say("start-hello", name=name)
    assert unescape(TAG.sub("", text)) == f"👋 Hello, {name}!"
