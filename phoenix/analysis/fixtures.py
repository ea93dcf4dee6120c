"""Which match is meant: two names and perhaps a day."""

from datetime import date
from zoneinfo import ZoneInfo

from phoenix.analysis.ports import Archive
from phoenix.domain.errors import InputError
from phoenix.domain.matches import Fixture, KnownTeam


async def find_fixture(
    archive: Archive, sides: tuple[KnownTeam, KnownTeam], day: date | None, today: date, zone: ZoneInfo
) -> Fixture:
    """The match of that day, else the next one without a result, else one nobody has scheduled.

    ``day`` is the source's day or the user's own (in ``zone``).

    Raises:
        InputError: they meet the other way round on that day, or share no competition.
    """
    if day is None:
        upcoming = await archive.upcoming(*sides)
        return upcoming or await _unscheduled(archive, sides, today)
    home, away = sides
    here = [f for f in await archive.fixtures(home, away) if _falls_on(f, day, zone)]
    if here:
        return here[0]
    if any(_falls_on(f, day, zone) for f in await archive.fixtures(away, home)):
        raise InputError(
            f"on {day} it is {away.name} who receive {home.name}", "Type the home side first"
        )
    return await _unscheduled(archive, sides, day)


def _falls_on(fixture: Fixture, day: date, zone: ZoneInfo) -> bool:
    local = fixture.kickoff.astimezone(zone).date() if fixture.kickoff else fixture.day
    return day in {fixture.day, local}


async def _unscheduled(
    archive: Archive, sides: tuple[KnownTeam, KnownTeam], day: date
) -> Fixture:
    """A match that no calendar holds, in the competition where both were last seen before it."""
    home, away = sides
    history = await archive.history(home.country) if home.country == away.country else None
    places = [history.team(team.name) if history else None for team in sides]
    if history is None or None in places:
        raise InputError(
            f"{home.name} and {away.name} share no competition", "Name two teams of one league"
        )
    competitions = await archive.competitions()
    earlier = history.day < day
    last: list[dict[int, int]] = []
    for place in places:
        rows = ((history.home == place) | (history.away == place)) & earlier
        last.append({int(history.competition[row]): int(row) for row in rows.nonzero()[0]})
    shared = {code: min(last[0][code], last[1][code]) for code in set(last[0]) & set(last[1])}
    if not shared:
        raise InputError(
            f"{home.name} and {away.name} share no competition before {day}",
            "Choose a later day; 'phoenix data status' shows what is known",
        )
    competition = max(shared, key=lambda code: shared[code])
    rows = ((history.competition == competition) & earlier).nonzero()[0]
    return Fixture(
        competition=competitions[history.competitions[competition]],
        season=history.seasons[history.season[rows[-1]]],
        day=day,
        kickoff=None,
        home=home.name,
        away=away.name,
        scheduled=False,
    )
