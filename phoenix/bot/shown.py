"""A dossier with its buttons, and what is said where there is none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Self

from phoenix.app.requests import Ended
from phoenix.app.sheets import Sheet
from phoenix.bot.chat import Chat
from phoenix.bot.html import Html, joined
from phoenix.bot.screen import Button, Row, Screen
from phoenix.bot.sheet_sections import SECTIONS, sections
from phoenix.bot.sheet_words import Reader, caption, dossier
from phoenix.bot.signing import Signer

# What a button does: asks for a match by its number, for one that was suggested, or for the same
# again; shows a section, or the whole; says that it looks wrong.
MATCH, NAMES, RENEW = "m", "n", "u"
SECTION, WHOLE, WRONG = "s", "d", "w"
IN_A_ROW = 3


@dataclass(frozen=True, slots=True)
class Shown:
    """A dossier as many chats read it: only what their buttons say differs.

    Attributes:
        sheet: of which it is.
        text: of the dossier.
        above: the caption of its picture.
        letters: of the sections that are there.
    """

    sheet: Sheet
    text: Html
    above: Html
    letters: tuple[str, ...]

    @classmethod
    def of(cls, sheet: Sheet, reader: Reader) -> Self:
        """As a chat with these settings reads it."""
        letters = tuple(letter for letter, _ in sections(sheet, reader))
        return cls(sheet, dossier(sheet, reader), caption(sheet, reader), letters)

    def screen(self, chat: Chat, signer: Signer) -> Screen:
        """With the buttons of one chat."""
        number, words, press = self.sheet.id, chat.words, partial(_button, chat, signer)
        told = [
            press(words.label(SECTIONS[letter].key), SECTION, number, letter)
            for letter in self.letters
        ]
        below: Row = (press(words.label("dossier-renew"), RENEW, number),)
        if self.sheet.fixture is not None:
            label = words.label("dossier-share")
            below = (*below, Button(label, inline=f"m_{self.sheet.fixture}"))
        last = (
            press(words.label("dossier-wrong"), WRONG, number),
            press(words.label("dossier-menu"), "menu"),
        )
        return Screen(self.text, (*rows_of(told), below, last))


def unknown(ended: Ended, chat: Chat, signer: Signer) -> Screen:
    """Why nothing is said of a match, and what may have been meant."""
    words, why = chat.words, ended.unknown
    if why is None:
        return Screen(words.say("dossier-failed"), tuple(_again(ended, chat, signer)))
    if why.reason == "gone":
        return Screen(words.say("dossier-unknown-gone"))
    if why.reason == "match":
        told = words.say("dossier-unknown-match", home=ended.match.home, away=ended.match.away)
    elif why.reason == "ambiguous":
        told = words.say("dossier-unknown-ambiguous", name=why.name)
    else:
        told = words.say("dossier-unknown-team", name=why.name)
    if not why.suggestions:
        return Screen(told)
    buttons = tuple(
        (
            _button(
                chat, signer, words.label("dossier-versus", home=home, away=away),
                NAMES, ended.job, place,
            ),
        )
        for place, (home, away) in enumerate(why.suggestions)
    )  # fmt: skip
    return Screen(joined((told, words.say("dossier-did-you-mean"))), buttons)


def rows_of(buttons: Sequence[Button]) -> Iterator[Row]:
    """Buttons in rows."""
    for first in range(0, len(buttons), IN_A_ROW):
        yield tuple(buttons[first : first + IN_A_ROW])


def _again(ended: Ended, chat: Chat, signer: Signer) -> Iterator[Row]:
    """A button for a fixture whose dossier could not be made."""
    if ended.match.fixture is not None:
        label = chat.words.label("dossier-again")
        yield (_button(chat, signer, label, MATCH, ended.match.fixture),)


def _button(chat: Chat, signer: Signer, text: str, action: str, *arguments: object) -> Button:
    return Button(text, data=signer.data(chat.id, action, *arguments))
