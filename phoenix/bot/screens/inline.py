"""Inline mode: matches to be shared in any chat, each as a card with a link to its analysis."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain
from typing import Any, TypeAlias

from phoenix.app.match_finder import Match, MatchFinder, Scheduled
from phoenix.app.sheets import Sheet, SheetTendency, chosen
from phoenix.app.zones import city
from phoenix.bot.countries import flag, named
from phoenix.bot.html import Html, joined
from phoenix.bot.screen import Button, Row
from phoenix.bot.screens.match_buttons import at
from phoenix.bot.words import Words

Sheets: TypeAlias = Callable[[Iterable[int]], Awaitable[Mapping[int, Sheet]]]

MOST = 10
FRESH = timedelta(hours=24)  # so long the main tendency of a sheet is still told


@dataclass(frozen=True, slots=True)
class InlineResult:
    """One of the cards that are offered below the text field.

    Attributes:
        id: at most 64 bytes, another for each result.
        title: the teams.
        description: a line below the title.
        text: the message that is sent when the card is chosen.
        buttons: below that message.
    """

    id: str
    title: str
    description: str
    text: Html
    buttons: tuple[Row, ...]


class Inline:
    """Answers what is typed behind the bot's name.

    Args:
        finder: of matches.
        sheets: the newest sheets of matches, by number.
        bot: the bot's user name, once Telegram has told it.
        min_confidence: of a main tendency that is told, 0 to 10.
    """

    def __init__(
        self,
        finder: MatchFinder,
        sheets: Sheets,
        bot: Callable[[], str],
        min_confidence: float,
    ) -> None:
        self._finder = finder
        self._sheets = sheets
        self._bot = bot
        self._min_confidence = min_confidence

    async def answer(self, query: Mapping[str, Any], words: Words) -> list[InlineResult]:
        """The cards for an inline query of Telegram's, at most ten.

        Raises:
            StoreError: the store does not answer.
        """
        matches = await self._matches(str(query.get("query", "")).strip(), words)
        sheets = await self._sheets(match.number for match in matches)
        return [self._result(match, sheets.get(match.number), words) for match in matches]

    async def _matches(self, text: str, words: Words) -> Sequence[Match]:
        if not text:
            return await self._next(words)
        kind, _, number = text.partition("_")
        if kind == "m" and number.isascii() and number.isdigit():
            match = await self._finder.fixture(int(number))
            return [match] if match else []
        found = await self._finder.search(text)
        return found.matches[:MOST] if isinstance(found, Scheduled) else []

    async def _next(self, words: Words) -> Sequence[Match]:
        """Matches of today, or of the next day that has some."""
        day = self._finder.today(words.zone)
        leagues = await self._finder.matches_of(day, words.zone)
        if not leagues:
            _, after = await self._finder.days_around(day, words.zone)
            leagues = await self._finder.matches_of(after, words.zone) if after else ()
        return list(chain.from_iterable(league.matches for league in leagues))[:MOST]

    def _result(self, match: Match, sheet: Sheet | None, words: Words) -> InlineResult:
        main = self._main(sheet)
        title = words.label("inline-title", home=match.home, away=match.away)
        when = at(words, match, dated=True)
        described = [when, match.competition.name]
        if main is not None:
            described.append(main.words[words.language].tendency)
        return InlineResult(
            f"m{match.number}",
            title,
            " · ".join(described),
            _text(match, main, when, words),
            ((Button(words.label("inline-open"), url=self._link(match)),),),
        )

    def _main(self, sheet: Sheet | None) -> SheetTendency | None:
        if sheet is None or self._finder.now() - sheet.made > FRESH:
            return None
        return chosen(sheet, self._min_confidence, 0)[0]

    def _link(self, match: Match) -> str:
        return f"https://t.me/{self._bot()}?start=m_{match.number}"


def _text(match: Match, main: SheetTendency | None, when: str, words: Words) -> Html:
    country = match.competition.country
    lines = [
        words.say(
            "inline-text",
            home=match.home,
            away=match.away,
            flag=flag(country),
            league=match.competition.name,
            country=named(country, words.locale),
            when=when,
            city=city(words.zone.key, words.language),
        )
    ]
    if match.competition.simulated:
        lines.append(words.say("inline-simulated"))
    if main is not None:
        said = main.words[words.language]
        confidence = words.number(main.confidence)
        lines.append(
            words.say(
                "inline-tendency",
                market=said.market,
                tendency=said.tendency,
                confidence=confidence,
            )
        )
    return joined(lines, "\n\n")
