"""Teams of a source that may be the same as others: for a person to look through and to answer."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import func, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.domain.errors import InputError
from phoenix.store import tables
from phoenix.store.store import Store


@dataclass(frozen=True, slots=True)
class Doubted:
    """A team that it may be, by name, and its number of matches."""

    name: str
    matches: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """A team of a source, its number of matches, and whom it may be, the likest first."""

    source: str
    external: str
    name: str
    country: str
    matches: int
    candidates: tuple[Doubted, ...]


@dataclass(frozen=True, slots=True)
class KnownAs:
    """The team that a source knows under an id."""

    id: int
    name: str
    country: str


def as_text(teams: Iterable[int]) -> str | None:
    """Ids of teams as an alias keeps them; None for none."""
    return ",".join(map(str, teams)) or None


def as_ids(doubts: str | None) -> tuple[int, ...]:
    """The way back of :func:`as_text`."""
    return tuple(map(int, doubts.split(","))) if doubts else ()


async def doubtful(store: Store) -> tuple[Doubt, ...]:
    """All that a person has to decide, by country and name.

    A team that the source knows under another id by now is no candidate any more.

    Raises:
        StoreError: the database cannot be read.
    """
    return await store.read(_doubtful)


async def different(store: Store, source: str, external: str) -> KnownAs:
    """A person says that it is a team of its own; which one that is.

    Raises:
        InputError: the source knows no such team.
        StoreError: nothing was written.
    """

    async def clear(connection: AsyncConnection) -> KnownAs:
        team = await known_as(connection, source, external)
        a = tables.team_alias
        mine = (a.c.source == source) & (a.c.external == external)
        await connection.execute(a.update().where(mine).values(doubts=None))
        return team

    return await store.write(clear)


async def compatriots(store: Store, source: str, external: str) -> tuple[KnownAs, dict[str, int]]:
    """The team under a source's id, and our ids of all others of its country, by name.

    Raises:
        InputError: the source knows no such team.
        StoreError: the database cannot be read.
    """

    async def look_up(connection: AsyncConnection) -> tuple[KnownAs, dict[str, int]]:
        team = await known_as(connection, source, external)
        t = tables.team.c
        query = select(t.name, t.id).where(t.country == team.country, t.id != team.id)
        return team, {row.name: row.id for row in await connection.execute(query)}

    return await store.read(look_up)


async def known_as(connection: AsyncConnection, source: str, external: str) -> KnownAs:
    """The team under a source's id.

    Raises:
        InputError: there is none.
    """
    t, a = tables.team.c, tables.team_alias.c
    query = (
        select(t.id, t.name, t.country)
        .select_from(tables.team.join(tables.team_alias))
        .where(a.source == source, a.external == external)
    )
    row = (await connection.execute(query)).first()
    if row is None:
        raise InputError(
            f"{source!r} knows no team under {external!r}", "See 'phoenix data teams' for both"
        )
    return KnownAs(row.id, row.name, row.country)


async def _doubtful(connection: AsyncConnection) -> tuple[Doubt, ...]:
    t, a = tables.team.c, tables.team_alias.c
    query = (
        select(a.source, a.external, a.doubts, t.id, t.name, t.country)
        .select_from(tables.team.join(tables.team_alias))
        .where(a.doubts.is_not(None))
        .order_by(t.country, t.name, a.source, a.external)
    )
    rows = (await connection.execute(query)).all()
    mentioned = {place for row in rows for place in (row.id, *as_ids(row.doubts))}
    sources = await _sources(connection, mentioned)
    told = await _told(connection, mentioned)
    doubts = (
        Doubt(
            row.source,
            row.external,
            row.name,
            row.country,
            told[row.id].matches,
            tuple(
                told[place]
                for place in as_ids(row.doubts)
                if (row.source, place) not in sources and place in told
            ),
        )
        for row in rows
    )
    return tuple(doubt for doubt in doubts if doubt.candidates)


async def _sources(connection: AsyncConnection, teams: Collection[int]) -> set[tuple[str, int]]:
    """Which sources know which of the teams."""
    a = tables.team_alias.c
    query = select(a.source, a.team_id).where(a.team_id.in_(teams))
    return {(row.source, row.team_id) for row in await connection.execute(query)}


async def _told(connection: AsyncConnection, teams: Collection[int]) -> dict[int, Doubted]:
    t, f = tables.team.c, tables.fixture.c
    sides = union_all(select(f.home_id.label("team")), select(f.away_id)).subquery()
    counts = (
        select(sides.c.team, func.count().label("matches"))
        .where(sides.c.team.in_(teams))
        .group_by(sides.c.team)
        .subquery()
    )
    query = (
        select(t.id, t.name, func.coalesce(counts.c.matches, 0).label("matches"))
        .select_from(tables.team.outerjoin(counts, counts.c.team == t.id))
        .where(t.id.in_(teams))
    )
    return {row.id: Doubted(row.name, row.matches) for row in await connection.execute(query)}
