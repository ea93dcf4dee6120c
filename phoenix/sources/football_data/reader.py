"""From a CSV file to matches: both layouts, any of the site's encodings and ways to write a date.

A file that cannot be a file of this site is refused as a whole. In a file that can, a row without
teams, date or a readable score is left out, any other unreadable cell alone is; both are reported.
"""

import csv
import math
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import ClassVar
from zoneinfo import ZoneInfo

from phoenix.domain.batches import Batch, RowFault
from phoenix.domain.competitions import Competition
from phoenix.domain.errors import FileRefused
from phoenix.domain.matches import MatchRecord, PriceMarket, Prices, Score, SideCounts
from phoenix.domain.words import Words
from phoenix.sources.football_data.catalogue import extra_competition, main_competition
from phoenix.sources.football_data.columns import (
    COUNT_COLUMNS,
    EXTRA_REQUIRED,
    MAIN_REQUIRED,
    PriceColumns,
    price_columns,
)
from phoenix.sources.football_data.seasons import autumn_season, written_season

SITE_ZONE = ZoneInfo("Europe/London")  # the site writes every kick-off in British local time
TOTAL_LINE = 2.5
HIGHEST_PRICE = 10_000.0
HIGHEST_HANDICAP = 20.0
DOWNLOAD_AGAIN = "Download it again, or see 'phoenix data pull --help'"

_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})|(\d{4})-(\d{2})-(\d{2})")
_COUNT = re.compile(r"[0-9]{1,3}")
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1f]")


class FootballData:
    """The reader of this site's files, as a source."""

    id = "football-data"
    title: ClassVar[Words] = "football-data.co.uk"

    def read(self, path: Path) -> Batch:
        """All matches of a file, with what could not be used.

        Raises:
            FileRefused: nothing of the file can be used.
        """
        return read_file(path)


class _RowLost(Exception):
    """A row that cannot be a match: the column and the reason. Caught where rows are read."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(column, reason)
        self.column, self.reason = column, reason


def read_file(path: Path) -> Batch:
    """Read one file; see :meth:`FootballData.read`."""
    lines = _text(path)
    reader = csv.reader(lines, strict=True)
    try:
        header = [cell.strip() for cell in next(reader)]
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise FileRefused(path, f"line {reader.line_num}: {error}", DOWNLOAD_AGAIN) from error
    table = _Table(path, header)
    rows = [(line, row) for line, row in rows if any(cell.strip() for cell in row)]
    if rows and len(rows[-1][1]) < table.width and not lines[-1].endswith(("\n", "\r")):
        reason = f"cut short in line {rows[-1][0]}"
        raise FileRefused(path, reason, DOWNLOAD_AGAIN)
    records = tuple(table.matches(rows))
    if not records and not table.faults:
        raise FileRefused(path, "no match below the header", DOWNLOAD_AGAIN)
    return Batch(records, tuple(table.faults))


def _text(path: Path) -> list[str]:
    """The lines of the file, their ends kept."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FileRefused(path, error.strerror or str(error), "Check the path") from error
    if _CONTROLS.search(content):
        raise FileRefused(path, "this is no text file", "Name the CSV files of football-data.co.uk")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if not text.strip():
        raise FileRefused(path, "the file is empty", DOWNLOAD_AGAIN)
    return text.splitlines(keepends=True)


