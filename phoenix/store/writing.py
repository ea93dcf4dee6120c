"""Putting a source's matches into the store: one transaction, all or nothing, twice is once."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from operator import attrgetter
from typing import Any, TypeVar

from sqlalchemy import Table, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.domain.competitions import Competition
from phoenix.domain.history import STATISTIC_NAMES
from phoenix.domain.matches import MatchRecord, SideCounts
from phoenix.store import tables
from phoenix.store.store import Store

CHUNK = 4000

T = TypeVar("T")
Row = dict[str, Any]
Key = tuple[int, date, int, int]

_counts = attrgetter(*STATISTIC_NAMES)


@dataclass(frozen=True, slots=True)
class Saved:
    """What a write changed: matches that are new, that say something new, and that were known."""

    new: int = 0
    changed: int = 0
    known: int = 0


@dataclass(frozen=True, slots=True)
class Origin:
    """Where matches come from. ``digest`` identifies the bytes; None if they must be read again."""

    source: str
    name: str
    digest: str | None


async def is_known(store: Store, digest: str) -> bool:
    """Whether a file with this digest was read without a fault before."""
    query = select(tables.imported_file.c.digest).where(tables.imported_file.c.digest == digest)
    async with store.reading() as connection:
        return (await connection.execute(query)).first() is not None


async def save(store: Store, records: Sequence[MatchRecord], origin: Origin) -> Saved:
    """Write matches that are new or say something new.

    A value that is known is never replaced by one that is missing.

    Raises:
        StoreError: nothing was written.
    """
    async with store.writing() as connection:
        writer = _Writer(connection, store.dialect)
        saved = await writer.save(records)
        if origin.digest is not None:
            await writer.note_file(origin, len(records))
        if saved.new or saved.changed:
            await writer.bump_revision()
    return saved


class _Writer:
    """One transaction's work."""

    def __init__(self, connection: AsyncConnection, dialect: str) -> None:
        self._connection = connection
        self._insert: Any = sqlite.insert if dialect == "sqlite" else postgresql.insert

    async def save(self, records: Sequence[MatchRecord]) -> Saved:
        if not records:
            return Saved()
        competitions = await self._competitions(records)
        teams = await self._teams(records)
        keyed = {_key(record, competitions, teams): record for record in records}
        digests = {key: _digest(record) for key, record in keyed.items()}
        before = await self._stored(keyed)
        fresh = [key for key in keyed if before.get(key, (0, ""))[1] != digests[key]]
        rows = (_fixture_row(key, keyed[key], digests[key]) for key in fresh)
        await self._upsert(tables.fixture, rows, ("competition_id", "day", "home_id", "away_id"))
        after = await self._stored(keyed) if fresh else before
        pairs = [(after[key][0], keyed[key]) for key in fresh]
        await self._upsert_plain(
            tables.statistics, _statistics_rows(pairs), ("fixture_id", "side", "period")
        )
        await self._upsert_plain(
            tables.price,
            _price_rows(pairs),
            ("fixture_id", "market", "phase", "bookmaker", "line"),
        )
        new = sum(key not in before for key in fresh)
        return Saved(new, len(fresh) - new, len(keyed) - len(fresh))

    async def note_file(self, origin: Origin, matches: int) -> None:
        row = {
            "digest": origin.digest,
            "source": origin.source,
            "name": origin.name,
            "matches": matches,
            "imported_at": datetime.now(UTC),
        }
        await self._upsert(tables.imported_file, [row], ("digest",))

    async def bump_revision(self) -> None:
        table = tables.revision
        statement = self._insert(table).values(id=1, number=1)
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=["id"], set_={"number": table.c.number + 1}
            )
        )

    async def _competitions(self, records: Iterable[MatchRecord]) -> dict[str, int]:
        wanted: dict[str, Competition] = {r.competition.code: r.competition for r in records}
        rows = [
            {"code": c.code, "name": c.name, "country": c.country, "simulated": c.simulated}
            for c in wanted.values()
        ]
        await self._upsert(tables.competition, rows, ("code",))
        table = tables.competition
        query = select(table.c.code, table.c.id).where(table.c.code.in_(wanted))
        return {row.code: row.id for row in await self._connection.execute(query)}

    async def _teams(self, records: Iterable[MatchRecord]) -> dict[tuple[str, str], int]:
        names = {
            (record.competition.country, name)
            for record in records
            for name in (record.home, record.away)
        }
        rows = [{"country": country, "name": name} for country, name in sorted(names)]
        await self._upsert(tables.team, rows, ("country", "name"))
        table = tables.team
        countries = {country for country, _ in names}
        query = select(table.c.country, table.c.name, table.c.id).where(
            table.c.country.in_(countries)
        )
        return {
            (country, name): place for country, name, place in await self._connection.execute(query)
        }

    async def _stored(self, keyed: Iterable[Key]) -> dict[Key, tuple[int, str]]:
        """Id and digest of the fixtures of the same competitions and days."""
        keys = list(keyed)
        days = [day for _, day, _, _ in keys]
        c = tables.fixture.c
        query = select(c.competition_id, c.day, c.home_id, c.away_id, c.id, c.digest).where(
            c.competition_id.in_({competition for competition, _, _, _ in keys}),
            c.day.between(min(days), max(days)),
        )
        return {tuple(row[:4]): (row[4], row[5]) for row in await self._connection.execute(query)}

    async def _upsert(self, table: Table, rows: Iterable[Row], key: Sequence[str]) -> None:
        statement = self._upsert_statement(table, key)
        for chunk in _chunks(rows):
            await self._connection.execute(statement, chunk)

    async def _upsert_plain(
        self, table: Table, rows: Iterable[tuple[Any, ...]], key: Sequence[str]
    ) -> None:
        """The same for tuples of plain numbers and strings, in the order of the columns.

        The driver takes them as they are: a quarter of the time of an import otherwise goes into
        looking at the type of every price.
        """
        statement = self._upsert_statement(table, key).values(
            {column.name: bindparam(column.name) for column in table.columns}
        )
        compiled = statement.compile(dialect=self._connection.dialect)
        for chunk in _chunks(rows):
            await self._connection.exec_driver_sql(str(compiled), chunk)

    def _upsert_statement(self, table: Table, key: Sequence[str]) -> Any:
        """Insert; where the key exists, replace what is known anew and keep the rest."""
        statement = self._insert(table)
        offered = statement.excluded
        others = [c.name for c in table.columns if c.name not in {*key, "id"}]
        if not others:
            return statement.on_conflict_do_nothing(index_elements=list(key))
        return statement.on_conflict_do_update(
            index_elements=list(key),
            set_={name: func.coalesce(offered[name], table.c[name]) for name in others},
        )


