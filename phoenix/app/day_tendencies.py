"""The best tendencies of a day, from the newest sheet of each of its matches."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol
from zoneinfo import ZoneInfo

from cachetools import TTLCache

from phoenix.app.match_finder import LeagueDay, Match, Status
from phoenix.app.picks import Market, Pick, best_of_each, market_of
from phoenix.app.sheets import Said, Sheet, SheetTendency, chosen

KEPT = 30.0  # seconds that a day is remembered: so late a new sheet may be seen
DAYS = 64  # that are remembered at once, those of each zone apart
ALL = 1000  # tendencies of one match: more than there are

_PLAIN = frozenset({"result", "double_chance", "both_score"})


class Matches(Protocol):
    """Knows the matches of a day; :class:`phoenix.app.match_finder.MatchFinder` is one."""

    async def matches_of(self, day: date, zone: ZoneInfo) -> tuple[LeagueDay, ...]:
        """All matches of a day by a zone's clocks, by competition."""
        ...


class Sheets(Protocol):
    """Knows what was said last; :class:`phoenix.app.newest_sheets.NewestSheets` is one."""

    async def of(self, fixtures: Iterable[int]) -> Mapping[int, Sheet]:
        """The newest sheet of each match that has one."""
        ...


@dataclass(frozen=True, slots=True)
class Day:
    """What is said of a day's matches that have not begun.

    Attributes:
        day: which one, by the clocks of the zone that was asked for.
        matches: how many there are of the competitions that are followed, or with a sheet.
        analysed: how many of them have a sheet.
        picks: the best one of each match and market that is sure enough, best first.
    """

    day: date
    matches: int
    analysed: int
    picks: tuple[Pick, ...]

    def of(self, market: Market) -> tuple[Pick, ...]:
        """Those of one market."""
        return tuple(pick for pick in self.picks if pick.market is market)


@dataclass(frozen=True, slots=True)
class _Told:
    """A day's matches, the newest sheet of each that has one, and picks by the least confidence."""

    matches: tuple[Match, ...]
    sheets: Mapping[int, Sheet]
    picks: dict[float, tuple[Pick, ...]] = field(default_factory=dict)


class DayTendencies:
    """Tells of days; what it has read is remembered for half a minute.

    Args:
        matches: tells which there are.
        sheets: tells what was said of them.
        now: the clock, in UTC.
    """

    def __init__(self, matches: Matches, sheets: Sheets, now: Callable[[], datetime]) -> None:
        self._matches = matches
        self._sheets = sheets
        self._now = now
        self._reading = asyncio.Lock()
        self._told: TTLCache[tuple[date, str], _Told] = TTLCache(DAYS, KEPT, timer=self._seconds)

    async def of(self, day: date, zone: ZoneInfo, minimum: float) -> Day:
        """What is said of the matches of a day in a zone that have not begun.

        Args:
            day: by the clocks of the zone.
            zone: whose clocks are meant.
            minimum: the least confidence, 0 to 10.

        Raises:
            StoreError: the database cannot be read.
        """
        async with self._reading:
            told = self._told.get((day, zone.key)) or await self._read(day, zone)
        left = {m.number for m in told.matches if is_to_come(m, self._now(), zone)}
        if minimum not in told.picks:
            picks = _picks(told, minimum)
            told.picks[minimum] = best_of_each(picks, lambda pick: (pick.fixture, pick.market))
        some = tuple(pick for pick in told.picks[minimum] if pick.fixture in left)
        return Day(day, len(left), len(left & told.sheets.keys()), some)

    async def _read(self, day: date, zone: ZoneInfo) -> _Told:
        leagues = await self._matches.matches_of(day, zone)
        sheets = await self._sheets.of(m.number for league in leagues for m in league.matches)
        ours = tuple(
            match
            for league in leagues
            for match in league.matches
            if league.followed or match.number in sheets
        )
        told = self._told[day, zone.key] = _Told(ours, sheets)
        return told

    def _seconds(self) -> float:
        return self._now().timestamp()


def is_to_come(match: Match, now: datetime, zone: ZoneInfo) -> bool:
    """Whether it has not begun and is not off; where only its day is known, that day counts."""
    if match.goals is not None or match.status not in {None, Status.SCHEDULED}:
        return False
    if match.kickoff is not None:
        return match.kickoff > now
    return match.day >= now.astimezone(zone).date()


def _picks(told: _Told, minimum: float) -> Iterator[Pick]:
    """What the dossiers put forward to who wants to be so sure."""
    for match in told.matches:
        sheet = told.sheets.get(match.number)
        if sheet is None:
            continue
        main, others = chosen(sheet, minimum, ALL)
        for place, tendency in enumerate((main, *others) if main else ()):
            market = market_of(tendency.quantity, tendency.kind)
            if market is not None:
                yield _pick(match, sheet, tendency, market, place)


def _pick(match: Match, sheet: Sheet, tendency: SheetTendency, market: Market, place: int) -> Pick:
    offer = tendency.offer
    return Pick(
        sheet=sheet.id,
        fixture=match.number,
        league=match.competition.code,
        home=match.home,
        away=match.away,
        kickoff=match.kickoff,
        market=market,
        reading=tendency.key,
        texts={language: _text(tendency, said) for language, said in tendency.words.items()},
        probability=tendency.probability,
        confidence=tendency.confidence,
        calibrated=tendency.calibrated,
        information=tendency.information,
        place=place,
        price=None if offer is None else Decimal(str(offer.price)),
    )


def _text(tendency: SheetTendency, said: Said) -> str:
    """The tendency in words; of a side or of half a match only its market tells which one."""
    plain = tendency.quantity == "goals" and tendency.kind in _PLAIN
    if plain or tendency.kind == "total":
        return said.tendency
    return f"{said.market} · {said.tendency}"
