"""Markup in pieces that Telegram takes: cut where it reads best, never within a tag."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from phoenix.bot.html import Html

MESSAGE = 4096  # UTF-16 units of a message once its markup is understood, as Telegram counts
CAPTION = 1024  # of what stands below a picture
CUT_MARK = "…"

_TOKEN = re.compile(r"<[^<>]*>|&(?:#?\w+);|[^<&]|[<&]", re.DOTALL)
_NAME = re.compile(r"</?\s*([\w-]+)")


@dataclass(frozen=True, slots=True)
class _Token:
    """A tag (of no length), an entity or a character, with its length in UTF-16 units."""

    text: str
    units: int

    @property
    def is_tag(self) -> bool:
        return not self.units


def units(text: str) -> int:
    """The length of markup as Telegram counts it: UTF-16 units, tags left out."""
    return sum(token.units for token in _tokens(text))


def pieces(text: Html, most: int = MESSAGE) -> list[Html]:
    """The text in pieces of at most so many units (2 or more), blank ones left out.

    It is cut between sections (an empty line), else between lines, else between words, else
    anywhere. Tags that are open at a cut are closed there and opened again behind it.
    """
    tokens = _tokens(text)
    if sum(token.units for token in tokens) <= most:
        return [text] if _is_shown(text) else []
    return [piece for piece in _cut(tokens, most) if _is_shown(piece)]


def cut(text: Html, most: int = CAPTION) -> Html:
    """The text, or as much of its beginning as fits, with a mark that something is left out."""
    if units(text) <= most:
        return text
    first = pieces(text, most - len(CUT_MARK))
    return _marked(first[0]) if first else Html("")


def _tokens(text: str) -> list[_Token]:
    return [_token(found) for found in _TOKEN.findall(text)]


def _token(found: str) -> _Token:
    if found.startswith("<") and len(found) > 1:
        return _Token(found, 0)
    said = unescape(found) if found.startswith("&") else found
    return _Token(found, len(said.encode("utf-16-le", "surrogatepass")) // 2)


def _cut(tokens: list[_Token], most: int) -> Iterator[Html]:
    opened: list[str] = []
    while tokens:
        count = _best_cut(tokens, most)
        before = list(opened)
        _follow(tokens[:count], opened)
        inside = "".join(token.text for token in tokens[:count])
        closing = "".join(_closing(tag) for tag in reversed(opened))
        yield Html("".join(before) + inside + closing)
        tokens = tokens[count:]


def _best_cut(tokens: list[_Token], most: int) -> int:
    """How many tokens the next piece has."""
    room = _room(tokens, most)
    if room == len(tokens):
        return room
    texts = [token.text for token in tokens[:room]]
    return _after_section(texts) or _after(texts, "\n") or _after(texts, " ") or room


def _room(tokens: list[_Token], most: int) -> int:
    """How many tokens fit; closing tags that follow are taken along."""
    length = 0
    for place, token in enumerate(tokens):
        length += token.units
        if length > most or (length == most and token.is_tag and not token.text.startswith("</")):
            return place
    return len(tokens)


def _after_section(texts: list[str]) -> int:
    """The place behind the last empty line, tags between its breaks looked through."""
    breaks = 0
    found = 0
    for place, text in enumerate(texts):
        if text == "\n":
            breaks += 1
            found = place + 1 if breaks > 1 else found
        elif not text.startswith("<"):
            breaks = 0
    return found


def _after(texts: list[str], mark: str) -> int:
    """The place behind the last of these marks; 0 if there is none."""
    return next((place for place in range(len(texts), 0, -1) if texts[place - 1] == mark), 0)


def _follow(tokens: list[_Token], opened: list[str]) -> None:
    """Keep track of the tags that are open."""
    for token in tokens:
        if not token.is_tag:
            continue
        if not token.text.startswith("</"):
            opened.append(token.text)
        elif opened:
            opened.pop()


def _closing(tag: str) -> str:
    found = _NAME.match(tag)
    return f"</{found[1]}>" if found else ""


def _is_shown(piece: Html) -> bool:
    return any(not token.is_tag and token.text.strip() for token in _tokens(piece))


def _marked(piece: Html) -> Html:
    """The mark stands before the tags that close at the end."""
    body = piece.rstrip()
    tail = re.search(r"(?:\s*</[\w-]+>)*\Z", body)
    place = tail.start() if tail else len(body)
    return Html(body[:place].rstrip() + CUT_MARK + body[place:])
