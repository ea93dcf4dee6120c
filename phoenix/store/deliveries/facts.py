"""Tables, line-ups, absences and prices: each answer replaces what was there."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from phoenix.domain.matches import Phase, Prices
from phoenix.domain.provided import Absence, Delivery, Lineup, ProvidedTable, Quotes
from phoenix.store import tables
from phoenix.store.deliveries.desk import Desk
from phoenix.store.deliveries.seasons import places
from phoenix.store.deliveries.sides import sides_of, team_ids
from phoenix.store.upserts import Row, insert_of, upsert


async def keep_table(desk: Desk, told: ProvidedTable) -> None:
    """A season's table, all its groups."""
    place = (await places(desk)).get((told.league, told.year))
    if place is None:
        return
    teams = await team_ids(desk, [(row.team, place.country) for row in told.rows])
    standing = tables.standing
    mine = (standing.c.competition_id == place.competition) & (standing.c.season == place.season)
    await desk.connection.execute(standing.delete().where(mine))
    rows: dict[tuple[str, int], Row] = {
        (row.group, teams[row.team.id]): {
            "competition_id": place.competition,
            "season": place.season,
            "group": row.group,
            "team_id": teams[row.team.id],
            "rank": row.rank,
            "played": row.played,
            "won": row.won,
            "drawn": row.drawn,
            "lost": row.lost,
            "goals_for": row.goals_for,
            "goals_against": row.goals_against,
            "points": row.points,
            "form": row.form,
            "note": row.note,
        }
        for row in told.rows
        if row.team.id in teams
    }
    await desk.insert(standing, list(rows.values()))


async def keep_fixture_facts(desk: Desk, delivery: Delivery) -> None:
    """What is told of fixtures that are known already."""
    named = {lineups.fixture for lineups in delivery.lineups}
    named |= {absences.fixture for absences in delivery.absences}
    named |= {quotes.fixture for quotes in delivery.quotes}
    if not named:
        return
    rows = {external: row for external, (row, _) in (await desk.fixtures(named)).items()}
    sides = await sides_of(desk, rows.values())
    for lineups in delivery.lineups:
        if lineups.fixture in rows and lineups.lineups:
            row = rows[lineups.fixture]
            await keep_lineups(desk, row, sides[row], lineups.lineups)
    for absences in delivery.absences:
        if absences.fixture in rows:
            row = rows[absences.fixture]
            await _keep_absences(desk, row, sides[row], absences.absences)
    told = [quotes for quotes in delivery.quotes if quotes.fixture in rows and quotes.prices]
    for quotes in told:
        await _keep_quotes(desk, rows[quotes.fixture], quotes)
    for fixture in {quotes.fixture for quotes in told}:
        taken = min(quotes.taken for quotes in told if quotes.fixture == fixture)
        await _forget_prices(desk, rows[fixture], taken)


async def keep_lineups(
    desk: Desk, fixture: int, sides: Mapping[str, str], lineups: Sequence[Lineup]
) -> None:
    """Both sides' line-ups of a fixture; ``sides`` says which side a provider's team is."""
    told = [(sides[lineup.team], lineup) for lineup in lineups if lineup.team in sides]
    await desk.clear(tables.appearance, fixture)
    await desk.clear(tables.lineup, fixture)
    heads: list[Row] = [
        {"fixture_id": fixture, "side": side, "formation": told.formation, "coach": told.coach}
        for side, told in told
    ]
    players: dict[tuple[str, str], Row] = {
        (side, player.id): {
            "fixture_id": fixture,
            "side": side,
            "player": player.id,
            "name": player.name,
            "position": player.position,
            "number": player.number,
            "starts": player.starts,
            "minutes": player.minutes,
        }
        for side, lineup in told
        for player in lineup.players
    }
    await desk.insert(tables.lineup, heads)
    await desk.insert(tables.appearance, list(players.values()))


async def _keep_absences(
    desk: Desk, fixture: int, sides: Mapping[str, str], absences: Sequence[Absence]
) -> None:
    await desk.clear(tables.absence, fixture)
    rows: dict[tuple[str, str], Row] = {
        (sides[absence.team], absence.player): {
            "fixture_id": fixture,
            "side": sides[absence.team],
            "player": absence.player,
            "name": absence.name,
            "doubtful": absence.doubtful,
            "reason": absence.reason,
        }
        for absence in absences
        if absence.team in sides
    }
    await desk.insert(tables.absence, list(rows.values()))


async def _keep_quotes(desk: Desk, fixture: int, quotes: Quotes) -> None:
    """The newest prices; the first ever seen stay as the opening ones."""
    rows = [_price_row(fixture, quotes, prices) for prices in quotes.prices]
    key = ("fixture_id", "market", "phase", "bookmaker", "line")
    await upsert(desk.connection, tables.price, rows, key)
    opening = [{**row, "phase": str(Phase.OPENING)} for row in rows]
    statement = insert_of(desk.dialect)(tables.price).on_conflict_do_nothing()
    await desk.connection.execute(statement, opening)


async def _forget_prices(desk: Desk, fixture: int, before: datetime) -> None:
    """What was not offered any more when the newest prices were taken is not among them."""
    price = tables.price.c
    old = (price.fixture_id == fixture, price.phase == str(Phase.LATEST), price.taken_at < before)
    await desk.connection.execute(tables.price.delete().where(*old))


def _price_row(fixture: int, quotes: Quotes, prices: Prices) -> Row:
    first, second, *third = prices.outcomes
    return {
        "fixture_id": fixture,
        "market": str(prices.market),
        "phase": str(Phase.LATEST),
        "bookmaker": prices.bookmaker,
        "line": prices.line or 0.0,
        "first": first,
        "second": second,
        "third": third[0] if third else None,
        "taken_at": quotes.taken,
    }
