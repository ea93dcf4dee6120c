"""Seasons of competitions, and where a provider's season stands among ours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from phoenix.domain.provided import PlacedSeason
from phoenix.store import tables
from phoenix.store.deliveries.desk import Desk
from phoenix.store.upserts import Row, upsert


@dataclass(frozen=True, slots=True)
class Place:
    """Our competition and season label for a provider's league and year."""

    competition: int
    country: str
    season: str


async def keep_seasons(desk: Desk, seasons: Sequence[PlacedSeason]) -> None:
    """Competitions, their aliases and seasons; of a competition one season is the current one."""
    if not seasons:
        return
    ours = {item.competition.code: item.competition for item in seasons}
    rows: list[Row] = [
        {"code": c.code, "name": c.name, "country": c.country, "simulated": c.simulated}
        for c in ours.values()
    ]
    await upsert(desk.connection, tables.competition, rows, ("code",))
    c = tables.competition.c
    query = select(c.code, c.id).where(c.code.in_(ours))
    ids = {row.code: row.id for row in await desk.connection.execute(query)}
    aliases: list[Row] = [
        {"source": desk.source, "external": league, "competition_id": ids[code]}
        for league, code in {s.season.league: s.competition.code for s in seasons}.items()
    ]
    await upsert(desk.connection, tables.competition_alias, aliases, ("source", "external"))
    await _keep_rows(desk, seasons, ids)


async def _keep_rows(desk: Desk, seasons: Sequence[PlacedSeason], ids: Mapping[str, int]) -> None:
    season = tables.season
    current = {ids[item.competition.code] for item in seasons if item.season.current}
    ended = season.update().where(season.c.competition_id.in_(current)).values(current=False)
    await desk.connection.execute(ended)
    rows = [_row(item, ids[item.competition.code]) for item in seasons]
    await upsert(desk.connection, season, rows, ("competition_id", "year"))


async def places(desk: Desk) -> dict[tuple[str, int], Place]:
    """All seasons that are known, by the provider's league and year."""
    alias, c, season = tables.competition_alias, tables.competition.c, tables.season
    query = (
        select(alias.c.external, season.c.year, c.id, c.country, season.c.label)
        .select_from(tables.competition.join(alias).join(season))
        .where(alias.c.source == desk.source)
    )
    return {
        (row.external, row.year): Place(row.id, row.country, row.label)
        for row in await desk.connection.execute(query)
    }


def _row(item: PlacedSeason, competition: int) -> Row:
    season, coverage = item.season, item.season.coverage
    return {
        "competition_id": competition,
        "year": season.year,
        "label": item.label,
        "first_day": season.first,
        "last_day": season.last,
        "current": season.current,
        "kind": season.kind,
        "events": coverage.events,
        "lineups": coverage.lineups,
        "statistics": coverage.statistics,
        "standings": coverage.standings,
        "injuries": coverage.injuries,
        "odds": coverage.odds,
    }
