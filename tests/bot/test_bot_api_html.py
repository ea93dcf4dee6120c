"""The suite's Bot API server reads HTML as Telegram does."""

import html as standard
from contextlib import suppress

import pytest
from bot_api_faults import Refused
from bot_api_html import Marked, read_html, trimmed
from bot_api_reading import units
from hypothesis import given
from hypothesis import strategies as st

WHOLE = st.text(st.characters(exclude_categories=["Cs"]))


def entity(kind, offset, length, **more):
    """As Telegram tells of one."""
    return {"type": kind, "offset": offset, "length": length, **more}


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>a</b>", "a", [entity("bold", 0, 1)]),
        ("<strong>a</strong>", "a", [entity("bold", 0, 1)]),
        ("<em>a</em><ins>b</ins>", "ab", [entity("italic", 0, 1), entity("underline", 1, 1)]),
        ("<del>a</del>", "a", [entity("strikethrough", 0, 1)]),
        ("😀<b>é</b>", "😀é", [entity("bold", 2, 1)]),
        ("<b>a<i>b</i></b>", "ab", [entity("bold", 0, 2), entity("italic", 1, 1)]),
        ("<B>a</b>", "a", [entity("bold", 0, 1)]),
        ("<b>a</>", "a", [entity("bold", 0, 1)]),
        ("<b></b>a", "a", []),
        ("a &lt;b&gt; &amp; &quot;&#39;&#x263A;", "a <b> & \"'☺", []),
        ("A&B &nbsp; &copy;", "A&B &nbsp; &copy;", []),
        ("<tg-spoiler>a</tg-spoiler>", "a", [entity("spoiler", 0, 1)]),
        ('<span class="tg-spoiler">a</span>', "a", [entity("spoiler", 0, 1)]),
        ("<blockquote>a</blockquote>", "a", [entity("blockquote", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [entity("expandable_blockquote", 0, 1)]),
        ("<a href='https://x.org/?a=1&amp;b=2'>a</a>", "a",
         [entity("text_link", 0, 1, url="https://x.org/?a=1&b=2")]),
        ("<a href=nowhere>a</a>", "a", []),
        ("<pre><code>a</code></pre>", "a", [entity("pre", 0, 1), entity("code", 0, 1)]),
    ],
)  # fmt: skip
def test_what_is_marked(source, text, entities):
    """Offsets and lengths are in UTF-16 units."""
    read = read_html(source)
    assert read.text == text
    assert sorted(read.entities, key=str) == sorted(entities, key=str)


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("a <script>", 'Unsupported start tag "script" at byte offset 2'),
        ("é <x>", 'Unsupported start tag "x" at byte offset 3'),
        ("1 < 2", "Unsupported start tag"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>a</i>", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<b>a</b x>", "Unclosed end tag at byte offset 4"),
        ("<a href>a</a>", "Expected equal sign in declaration of an attribute"),
        ('<a href="x>a</a>', 'Unclosed start tag "a" at byte offset 0'),
        ("<a =x>a</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_what_cannot_be_read(source, why):
    """The reason and the place are Telegram's."""
    with pytest.raises(Refused) as refused:
        read_html(source)
    assert refused.value.code == 400
    assert refused.value.description.startswith("Bad Request: can't parse entities: ")
    assert why in refused.value.description


@given(WHOLE)
def test_whatever_is_escaped_is_shown_as_it_was(text):
    """Nothing of it is taken for a tag or an entity."""
    assert read_html(standard.escape(text)) == Marked(text)


@given(WHOLE)
def test_reading_ends_in_a_text_or_in_a_refusal(source):
    """Nothing else is raised."""
    with suppress(Refused):
        assert units(read_html(source).text) <= units(source)


@given(WHOLE, st.lists(st.tuples(WHOLE, st.sampled_from("bius")), max_size=5))
def test_every_entity_lies_within_the_text_that_is_left(begin, pieces):
    """Also where blanks at the ends are taken away."""
    source = standard.escape(begin) + "".join(
        f"<{tag}>{standard.escape(piece)}</{tag}>" for piece, tag in pieces
    )
    whole = trimmed(read_html(source))
    assert whole.text == whole.text.strip()
    for one in whole.entities:
        assert 0 <= one["offset"] < one["offset"] + one["length"] <= units(whole.text)
