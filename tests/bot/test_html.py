"""Text as markup."""

from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from phoenix.bot.html import Html, bold, folded, html, italic, joined


@given(st.text())
def test_text_becomes_markup_that_shows_the_same(text):
    """Nothing in it is taken for a tag."""
    assert unescape(html(text)) == text
    assert "<" not in html(text)
    assert ">" not in html(text)


@given(st.text(alphabet="<>&ab"))
def test_what_is_markup_already_stays_as_it_is(text):
    """Escaping twice would show the escapes."""
    assert html(html(text)) == html(text)
    assert html(Html("<b>x</b>")) == "<b>x</b>"


def test_what_is_no_text_is_written_as_one():
    """Numbers, and whatever else has words for itself."""
    assert html(3) == "3"
    assert html(None) == "None"


def test_each_wrapping_escapes_what_is_no_markup():
    """A club may be called anything."""
    name = "A&B <i>"
    assert bold(name) == "<b>A&amp;B &lt;i&gt;</b>"
    assert italic(name) == "<i>A&amp;B &lt;i&gt;</i>"
    assert folded(bold(name)) == ("<blockquote expandable><b>A&amp;B &lt;i&gt;</b></blockquote>")


def test_lines_are_joined_each_escaped_on_its_own():
    """Markup among them stays markup."""
    assert joined([bold("a"), "b<c"]) == "<b>a</b>\nb&lt;c"
    assert joined(["a", "b"], " · ") == "a · b"
    assert isinstance(joined([]), Html)
