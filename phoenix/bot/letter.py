"""A message on its way: written down with what caused it, sent by whoever leads.

The letters of a chat are sent in the order in which they were written, except that those of a
lower rank wait for all of a higher one.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any

from phoenix.bot.screen import Button, Screen


class Rank(IntEnum):
    """What goes first."""

    ANSWER = 0
    RESULT = 1
    ALERT = 2
    BROADCAST = 3


class Act(StrEnum):
    """What is done with a message."""

    SEND = "send"
    EDIT = "edit"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Letter:
    """Something to be done in a chat.

    Attributes:
        chat: which one.
        act: what is done.
        screen: what is sent, or what the message becomes; None where one is deleted.
        message: the number of the message that is edited or deleted, or
        of: the key of the letter by which it was sent. Of two edits of one message that both wait
            only the later is made; a message that is gone, or never was sent, is passed over.
        key: a second letter with the same key is not written; None: every one is.
        rank: what goes first.
        silent: without a sound.
        purpose: what it belongs to, such as ``broadcast:7``.
    """

    chat: int
    act: Act
    screen: Screen | None = None
    message: int | None = None
    of: str | None = None
    key: str | None = None
    rank: Rank = Rank.ANSWER
    silent: bool = False
    purpose: str = ""


def body(screen: Screen | None) -> dict[str, Any] | None:
    """A screen as JSON; its picture stands in a column of its own."""
    if screen is None:
        return None
    rows = [[_told(button) for button in row] for row in screen.buttons]
    return {"text": str(screen.text), "buttons": rows}


def _told(button: Button) -> dict[str, str]:
    parts = {
        "text": button.text, "data": button.data, "url": button.url, "inline": button.inline,
    }  # fmt: skip
    return {name: part for name, part in parts.items() if part is not None}
