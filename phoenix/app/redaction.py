"""Secrets are not told, in whatever text and however they are written there.

A secret that is known is found in all its written forms: plain, quoted for a URL, escaped for JSON
or by ``repr``, and any of these within another. What looks like a secret is hidden even where
nobody knows it: a Telegram token, the user and password in a URL, a header that carries a key.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote

HIDDEN = "***"
SHORTEST = 4  # characters; hiding a shorter one wherever it stands would blank the log

_ESCAPE = r"\\{1,8}"  # each escaping within another doubles the backslashes
_LETTERS = {"\b": "b", "\f": "f", "\n": "n", "\r": "r", "\t": "t"}

_NAMES = ("x-apisports-key", "x-telegram-bot-api-secret-token", "authorization", "password")


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a secret looks like, and words without one of which (in small letters) there is none."""

    signs: tuple[str, ...]
    pattern: re.Pattern[str]

    def found(self, text: str, small: str) -> Iterable[re.Match[str]]:
        seen = any(sign in small for sign in self.signs)
        return self.pattern.finditer(text) if seen else ()


_SHAPES = (
    # A token of Telegram, alone or in a URL: 123456789:AAE...
    _Shape(
        (":", "%3a", "%253a"),
        re.compile(r"([0-9](?<![0-9]{2})[0-9]{5,19}(?::|%(?:25)*3[Aa])[A-Za-z0-9_-]{30,})"),
    ),
    # scheme://user:password@host
    _Shape(("://",), re.compile(r"""://([^\s/?#@:"'<>]*:[^\s/?#"'<>]*)@""")),
    # Named: in a header, a query, a dictionary, JSON, a list of pairs, or PostgreSQL's own way
    _Shape(
        _NAMES,
        re.compile(
            rf"""(?i)(?:{"|".join(_NAMES)})(?:\\*["']\s*[:=,]|\s*[:=])\s*"""
            r"""(?:b?\\*'([^'\\]+)|b?\\*"([^"\\]+)|(?:(?:basic|bearer)\s+)?([^\s&"'\\]+))"""
        ),
    ),
)


class Redactor:
    """Hides secrets: those it has learnt, and whatever looks like one.

    Args:
        secrets: as they are; of those under :data:`SHORTEST` characters nothing is learnt.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._known: dict[str, re.Pattern[str]] = {}
        self.learn(secrets)

    def learn(self, secrets: Iterable[str]) -> None:
        """Hide these too, from now on."""
        fresh = {one: _written(one) for one in secrets if len(one) >= SHORTEST}
        self._known = self._known | fresh  # another thread may be at work on the old one

    def clean(self, text: str) -> str:
        """The text with each secret replaced by :data:`HIDDEN`."""
        small = text.lower()
        finds = [
            *(pattern.finditer(text) for pattern in self._known.values()),
            *(shape.found(text, small) for shape in _SHAPES),
        ]
        spans = [one.span(one.lastindex or 0) for found in finds for one in found]
        return _without(text, sorted(spans)) if spans else text


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    """Spans that overlap are hidden as one: what is left of a secret tells of it."""
    kept, end = [], 0
    for start, stop in spans:
        if start >= end:
            kept += [text[end:start], HIDDEN]
        end = max(end, stop)
    return "".join([*kept, text[end:]])


def _written(secret: str) -> re.Pattern[str]:
    return re.compile("".join(_forms(part) for part in re.findall(r"\\+|[^\\]", secret)))


def _forms(part: str) -> str:
    """How one character, or a run of backslashes, may be written."""
    if part.isascii() and part.isalnum():
        return part
    if part.startswith("\\"):
        return rf"(?:\\{{{len(part)},{8 * len(part)}}}|(?i:{'%(?:25)*5c' * len(part)}))"
    if part.isascii():
        return f"(?:{'|'.join(_ascii(part))})"
    return f"(?:{'|'.join(_wide(part))})"


def _ascii(character: str) -> list[str]:
    code = f"{ord(character):02x}"
    forms = [re.escape(character), f"(?i:%(?:25)*{code})", f"{_ESCAPE}(?i:u00{code}|x{code})"]
    if character in _LETTERS:
        forms.append(_ESCAPE + _LETTERS[character])
    if character in "\"'/":
        forms.append(_ESCAPE + character)
    if character == " ":
        forms.append(r"\+")
    return forms


def _wide(character: str) -> list[str]:
    octets = character.encode("utf-8", "surrogatepass")
    pairs = character.encode("utf-16-be", "surrogatepass")
    code = ord(character)
    forms = [
        "".join(f"%(?:25)*{octet:02x}" for octet in octets),
        "".join(f"{_ESCAPE}x{octet:02x}" for octet in octets),
        "".join(f"{_ESCAPE}u{pairs[at : at + 2].hex()}" for at in range(0, len(pairs), 2)),
        f"{_ESCAPE}[uU]{code:08x}",
    ]
    if code < 0x100:
        forms.append(f"{_ESCAPE}x{code:02x}")
    return [re.escape(character), *(f"(?i:{form})" for form in forms)]


def secrets_in_address(url: str) -> tuple[str, ...]:
    """What is secret in the address of a database: its user and password, and the password alone.

    A password that is also the user's or the database's name would take that word out of the whole
    log, and tell it; it is left alone, and hidden with its user.
    """
    rest = url.partition("://")[2]
    path = re.split(r"[/?#]", rest.rpartition("@")[2], maxsplit=1)[1:]
    database = re.split(r"[?#]", path[0], maxsplit=1)[0] if path else ""
    # A slash or an @ in a password should be quoted; where one is not, both readings count.
    infos = {rest.partition("/")[0].rpartition("@")[0], rest.rpartition("@")[0]} - {""}
    return tuple(dict.fromkeys([*_in_infos(sorted(infos), database), *_in_query(url)]))


def _in_infos(infos: Iterable[str], database: str) -> Iterator[str]:
    for info in infos:
        user, _, password = info.partition(":")
        if not password:
            continue
        yield info
        yield unquote(info)
        if unquote(password) not in {unquote(user), unquote(database)}:
            yield password
            yield unquote(password)


def _in_query(url: str) -> Iterator[str]:
    for name, value in parse_qsl(url.partition("?")[2]):
        if "password" in name.lower():
            yield value


redactor = Redactor()
"""This process's own: it knows every secret that was read from the settings."""
