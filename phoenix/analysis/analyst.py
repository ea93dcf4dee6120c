"""The master analyzer: from two names to a dossier."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from phoenix.analysis.cautions import cautions
from phoenix.analysis.consensus import pool
from phoenix.analysis.evidence import recent
from phoenix.analysis.fixtures import find_fixture, window
from phoenix.analysis.match_day import MatchDay, context, match_day
from phoenix.analysis.ports import Archive, Newsroom, Panel
from phoenix.analysis.teams import find_pair
from phoenix.analysis.tendencies import candidates, rank, told
from phoenix.domain.dossier import Caution, CautionCode, Dossier
from phoenix.domain.errors import InputError
from phoenix.domain.history import History
from phoenix.domain.matches import Fixture, KnownTeam
from phoenix.domain.news import Gap
from phoenix.domain.opinions import Grid
from phoenix.flight import SingleFlight
from phoenix.forecasting.qsc import QscSettings

T = TypeVar("T")

MATCH_DAYS_KEPT = 24  # each holds its country's ten years, a few megabytes
HISTORIES_KEPT = 24


@dataclass(frozen=True, slots=True)
class Found:
    """The match that was meant; ``turned`` if its sides were named the other way round."""

    fixture: Fixture
    turned: bool


@dataclass(frozen=True, slots=True)
class Taste:
    """What the user wants told, and in which time zone days are meant."""

    min_confidence: float
    others: int
    zone: ZoneInfo


class Analyst:
    """Keeps what many dossiers share, as long as the store does not change."""

    def __init__(
        self,
        archive: Archive,
        panel: Panel,
        newsroom: Newsroom,
        *,
        qsc: QscSettings,
        today: Callable[[], date],
    ) -> None:
        self._archive = archive
        self._panel = panel
        self._newsroom = newsroom
        self._qsc = qsc
        self._today = today
        self._revision = -1
        self._teams: tuple[KnownTeam, ...] = ()
        self._histories: OrderedDict[tuple[str, date, date], History] = OrderedDict()
        self._days: OrderedDict[tuple[str, str, date], MatchDay] = OrderedDict()
        self._reading: SingleFlight[History] = SingleFlight()
        self._working_out: SingleFlight[MatchDay] = SingleFlight()
        self._thread = asyncio.Lock()

    async def find(self, home: str, away: str, day: date | None, zone: ZoneInfo) -> Found:
        """The match that two names and perhaps a day mean.

        Raises:
            InputError: a team is unknown or ambiguous, or they share no competition.
            StoreError: the store does not answer.
        """
        await self._refresh()
        if not self._teams:
            raise InputError(
                "no match is stored", "Run 'phoenix demo', 'phoenix data import' or 'data sync'"
            )
        sides = find_pair(home, away, self._teams)
        fixture = await find_fixture(self._archive, sides, day, self._today(), zone)
        return Found(fixture, turned=not sides[0].is_called(fixture.home))

    async def dossier(self, found: Found, taste: Taste, gaps: tuple[Gap, ...] = ()) -> Dossier:
        """Everything Phoenix says of a match, from what was known before its day.

        ``gaps`` is what could not be had of it: the dossier names it.

        Raises:
            InputError: nothing is known before that day.
            StoreError: the store does not answer.
        """
        await self._refresh()
        fixture = found.fixture
        written = await self._write(fixture, await self._day(fixture), taste, gaps)
        if not found.turned:
            return written
        turned = Caution(CautionCode.SIDES_TURNED, {"home": fixture.home, "away": fixture.away})
        return replace(written, cautions=(turned, *written.cautions))

    async def _refresh(self) -> None:
        """Forget everything if the store has changed."""
        revision = await self._archive.revision()
        if revision != self._revision:
            self._teams = await self._archive.teams()
            self._histories.clear()
            self._days.clear()
            self._revision = revision

    async def _day(self, fixture: Fixture) -> MatchDay:
        key = (fixture.competition.code, fixture.season, fixture.day)
        if key not in self._days:
            # Many ask for the matches of one day at once: it is worked out for all of them.
            return await self._working_out.fly(
                (self._revision, *key), lambda: self._new_day(fixture)
            )
        self._days.move_to_end(key)
        return self._days[key]

    async def _new_day(self, fixture: Fixture) -> MatchDay:
        revision, everything = self._revision, await self._history(fixture)
        # Off the loop: rating a country's whole past takes tenths of a second.
        day = await self._off_the_loop(match_day, everything, fixture, self._qsc)
        if not len(day.history):
            first = await self._archive.first_day(fixture.competition.code)
            raise InputError(_nothing_before(fixture, first), "Choose a later day")
        if revision == self._revision:
            self._days[fixture.competition.code, fixture.season, fixture.day] = day
            _limit(self._days, MATCH_DAYS_KEPT)
        return day

    async def _history(self, fixture: Fixture) -> History:
        key = (fixture.competition.country, *window(fixture.day))
        if key not in self._histories:
            return await self._reading.fly((self._revision, *key), lambda: self._new_history(*key))
        self._histories.move_to_end(key)
        return self._histories[key]

    async def _new_history(self, country: str, first: date, last: date) -> History:
        revision, history = self._revision, await self._archive.history(country, first, last)
        if revision == self._revision:
            self._histories[country, first, last] = history
            _limit(self._histories, HISTORIES_KEPT)
        return history

    async def _off_the_loop(self, work: Callable[..., T], *arguments: Any) -> T:
        """In a thread, one at a time: several would only keep the loop out longer."""
        async with self._thread:
            return await asyncio.to_thread(work, *arguments)

    async def _write(
        self, fixture: Fixture, day: MatchDay, taste: Taste, gaps: tuple[Gap, ...]
    ) -> Dossier:
        news = await self._newsroom.news(fixture)
        seen = context(day, fixture, news)
        consensus = pool(await self._panel.consult(seen))
        markets = await self._panel.markets()
        found = await self._off_the_loop(candidates, consensus.grids, day.history, markets)
        main, others = rank(found, taste.min_confidence, taste.others)
        evidence = recent(day.history, fixture)
        tendencies = tuple(told(c, evidence) for c in ((main,) if main else ()) + others)
        dossier = Dossier(
            fixture=fixture,
            as_of=day.as_of,
            table=day.table,
            sides=seen.sides,
            main=tendencies[0] if tendencies else None,
            others=tendencies[1:],
            consensus=consensus,
            expected={quantity: means(grid) for quantity, grid in consensus.grids.items()},
            cautions=tuple(cautions(fixture, seen.sides, consensus, tendencies)),
            fingerprint=day.history.fingerprint,
            news=news,
            gaps=gaps,
        )
        return replace(dossier, sections=await self._panel.sections(dossier))


def _limit(kept: OrderedDict[Any, Any], most: int) -> None:
    while len(kept) > most:
        kept.popitem(last=False)


def means(grid: Grid) -> tuple[float, float]:
    """Expected counts of both sides of a joint distribution."""
    rows, columns = grid.sum(axis=1), grid.sum(axis=0)
    return float(rows @ range(len(rows))), float(columns @ range(len(columns)))


def _nothing_before(fixture: Fixture, first: date | None) -> str:
    known = f"no result of {fixture.competition.name} is known"
    return f"{known} before {fixture.day}: the data begin on {first}" if first else known
