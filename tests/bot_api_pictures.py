"""Files that the loopback Bot API server was sent; it looks at pictures as far as their headers."""

import hashlib
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot_api_faults import Refused, bad
from bot_api_http import File, Parameters

LARGEST_PHOTO = 10 * 1024 * 1024  # bytes
LARGEST_FILE = 50 * 1024 * 1024
LONGEST_SIDES = 10_000  # pixels of width and height together
LONGEST_RATIO = 20
THUMB = 90  # pixels
WRONG_FILE = "wrong file identifier/HTTP URL specified"


@dataclass(frozen=True)
class Stored:
    """A file that Telegram has.

    Attributes:
        id: by which the bot may send it again.
        kind: photo or document.
        content: its bytes.
        type: image/png, image/jpeg, or what the sender said.
        name: that it was sent under.
        width: of a picture, in pixels; 0 of anything else.
        height: likewise.
    """

    id: str
    kind: str
    content: bytes = field(repr=False)
    type: str
    name: str
    width: int = 0
    height: int = 0

    @property
    def path(self) -> str:
        """Where it can be downloaded from."""
        return f"{self.kind}s/{self.name or self.id}"

    def told(self) -> Any:
        """As a message tells of it: a photo in two sizes."""
        brief = {
            "file_id": self.id, "file_unique_id": self.id[-16:], "file_size": len(self.content),
        }  # fmt: skip
        if self.kind != "photo":
            return {**brief, "file_name": self.name, "mime_type": self.type}
        small = THUMB / max(self.width, self.height, THUMB)
        thumb = {
            "file_id": f"{self.id}-s", "file_unique_id": f"{self.id[-15:]}s",
            "width": max(1, round(self.width * small)),
            "height": max(1, round(self.height * small)),
        }  # fmt: skip
        return [thumb, {**brief, "width": self.width, "height": self.height}]


class Files:
    """All files, by their ids."""

    def __init__(self) -> None:
        self.stored: dict[str, Stored] = {}

    def given(self, asked: Parameters, kind: str, value: Any) -> Stored:
        """The file that a call names: within it, attached to it, or sent earlier.

        Raises:
            Refused: there is none, or Telegram would not take it.
        """
        if isinstance(value, str) and value.startswith("attach://"):
            value = asked.get(value.removeprefix("attach://"))
        if isinstance(value, File):
            return self._keep(kind, value)
        if not value:
            raise bad(f"there is no {kind} in the request")
        known = self.stored.get(str(value).removesuffix("-s"))
        if known is None:
            raise bad(WRONG_FILE)
        if known.kind != kind:
            raise bad(f"can't use file of type {known.kind.title()} as {kind.title()}")
        return known

    def get(self, asked: Parameters) -> dict[str, Any]:
        """``getFile``."""
        stored = self.stored.get(str(asked.get("file_id", "")).removesuffix("-s"))
        if stored is None:
            raise bad("invalid file_id")
        brief = {"file_id": stored.id, "file_unique_id": stored.id[-16:]}
        return {**brief, "file_size": len(stored.content), "file_path": stored.path}

    def at(self, path: str) -> Stored | None:
        """What lies at a path that ``get`` told of."""
        return next((one for one in self.stored.values() if path.endswith(one.path)), None)

    def _keep(self, kind: str, file: File) -> Stored:
        largest = LARGEST_PHOTO if kind == "photo" else LARGEST_FILE
        if len(file.content) > largest:
            raise Refused(413, "Request Entity Too Large")
        if not file.content:
            raise bad("file must be non-empty")
        seen, width, height = looked_at(file.content)
        if kind == "photo":
            _check_sides(width, height)
        digest = hashlib.sha256(kind.encode() + file.content).hexdigest()[:40]
        name = file.name or f"{digest[:8]}.bin"
        stored = Stored(f"AgAC{digest}", kind, file.content, seen or file.kind, name, width, height)
        self.stored[stored.id] = stored
        return stored


def _check_sides(width: int, height: int) -> None:
    if not width or not height:
        raise bad("IMAGE_PROCESS_FAILED")
    if width + height > LONGEST_SIDES or max(width, height) > LONGEST_RATIO * min(width, height):
        raise bad("PHOTO_INVALID_DIMENSIONS")


def looked_at(content: bytes) -> tuple[str, int, int]:
    """Content type, width and height of a PNG or JPEG; of anything else nothing."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return "image/png", width, height
    if content.startswith(b"\xff\xd8"):
        return ("image/jpeg", *_frame(content))
    return "", 0, 0


def _frame(content: bytes) -> tuple[int, int]:
    """Width and height stand in the first frame of a JPEG."""
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return 0, 0


def media_of(told: Mapping[str, Any]) -> str:
    """Photo or document, as an item of an album says.

    Raises:
        Refused: it is neither.
    """
    kind = str(told.get("type", ""))
    if kind not in {"photo", "document"}:
        raise bad(f"can't parse InputMedia: type must be one of photo, document; not {kind!r}")
    return kind
