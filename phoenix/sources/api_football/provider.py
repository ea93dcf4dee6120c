"""The questions that Phoenix asks, and what the answers bring.

Each method makes the fewest calls that can answer it, and hands over a delivery: facts under the
provider's ids, what could not be understood, and which facts are thereby known as of when.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from phoenix.domain.provided import (
    Absence,
    Delivery,
    FixtureAbsences,
    PlacedSeason,
    ProvidedMatch,
    ProvidedSeason,
    Reject,
    Status,
)
from phoenix.domain.quota import Priority
from phoenix.sources.api_football.bodies.fixtures import read_fixtures
from phoenix.sources.api_football.bodies.injuries import read_injuries
from phoenix.sources.api_football.bodies.leagues import read_leagues
from phoenix.sources.api_football.bodies.odds import read_odds
from phoenix.sources.api_football.bodies.reading import Read
from phoenix.sources.api_football.bodies.standings import read_standings
from phoenix.sources.api_football.bodies.teams import read_teams
from phoenix.sources.api_football.catalogue import (
    Mismatch,
    competition_of,
    lookup,
    mismatches,
    season_label,
)
from phoenix.sources.api_football.client import ApiFootball, Parameters
from phoenix.sources.api_football.envelope import Answer

BATCH = 20  # fixtures that one question with ``ids`` may name
PAGES = 20  # no answer of ours has as many; what says it has is not believed

T = TypeVar("T")


class Provider:
    """API-Football, asked in our terms.

    Every method raises :class:`~phoenix.sources.api_football.faults.ProviderFault` if there is no
    answer.
    """

    def __init__(self, client: ApiFootball, now: Callable[[], datetime]) -> None:
        self._client = client
        self._now = now
        self.complaints: tuple[Mismatch, ...] = ()

    async def seasons(self, priority: Priority) -> Delivery:
        """The current seasons of all listed competitions; one call.

        Season and coverage come from here, per competition, never from the month. What the
        provider says of the listed ids is compared with what we say: see ``complaints``. A league
        that it does not name may only be between two seasons, and is no complaint.
        """
        answer = await self._client.get("leagues", {"current": "true"}, priority)
        read = read_leagues(answer.asked, answer.response)
        self.complaints = tuple(one for one in mismatches(read.values) if one.told is not None)
        listed = tuple(placed for season in read.values if (placed := _placed(season)))
        return Delivery(answer.at, (("seasons", "current"),), seasons=listed, rejects=read.rejects)

    async def teams(self, league: str, year: int, priority: Priority) -> Delivery:
        """The teams of a season, with their countries; one call."""
        answer = await self._client.get("teams", {"league": league, "season": year}, priority)
        read = read_teams(answer.asked, answer.response)
        noted = (("teams", f"{league}/{year}"),)
        return Delivery(answer.at, noted, teams=read.values, rejects=read.rejects)

    async def day(self, day: date, zone: str, priority: Priority) -> Delivery:
        """All fixtures of a user's day; one call for all competitions."""
        asked = {"date": day.isoformat(), "timezone": zone}
        answer = await self._client.get("fixtures", asked, priority)
        return _matches(answer, (("day", f"{day}/{zone}"),))

    async def season(self, league: str, year: int, priority: Priority) -> Delivery:
        """All fixtures of a season, played and to come; one call."""
        answer = await self._client.get("fixtures", {"league": league, "season": year}, priority)
        return _matches(answer, (("season", f"{league}/{year}"),))

    async def details(self, fixtures: Sequence[str], priority: Priority) -> Delivery:
        """Up to twenty fixtures with their statistics, line-ups and players; one call.

        Raises:
            ValueError: more than twenty, or none.
        """
        if not 0 < len(fixtures) <= BATCH:
            raise ValueError(f"{len(fixtures)} fixtures in one question")
        answer = await self._client.get("fixtures", {"ids": "-".join(fixtures)}, priority)
        # One that the provider leaves out was asked for as well: it has nothing to tell of it.
        return _matches(answer, tuple(("details", fixture) for fixture in fixtures))

    async def table(self, league: str, year: int, priority: Priority) -> Delivery:
        """The table of a season, all its groups; one call."""
        answer = await self._client.get("standings", {"league": league, "season": year}, priority)
        read = read_standings(answer.asked, answer.response)
        noted = (("table", f"{league}/{year}"),)
        return Delivery(answer.at, noted, tables=read.values, rejects=read.rejects)

    async def absences(self, fixture: str, priority: Priority) -> Delivery:
        """Who will or may be missing from a fixture; one call."""
        answer = await self._client.get("injuries", {"fixture": fixture}, priority)
        read = read_injuries(answer.asked, answer.response)
        mine: tuple[Absence, ...] = tuple(a for a in read.values if a.fixture == fixture)
        return Delivery(
            answer.at,
            (("absences", fixture),),
            absences=(FixtureAbsences(fixture, mine),),
            rejects=read.rejects,
        )

    async def prices(self, fixture: str, kickoff: datetime, priority: Priority) -> Delivery:
        """The newest prices of a fixture; a call for each page."""
        read = await self._pages(
            "odds", {"fixture": fixture}, priority, read_odds, kickoff - self._now()
        )
        answer, values, rejects = read
        return Delivery(answer.at, (("prices", fixture),), quotes=values, rejects=rejects)

    async def _pages(
        self,
        endpoint: str,
        parameters: Parameters,
        priority: Priority,
        reader: Callable[[str, Any], Read[T]],
        to_kickoff: timedelta,
    ) -> tuple[Answer, tuple[T, ...], tuple[Reject, ...]]:
        """All pages of an answer, read; the first answer tells how many there are, and when."""
        first = await self._client.get(endpoint, parameters, priority, to_kickoff=to_kickoff)
        answers = [first]
        for page in range(2, min(first.pages, PAGES) + 1):
            asked: Mapping[str, str | int] = {**parameters, "page": page}
            answers.append(await self._client.get(endpoint, asked, priority, to_kickoff=to_kickoff))
        reads = [reader(answer.asked, answer.response) for answer in answers]
        values = tuple(value for read in reads for value in read.values)
        return first, values, tuple(reject for read in reads for reject in read.rejects)


def _placed(season: ProvidedSeason) -> PlacedSeason | None:
    """The season among ours, or None for a competition that is not listed."""
    listed = lookup(season.league)
    if listed is None:
        return None
    label = season_label(listed, season.year, season.first, season.last)
    return PlacedSeason(season, competition_of(listed), label)


def _matches(answer: Answer, noted: tuple[tuple[str, str], ...]) -> Delivery:
    read = read_fixtures(answer.asked, answer.response)
    fetched = noted + tuple(_told_in_full(read.values))
    return Delivery(answer.at, fetched, matches=read.values, rejects=read.rejects)


def _told_in_full(matches: Sequence[ProvidedMatch]) -> Iterator[tuple[str, str]]:
    """The fixtures whose statistics came with the answer, or are known not to exist."""
    for match in matches:
        if match.status is Status.FINISHED and match.statistics_asked:
            yield "details", match.id
