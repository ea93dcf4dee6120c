"""The matches of a day: its leagues with their numbers of matches, and each league's matches."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from types import MappingProxyType

from phoenix.app.match_finder import LeagueDay, MatchFinder
from phoenix.bot.countries import flag, named
from phoenix.bot.dates import day_meant
from phoenix.bot.html import Html, joined
from phoenix.bot.routes import Command, Handle, Routes
from phoenix.bot.screen import Button, Row, Screen
from phoenix.bot.screens.league_day import LEAGUE, capital, day_told, league_row, league_screen
from phoenix.bot.screens.menu import back
from phoenix.bot.screens.paging import page_of, turning
from phoenix.bot.screens.stars import Stars, first, no_stars
from phoenix.bot.turn import Turn
from phoenix.bot.words import Words

DAY = "day"


class Matches:
    """Deals with ``/jogos``, ``/jogos amanhã`` and ``/jogos 25/12``.

    Args:
        finder: of matches.
        otherwise: deals with what follows the command and is no day, such as a team's name.
        stars: the codes of the leagues that come first in a chat.
    """

    def __init__(self, finder: MatchFinder, otherwise: Handle, stars: Stars = no_stars) -> None:
        self._finder = finder
        self._stars = stars
        self._otherwise = otherwise

    def routes(self) -> Routes:
        """The command, the days and the leagues of a day."""
        command = Command(
            ("jogos", "today", "hoje", "partidos"), self.handle, "command-jogos",
            MappingProxyType({"en": "today", "es": "partidos"}),
        )  # fmt: skip
        buttons = {DAY: self.press_day, LEAGUE: self.press_league}
        return Routes((command,), MappingProxyType(buttons))

    async def handle(self, turn: Turn, rest: str) -> None:
        """Deal with the command."""
        day = day_meant(rest, self._finder.today(turn.chat.zone), turn.chat.language)
        if day is None:
            await self._otherwise(turn, rest)
        else:
            await self._show(turn, day, 0)

    async def press_day(self, turn: Turn, arguments: tuple[str, ...]) -> None:
        """Let the message become a day.

        Raises:
            ValueError: the button does not say which.
        """
        day, page = arguments
        await self._show(turn, day_told(day), int(page))

    async def press_league(self, turn: Turn, arguments: tuple[str, ...]) -> None:
        """Let the message become a league's day.

        Raises:
            ValueError: the button does not say which.
        """
        told, number, *pages = arguments
        day, page = day_told(told), int(pages[0]) if pages else 0
        leagues = await self._finder.matches_of(day, turn.chat.zone)
        league = next((league for league in leagues if league.number == int(number)), None)
        if league is None or len(leagues) == 1:
            await self._show(turn, day, page)
            return
        home = turn.button(turn.words.label("matches-back-to-day"), DAY, f"{day:%Y%m%d}", 0)
        turn.show(league_screen(turn, day, league, page, ((home,), back(turn))))

    async def _show(self, turn: Turn, day: date, page: int) -> None:
        found = await self._finder.matches_of(day, turn.chat.zone)
        leagues = first(found, await self._stars(turn))
        below = (*await self._days(turn, day), back(turn))
        if not leagues:
            text = turn.words.say("matches-none", day=capital(turn.words.full_day(day)))
            turn.show(Screen(text, below))
        elif len(leagues) == 1:
            turn.show(league_screen(turn, day, leagues[0], page, below))
        else:
            turn.show(_day_screen(turn, day, leagues, page, below))

    async def _days(self, turn: Turn, day: date) -> tuple[Row, ...]:
        """The nearest days with matches, and today between them."""
        before, after = await self._finder.days_around(day, turn.chat.zone)
        today = self._finder.today(turn.chat.zone)
        say = turn.words.label
        buttons: list[Button] = []
        if before is not None:
            label = say("matches-day-before", day=turn.words.day(before))
            buttons.append(turn.button(label, DAY, f"{before:%Y%m%d}", 0))
        if day != today:
            buttons.append(turn.button(say("matches-today"), DAY, f"{today:%Y%m%d}", 0))
        if after is not None:
            label = say("matches-day-after", day=turn.words.day(after))
            buttons.append(turn.button(label, DAY, f"{after:%Y%m%d}", 0))
        return (tuple(buttons),) if buttons else ()


def _day_screen(
    turn: Turn, day: date, leagues: tuple[LeagueDay, ...], page: int, below: tuple[Row, ...]
) -> Screen:
    words = turn.words
    shown = page_of(leagues, page)
    heading = words.say(
        "matches-heading",
        day=capital(words.full_day(day)),
        matches=sum(len(league.matches) for league in leagues),
        leagues=len(leagues),
    )
    rows = [league_row(turn, day, league) for league in shown.shown]
    turns = turning(turn, shown, DAY, f"{day:%Y%m%d}")
    text = joined(
        [heading, *_countries(words, shown.shown), words.say("matches-choose-league")], "\n\n"
    )
    return Screen(text, (*rows, *turns, *below))


def _countries(words: Words, leagues: Sequence[LeagueDay]) -> Iterator[Html]:
    """A paragraph for each country: its leagues, how many matches, from when till when."""
    for country, own in groupby(leagues, key=lambda league: league.competition.country):
        name = words.say(
            "matches-country", flag=flag(country), country=named(country, words.locale)
        )
        yield joined([name, *(_line(words, league) for league in own)])


def _line(words: Words, league: LeagueDay) -> Html:
    kickoffs = [match.kickoff for match in league.matches if match.kickoff is not None]
    return words.say(
        "matches-league-line",
        league=league.competition.name,
        n=len(league.matches),
        times=_times(words, kickoffs),
    )


def _times(words: Words, kickoffs: list[datetime]) -> str:
    """When the first and the last one begin, as ``· 16:00–21:30``; nothing where nobody knows."""
    told = [words.time(at) for at in (kickoffs[0], kickoffs[-1])] if kickoffs else []
    return f" · {'–'.join(dict.fromkeys(told))}" if told else ""
