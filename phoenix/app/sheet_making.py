"""Sheets are drawn up from dossiers: all that is worth telling, in every language."""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from phoenix.analysis.cautions import cautions
from phoenix.analysis.evidence import recent
from phoenix.analysis.fixtures import window
from phoenix.analysis.page import Page, page
from phoenix.analysis.tendencies import Candidate, candidates, told
from phoenix.analysis.wording import wording
from phoenix.app import sheets
from phoenix.app.program import Program
from phoenix.app.sheets import (
    Block,
    Chance,
    Counted,
    Meeting,
    Offer,
    Played,
    RecentTable,
    Said,
    Sheet,
    SheetTendency,
    Spoken,
    Warned,
)
from phoenix.domain.context import SideFeatures
from phoenix.domain.dossier import Caution, CautionCode, Consensus, Dossier, RecentMatches, Tendency
from phoenix.domain.history import History
from phoenix.domain.markets import SELECTIONS, Kind, Reading
from phoenix.domain.matches import Fixture, PriceMarket, Prices
from phoenix.domain.quantities import Quantity
from phoenix.flight import SingleFlight

LANGUAGES = ("pt-BR", "en", "es")
FORM = 6  # matches of each side
MEETINGS = 6
HISTORIES_KEPT = 4  # of a country each, a few megabytes

UTC_ZONE = ZoneInfo("UTC")
NOBODY = Consensus({}, {}, ())
NO_FEATURES = SideFeatures(None, None, {})

# What the blocks of a page are known by.
_NAMES = {
    "🏆": "tie", "📋": "news", "🎯": "expected", "💪": "quality", "🗣️": "voices", "🧩": "plugin",
}  # fmt: skip

_PRICED: Mapping[tuple[Quantity, Kind], PriceMarket] = {
    (Quantity.GOALS, Kind.RESULT): PriceMarket.RESULT,
    (Quantity.GOALS, Kind.DOUBLE_CHANCE): PriceMarket.DOUBLE_CHANCE,
    (Quantity.GOALS, Kind.TOTAL): PriceMarket.TOTAL,
    (Quantity.GOALS, Kind.HOME_TOTAL): PriceMarket.HOME_TOTAL,
    (Quantity.GOALS, Kind.AWAY_TOTAL): PriceMarket.AWAY_TOTAL,
    (Quantity.GOALS, Kind.BOTH_SCORE): PriceMarket.BOTH_SCORE,
    (Quantity.GOALS, Kind.ASIAN_HANDICAP): PriceMarket.HANDICAP,
    (Quantity.FIRST_HALF_GOALS, Kind.RESULT): PriceMarket.FIRST_HALF_RESULT,
    (Quantity.FIRST_HALF_GOALS, Kind.TOTAL): PriceMarket.FIRST_HALF_TOTAL,
    (Quantity.CORNERS, Kind.TOTAL): PriceMarket.CORNERS_TOTAL,
    (Quantity.CARDS, Kind.TOTAL): PriceMarket.CARDS_TOTAL,
}


@dataclass(frozen=True, slots=True)
class Known:
    """What was known before the day of a match: the country's matches, and its competition's."""

    country: History
    competition: History


class SheetMaker:
    """Draws up sheets, and keeps them."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._histories: OrderedDict[tuple[object, ...], History] = OrderedDict()
        self._reading: SingleFlight[History] = SingleFlight()

    async def keep(self, dossier: Dossier) -> int:
        """Draw up a dossier's sheet and keep it; its number.

        Raises:
            StoreError: the store does not answer; nothing was kept.
        """
        sheet = await self.make(dossier)
        return await self._program.store.write(lambda c: sheets.keep(c, sheet))

    async def make(self, dossier: Dossier) -> Sheet:
        """The sheet of a dossier.

        Raises:
            StoreError: the store does not answer.
        """
        program = self._program
        history = await self._history(dossier.fixture)
        extra = await program.host.markets()
        # Off the loop: a hundred texts take tenths of a second.
        return await asyncio.to_thread(drawn_up, dossier, history, extra, program.now())

    async def _history(self, fixture: Fixture) -> History:
        """The country's matches, which many matches of one day share."""
        archive, country = self._program.archive, fixture.competition.country
        key = (await archive.revision(), country, *window(fixture.day))
        if key not in self._histories:
            reading = await self._reading.fly(
                key, lambda: archive.history(country, *window(fixture.day))
            )
            self._histories[key] = reading
        self._histories.move_to_end(key)
        while len(self._histories) > HISTORIES_KEPT:
            self._histories.popitem(last=False)
        return self._histories[key]


