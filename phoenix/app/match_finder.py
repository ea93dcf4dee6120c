"""Matches for the faces: those of a day, one by its number, and those that a text means.

What is read is kept for a while and shared by all who ask. New matches and results raise the
store's revision and are seen within seconds; a kick-off that only moved does not, and is seen
within a minute.
"""

import asyncio
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby, product
from typing import TypeAlias
from zoneinfo import ZoneInfo

from phoenix.app.kept import Kept
from phoenix.app.team_names import CLEAR, ENOUGH, TeamNames
from phoenix.domain.competitions import Competition
from phoenix.domain.names import likeness, plain
from phoenix.domain.provided import Status
from phoenix.sources.api_football.catalogue import find
from phoenix.store.calendar import ZONES, Calendar, Match, NamedTeam
from phoenix.store.store import Store

__all__ = [
    "Found",
    "Idle",
    "LeagueDay",
    "Match",
    "MatchFinder",
    "NamedTeam",
    "Pair",
    "Scheduled",
    "Status",
    "Unknown",
    "Unscheduled",
    "leagues_named",
]

LARGEST = 2**31 - 1  # what the database takes for a number
MATCH_LENGTH = timedelta(minutes=150)  # from kick-off until a match is surely over
SOON = timedelta(days=8)  # of a team, its matches of so long are meant ...
LATE = timedelta(days=200)  # ... else its next one, if it is no further away
MOST = 10  # matches that a search shows
OFFERS = 6
MANY = 30  # teams that fit a name: no more are looked at
LONGEST = 120  # characters of a text that can be two names
TEAMS_LAST = timedelta(minutes=10)
MATCHES_LAST = timedelta(minutes=1)

