"""Markup in pieces."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phoenix.bot.html import Html, bold, folded, html, italic, joined
from phoenix.bot.splitting import cut, pieces, units

PLAIN = st.text(st.characters(codec="utf-8"), max_size=60).map(html)
MARKUP = st.recursive(
    PLAIN,
    lambda inner: st.one_of(
        inner.map(bold),
        inner.map(italic),
        inner.map(folded),
        st.lists(inner, max_size=4).map(lambda parts: joined(parts, "")),
        st.lists(inner, max_size=4).map(lambda parts: joined(parts, "\n\n")),
    ),
    max_leaves=12,
)


class Read(HTMLParser):
    """What a piece says, and whether its tags fit together."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.said, self.fits = [], "", True
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        del attrs
        self.open.append(tag)

    def handle_endtag(self, tag):
        self.fits = self.fits and bool(self.open) and self.open.pop() == tag

    def handle_data(self, data):
        self.said += data


def said(text):
    """The text of markup."""
    return Read(text).said


def balanced(text):
    """Whether every tag that is opened is closed, in its order."""
    read = Read(text)
    return read.fits and not read.open


@given(MARKUP, st.integers(2, 40))
def test_pieces_say_all_within_the_limit_and_their_tags_fit(text, most):
    """Nothing is lost but blank pieces, whatever the text is made of."""
    made = pieces(text, most)
    assert all(0 < units(piece) <= most for piece in made)
    assert all(balanced(piece) for piece in made)
    assert "".join("".join(said(piece).split()) for piece in made) == "".join(said(text).split())


@given(MARKUP)
def test_length_is_that_of_the_text_in_utf16(text):
    """Tags do not count, an entity counts as what it means."""
    assert units(text) == len(said(text).encode("utf-16-le")) // 2


@given(MARKUP, st.integers(3, 40))
def test_a_caption_is_cut_where_it_is_too_long(text, most):
    """With a mark that something is left out."""
    short = cut(text, most)
    assert units(short) <= most
    assert balanced(short)
    assert short == text or not short or "…" in short


def test_it_is_cut_between_sections_first():
    """A section stays together where it can."""
    text = joined((bold("one"), "two words", "three"), "\n\n")
    assert pieces(text, 12) == ["<b>one</b>\n\n", "two words\n\n", "three"]


def test_then_between_lines_and_then_between_words():
    """A word is broken only where it is too long by itself."""
    assert pieces(html("first\nsecond line"), 12) == ["first\n", "second line"]
    assert pieces(html("some words"), 7) == ["some ", "words"]
    assert pieces(html("unbreakable"), 6) == ["unbrea", "kable"]


def test_a_tag_that_is_open_is_closed_and_opened_again():
    """Its attributes come along."""
    made = pieces(folded(bold("aaaa bbbb")), 5)
    assert made == [
        "<blockquote expandable><b>aaaa </b></blockquote>",
        "<blockquote expandable><b>bbbb</b></blockquote>",
    ]


def test_an_entity_is_not_cut():
    """It is one character."""
    assert pieces(Html("&amp;&lt;&gt;&amp;"), 2) == ["&amp;&lt;", "&gt;&amp;"]


def test_what_fits_is_left_alone():
    """A text without anything in it is no message."""
    assert pieces(Html("x < y"), 10) == ["x < y"]
    assert pieces(html(" \n"), 10) == []


@pytest.mark.parametrize("mark", ["😀", "&#128512;"])
def test_a_character_of_two_units_is_not_cut(mark):
    """Telegram would refuse one half of it."""
    made = pieces(Html(mark * 3), 3)
    assert made == [mark] * 3
    assert all(re.fullmatch(re.escape(mark), piece) for piece in made)
