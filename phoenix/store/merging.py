"""Two rows of one team become one, and so do two rows of one match.

What is known of the one that is kept stays; what is not is taken from the other.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Integer, Row, Table, bindparam, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.domain.errors import InputError
from phoenix.store import tables
from phoenix.store.chat_tables import sheet
from phoenix.store.doubts import as_ids, as_text, known_as
from phoenix.store.store import Store
from phoenix.store.upserts import bump_revision

SAME_MATCH = timedelta(days=2)  # sources file a match under the day of different zones

# What belongs to a fixture, and what its row must be the first of to be taken over. Players are
# taken over by sides: two sources know one player under two ids.
BELONGINGS: Mapping[Table, tuple[str, ...]] = {
    tables.statistics: ("side", "period"),
    tables.price: ("market", "phase", "bookmaker", "line"),
    tables.lineup: ("side",),
    tables.appearance: ("side",),
    tables.absence: ("side",),
    tables.dossier: ("digest",),
    tables.forecast: ("analyzer", "version", "quantity", "fingerprint"),
    sheet: ("digest",),
}
IDENTITY = frozenset({"id", "competition_id", "season", "home_id", "away_id"})  # of a fixture
_LINE = ("competition_id", "season", "group")  # of a table

KEPT, LOST = bindparam("kept_id", type_=Integer), bindparam("lost_id", type_=Integer)

Pairs = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Merged:
    """How many matches came to the team that was kept, and how many of them it had already."""

    matches: int = 0
    doubled: int = 0


async def same(store: Store, source: str, external: str, team: int) -> Merged:
    """A person says that the team under a source's id is that other team of ours, which is kept.

    Raises:
        InputError: one of them is not known, or they have played each other.
        StoreError: nothing was written.
    """

    async def merge(connection: AsyncConnection) -> Merged:
        if store.dialect == "postgresql":
            # Whoever is about to use the team that goes has to look again.
            await connection.execute(text("LOCK TABLE team, fixture IN SHARE ROW EXCLUSIVE MODE"))
        lost = (await known_as(connection, source, external)).id
        if lost == team:
            return Merged()
        await _must_exist(connection, team)
        merged = await _merge(connection, team, lost)
        await _rewrite_doubts(connection, (source, external), team, lost)
        await connection.execute(tables.team.delete().where(tables.team.c.id == lost))
        await bump_revision(connection)
        return merged

    return await store.write(merge)


async def join(connection: AsyncConnection, kept: int, lost: int) -> None:
    """Two fixtures' rows are one match: what the kept one lacks is taken from the other.

    A known value is never replaced. The day under which files know the match stays theirs, so that
    a file finds it again.
    """
    await _join(connection, [(kept, lost)])


async def _must_exist(connection: AsyncConnection, team: int) -> None:
    query = select(tables.team.c.id).where(tables.team.c.id == team)
    if (await connection.execute(query)).first() is None:
        raise InputError(f"there is no team {team}", "See 'phoenix data teams'")


async def _merge(connection: AsyncConnection, kept: int, lost: int) -> Merged:
    ours, theirs = await _matches(connection, kept), await _matches(connection, lost)
    _refuse_opponents(ours, lost)
    pairs = _doubled(ours, [match.played_by(kept, lost) for match in theirs])
    await _join(connection, pairs)
    told = [{"kept_id": kept, "lost_id": lost}]
    for table, column in (
        (tables.fixture, "home_id"),
        (tables.fixture, "away_id"),
        (tables.team_alias, "team_id"),
    ):
        await _move(connection, table, column, None, told)
    await _move(connection, tables.standing, "team_id", _LINE, told)
    return Merged(len(theirs), len(pairs))


@dataclass(frozen=True, slots=True)
class _Match:
    id: int
    day: date
    competition: int
    home: int
    away: int

    def played_by(self, team: int, other: int) -> "_Match":
        """The same with one team in the place of another."""
        home, away = (team if side == other else side for side in (self.home, self.away))
        return replace(self, home=home, away=away)

    @property
    def meeting(self) -> tuple[int, int, int]:
        """Where it was played, by whom."""
        return (self.competition, self.home, self.away)


async def _matches(connection: AsyncConnection, team: int) -> list[_Match]:
    f = tables.fixture.c
    query = select(f.id, f.day, f.competition_id, f.home_id, f.away_id).where(
        or_(f.home_id == team, f.away_id == team)
    )
    return [_Match(*row) for row in await connection.execute(query)]


def _refuse_opponents(matches: Iterable[_Match], team: int) -> None:
    met = next((match for match in matches if team in (match.home, match.away)), None)
    if met is not None:
        raise InputError(
            f"they are two teams: they met on {met.day}",
            "Name another team, or say 'phoenix data teams different'",
        )


def _doubled(ours: Iterable[_Match], theirs: Iterable[_Match]) -> list[tuple[int, int]]:
    """Rows of one match, as (ours, theirs): the nearest days first, each row once."""
    meetings: dict[tuple[int, int, int], list[_Match]] = {}
    for match in ours:
        meetings.setdefault(match.meeting, []).append(match)
    near = sorted(
        (distance, other.day, match.id, other.id)
        for other in theirs
        for match in meetings.get(other.meeting, ())
        if (distance := abs(match.day - other.day)) <= SAME_MATCH
    )
    pairs: dict[int, int] = {}
    for _, _, place, other_place in near:
        if place not in pairs and other_place not in pairs.values():
            pairs[place] = other_place
    return list(pairs.items())


async def _join(connection: AsyncConnection, pairs: Pairs) -> None:
    """Fixtures' rows, as (kept, lost), with all that belongs to them."""
    if not pairs:
        return
    told = [{"kept_id": kept, "lost_id": lost} for kept, lost in pairs]
    await _fill_statistics(connection, told)
    for table, first in BELONGINGS.items():
        await _move(connection, table, "fixture_id", first, told)
    await _move(connection, tables.fixture_alias, "fixture_id", None, told)
    await _fill_fixtures(connection, pairs)


