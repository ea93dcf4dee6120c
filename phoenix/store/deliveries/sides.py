"""A provider's teams among ours."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import select

from phoenix.domain.provided import TeamRef
from phoenix.store import tables
from phoenix.store.deliveries.desk import Desk
from phoenix.store.naming import WORLD
from phoenix.store.teams import Named, resolve


async def name_teams(desk: Desk, teams: Sequence[TeamRef]) -> None:
    """Teams whose country was told."""
    named = [Named(team.id, team.name, team.country) for team in teams if team.country]
    if named:
        await resolve(desk.connection, desk.dialect, desk.source, named)


async def team_ids(desk: Desk, refs: Iterable[tuple[TeamRef, str]]) -> dict[str, int]:
    """Our ids of teams, each told with the country of its competition.

    A team of a competition of many countries is known already, told of at home too, or left out:
    where it is at home is not guessed.
    """
    told = sorted(refs, key=lambda told: bool(told[0].country or told[1] != WORLD))
    unique = {ref.id: (ref, country) for ref, country in told}
    alias = tables.team_alias.c
    query = select(alias.external, alias.team_id).where(
        alias.source == desk.source, alias.external.in_(unique)
    )
    ids = {row.external: row.team_id for row in await desk.connection.execute(query)}
    named = [
        Named(ref.id, ref.name, ref.country or country)
        for ref, country in unique.values()
        if ref.id not in ids and (ref.country or country != WORLD)
    ]
    if named:
        ids |= await resolve(desk.connection, desk.dialect, desk.source, named)
    return ids


async def sides_of(desk: Desk, fixtures: Collection[int]) -> dict[int, dict[str, str]]:
    """Which side each of the provider's teams is, by fixture."""
    found: dict[int, dict[str, str]] = {fixture: {} for fixture in fixtures}
    fixture, alias = tables.fixture, tables.team_alias
    for column, side in ((fixture.c.home_id, "home"), (fixture.c.away_id, "away")):
        query = (
            select(fixture.c.id, alias.c.external)
            .select_from(fixture.join(alias, alias.c.team_id == column))
            .where(fixture.c.id.in_(found), alias.c.source == desk.source)
        )
        for row in await desk.connection.execute(query):
            found[row.id][row.external] = side
    return found
