"""The markets and leagues that come first in a chat."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.app import chat_book
from phoenix.app.chat_book import Choice
from phoenix.bot.choosing import chosen, keep
from phoenix.bot.countries import flag
from phoenix.bot.database import Database
from phoenix.bot.for_leaders import for_leaders
from phoenix.bot.routes import Routes
from phoenix.bot.screen import Button, Screen
from phoenix.bot.screens.menu import LABELS, MARKETS
from phoenix.bot.screens.paging import page_of, turning
from phoenix.bot.screens.settings import FAVOURITE_LEAGUES, FAVOURITE_MARKETS, one_of, up
from phoenix.bot.screens.zone_buttons import rows
from phoenix.bot.turn import Turn

AHEAD = timedelta(days=14)  # leagues that play within this are offered
BEFORE = timedelta(days=2)  # or have played
MOST = 20  # leagues that may be favourites


class Favourites:
    """Each press puts one first, or no longer; in a group for its admins.

    Args:
        database: where they stand.
        now: the clock.
    """

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def routes(self) -> Routes:
        """Two buttons."""
        return Routes(
            buttons={
                FAVOURITE_MARKETS: for_leaders(self.market),
                FAVOURITE_LEAGUES: for_leaders(self.league),
            }
        )

    async def market(self, turn: Turn, arguments: tuple[str, ...]) -> None:
        """The markets, after one of them was pressed.

        Raises:
            ValueError: it is no market.
        """
        stars = set(await chosen(self._database, turn, "market"))
        if arguments:
            name = one_of(list(MARKETS), arguments)
            choice = Choice("market", MARKETS[name], label=name)
            self._turned(turn, choice, present=MARKETS[name] in stars)
            stars ^= {MARKETS[name]}
        buttons = (
            _starred(turn, turn.words.label(LABELS[name]), code in stars, FAVOURITE_MARKETS, name)
            for name, code in MARKETS.items()
        )
        turn.show(Screen(turn.words.say("settings-markets-which"), (*rows(buttons), up(turn))))

    async def league(self, turn: Turn, arguments: tuple[str, ...]) -> None:
        """A page of leagues, after one of them was pressed.

        Raises:
            ValueError: it is no league that plays these days, or no page.
        """
        known = await chosen(self._database, turn, "favourite")
        offered = {**known, **await self._playing(turn)}
        page, *pressed = arguments or ("0",)
        stars = set(known)
        if pressed:
            code = one_of(list(offered), tuple(pressed))
            if code not in stars and len(stars) >= MOST:
                turn.note(turn.words.label("settings-leagues-many", n=MOST), confirm=True)
                return
            choice = Choice("favourite", code, label=offered[code])
            self._turned(turn, choice, present=code in stars)
            stars ^= {code}
        turn.show(_leagues(turn, offered, stars, int(page)))

    async def _playing(self, turn: Turn) -> Mapping[str, str]:
        day = turn.words.local(self._now()).date()
        work = partial(chat_book.leagues, first=day - BEFORE, last=day + AHEAD)
        found = await self._database.read(work)
        return {league.code: f"{flag(league.country)} {league.name}" for league in found}

    def _turned(self, turn: Turn, choice: Choice, *, present: bool) -> None:
        """Take back what was chosen, and choose what was not."""
        chat = turn.chat.id

        async def change(connection: AsyncConnection) -> None:
            if present:
                await chat_book.drop(connection, chat, choice.kind, choice.subject)
            else:
                await chat_book.choose(connection, chat, choice)

        keep(turn, self._now(), change)
        turn.note(turn.words.label("settings-kept"))


def _leagues(turn: Turn, offered: Mapping[str, str], stars: set[str], number: int) -> Screen:
    page = page_of(list(offered.items()), number)
    buttons = (
        _starred(turn, label, code in stars, FAVOURITE_LEAGUES, str(page.number), code)
        for code, label in page.shown
    )
    words = turn.words
    text = words.say("settings-leagues-which") if offered else words.say("settings-leagues-none")
    turns = turning(turn, page, FAVOURITE_LEAGUES)
    return Screen(text, (*rows(buttons, 1), *turns, up(turn)))


def _starred(turn: Turn, text: str, starred: bool, *pressed: str) -> Button:
    return turn.button(f"⭐ {text}" if starred else text, *pressed)
