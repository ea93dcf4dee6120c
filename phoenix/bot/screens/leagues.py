"""The leagues with matches today, ten a page."""

from collections.abc import Sequence
from datetime import date
from types import MappingProxyType

from phoenix.app.match_finder import LeagueDay, MatchFinder, leagues_named
from phoenix.bot.html import joined
from phoenix.bot.routes import Command, Routes
from phoenix.bot.screen import Screen
from phoenix.bot.screens.echo import seen
from phoenix.bot.screens.league_day import capital, day_told, league_row, league_screen
from phoenix.bot.screens.menu import back
from phoenix.bot.screens.paging import TEN, page_of, turning
from phoenix.bot.turn import Turn

LEAGUES = "lgs"


class Leagues:
    """Deals with ``/liga`` and ``/liga brasileirão``."""

    def __init__(self, finder: MatchFinder) -> None:
        self._finder = finder

    def routes(self) -> Routes:
        """The command, and the pages of its list."""
        command = Command(
            ("liga", "league", "leagues", "ligas"), self.handle, "command-liga",
            MappingProxyType({"en": "league"}),
        )  # fmt: skip
        return Routes((command,), MappingProxyType({LEAGUES: self.press}))

    async def handle(self, turn: Turn, rest: str) -> None:
        """Deal with the command; a name chooses among the leagues."""
        day = self._finder.today(turn.chat.zone)
        leagues = await self._finder.matches_of(day, turn.chat.zone)
        found = leagues_named(rest, leagues)
        if len(found) == 1:
            turn.show(league_screen(turn, day, found[0], 0, (back(turn),)))
        else:
            strange = rest if leagues and not found else ""
            turn.show(_screen(turn, day, found[:TEN] or leagues, 0, seen(strange)))

    async def press(self, turn: Turn, arguments: tuple[str, ...]) -> None:
        """Turn to a page.

        Raises:
            ValueError: the button does not say which.
        """
        told, page = arguments
        day = day_told(told)
        leagues = await self._finder.matches_of(day, turn.chat.zone)
        turn.show(_screen(turn, day, leagues, int(page)))


def _screen(
    turn: Turn, day: date, leagues: Sequence[LeagueDay], page: int, strange: str = ""
) -> Screen:
    """A list; before it, what was typed and is called like none of them."""
    words = turn.words
    if not leagues:
        text = words.say("matches-no-leagues")
        days = turn.button(words.label("matches-other-days"), "day", f"{day:%Y%m%d}", 0)
        return Screen(text, ((days,), back(turn)))
    shown = page_of(leagues, page)
    text = words.say("matches-leagues-heading", day=capital(words.full_day(day)), n=shown.total)
    if strange:
        text = joined([words.say("matches-no-such-league", typed=strange), text], "\n\n")
    rows = [league_row(turn, day, league) for league in shown.shown]
    return Screen(text, (*rows, *turning(turn, shown, LEAGUES, f"{day:%Y%m%d}"), back(turn)))
