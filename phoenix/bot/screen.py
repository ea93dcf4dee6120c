"""What a chat is shown: a text, buttons below it, and perhaps a picture above."""

from dataclasses import dataclass

from phoenix.bot.html import Html

BUTTON = 64  # bytes of what a button says when it is pressed


@dataclass(frozen=True, slots=True)
class Button:
    """A button; it does one of three things.

    Attributes:
        text: what stands on it.
        data: what comes back when it is pressed; see :mod:`phoenix.bot.signing`.
        url: what it opens.
        inline: what is put behind the bot's name in a chat that the user chooses.
    """

    text: str
    data: str | None = None
    url: str | None = None
    inline: str | None = None


Row = tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """A message.

    Attributes:
        text: of any length; it is split where it is too long, and the buttons stand under the last
            part. Under a picture it is the caption, of at most 1,024 UTF-16 units.
        buttons: rows from top to bottom.
        picture: the digest of a picture in the store, if there is one.
    """

    text: Html
    buttons: tuple[Row, ...] = ()
    picture: str | None = None