def drawn_up(
    dossier: Dossier, everything: History, extra: Sequence[Reading], made: datetime
) -> Sheet:
    """The sheet of a dossier, ``everything`` being its country's matches."""
    fixture, competition = dossier.fixture, dossier.fixture.competition
    country = everything.before(fixture.as_of)
    known = Known(country, country.of_competition(competition.code))
    found = candidates(dossier.consensus.grids, known.competition, extra)
    whole = _with_all(dossier, found, known.competition)
    return Sheet(
        fixture=fixture.key,
        code=competition.code,
        season=fixture.season,
        competition=competition.name,
        country=competition.country,
        home=fixture.home,
        away=fixture.away,
        day=fixture.day,
        kickoff=fixture.kickoff,
        fingerprint=dossier.fingerprint,
        active=tuple(str(quantity) for quantity in dossier.consensus.voices),
        tendencies=tuple(_tendencies(whole)),
        chances=tuple(_chance(one, _prices(dossier)) for one in found),
        expected={str(quantity): means for quantity, means in dossier.expected.items()},
        form=(_form(country, fixture.home), _form(country, fixture.away)),
        meetings=_meetings(country, fixture),
        spoken={tag: _spoken(whole, tag) for tag in LANGUAGES},
        made=made,
    )


def _with_all(dossier: Dossier, found: Iterable[Candidate], history: History) -> Dossier:
    """The dossier with everything that is news, and the cautions that belong to it."""
    news = _tellable(one for one in found if one.is_news)
    behind = recent(history, dossier.fixture)
    tendencies = tuple(told(one, behind) for one in news)
    warned = cautions(dossier.fixture, dossier.sides, dossier.consensus, tendencies)
    turned = (one for one in dossier.cautions if one.code is CautionCode.SIDES_TURNED)
    # Whether anything is sure enough depends on who reads it.
    kept = (one for one in warned if one.code is not CautionCode.NO_CLEAR_TENDENCY)
    return replace(dossier, main=None, others=tendencies, cautions=(*turned, *kept))


def _tellable(news: Iterable[Candidate]) -> Iterator[Candidate]:
    """What is told to some user or other, the most informative first.

    Where a reading of the same direction of a market says more and is as sure, nobody is told it.
    """
    surest: dict[object, float] = {}
    for one in sorted(news, key=lambda one: (-one.information, one.reading.key)):
        same = sheets.direction(
            str(one.reading.quantity), str(one.reading.kind), one.reading.selection
        )
        if one.confidence > surest.get(same, -1.0):
            surest[same] = one.confidence
            yield one


def _tendencies(whole: Dossier) -> Iterator[SheetTendency]:
    prices = _prices(whole)
    for tendency in whole.others:
        reading = tendency.reading
        yield SheetTendency(
            key=reading.key,
            quantity=str(reading.quantity),
            kind=str(reading.kind),
            selection=reading.selection,
            line=reading.line,
            family=reading.family,
            probability=tendency.probability,
            base_rate=tendency.base_rate,
            confidence=tendency.confidence,
            calibrated=tendency.calibrated,
            information=tendency.information,
            marks=(_marks(tendency.at_home), _marks(tendency.away)),
            words={tag: _said(_alone(whole, tendency, tag)) for tag in LANGUAGES},
            offer=_offer(reading, prices),
        )


def _alone(whole: Dossier, tendency: Tendency, language: str) -> Page:
    """A page on which nothing but one tendency stands."""
    alone = replace(
        whole, main=tendency, others=(), consensus=NOBODY, expected={}, cautions=(), sections=(),
        news=None, gaps=(), table=(), sides=(NO_FEATURES, NO_FEATURES),
    )  # fmt: skip
    return page(alone, wording(language), UTC_ZONE)


