"""What was mended, kept beyond the end of the process: for ``phoenix doctor --report md``.

A line of JSON for each; the newest few hundred are kept.
"""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog

log = structlog.get_logger(__name__)

FILE = "mended.jsonl"  # in the data directory
KEPT = 200


@dataclass(frozen=True, slots=True)
class Mended:
    """When (UTC), by which check or command, how many things, and what."""

    at: datetime
    by: str
    count: int
    what: str


class Journal:
    """A file in the data directory; one that cannot be written is warned of, and holds up nobody.

    Args:
        path: made with its folder when there is something to write.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    async def note(self, mended: Mended) -> None:
        """Add a line."""
        try:
            await asyncio.to_thread(self._add, mended)
        except OSError as error:
            log.warning("what was mended cannot be kept", file=str(self._path), error=str(error))

    def read(self) -> tuple[Mended, ...]:
        """All that is kept, the oldest first; what cannot be read is left out."""
        try:
            lines = self._path.read_text(encoding="utf-8", errors="replace").splitlines()
        except FileNotFoundError:
            return ()
        except OSError as error:
            log.warning("what was mended cannot be read", file=str(self._path), error=str(error))
            return ()
        return tuple(_read(lines))

    def _add(self, mended: Mended) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8") as file:  # one write: no other comes between
            file.write(_line(mended))
        kept = self.read()
        if len(kept) >= 2 * KEPT:
            beside = self._path.with_suffix(".new")
            beside.write_text("".join(map(_line, kept[-KEPT:])), encoding="utf-8")
            beside.replace(self._path)


def _line(mended: Mended) -> str:
    body = {
        "at": mended.at.isoformat(), "by": mended.by, "count": mended.count, "what": mended.what,
    }  # fmt: skip
    return json.dumps(body) + "\n"


def _read(lines: list[str]) -> Iterator[Mended]:
    for line in lines:
        try:
            yield _mended(json.loads(line))
        except (ValueError, TypeError, KeyError) as error:
            log.debug("a line of what was mended was passed over", error=str(error))


def _mended(body: dict[str, Any]) -> Mended:
    at = datetime.fromisoformat(body["at"])
    return Mended(at, str(body["by"]), int(body["count"]), str(body["what"]))