class _Table:
    """The file's layout, and the rows read with it."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self.path = path
        self.places = {name: place for place, name in enumerate(header) if name}
        self.width = max(self.places.values(), default=-1) + 1
        self.extra = "Country" in self.places
        required = EXTRA_REQUIRED if self.extra else MAIN_REQUIRED
        missing = [name for name in required if name not in self.places]
        if missing:
            reason = f"the header lacks {', '.join(missing)}"
            raise FileRefused(path, reason, "Name the CSV files of football-data.co.uk")
        self.prices = [
            (columns, tuple(self.places[name] for name in columns.outcomes))
            for columns in price_columns()
            if all(name in self.places for name in columns.outcomes)
        ]
        self.lines: dict[str, float | None] = {}
        self.counts = {n: c for n, c in COUNT_COLUMNS.items() if c[0] in self.places}
        self.faults: list[RowFault] = []
        self.competitions: dict[tuple[str, ...], Competition] = {}
        self.line = 0
        self.row: list[str] = []

    def matches(self, rows: Sequence[tuple[int, list[str]]]) -> Iterator[MatchRecord]:
        seen: dict[tuple[str, date, str, str], int] = {}
        for self.line, row in rows:
            self.row = [cell.strip() for cell in row] + [""] * (self.width - len(row))
            self.lines = {}
            try:
                record = self._match()
            except _RowLost as lost:
                self._report(lost.column, lost.reason, row_lost=True)
                continue
            first = seen.setdefault(record.key, self.line)
            if first == self.line:
                yield record
            else:
                reason = f"the same match as in line {first}"
                self._report(self._home_column, reason, row_lost=True)

    def _match(self) -> MatchRecord:
        if any(self.row[self.width :]):
            raise _RowLost(str(self.width + 1), "more cells than the header names")
        day = self._day()
        home, away = self._team(self._home_column), self._team("Away" if self.extra else "AwayTeam")
        if home == away:
            raise _RowLost(self._home_column, f"{home} plays itself")
        score = self._score()
        home_counts, away_counts = self._side_counts()
        return MatchRecord(
            competition=self._competition(),
            season=self._season(day),
            day=day,
            kickoff=self._kickoff(day),
            home=home,
            away=away,
            score=score,
            home_counts=home_counts,
            away_counts=away_counts,
            referee=self._cell("Referee") or None,
            prices=tuple(self._prices()),
        )

    @property
    def _home_column(self) -> str:
        return "Home" if self.extra else "HomeTeam"

    def _cell(self, name: str) -> str:
        place = self.places.get(name)
        return "" if place is None else self.row[place]

    def _report(self, column: str, reason: str, *, row_lost: bool = False) -> None:
        self.faults.append(RowFault(str(self.path), self.line, column, reason, row_lost))

    def _competition(self) -> Competition:
        names = ("Country", "League") if self.extra else ("Div",)
        cells = tuple(self._cell(name) for name in names)
        for name, cell in zip(names, cells, strict=True):
            if not cell:
                raise _RowLost(name, "empty")
        if cells not in self.competitions:
            make = extra_competition if self.extra else main_competition
            self.competitions[cells] = make(*cells)
        return self.competitions[cells]

    def _season(self, day: date) -> str:
        if not self.extra:
            return autumn_season(day)
        written = self._cell("Season")
        if not re.fullmatch(r"\d{4}(/\d{2,4})?", written):
            raise _RowLost("Season", f"{written!r} is no season")
        return written_season(written)

    def _team(self, column: str) -> str:
        name = self._cell(column)
        if not name:
            raise _RowLost(column, "empty")
        return name

    def _day(self) -> date:
        written = self._cell("Date")
        day = _parsed_day(written)
        if day is None:
            raise _RowLost("Date", f"{written!r} is no date")
        return day

    def _kickoff(self, day: date) -> datetime | None:
        written = self._cell("Time")
        if not written:
            return None
        hour, _, minute = written.partition(":")
        try:
            local = datetime(day.year, day.month, day.day, int(hour), int(minute), tzinfo=SITE_ZONE)
        except (ValueError, OverflowError):
            self._report("Time", f"{written!r} is no time of day")
            return None
        return local.astimezone(UTC)

    def _score(self) -> Score | None:
        columns = ("HG", "AG") if self.extra else ("FTHG", "FTAG")
        written = [self._cell(column) for column in columns]
        if not any(written):
            return None
        for column, cell in zip(columns, written, strict=True):
            if not _COUNT.fullmatch(cell):
                raise _RowLost(column, f"{cell!r} is no number of goals")
        home, away = (int(cell) for cell in written)
        half = [self._count(column) for column in ("HTHG", "HTAG")]
        if half[0] is None or half[1] is None:
            return Score(home, away)
        if half[0] > home or half[1] > away:
            self._report("HTHG", f"half-time {half[0]}-{half[1]} exceeds the score {home}-{away}")
            return Score(home, away)
        return Score(home, away, half[0], half[1])

    def _count(self, column: str) -> int | None:
        written = self._cell(column)
        if not written:
            return None
        if _COUNT.fullmatch(written):
            return int(written)
        self._report(column, f"{written!r} is no count")
        return None

    def _side_counts(self) -> tuple[SideCounts, SideCounts]:
        sides: tuple[dict[str, int | None], dict[str, int | None]] = ({}, {})
        for name, columns in self.counts.items():
            for counts, column in zip(sides, columns, strict=True):
                counts[name] = self._count(column)
        for counts, column in zip(sides, COUNT_COLUMNS["shots_on_target"], strict=True):
            shots, on_target = counts.get("shots"), counts.get("shots_on_target")
            if shots is not None and on_target is not None and on_target > shots:
                self._report(column, f"{on_target} shots on target of {shots} shots")
                counts["shots_on_target"] = None
        return SideCounts(**sides[0]), SideCounts(**sides[1])

    def _prices(self) -> Iterator[Prices]:
        """All prices of the row; the largest part of a file, hence by place, not by name."""
        row = self.row
        for columns, places in self.prices:
            cells = [row[place] for place in places]
            if "" in cells:
                continue
            line = self._line(columns)
            if line is None and columns.market is not PriceMarket.RESULT:
                continue
            try:
                outcomes = tuple(map(float, cells))
            except ValueError:
                outcomes = ()
            if outcomes and all(1.0 < price < HIGHEST_PRICE for price in outcomes):
                yield Prices(columns.bookmaker, columns.phase, columns.market, line, outcomes)
            else:
                self._report_price(columns, cells)

    def _report_price(self, columns: PriceColumns, cells: Sequence[str]) -> None:
        for column, written in zip(columns.outcomes, cells, strict=True):
            try:
                price = float(written)
            except ValueError:
                price = 0.0
            if not 1.0 < price < HIGHEST_PRICE:
                self._report(column, f"{written!r} is no price")

    def _line(self, columns: PriceColumns) -> float | None:
        """The line that prices belong to; several bookmakers share a column, read once a row."""
        if columns.line is None:
            return TOTAL_LINE if columns.market is PriceMarket.TOTAL else None
        if columns.line not in self.lines:
            self.lines[columns.line] = self._quarter_line(columns.line)
        return self.lines[columns.line]

    def _quarter_line(self, column: str) -> float | None:
        written = self._cell(column)
        if not written:
            return None
        try:
            line = float(written)
        except ValueError:
            line = math.nan
        if abs(line) <= HIGHEST_HANDICAP and (line * 4).is_integer():
            return line
        self._report(column, f"{written!r} is no handicap")
        return None


def _parsed_day(written: str) -> date | None:
    """dd/mm/yy, dd/mm/yyyy or ISO; None if it is none of these or not in the calendar."""
    match = _DATE.fullmatch(written)
    if match is None:
        return None
    day, month, year, *iso = match.groups()
    if day is not None:
        century = 0 if len(year) == 4 else 1900 if int(year) >= 90 else 2000
        iso = [str(century + int(year)), month, day]
    try:
        return date(*map(int, iso))
    except ValueError:
        return None