def _chunks(rows: Iterable[T]) -> Iterator[list[T]]:
    chunk: list[T] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _key(
    record: MatchRecord, competitions: dict[str, int], teams: dict[tuple[str, str], int]
) -> Key:
    country = record.competition.country
    return (
        competitions[record.competition.code],
        record.day,
        teams[country, record.home],
        teams[country, record.away],
    )


def _digest(record: MatchRecord) -> str:
    """What the record says, in 16 hexadecimal digits."""
    score = record.score
    said = (
        record.season, str(record.kickoff), record.referee,
        score and (score.home, score.away, score.half_time_home, score.half_time_away),
        _counts(record.home_counts), _counts(record.away_counts),
        [(p.bookmaker, p.phase, p.market, p.line, p.outcomes) for p in record.prices],
    )  # fmt: skip
    return hashlib.blake2b(json.dumps(said).encode(), digest_size=8).hexdigest()


def _fixture_row(key: Key, record: MatchRecord, digest: str) -> Row:
    competition, day, home, away = key
    score = record.score
    return {
        "competition_id": competition,
        "season": record.season,
        "day": day,
        "kickoff": record.kickoff,
        "home_id": home,
        "away_id": away,
        "referee": record.referee,
        "home_goals": score.home if score else None,
        "away_goals": score.away if score else None,
        "home_first_half_goals": score.half_time_home if score else None,
        "away_first_half_goals": score.half_time_away if score else None,
        "digest": digest,
    }


def _statistics_rows(pairs: Iterable[tuple[int, MatchRecord]]) -> Iterator[tuple[Any, ...]]:
    """In the order of the table's columns."""
    nothing = SideCounts()
    for fixture, record in pairs:
        for side, counts in (("home", record.home_counts), ("away", record.away_counts)):
            if counts != nothing:
                yield (fixture, side, "full", *_counts(counts))


def _price_rows(pairs: Iterable[tuple[int, MatchRecord]]) -> Iterator[tuple[Any, ...]]:
    """In the order of the table's columns; a two-way market has no third outcome."""
    for fixture, record in pairs:
        for prices in record.prices:
            first, second, *third = prices.outcomes
            last = third[0] if third else None
            kind = (str(prices.market), str(prices.phase), prices.bookmaker, prices.line or 0.0)
            yield (fixture, *kind, first, second, last, None)