async def _move(
    connection: AsyncConnection,
    table: Table,
    column: str,
    first: Sequence[str] | None,
    told: Sequence[Mapping[str, int]],
) -> None:
    """The lost one's rows become the kept one's; what is not the first of its kind there goes."""
    owner = table.c[column]
    moved = table.update().where(owner == LOST).values({column: KEPT})
    if first is not None:
        there = table.alias()
        alike = [there.c[name] == table.c[name] for name in first]
        moved = moved.where(~select(there).where(there.c[column] == KEPT, *alike).exists())
    await connection.execute(moved, told)
    if first is not None:
        lost = [{"lost_id": pair["lost_id"]} for pair in told]
        await connection.execute(table.delete().where(owner == LOST), lost)


async def _fill_statistics(connection: AsyncConnection, told: Sequence[Mapping[str, int]]) -> None:
    """Counts that one source has and the other has not."""
    ours, theirs = tables.statistics, tables.statistics.alias()
    key = ("fixture_id", *BELONGINGS[ours])
    counts = [column.name for column in ours.columns if column.name not in key]
    filled = (
        ours.update()
        .where(ours.c.fixture_id == KEPT, theirs.c.fixture_id == LOST)
        .where(*(ours.c[name] == theirs.c[name] for name in BELONGINGS[ours]))
        .values({name: func.coalesce(ours.c[name], theirs.c[name]) for name in counts})
    )
    await connection.execute(filled, told)


async def _fill_fixtures(connection: AsyncConnection, pairs: Pairs) -> None:
    f = tables.fixture
    query = select(f).where(f.c.id.in_([place for pair in pairs for place in pair]))
    rows = {row.id: row for row in await connection.execute(query)}
    values = [{"place": kept, **_filled(rows[kept], rows[lost])} for kept, lost in pairs]
    await connection.execute(f.delete().where(f.c.id.in_([lost for _, lost in pairs])))
    await connection.execute(f.update().where(f.c.id == bindparam("place")), values)


def _filled(kept: Row[Any], lost: Row[Any]) -> dict[str, Any]:
    """The kept row's values, the other's where it has none."""
    ours, theirs = kept._mapping, lost._mapping  # noqa: SLF001 - SQLAlchemy's public name for it
    values = {name: theirs[name] if ours[name] is None else ours[name] for name in ours}
    if kept.home_goals is None and lost.home_goals is not None and lost.status is not None:
        values["status"] = lost.status  # a match with a result is not to come any more
    if lost.digest and not kept.digest:
        values |= {"day": lost.day, "digest": lost.digest}
    return {name: value for name, value in values.items() if name not in IDENTITY}


async def _rewrite_doubts(
    connection: AsyncConnection, settled: tuple[str, str], kept: int, lost: int
) -> None:
    """Nobody doubts whether a team is itself, or one that is no more; and one doubt is settled."""
    a = tables.team_alias
    query = select(a.c.source, a.c.external, a.c.team_id, a.c.doubts).where(a.c.doubts.is_not(None))
    rows = (await connection.execute(query)).all()
    for row in rows:
        left = dict.fromkeys(kept if place == lost else place for place in as_ids(row.doubts))
        left.pop(row.team_id, None)
        doubts = None if settled == (row.source, row.external) else as_text(left)
        if doubts != row.doubts:
            mine = (a.c.source == row.source) & (a.c.external == row.external)
            await connection.execute(a.update().where(mine).values(doubts=doubts))
