"""Where an answer goes, as it is written beside a job."""

from dataclasses import dataclass
from typing import Self

PREFIX = "telegram"


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat, and the language it is answered in."""

    id: int
    language: str

    def __str__(self) -> str:
        return f"{PREFIX}:{self.id}:{self.language}"

    @classmethod
    def of(cls, subscriber: str) -> Self | None:
        """The chat that was written down, or None: somebody else waits there."""
        prefix, _, rest = subscriber.partition(":")
        number, _, language = rest.partition(":")
        return cls(int(number), language) if prefix == PREFIX else None
