"""The day's best tendencies of one market, five at a time."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from functools import partial
from types import MappingProxyType

from phoenix.app.day_tendencies import Day, DayTendencies
from phoenix.app.picks import Market, Pick
from phoenix.bot.html import Html, joined
from phoenix.bot.routes import Command, Routes
from phoenix.bot.screen import Button, Row, Screen
from phoenix.bot.screens.day_lists import at, nothing, other_day, read, today, written
from phoenix.bot.screens.menu import back
from phoenix.bot.screens.paging import Page, page_of
from phoenix.bot.turn import Turn

PAGE = 5  # tendencies

_SIGNS = MappingProxyType(
    {
        Market.GOALS: "⚽", Market.TEAM_GOALS: "👕", Market.FIRST_HALF: "⏱",
        Market.CORNERS: "🚩", Market.BOTH_SCORE: "🤝",
        Market.RESULT: "🥅", Market.CARDS: "🟨", Market.SHOTS: "👟",
        Market.HANDICAP: "⚖️",
    }
)  # fmt: skip


class Markets:
    """Lists of a day, each with a button for every match in it.

    Args:
        tendencies: of days.
        now: the clock, in UTC.
    """

    def __init__(self, tendencies: DayTendencies, now: Callable[[], datetime]) -> None:
        self._tendencies = tendencies
        self._now = now

    def routes(self) -> Routes:
        """A command for each market that many ask for; the buttons lead to all of them."""
        of = partial(partial, self._handle)
        return Routes(
            commands=(
                Command(
                    ("gols", "goals", "goles"), of(Market.GOALS), "command-gols",
                    {"en": "goals", "es": "goles"},
                ),
                Command(
                    ("escanteios", "corners"), of(Market.CORNERS), "command-escanteios",
                    {"en": "corners", "es": "corners"},
                ),
                Command(
                    ("ambas", "btts"), of(Market.BOTH_SCORE), "command-ambas", {"en": "btts"},
                ),
                Command(
                    ("resultado", "result"), of(Market.RESULT), "command-resultado",
                    {"en": "result"},
                ),
                Command(
                    ("cartoes", "cards", "tarjetas"), of(Market.CARDS), "command-cartoes",
                    {"en": "cards", "es": "tarjetas"},
                ),
            ),
            buttons=MappingProxyType({"mk": self._press}),
        )  # fmt: skip

    async def _handle(self, market: Market, turn: Turn, _rest: str) -> None:
        await self._show(turn, market, today(turn, self._now), 0)

    async def _press(self, turn: Turn, arguments: tuple[str, ...]) -> None:
        market, page, day = arguments
        await self._show(turn, Market(market), read(day), int(page))

    async def _show(self, turn: Turn, market: Market, day: date, page: int) -> None:
        found = await self._tendencies.of(day, turn.chat.zone, turn.chat.min_confidence)
        picks = found.of(market)
        if picks:
            turn.show(_listed(turn, market, found, picks, page))
        else:
            turn.show(_empty(turn, market, found, today(turn, self._now)))


def _listed(turn: Turn, market: Market, day: Day, picks: Sequence[Pick], number: int) -> Screen:
    page = page_of(picks, number, PAGE)
    numbered = enumerate(page.shown, page.number * PAGE + 1)
    lines = [_line(turn, place, pick) for place, pick in numbered]
    text = joined((_heading(turn, market, day), *lines, *_notes(turn, day, page.shown)), "\n\n")
    rows: list[Row] = [(_match(turn, pick),) for pick in page.shown]
    rows += [row for row in (_pages(turn, market, day, page),) if row]
    return Screen(text, (*rows, _markets(turn, market, day), back(turn)))


def _empty(turn: Turn, market: Market, day: Day, now: date) -> Screen:
    words, minimum = turn.words, turn.chat.min_confidence
    why = nothing(turn, day, now) or words.say(
        "markets-none-sure", minimum=words.number(minimum), matches=day.matches
    )
    rows = [row for row in (other_day(turn, day, now, "mk", market, 0),) if row]
    if day.matches:
        again = words.label("markets-again")
        rows.append((turn.button(again, "mk", market, 0, written(day.day)),))
    text = joined((_heading(turn, market, day), why), "\n\n")
    return Screen(text, (*rows, _markets(turn, market, day), back(turn)))


def _heading(turn: Turn, market: Market, day: Day) -> Html:
    words = turn.words
    return words.say(
        "markets-heading",
        sign=_SIGNS[market],
        market=str(market),
        day=words.day(day.day),
        minimum=words.number(turn.chat.min_confidence),
    )


def _line(turn: Turn, number: int, pick: Pick) -> Html:
    words = turn.words
    return words.say(
        "markets-line",
        n=str(number),
        home=pick.home,
        away=pick.away,
        time=at(turn, pick),
        tendency=pick.texts[words.language],
        confidence=words.number(pick.confidence),
    )


def _notes(turn: Turn, day: Day, picks: Sequence[Pick]) -> Iterator[Html]:
    if not all(pick.calibrated for pick in picks):
        yield turn.words.say("markets-uncalibrated")
    there, matches = day.analysed, day.matches
    if there < matches:
        yield turn.words.say("markets-made-so-far", there=there, matches=matches)


def _match(turn: Turn, pick: Pick) -> Button:
    label = turn.words.label("markets-match", home=pick.home, away=pick.away)
    return turn.button(label, "m", pick.fixture)


def _pages(turn: Turn, market: Market, day: Day, page: Page[Pick]) -> Row:
    buttons = []
    if page.number:
        label = turn.words.label("markets-previous", n=PAGE)
        buttons.append(turn.button(label, "mk", market, page.number - 1, written(day.day)))
    if (left := page.total - (page.number + 1) * PAGE) > 0:
        label = turn.words.label("markets-next", n=min(left, PAGE))
        buttons.append(turn.button(label, "mk", market, page.number + 1, written(day.day)))
    return tuple(buttons)


def _markets(turn: Turn, shown: Market, day: Day) -> Row:
    """All markets but the one that is shown."""
    return tuple(
        turn.button(sign, "mk", market, 0, written(day.day))
        for market, sign in _SIGNS.items()
        if market is not shown
    )