_BETWEEN = re.compile(r"\s+(?:x|×|vs?\.?|versus|contra|against|-|–|—)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LeagueDay:
    """The matches of one competition on one day, soonest first; it is never empty."""

    number: int
    competition: Competition
    followed: bool
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two teams, by number and by the name that a dossier is asked for with."""

    home_id: int
    away_id: int
    home: str
    away: str


@dataclass(frozen=True, slots=True)
class Scheduled:
    """Matches to come that a text may mean, at least one; ``left`` further ones are not shown."""

    matches: tuple[Match, ...]
    left: int = 0


@dataclass(frozen=True, slots=True)
class Unscheduled:
    """Two teams whose match nobody has scheduled; several pairs where the names fit several."""

    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Idle:
    """Teams that are known and have no match to come, at least one, by number and shown name."""

    teams: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """No such team; what may have been meant: teams, or pairs where two were named."""

    teams: tuple[tuple[int, str], ...] = ()
    pairs: tuple[Pair, ...] = ()


Found: TypeAlias = Scheduled | Unscheduled | Idle | Unknown


class MatchFinder:
    """Finds matches in the store.

    Args:
        store: an opened one.
        leagues: the competitions that come first, by code or name, as the settings have them.
        now: the clock.

    Raises:
        CompetitionNotFound: nobody knows one of the competitions.
    """

    def __init__(self, store: Store, leagues: Iterable[str], now: Callable[[], datetime]) -> None:
        self._calendar = Calendar(store)
        self._order = {find(words).code: place for place, words in enumerate(leagues)}
        self._now = now
        self._kept = Kept(self._calendar.revision, now)

    def now(self) -> datetime:
        """The instant, in UTC."""
        return self._now()

    def today(self, zone: ZoneInfo) -> date:
        """The day by a zone's clocks."""
        return self._now().astimezone(zone).date()

    async def matches_of(self, day: date, zone: ZoneInfo) -> tuple[LeagueDay, ...]:
        """What is played on a day by a zone's clocks.

        The followed competitions come first in their order, the others by country and name.

        Raises:
            StoreError: the store does not answer.
        """

        async def read() -> tuple[LeagueDay, ...]:
            return self._by_league(await self._calendar.of_day(day, zone))

        return await self._kept.get(("day", day, zone.key), MATCHES_LAST, read)

    async def days_around(self, day: date, zone: ZoneInfo) -> tuple[date | None, date | None]:
        """The nearest days with matches before and after a day; None: none is known.

        Raises:
            StoreError: the store does not answer.
        """

        async def read() -> tuple[date | None, date | None]:
            return await self._calendar.beside(day, zone)

        return await self._kept.get(("around", day, zone.key), MATCHES_LAST, read)

    async def fixture(self, number: int) -> Match | None:
        """One match; None: there is no such number.

        Raises:
            StoreError: the store does not answer.
        """
        if not 0 < number <= LARGEST:
            return None

        async def read() -> Match | None:
            return await self._calendar.fixture(number)

        return await self._kept.get(("fixture", number), MATCHES_LAST, read)

    async def search(self, text: str) -> Found:
        """What a text means: a team, or two of them, in either order.

        Raises:
            StoreError: the store does not answer.
        """
        sides = _BETWEEN.split(text.strip()[:LONGEST])
        names = await self._names()
        if len(sides) == 2 and all(side.strip() for side in sides):
            return await self._pair(names, *sides)
        return await self._team(names, text[:LONGEST])

    async def of_team(self, number: int) -> Found:
        """The matches to come of a team.

        Raises:
            StoreError: the store does not answer.
        """
        names = await self._names()
        team = names.teams.get(number)
        return await self._of(names, (team,)) if team else Unknown()

    async def of_pair(self, home: int, away: int) -> Found:
        """The next match of two teams, in either order, or that there is none.

        Raises:
            StoreError: the store does not answer.
        """
        names = await self._names()
        sides = names.teams.get(home), names.teams.get(away)
        if sides[0] is None or sides[1] is None:
            return Unknown()
        return await self._meeting(names, (sides[0],), (sides[1],))

    async def teams(self, text: str) -> tuple[tuple[int, str], ...]:
        """The teams that a text may name, the likest first, else names that are like it.

        Raises:
            StoreError: the store does not answer.
        """
        names = await self._names()
        typed = text[:LONGEST]
        return _listed(names, names.fitting(typed)[:MOST] or names.near(typed, OFFERS))

    async def _names(self) -> TeamNames:
        async def read() -> TeamNames:
            teams = await self._calendar.teams()
            return await asyncio.to_thread(TeamNames, teams)

        return await self._kept.get(("teams",), TEAMS_LAST, read)

    async def _team(self, names: TeamNames, text: str) -> Found:
        if teams := names.fitting(text):
            return await self._of(names, teams)
        return Unknown(_listed(names, names.near(text, OFFERS)))

    async def _of(self, names: TeamNames, teams: Sequence[NamedTeam]) -> Found:
        """Of each team its matches of these days, else its next one."""
        wanted = {team.id for team in teams[:MANY]}
        matches = await self._coming(wanted, SOON)
        if idle := wanted - {side for match in matches for side in (match.home_id, match.away_id)}:
            matches += _first_of_each(idle, await self._coming(idle, LATE))
        if not matches:
            return Idle(_listed(names, teams[:OFFERS]))
        return self._scheduled(matches)

    async def _pair(self, names: TeamNames, home: str, away: str) -> Found:
        homes, aways = names.fitting(home), names.fitting(away)
        if homes and aways:
            return await self._meeting(names, homes, aways)
        return _meant(names, homes or names.near(home, OFFERS), aways or names.near(away, OFFERS))

    async def _meeting(
        self, names: TeamNames, homes: Sequence[NamedTeam], aways: Sequence[NamedTeam]
    ) -> Found:
        """Of each pair its next match, else that the pair has none."""
        ours, theirs = (tuple(sorted(t.id for t in side[:MANY])) for side in (homes, aways))
        first = self._now().date() - ZONES

        async def read() -> tuple[Match, ...]:
            return await self._calendar.meetings(ours, theirs, first)

        met = await self._kept.get(("meetings", ours, theirs, first), MATCHES_LAST, read)
        next_of = {frozenset((m.home_id, m.away_id)): m for m in reversed(self._current(met))}
        if next_of:
            return self._scheduled(next_of.values())
        pairs = _pairs(names, homes, aways)
        return Unscheduled(pairs) if pairs else _meant(names, homes, aways)

    async def _coming(self, teams: Collection[int], within: timedelta) -> tuple[Match, ...]:
        """The matches of these teams within some time that are not over, soonest first."""
        numbers = tuple(sorted(teams))
        today = self._now().date()

        async def read() -> tuple[Match, ...]:
            return await self._calendar.of_teams(numbers, today - ZONES, today + within)

        key = ("coming", numbers, today, within)
        return self._current(await self._kept.get(key, MATCHES_LAST, read))

    def _scheduled(self, matches: Iterable[Match]) -> Scheduled:
        found = sorted({match.number: match for match in matches}.values(), key=self._interest)
        return Scheduled(tuple(found[:MOST]), max(0, len(found) - MOST))

    def _current(self, matches: Iterable[Match]) -> tuple[Match, ...]:
        return tuple(match for match in matches if not self._over(match))

    def _over(self, match: Match) -> bool:
        """Whether its time has passed, though nobody told its result."""
        if match.kickoff is None:
            return match.day < self._now().date()
        return match.kickoff + MATCH_LENGTH < self._now()

    def _interest(self, match: Match) -> tuple[bool, date, int]:
        """The matches of followed competitions first, then by day."""
        return match.competition.code not in self._order, match.day, match.number

    def _by_league(self, matches: Iterable[Match]) -> tuple[LeagueDay, ...]:
        def place(match: Match) -> tuple[int, str, str, int]:
            competition = match.competition
            rank = self._order.get(competition.code, len(self._order))
            return rank, competition.country, competition.name, match.league

        groups = [tuple(g) for _, g in groupby(sorted(matches, key=place), key=place)]
        return tuple(
            LeagueDay(g[0].league, g[0].competition, g[0].competition.code in self._order, g)
            for g in groups
        )


def leagues_named(text: str, leagues: Sequence[LeagueDay]) -> tuple[LeagueDay, ...]:
    """Those whose name, or country, has all the words of a text; else those that are most like it.

    A text without letters names none.
    """
    wanted = plain(text[:LONGEST])
    names = [plain(f"{one.competition.name} {one.competition.country}") for one in leagues]
    having = [set(wanted.split()) <= set(name.split()) for name in names]
    if any(having) or not wanted:
        return tuple(one for one, has in zip(leagues, having, strict=True) if has and wanted)
    scores = [likeness(wanted, plain(one.competition.name)) for one in leagues]
    best = max(scores, default=0.0)
    least = max(ENOUGH, best - CLEAR)
    return tuple(one for one, score in zip(leagues, scores, strict=True) if score >= least)


def _first_of_each(teams: Collection[int], matches: Sequence[Match]) -> tuple[Match, ...]:
    """The next match of each team, of matches in their order."""
    first: dict[int, Match] = {}
    for match in matches:
        for side in {match.home_id, match.away_id} & set(teams):
            first.setdefault(side, match)
    return tuple(first.values())


def _meant(names: TeamNames, homes: Sequence[NamedTeam], aways: Sequence[NamedTeam]) -> Unknown:
    """Nothing is known of such a pair: what may be meant instead."""
    if pairs := _pairs(names, homes, aways):
        return Unknown(pairs=pairs)
    half = OFFERS // 2
    return Unknown(_listed(names, tuple(dict.fromkeys([*homes[:half], *aways[:half]]))))


def _pairs(
    names: TeamNames, homes: Sequence[NamedTeam], aways: Sequence[NamedTeam]
) -> tuple[Pair, ...]:
    """Pairs of one country, the likest first."""
    ranked = sorted(
        product(enumerate(homes[:MANY]), enumerate(aways[:MANY])), key=lambda p: p[0][0] + p[1][0]
    )
    pairs = [
        Pair(home.id, away.id, names.shown(home), names.shown(away))
        for (_, home), (_, away) in ranked
        if home != away and home.country == away.country
    ]
    return tuple(pairs[:OFFERS])


def _listed(names: TeamNames, teams: Iterable[NamedTeam]) -> tuple[tuple[int, str], ...]:
    return tuple((team.id, names.shown(team)) for team in teams)
