"""HTML as Telegram reads it: a plain text and its entities, or the reason why it cannot be read.

Offsets and lengths are in UTF-16 units; places in refusals are in bytes, as Telegram tells them.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from bot_api_faults import bad
from bot_api_http import Parameters
from bot_api_reading import rows, text, units

KINDS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline",
    "ins": "underline", "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "tg-spoiler": "spoiler", "span": "spoiler", "code": "code", "pre": "pre", "a": "text_link",
    "blockquote": "blockquote", "tg-emoji": "custom_emoji",
}  # fmt: skip

_ENTITY = re.compile(r"&(?:(lt|gt|amp|quot)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));?")
_SIGNS = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_ATTRIBUTE = re.compile(
    r"\s*([^\s=>]*)(?:\s*(=)\s*(?:\"([^\"]*)(\")|'([^']*)(')|([A-Za-z0-9._-]+))?)?"
)


@dataclass(frozen=True)
class Marked:
    """A text as it is shown, and what is marked in it."""

    text: str
    entities: list[dict[str, Any]] = field(default_factory=list)


def marked(asked: Parameters, name: str, entities: str) -> Marked:
    """The text of a call, by the mode that it names.

    Raises:
        Refused: it cannot be read.
    """
    words, mode = text(asked, name), text(asked, "parse_mode").lower()
    if mode == "html":
        return trimmed(read_html(words))
    if mode:
        raise bad("unsupported parse_mode")
    given = rows(asked, entities)
    for entity in given:
        _check(entity, units(words))
    return trimmed(Marked(words, given))


def _check(entity: Any, length: int) -> None:
    """An entity that the bot has counted itself."""
    try:
        begin, end = int(entity["offset"]), int(entity["offset"]) + int(entity["length"])
        known = isinstance(entity["type"], str)
    except (KeyError, TypeError, ValueError):
        raise bad("can't parse MessageEntity") from None
    if not known or not 0 <= begin < end <= length:
        raise bad("entity beyond the text")


def read_html(source: str) -> Marked:
    """Read it to the end.

    Raises:
        Refused: with Telegram's reason.
    """
    return _Reader(source).read()


def trimmed(whole: Marked) -> Marked:
    """Without blanks at either end, which Telegram takes away."""
    body = whole.text.rstrip()
    cut = len(body) - len(body.lstrip())
    shift, last = units(body[:cut]), units(body)
    moved = [
        {**entity, "offset": begin - shift, "length": end - begin}
        for entity in whole.entities
        if (begin := max(entity["offset"], shift))
        < (end := min(entity["offset"] + entity["length"], last))
    ]
    return Marked(body[cut:], moved)


@dataclass(frozen=True)
class _Open:
    """A tag that has not ended."""

    tag: str
    attributes: dict[str, str]
    offset: int


class _Reader:
    """Reads once from left to right."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._text: list[str] = []
        self._offset = 0
        self._open: list[_Open] = []
        self._found: list[dict[str, Any]] = []

    def read(self) -> Marked:
        """All of it."""
        while self._at < len(self._source):
            if self._source[self._at] == "<":
                self._tag()
            else:
                self._sign()
        if self._open:
            tag = self._open[-1].tag
            raise _no(f'Can\'t find end tag corresponding to start tag "{tag}"')
        found = sorted(self._found, key=lambda one: (one["offset"], -one["length"]))
        return Marked("".join(self._text), found)

    def _say(self, words: str) -> None:
        self._text.append(words)
        self._offset += units(words)

    def _sign(self) -> None:
        """A character, or what stands for one."""
        escape = _ENTITY.match(self._source, self._at)
        if escape is None:
            end = min(
                (at for sign in "<&" if (at := self._source.find(sign, self._at + 1)) > 0),
                default=len(self._source),
            )
            self._say(self._source[self._at : end])
            self._at = end
            return
        named, decimal, hexadecimal = escape.groups()
        code = int(decimal) if decimal else int(hexadecimal or "0", 16)
        self._say(_SIGNS[named] if named else _character(code, escape[0]))
        self._at = escape.end()

    def _tag(self) -> None:
        begin, self._at = self._at, self._at + 1
        if self._source.startswith("/", self._at):
            self._end(begin)
        else:
            self._start(begin)

    def _place(self, begin: int) -> str:
        return f"at byte offset {len(self._source[:begin].encode('utf-8', 'surrogatepass'))}"

    def _name(self, begin: int, kind: str) -> str:
        found = re.compile(r"[^\s>]*").match(self._source, self._at)
        name = found[0] if found else ""
        self._at += len(name)
        if self._at >= len(self._source):
            raise _no(f"Unclosed {kind} tag {self._place(begin)}")
        return name.lower()

    def _start(self, begin: int) -> None:
        tag = self._name(begin, "start")
        if tag not in KINDS:
            raise _no(f'Unsupported start tag "{tag}" {self._place(begin)}')
        attributes = self._attributes(tag, begin)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _no(f'Tag "span" must have class "tg-spoiler" {self._place(begin)}')
        self._open.append(_Open(tag, attributes, self._offset))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        found: dict[str, str] = {}
        while self._at < len(self._source):
            self._at += len(self._source[self._at :]) - len(self._source[self._at :].lstrip())
            if self._source.startswith(">", self._at):
                self._at += 1
                return found
            name, value = self._attribute(tag, begin)
            found[name] = value
        raise _no(f'Unclosed start tag "{tag}" {self._place(begin)}')

    def _attribute(self, tag: str, begin: int) -> tuple[str, str]:
        one = _ATTRIBUTE.match(self._source, self._at)
        name = one[1].lower() if one else ""
        if one is None or not name:
            raise _no(f'Empty attribute name in the tag "{tag}" {self._place(begin)}')
        self._at = one.end()
        if not one[2]:
            if (tag, name) == ("blockquote", "expandable"):
                return name, ""
            where = self._place(begin)
            raise _no(
                f'Expected equal sign in declaration of an attribute of the tag "{tag}" {where}'
            )
        if not (one[4] or one[6] or one[7]):
            raise _no(f'Unclosed start tag "{tag}" {self._place(begin)}')
        return name, _unescaped(one[3] or one[5] or one[7] or "")

    def _end(self, begin: int) -> None:
        if not self._open:
            raise _no(f"Unexpected end tag {self._place(begin)}")
        self._at += 1
        name = self._name(begin, "end")
        rest = self._source[self._at :].lstrip()
        if not rest.startswith(">"):
            raise _no(f"Unclosed end tag {self._place(begin)}")
        self._at = len(self._source) - len(rest) + 1
        opened = self._open.pop()
        if name and name != opened.tag:
            raise _no(
                f'Unmatched end tag {self._place(begin)}, expected "</{opened.tag}>", '
                f'found "</{name}>"'
            )
        if self._offset > opened.offset:
            self._mark(opened)

    def _mark(self, opened: _Open) -> None:
        entity = {
            "type": KINDS[opened.tag], "offset": opened.offset,
            "length": self._offset - opened.offset,
        }  # fmt: skip
        if opened.tag == "a":
            address = opened.attributes.get("href", "")
            if not re.fullmatch(r"(?:https?|tg|mailto|tel):\S+", address):
                return  # the text stays, and leads nowhere
            entity["url"] = address
        if "expandable" in opened.attributes:
            entity["type"] = "expandable_blockquote"
        if opened.tag == "tg-emoji":
            entity["custom_emoji_id"] = opened.attributes.get("emoji-id", "")
        self._found.append(entity)


def _no(reason: str) -> Exception:
    return bad(f"can't parse entities: {reason}")


def _character(code: int, written: str) -> str:
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else written


def _unescaped(value: str) -> str:
    return _ENTITY.sub(lambda found: _SIGNS.get(found[1] or "", found[0]), value)
