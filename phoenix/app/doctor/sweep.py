"""Looks for secrets in files. What is found is told by its place and kind, never by itself."""

import re
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import structlog

log = structlog.get_logger(__name__)

SHORTEST = 8  # characters: a shorter secret stands in texts by chance
MOST_FILES = 20_000
MOST_BYTES = 50_000_000  # of one file
HEAD = 8192
PLAIN = 10  # different characters; a token of fewer is an example of a token

SHAPES: Mapping[str, re.Pattern[bytes]] = {
    "a Telegram token": re.compile(
        rb"(?<![0-9])[0-9]{8,}:(?P<text>[A-Za-z0-9_-]{35})(?![A-Za-z0-9_-])"
    ),
    "a private key": re.compile(rb"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY"),
    "a key of API-Football": re.compile(
        rb"API_FOOTBALL_KEY[\"']?\s*[=:]\s*[\"']?(?P<text>[0-9a-fA-F]{32})(?![0-9a-fA-F])"
    ),
}


@dataclass(frozen=True, slots=True)
class Hit:
    """A secret of some kind in a line (from 1) of a file."""

    path: Path
    line: int
    kind: str


@dataclass(frozen=True, slots=True)
class Sweep:
    """What was found, in how many files, and whether all of them were read."""

    hits: tuple[Hit, ...]
    files: int
    whole: bool


def sweep(
    files: Iterable[Path],
    secrets: Iterable[str],
    limit: float,
    *,
    most: int = MOST_FILES,
    clock: Callable[[], float] = time.monotonic,
) -> Sweep:
    """Read the files that are texts, for at most ``limit`` seconds.

    Args:
        files: that are there.
        secrets: whose values are looked for, besides whatever looks like a secret.
        limit: seconds.
        most: files that are read.
        clock: in seconds.
    """
    kinds, until = {**_known(secrets), **SHAPES}, clock() + limit
    hits: list[Hit] = []
    read, unread, rest = 0, 0, iter(files)
    for path in islice(rest, most):
        if clock() > until:
            return Sweep(tuple(hits), read, whole=False)
        body, whole = _body(path)
        hits += _hits(path, body, kinds)
        read, unread = read + whole, unread + (not whole)
    return Sweep(tuple(hits), read, whole=not unread and next(rest, None) is None)


def _known(secrets: Iterable[str]) -> dict[str, re.Pattern[bytes]]:
    """One pattern for all: which of them it was is nobody's business."""
    long = [re.escape(one.encode()) for one in secrets if len(one) >= SHORTEST]
    return {"the value of a setting that is secret": re.compile(b"|".join(long))} if long else {}


def _body(path: Path) -> tuple[bytes, bool]:
    """The text of a file (none of one that holds no text), and whether that is all of it."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
            if b"\0" in head:
                return b"", True
            body = head + file.read(MOST_BYTES)
            return body, not file.read(1)
    except FileNotFoundError:  # it has gone meanwhile
        return b"", True
    except OSError as error:
        log.debug("file not read", file=str(path), error=str(error))
        return b"", False


def _hits(path: Path, body: bytes, kinds: Mapping[str, re.Pattern[bytes]]) -> list[Hit]:
    """Of each kind the first in a file."""
    found = ((kind, _first(pattern, body)) for kind, pattern in kinds.items())
    return [Hit(path, body.count(b"\n", 0, at) + 1, kind) for kind, at in found if at is not None]


def _first(pattern: re.Pattern[bytes], body: bytes) -> int | None:
    """Where the first is that is no mere example."""
    for match in pattern.finditer(body):
        text = match.groupdict().get("text")
        if text is None or len(set(text)) >= PLAIN:
            return match.start()
    return None
