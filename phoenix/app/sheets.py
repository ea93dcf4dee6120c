"""A dossier as the faces show it: made once by a worker, in every language, for every user.

What each of them wants told is chosen when it is shown. Nothing here computes; what is missing is
None, or is not there at all.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.store import chat_tables as tables
from phoenix.store.upserts import insert_of

_SIDES = {"home_or_draw": "home", "draw_or_away": "away"}


@dataclass(frozen=True, slots=True)
class Offer:
    """The best decimal price that is offered for a reading, and by whom."""

    price: float
    bookmaker: str


@dataclass(frozen=True, slots=True)
class Counted:
    """The market's own count in each recent match of a side, in words, and the mean of all."""

    counts: tuple[str, ...]
    mean: str | None


@dataclass(frozen=True, slots=True)
class Said:
    """A tendency in the words of one language."""

    market: str
    tendency: str
    justification: str
    home: Counted
    away: Counted


@dataclass(frozen=True, slots=True)
class SheetTendency:
    """A reading that is likelier than in the league, by enough to be worth saying.

    ``marks`` tells of the recent matches of both sides whether it came true: ``✓``, ``✗`` or, where
    nobody knows, ``?``. ``information`` is in nats.
    """

    key: str
    quantity: str
    kind: str
    selection: str
    line: float | None
    family: str
    probability: float
    base_rate: float
    confidence: float
    calibrated: bool
    information: float
    marks: tuple[str, str]
    words: Mapping[str, Said]
    offer: Offer | None = None


@dataclass(frozen=True, slots=True)
class Chance:
    """Any reading that can be told, worth saying or not: how likely it is, here and in the league.

    ``offer`` is None where no price is known.
    """

    quantity: str
    kind: str
    selection: str
    line: float | None
    probability: float
    base_rate: float
    offer: Offer | None = None


@dataclass(frozen=True, slots=True)
class RecentTable:
    """The recent matches of one side: day, home side, score, away side, newest first."""

    title: str
    lines: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A heading with lines below; ``name`` is its heading's key."""

    name: str
    icon: str
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Warned:
    """Something to be known before believing it; ``quantity`` is the one it concerns alone."""

    text: str
    quantity: str | None = None


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a sheet says in one language; ``recent`` is of the home and of the away side."""

    versus: str
    recent: tuple[RecentTable, ...]
    blocks: tuple[Block, ...]
    cautions: tuple[Warned, ...]

    def block(self, name: str) -> Block | None:
        """One of the blocks, if it is there."""
        return next((block for block in self.blocks if block.name == name), None)


@dataclass(frozen=True, slots=True)
class Played:
    """A past match of a side, as that side saw it."""

    day: date
    opponent: str
    at_home: bool
    scored: int
    conceded: int

    @property
    def result(self) -> str:
        """``W``, ``D`` or ``L``."""
        return "WDL"[(self.scored < self.conceded) + (self.scored <= self.conceded)]


@dataclass(frozen=True, slots=True)
class Meeting:
    """A past match of both sides against each other."""

    day: date
    home: str
    away: str
    home_goals: int
    away_goals: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that is shown of a match.

    Attributes:
        fixture: its number in the store; None for one that no calendar holds.
        code: of its competition.
        season: of its competition.
        competition: its name.
        country: of its competition.
        home: the side at home.
        away: the other one.
        day: the calendar day that the source files it under.
        kickoff: None where it is not known.
        fingerprint: of the history that it was made from.
        active: quantities of which a specialist spoke.
        tendencies: the most informative first.
        chances: all readings that can be told.
        expected: mean counts of both sides by quantity.
        form: last matches of the home and of the away side, oldest first.
        meetings: last matches against each other, newest first.
        spoken: by language.
        made: when it was made last; what is said again is not said anew.
        id: its number, once it is kept.
    """

    fixture: int | None
    code: str
    season: str
    competition: str
    country: str
    home: str
    away: str
    day: date
    kickoff: datetime | None
    fingerprint: str
    active: tuple[str, ...]
    tendencies: tuple[SheetTendency, ...]
    chances: tuple[Chance, ...]
    expected: Mapping[str, tuple[float, float]]
    form: tuple[tuple[Played, ...], tuple[Played, ...]]
    meetings: tuple[Meeting, ...]
    spoken: Mapping[str, Spoken]
    made: datetime
    id: int | None = None

    def to_json(self) -> str:
        """Its content: the same content gives the same text, whenever it was made."""
        return _SHEET.dump_json(self, exclude={"made", "id"}).decode()

    @classmethod
    def from_json(cls, body: str, made: datetime, number: int | None = None) -> "Sheet":
        """What :meth:`to_json` wrote.

        Raises:
            ValueError: another version of Phoenix wrote it.
        """
        parts = _JSON.validate_json(body)
        return _SHEET.validate_python(parts | {"made": made, "id": number})


