"""Text as Telegram's HTML: what is not known to be markup is escaped."""

from html import escape
from typing import Any


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


def html(value: Any) -> Html:
    """A value as markup: what is none yet is escaped."""
    return value if isinstance(value, Html) else Html(escape(str(value), quote=False))


def bold(value: Any) -> Html:
    """In bold."""
    return Html(f"<b>{html(value)}</b>")


def italic(value: Any) -> Html:
    """In italics."""
    return Html(f"<i>{html(value)}</i>")


def folded(value: Any) -> Html:
    """As a quotation that opens when it is tapped."""
    return Html(f"<blockquote expandable>{html(value)}</blockquote>")


def joined(lines: Any, between: str = "\n") -> Html:
    """Several, one after the other."""
    return Html(between.join(html(line) for line in lines))