def _said(written: Page) -> Said:
    text, (home, away) = (
        written.main,
        (
            Counted(tuple(line.count for line in table.lines), table.mean)
            for table in written.evidence
        ),
    )
    if text is None:
        raise TypeError("a page without its tendency")
    return Said(text.market, text.tendency, text.justification, home, away)


def _marks(seen: RecentMatches) -> str:
    return "".join(
        "?" if match.won is None else "✓" if match.won > 0.5 else "✗" for match in seen.matches
    )


def _chance(candidate: Candidate, prices: Sequence[Prices]) -> Chance:
    reading = candidate.reading
    return Chance(
        str(reading.quantity), str(reading.kind), reading.selection, reading.line,
        candidate.probability, candidate.base_rate, _offer(reading, prices),
    )  # fmt: skip


def _prices(dossier: Dossier) -> Sequence[Prices]:
    return () if dossier.news is None else dossier.news.prices


def _offer(reading: Reading, prices: Iterable[Prices]) -> Offer | None:
    """The best price for a reading, if anybody offers one."""
    market = _PRICED.get((reading.quantity, reading.kind))
    place = SELECTIONS[reading.kind].index(reading.selection)
    offers = [
        Offer(one.outcomes[place], one.bookmaker)
        for one in prices
        if one.market is market and one.line == reading.line
    ]
    return max(offers, key=lambda offer: (offer.price, offer.bookmaker), default=None)


def _spoken(whole: Dossier, language: str) -> Spoken:
    written = page(replace(whole, others=()), wording(language), UTC_ZONE)
    lines = written.cautions.lines
    return Spoken(
        versus=written.versus,
        recent=_recent(whole, language),
        blocks=tuple(
            Block(_NAMES[block.icon], block.icon, block.title, block.lines)
            for block in written.blocks
        ),
        cautions=tuple(_warned(lines, whole.cautions)),
    )


def _recent(whole: Dossier, language: str) -> tuple[RecentTable, ...]:
    """The matches that all tendencies rest on."""
    tables = _alone(whole, whole.others[0], language).evidence if whole.others else ()
    return tuple(
        RecentTable(t.title, tuple((o.day, o.home, o.score, o.away) for o in t.lines))
        for t in tables
    )


def _warned(lines: Sequence[str], given: Sequence[Caution]) -> Iterator[Warned]:
    """Cautions come first on a page; what could not be had and who was not heard concern all."""
    seen: set[tuple[str, str | None]] = set()
    for place, line in enumerate(lines):
        facts = given[place].facts if place < len(given) else {}
        quantity = facts.get("quantity")
        warned = Warned(line, None if quantity is None else str(quantity))
        if (warned.text, warned.quantity) not in seen:
            seen.add((warned.text, warned.quantity))
            yield warned


def _form(history: History, team: str) -> tuple[Played, ...]:
    place = history.team(team)
    if place is None:
        return ()
    rows = np.flatnonzero((history.home == place) | (history.away == place))[-FORM:]
    return tuple(_played(history, row, at_home=history.home[row] == place) for row in rows)


def _played(history: History, row: np.intp, *, at_home: bool) -> Played:
    goals = int(history.column("home_goals")[row]), int(history.column("away_goals")[row])
    scored, conceded = goals if at_home else goals[::-1]
    opponent = history.teams[(history.away if at_home else history.home)[row]]
    return Played(_day(history, row), opponent, bool(at_home), scored, conceded)


def _meetings(history: History, fixture: Fixture) -> tuple[Meeting, ...]:
    home, away = history.team(fixture.home), history.team(fixture.away)
    if home is None or away is None:
        return ()
    here = (history.home == home) & (history.away == away)
    there = (history.home == away) & (history.away == home)
    rows: NDArray[np.intp] = np.flatnonzero(here | there)[-MEETINGS:][::-1]
    return tuple(
        Meeting(
            _day(history, row),
            history.teams[history.home[row]],
            history.teams[history.away[row]],
            int(history.column("home_goals")[row]),
            int(history.column("away_goals")[row]),
        )
        for row in rows
    )


def _day(history: History, row: np.intp) -> date:
    day: date = history.day[row].astype(object)
    return day