_SHEET: TypeAdapter[Sheet] = TypeAdapter(Sheet)
_JSON: TypeAdapter[dict[str, Any]] = TypeAdapter(dict[str, Any])


def chosen(
    sheet: Sheet, min_confidence: float, most: int
) -> tuple[SheetTendency | None, tuple[SheetTendency, ...]]:
    """The main tendency and at most so many others, for who wants to be so sure (0 to 10).

    By the rules of ``analysis.tendencies.rank``.
    """
    worth = [one for one in sheet.tendencies if one.confidence >= min_confidence]
    if not worth:
        return None, ()
    main, *rest = _without_echoes(worth)
    return main, _diverse(main, rest)[:most]


def _without_echoes(ranked: Sequence[SheetTendency]) -> list[SheetTendency]:
    """The most informative reading of each direction of each market."""
    kept: dict[tuple[str, str, str], SheetTendency] = {}
    for one in ranked:
        kept.setdefault(direction(one.quantity, one.kind, one.selection), one)
    return list(kept.values())


def direction(quantity: str, kind: str, selection: str) -> tuple[str, str, str]:
    """Which direction of which market: two readings of one say much the same."""
    market = "result" if kind == "double_chance" else kind
    return quantity, market, _SIDES.get(selection, selection)


def _diverse(main: SheetTendency, rest: Sequence[SheetTendency]) -> tuple[SheetTendency, ...]:
    families = {main.family}
    first: list[SheetTendency] = []
    second: list[SheetTendency] = []
    for one in rest:
        (second if one.family in families else first).append(one)
        families.add(one.family)
    return (*first, *second)


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A recent match: day, sides, score, the market's own count, and whether it came true."""

    day: str
    home: str
    score: str
    away: str
    count: str
    mark: str


@dataclass(frozen=True, slots=True)
class EvidenceTable:
    """Recent matches of one side as one market saw them, and the mean of its count."""

    title: str
    rows: tuple[EvidenceRow, ...]
    mean: str | None


def evidence(sheet: Sheet, tendency: SheetTendency, language: str) -> Iterator[EvidenceTable]:
    """What a tendency rests on, of the home and of the away side."""
    said = tendency.words[language]
    sides = zip(sheet.spoken[language].recent, (said.home, said.away), tendency.marks, strict=True)
    for table, counted, marks in sides:
        rows = zip(table.lines, counted.counts, marks, strict=True)
        lines = tuple(EvidenceRow(*line, count, mark) for line, count, mark in rows)
        yield EvidenceTable(table.title, lines, counted.mean)


async def keep(connection: AsyncConnection, sheet: Sheet) -> int:
    """Keep a sheet; its number, which is the old one where the same was said before."""
    body = sheet.to_json()
    row = {
        "digest": hashlib.sha256(body.encode()).hexdigest(), "fixture_id": sheet.fixture,
        "fingerprint": sheet.fingerprint, "made": sheet.made, "body": body,
    }  # fmt: skip
    insert = insert_of(connection.dialect.name)(tables.sheet).values(**row)
    again = insert.on_conflict_do_update(
        index_elements=["digest"], set_={"made": insert.excluded.made}
    )
    return int((await connection.execute(again.returning(tables.sheet.c.id))).scalar_one())


async def read(connection: AsyncConnection, number: int) -> Sheet | None:
    """A sheet by its number; None: it is gone, or another version of Phoenix wrote it."""
    query = select(tables.sheet).where(tables.sheet.c.id == number)
    return _read((await connection.execute(query)).first())


async def newest(connection: AsyncConnection, fixture: int) -> Sheet | None:
    """What was said last of a fixture, if anything was."""
    table = tables.sheet
    query = select(table).where(table.c.fixture_id == fixture)
    latest = query.order_by(table.c.made.desc(), table.c.id.desc()).limit(1)
    return _read((await connection.execute(latest)).first())


def _read(row: Row[Any] | None) -> Sheet | None:
    if row is None:
        return None
    try:
        return Sheet.from_json(row.body, row.made, row.id)
    except ValueError:
        return None


async def prune(connection: AsyncConnection, before: datetime) -> int:
    """Forget sheets that were made last before this, and complaints about them; how many."""
    old = tables.sheet.c.made < before
    return int((await connection.execute(delete(tables.sheet).where(old))).rowcount)
