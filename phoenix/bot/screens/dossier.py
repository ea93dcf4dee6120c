"""The dossier of a match: asked for, read section by section, shared, and doubted."""

from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from functools import partial
from typing import Protocol

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.app import requests, sheets
from phoenix.app.chat_tables import complaint, insert_of
from phoenix.app.sheets import Sheet
from phoenix.bot.asked import Asked
from phoenix.bot.database import Database
from phoenix.bot.noticing import complaints
from phoenix.bot.outbox import put
from phoenix.bot.routes import Routes
from phoenix.bot.screen import Row, Screen
from phoenix.bot.sheet_sections import sections, text
from phoenix.bot.sheet_words import Reader, versus
from phoenix.bot.shown import MATCH, NAMES, RENEW, SECTION, WHOLE, WRONG, Shown, rows_of
from phoenix.bot.turn import Turn
from phoenix.bot.wishing import wish_for
from phoenix.bot.words import Words

log = structlog.get_logger(__name__)

LARGEST = 2**63 - 1  # what a database takes for a number


class Sides(Protocol):
    """Both sides of a match."""

    @property
    def home(self) -> str:
        """The side at home."""
        ...

    @property
    def away(self) -> str:
        """The other one."""
        ...


class Fixtures(Protocol):
    """Knows fixtures by their numbers; ``phoenix.app.match_finder.MatchFinder`` is one."""

    async def fixture(self, number: int) -> Sides | None:
        """A fixture, or None: there is none of this number any more."""
        ...


class Dossiers:
    """Answers to the buttons of a dossier, and to those that lead to one.

    Args:
        database: with sheets and jobs.
        fixtures: who plays in a fixture.
        most: how many further tendencies a dossier lists.
        admins: who is told that a dossier looks wrong.
        words: of admins.
        now: the clock.
    """

    def __init__(
        self,
        database: Database,
        fixtures: Fixtures,
        *,
        most: int,
        admins: Collection[int],
        words: Words,
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._fixtures = fixtures
        self._most = most
        self._admins = admins
        self._words = words
        self._now = now

    def routes(self) -> Routes:
        """Its buttons; matches are searched for elsewhere."""
        return Routes(
            buttons={
                MATCH: self.match, NAMES: self.names, RENEW: self.renew,
                SECTION: self.section, WHOLE: self.whole, WRONG: self.wrong,
            }
        )  # fmt: skip

    async def match(self, turn: Turn, arguments: tuple[str, ...]) -> None:
        """Ask for the dossier of a fixture, by its number.

        Raises:
            ValueError: that is no number.
        """
        (number,) = arguments
        await self.ask(turn, _number(number))

    async def ask(self, turn: Turn, fixture: int) -> None:
        """Ask for the dossier of a fixture; where it is gone, say so."""
        sides = await self._fixtures.fixture(fixture)
        if sides is None:
            turn.say(Screen(turn.words.say("dossier-unknown-gone"), (_menu(turn),)))
            return
        wish_for(turn, Asked(fixture, sides.home, sides.away))

    async def names(self, turn: Turn, arguments: tuple[str, ...]) -> None:
        """Ask for one of the matches that an earlier job suggested.

        Raises:
            ValueError: these are no numbers, or nothing was suggested.
        """
        job, place = map(_number, arguments)
        ended = await self._database.read(partial(requests.ended, job_id=job))
        if ended is None or ended.unknown is None:
            raise ValueError(f"nothing was suggested by job {job}")
        if place >= len(ended.unknown.suggestions):
            raise ValueError(f"job {job} made no suggestion {place}")
        home, away = ended.unknown.suggestions[place]
        wish_for(turn, Asked(None, home, away, ended.match.day))

    async def renew(self, turn: Turn, arguments: tuple[str, ...]) -> None:
        """Ask for the dossier of a sheet's match again.

        Raises:
            ValueError: that is no number.
        """
        (number,) = arguments
        if (sheet := await self._sheet(turn, number)) is not None:
            day = None if sheet.fixture is not None else sheet.day
            wish_for(turn, Asked(sheet.fixture, sheet.home, sheet.away, day))

    async def section(self, turn: Turn, arguments: tuple[str, ...]) -> None:
        """Let the message become one section of a sheet.

        Raises:
            ValueError: there is no such section.
        """
        number, letter = arguments
        if (sheet := await self._sheet(turn, number)) is not None:
            told = text(sheet, self._reader(turn), letter)
            rows = tuple(_section_rows(turn, sheet, self._reader(turn), letter))
            turn.show(Screen(told, (*rows, _back(turn, number))))

    async def whole(self, turn: Turn, arguments: tuple[str, ...]) -> None:
        """Let the message become the dossier again.

        Raises:
            ValueError: that is no number.
        """
        (number,) = arguments
        if (sheet := await self._sheet(turn, number)) is not None:
            turn.show(Shown.of(sheet, self._reader(turn)).screen(turn.chat, turn.signer))

    async def wrong(self, turn: Turn, arguments: tuple[str, ...]) -> None:
        """Note that a dossier looks wrong, and tell the admins; once for each chat.

        Raises:
            ValueError: that is no number.
        """
        (number,) = arguments
        sheet = await self._sheet(turn, number)
        if sheet is None or sheet.id is None:
            return
        log.info("dossier doubted", chat=turn.chat.id, sheet=sheet.id, fixture=sheet.fixture)
        turn.also(partial(self._complain, turn.chat.id, sheet.id, sheet))
        turn.note(turn.words.label("dossier-thanks"), confirm=True)

    async def _complain(
        self, chat: int, number: int, sheet: Sheet, connection: AsyncConnection
    ) -> None:
        now = self._now()
        row = {
            "chat_id": chat, "sheet_id": number, "fingerprint": sheet.fingerprint, "made": now,
        }  # fmt: skip
        insert = insert_of(connection.dialect.name)(complaint).values(**row)
        await connection.execute(insert.on_conflict_do_nothing())
        letters = complaints(
            self._admins, self._words, chat=chat, sheet=number,
            match=versus(sheet, self._words), fingerprint=sheet.fingerprint,
        )  # fmt: skip
        await put(connection, letters, now)

    async def _sheet(self, turn: Turn, number: str) -> Sheet | None:
        """A sheet by its number; where it is gone, the chat is told so."""
        wanted = _number(number)
        sheet = await self._database.read(partial(sheets.read, number=wanted))
        if sheet is None:
            turn.note(turn.words.label("dossier-gone"), confirm=True)
        return sheet

    def _reader(self, turn: Turn) -> Reader:
        return Reader(turn.chat, self._most)


def _section_rows(turn: Turn, sheet: Sheet, reader: Reader, shown: str) -> Iterator[Row]:
    """The other sections."""
    others = [
        turn.button(turn.words.label(section.key), SECTION, sheet.id, letter)
        for letter, section in sections(sheet, reader)
        if letter != shown
    ]
    return rows_of(others)


def _back(turn: Turn, number: str) -> Row:
    return (turn.button(turn.words.label("dossier-back"), WHOLE, number),)


def _menu(turn: Turn) -> Row:
    return (turn.button(turn.words.label("dossier-menu"), "menu"),)


def _number(argument: str) -> int:
    """What a button says, if it is a number.

    Raises:
        ValueError: it is none.
    """
    number = int(argument)
    if not 0 <= number <= LARGEST:
        raise ValueError(f"no number of ours: {argument}")
    return number
