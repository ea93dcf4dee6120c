"""Putting a source's matches into the store: one transaction, all or nothing, twice is once."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.domain.competitions import Competition
from phoenix.domain.history import STATISTIC_NAMES
from phoenix.domain.matches import MatchRecord, SideCounts
from phoenix.domain.provided import Status
from phoenix.store import tables
from phoenix.store.store import Store
from phoenix.store.teams import by_name, resolve
from phoenix.store.upserts import Row, bump_revision, chunks, insert_of, upsert, upsert_plain

DAY = timedelta(days=1)
NEIGHBOURS = 2 * DAY  # sources know a match by the day of different zones
UNDECIDED = (Status.SCHEDULED, Status.LIVE)

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

    async def keep(connection: AsyncConnection) -> Saved:
        saved = await _Writer(connection, store.dialect, origin.source).save(records)
        if origin.digest is not None:
            await _note_file(connection, origin, len(records))
        if saved.new or saved.changed:
            await bump_revision(connection)
        return saved

    return await store.write(keep)


async def _note_file(connection: AsyncConnection, origin: Origin, matches: int) -> None:
    row = {
        "digest": origin.digest,
        "source": origin.source,
        "name": origin.name,
        "matches": matches,
        "imported_at": datetime.now(UTC),
    }
    await upsert(connection, tables.imported_file, [row], ("digest",))


class _Writer:
    """One transaction's work."""

    def __init__(self, connection: AsyncConnection, dialect: str, source: str) -> None:
        self._connection = connection
        self._dialect = dialect
        self._source = source

    async def save(self, records: Sequence[MatchRecord]) -> Saved:
        if not records:
            return Saved()
        competitions = await self._competitions(records)
        teams = await self._teams(records)
        written = {_key(record, competitions, teams): record for record in records}
        before = await self._stored(written)
        keyed = {_same_match(key, before): record for key, record in written.items()}
        digests = {key: _digest(record) for key, record in keyed.items()}
        fresh = [key for key in keyed if before.get(key, (0, ""))[1] != digests[key]]
        await self._fixtures(_fixture_row(key, keyed[key], digests[key]) for key in fresh)
        after = await self._stored(keyed) if fresh else before
        pairs = [(after[key][0], keyed[key]) for key in fresh]
        await upsert_plain(
            self._connection,
            tables.statistics,
            _statistics_rows(pairs),
            ("fixture_id", "side", "period"),
        )
        await upsert_plain(
            self._connection,
            tables.price,
            _price_rows(pairs),
            ("fixture_id", "market", "phase", "bookmaker", "line"),
        )
        new = sum(key not in before for key in fresh)
        return Saved(new, len(fresh) - new, len(keyed) - len(fresh))

    async def _competitions(self, records: Iterable[MatchRecord]) -> dict[str, int]:
        wanted: dict[str, Competition] = {r.competition.code: r.competition for r in records}
        rows = [
            {"code": c.code, "name": c.name, "country": c.country, "simulated": c.simulated}
            for c in wanted.values()
        ]
        await upsert(self._connection, tables.competition, rows, ("code",))
        table = tables.competition
        query = select(table.c.code, table.c.id).where(table.c.code.in_(wanted))
        return {row.code: row.id for row in await self._connection.execute(query)}

    async def _teams(self, records: Iterable[MatchRecord]) -> dict[tuple[str, str], int]:
        named = {
            by_name(record.competition.country, name)
            for record in records
            for name in (record.home, record.away)
        }
        places = await resolve(self._connection, self._dialect, self._source, named)
        return {(team.country, team.name): places[team.external] for team in named}

    async def _stored(self, keyed: Iterable[Key]) -> dict[Key, tuple[int, str]]:
        """Id and digest of the fixtures of the same competitions about the same days."""
        keys = list(keyed)
        days = [day for _, day, _, _ in keys]
        c = tables.fixture.c
        query = select(c.competition_id, c.day, c.home_id, c.away_id, c.id, c.digest).where(
            c.competition_id.in_({competition for competition, _, _, _ in keys}),
            c.day.between(min(days) - NEIGHBOURS, max(days) + NEIGHBOURS),
        )
        return {tuple(row[:4]): (row[4], row[5]) for row in await self._connection.execute(query)}

    async def _fixtures(self, rows: Iterable[Row]) -> None:
        """A match that a provider says was never played keeps that status, whatever a file says."""
        table, key = tables.fixture, ("competition_id", "day", "home_id", "away_id")
        statement = insert_of(self._dialect)(table)
        offered = statement.excluded
        values: dict[str, ColumnElement[Any]] = {
            c.name: func.coalesce(offered[c.name], c)
            for c in table.columns
            if c.name not in {*key, "id", "status"}
        }
        told = (table.c.status == str(status) for status in UNDECIDED)
        open_ended = or_(table.c.status.is_(None), *told)
        values["status"] = case(
            (open_ended, func.coalesce(offered.status, table.c.status)), else_=table.c.status
        )
        statement = statement.on_conflict_do_update(index_elements=list(key), set_=values)
        for chunk in chunks(rows):
            await self._connection.execute(statement, chunk)


def _same_match(key: Key, stored: Mapping[Key, object]) -> Key:
    """The key under which the match is stored: a provider may file it under a neighbouring day."""
    competition, day, home, away = key
    near = ((competition, day + step * DAY, home, away) for step in (0, -1, 1, -2, 2))
    return next((place for place in near if place in stored), key)


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
        "status": str(Status.FINISHED) if score else None,
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
