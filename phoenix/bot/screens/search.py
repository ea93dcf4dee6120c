"""Which match is meant by a text: one is analysed at once, of several one is chosen."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from types import MappingProxyType
from typing import TypeAlias

from phoenix.app.match_finder import (
    Found,
    Idle,
    Match,
    MatchFinder,
    Pair,
    Scheduled,
    Unknown,
    Unscheduled,
)
from phoenix.bot.asked import Asked
from phoenix.bot.html import Html, joined
from phoenix.bot.routes import Command, Routes
from phoenix.bot.screen import Row, Screen
from phoenix.bot.screens.echo import seen
from phoenix.bot.screens.match_buttons import match_rows, short
from phoenix.bot.screens.matches import DAY
from phoenix.bot.screens.menu import back
from phoenix.bot.turn import Turn

Ask: TypeAlias = Callable[[Turn, Asked], Awaitable[None]]

TEAM, PAIR = "tm", "pr"
LONGEST = 120  # characters: two names are shorter


class Search:
    """Deals with ``/analisar``, with plain texts, and with links that open a match.

    Args:
        finder: of matches.
        ask: asks for the dossier of a match.
    """

    def __init__(self, finder: MatchFinder, ask: Ask) -> None:
        self._finder = finder
        self._ask = ask

    def routes(self) -> Routes:
        """The command, texts, and what is chosen."""
        command = Command(
            ("analisar", "analyze", "analizar", "analyse"), self.handle, "command-analisar",
            MappingProxyType({"en": "analyze", "es": "analizar"}),
        )  # fmt: skip
        buttons = {TEAM: self.press_team, PAIR: self.press_pair}
        return Routes((command,), MappingProxyType(buttons), self.handle)

    async def handle(self, turn: Turn, rest: str) -> None:
        """Deal with the names of a team or of two."""
        if not rest.strip():
            turn.show(self._hint(turn, turn.words.say("search-how")))
        elif len(rest) > LONGEST:
            turn.show(self._hint(turn, turn.words.say("search-too-long")))
        else:
            await self._show(turn, await self._finder.search(rest), rest)

    async def press_team(self, turn: Turn, arguments: tuple[str, ...]) -> None:
        """Deal with a team that was chosen.

        Raises:
            ValueError: the button does not say which.
        """
        (team,) = arguments
        await self._show(turn, await self._finder.of_team(int(team)))

    async def press_pair(self, turn: Turn, arguments: tuple[str, ...]) -> None:
        """Deal with two teams that were chosen.

        Raises:
            ValueError: the button does not say which.
        """
        home, away = arguments
        await self._show(turn, await self._finder.of_pair(int(home), int(away)))

    async def opened(self, turn: Turn, payload: str) -> bool:
        """Deal with a link ``?start=m_123`` or ``?start=s_flamengo``; False: it is of another kind.

        ``m_`` is followed by a match's number, ``s_`` by names with ``_`` for each space.
        """
        kind, _, rest = payload.partition("_")
        if kind == "s" and rest:
            await self.handle(turn, rest.replace("_", " "))
            return True
        if kind != "m" or not (rest.isascii() and rest.isdigit()):
            return False
        match = await self._finder.fixture(int(rest))
        if match is None:
            turn.show(self._hint(turn, turn.words.say("search-gone")))
        else:
            await self._ask(turn, _asked(turn, match))
        return True

    async def _show(self, turn: Turn, found: Found, typed: str = "") -> None:
        match found:
            case Scheduled(matches=(only,), left=0):
                await self._ask(turn, _asked(turn, only))
            case Scheduled(matches=matches, left=left):
                turn.show(_choice(turn, matches, left))
            case Unscheduled(pairs=(only,)):
                await self._ask(turn, Asked(None, only.home, only.away, None))
            case Unscheduled(pairs=pairs):
                text = turn.words.say("search-which-pair")
                turn.show(Screen(text, (*_pair_rows(turn, pairs), back(turn))))
            case Idle(teams=teams):
                turn.show(self._hint(turn, _idle(turn, teams)))
            case Unknown(teams=teams, pairs=pairs):
                rows = (*_team_rows(turn, teams), *_pair_rows(turn, pairs))
                turn.show(self._hint(turn, _unknown(turn, typed, near=bool(rows)), rows))

    def _hint(self, turn: Turn, text: Html, rows: tuple[Row, ...] = ()) -> Screen:
        """A text, and ways to go on."""
        today = self._finder.today(turn.chat.zone)
        matches = turn.button(turn.words.label("search-today"), DAY, f"{today:%Y%m%d}", 0)
        return Screen(text, (*rows, (matches,), back(turn)))


def _asked(turn: Turn, match: Match) -> Asked:
    return Asked(match.number, match.home, match.away, match.day_in(turn.chat.zone))


def _choice(turn: Turn, matches: Sequence[Match], left: int) -> Screen:
    words = turn.words
    lines = [words.say("search-several", n=len(matches))]
    if left:
        lines.append(words.say("search-left", n=left))
    return Screen(joined(lines, "\n\n"), (*match_rows(turn, matches, dated=True), back(turn)))


def _pair_rows(turn: Turn, pairs: Iterable[Pair]) -> tuple[Row, ...]:
    def label(pair: Pair) -> str:
        return turn.words.label("search-pair", home=short(pair.home), away=short(pair.away))

    return tuple((turn.button(label(p), PAIR, p.home_id, p.away_id),) for p in pairs)


def _team_rows(turn: Turn, teams: Sequence[tuple[int, str]]) -> tuple[Row, ...]:
    """Two teams in a row."""
    buttons = [turn.button(short(name), TEAM, number) for number, name in teams]
    return tuple(tuple(buttons[first : first + 2]) for first in range(0, len(buttons), 2))


def _idle(turn: Turn, teams: Sequence[tuple[int, str]]) -> Html:
    _, name = teams[0]
    if len(teams) == 1:
        return turn.words.say("search-idle", team=name)
    return turn.words.say("search-idle-several", teams=", ".join(name for _, name in teams))


def _unknown(turn: Turn, typed: str, *, near: bool) -> Html:
    told = seen(typed)
    if not told:
        return turn.words.say("search-nothing")
    if near:
        return turn.words.say("search-near", typed=told)
    return turn.words.say("search-unknown", typed=told)
