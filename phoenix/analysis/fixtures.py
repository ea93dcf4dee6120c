"""Which match is meant: two names and perhaps a day."""

from datetime import date
from zoneinfo import ZoneInfo

import numpy as np

from phoenix.analysis.ports import Archive
from phoenix.domain.errors import InputError
from phoenix.domain.matches import Fixture, KnownTeam

HISTORY_YEARS = 10


def window(day: date) -> tuple[date, date]:
    """The days whose matches may say something of a match on ``day``: ten years and its own.

    Ratings forget what is older. Whole years, so that all matches of a year share one history.
    """
    return date(day.year - HISTORY_YEARS, 1, 1), date(day.year, 12, 31)


async def find_fixture(
    archive: Archive,
    sides: tuple[KnownTeam, KnownTeam],
    day: date | None,
    today: date,
    zone: ZoneInfo,
) -> Fixture:
    """The match of that day, else the next one without a result, else one nobody has scheduled.

    ``day`` is the source's day or the user's own (in ``zone``). A match that is on the other way
    round is taken for the one that was meant; only one that is not on at all is made up.

    Raises:
        InputError: they share no competition.
    """
    for home, away in (sides, sides[::-1]):
        if day is None:
            found = await archive.upcoming(home, away, today)
        else:
            meetings = await archive.fixtures(home, away)
            found = next((f for f in meetings if _falls_on(f, day, zone)), None)
        if found is not None:
            return found
    return await _unscheduled(archive, sides, day or today)


def _falls_on(fixture: Fixture, day: date, zone: ZoneInfo) -> bool:
    local = fixture.kickoff.astimezone(zone).date() if fixture.kickoff else fixture.day
    return day in {fixture.day, local}


async def _unscheduled(archive: Archive, sides: tuple[KnownTeam, KnownTeam], day: date) -> Fixture:
    """A match that no calendar holds, in the competition where both were last seen before it."""
    home, away = sides
    if home.country != away.country:
        raise InputError(
            f"{home.name} and {away.name} share no competition", "Name two teams of one league"
        )
    competitions = await archive.competitions()
    history = await archive.history(home.country, *window(day))
    earlier = history.day < np.datetime64(day, "D")
    last: list[dict[int, int]] = []
    for place in (history.team(team.name) for team in sides):
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
