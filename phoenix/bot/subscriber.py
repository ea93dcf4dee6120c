"""Where an answer goes, as it is written beside a job."""

from dataclasses import dataclass
from typing import Self

PREFIX = "telegram"


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat, the language it is answered in, and the update that asked, if that is known."""

    id: int
    language: str
    update: int | None = None

    def __str__(self) -> str:
        asked = "" if self.update is None else f":{self.update}"
        return f"{PREFIX}:{self.id}:{self.language}{asked}"

    @property
    def progress(self) -> str | None:
        """The key of the letter that tells this chat how far its request has come."""
        return None if self.update is None else f"progress:{self.update}:{self.id}"

    @classmethod
    def of(cls, subscriber: str) -> Self | None:
        """The chat that was written down, or None: somebody else waits there."""
        prefix, _, rest = subscriber.partition(":")
        if prefix != PREFIX:
            return None
        number, language, *asked = rest.split(":")
        return cls(int(number), language, int(asked[0]) if asked else None)
