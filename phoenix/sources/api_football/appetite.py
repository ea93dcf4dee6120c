"""How many calls a day a league costs, and which leagues fit the plan.

What counts is a league's busiest day of the week, and that all leagues have theirs on the same
day: the provider's quota is one of the day, and what Monday leaves over does not help on Saturday.
The limit of a minute is left out: it delays calls, it does not refuse them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil

from phoenix.domain.provided import Coverage
from phoenix.domain.quota import RESERVED, Priority
from phoenix.sources.api_football.catalogue import Listed

# What a sync asks for on a day with matches.
SEASON = 2  # results and schedule of the season, before and after the matches
TABLE = 2  # likewise
INJURIES = 2
PRICES_A_MATCH = 4  # one an hour is fresh enough until three hours before, then they are read again
LINEUPS_A_MATCH = 3  # tried until they are published
MATCHES_A_BATCH = 20  # finished matches with their statistics in one call

# Shared by all leagues: one call for the fixtures of the day, every half hour of the evening.
EVENING_HOURS = 6
SHARED = EVENING_HOURS * 2

TEAMS = 20  # where a league's own number is not known
# Of a week's matches, the share of the busiest day: 36 to 77 % in 16 leagues of
# football-data.co.uk from 2015 on, 55 % on average.
BUSIEST_DAY = 0.55

EVERYTHING = Coverage(
    events=True, lineups=True, statistics=True, standings=True, injuries=True, odds=True
)

# Brazil's first and second league, Libertadores, Sudamericana, Copa do Brasil.
FIRST = (71, 72, 13, 11, 73)


@dataclass(frozen=True, slots=True)
class Portion:
    """What a league would cost on its busiest day, in calls, and whether the plan has room."""

    listed: Listed
    calls: int
    fits: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """How the calls of a day would be spent: kept for people, shared by all leagues, and each's."""

    calls_a_day: int
    kept: int
    shared: int
    portions: tuple[Portion, ...]

    @property
    def leagues(self) -> tuple[Listed, ...]:
        """Those that fit, in order of interest."""
        return tuple(portion.listed for portion in self.portions if portion.fits)

    @property
    def left(self) -> int:
        """Calls that nobody was given; below 0 if the plan is too small even for what is shared."""
        given = sum(portion.calls for portion in self.portions if portion.fits)
        return self.calls_a_day - self.kept - self.shared - given


def by_interest(leagues: Iterable[Listed]) -> tuple[Listed, ...]:
    """Brazil's and the continent's first, then by strength, those of unknown strength last."""
    return tuple(sorted(leagues, key=_interest))


def calls_on_a_busy_day(teams: int = TEAMS, coverage: Coverage = EVERYTHING) -> int:
    """What a day with matches costs for a league of so many teams; what it has not is not asked."""
    matches = ceil(teams / 2 * BUSIEST_DAY)
    return (
        SEASON
        + coverage.standings * TABLE
        + coverage.injuries * INJURIES
        + coverage.odds * matches * PRICES_A_MATCH
        + coverage.lineups * matches * LINEUPS_A_MATCH
        + coverage.statistics * ceil(matches / MATCHES_A_BATCH)
    )


def proposal(
    wanted: Iterable[Listed],
    calls_a_day: int,
    *,
    teams: Mapping[int, int] | None = None,
    coverage: Mapping[int, Coverage] | None = None,
) -> Proposal:
    """Which of the wanted leagues fit, taken in their order; one that does not fit is passed over.

    ``teams`` and ``coverage`` are what is known of a league, by the provider's id.
    """
    known_teams, known_coverage = teams or {}, coverage or {}
    # A sync stops where this share is left: the rest is for people who wait.
    kept = int(calls_a_day * RESERVED[Priority.BACKFILL])
    room = calls_a_day - kept - SHARED
    portions = []
    for listed in wanted:
        calls = calls_on_a_busy_day(
            known_teams.get(listed.id, TEAMS), known_coverage.get(listed.id, EVERYTHING)
        )
        fits = calls <= room
        room -= calls if fits else 0
        portions.append(Portion(listed, calls, fits))
    return Proposal(calls_a_day, kept, SHARED, tuple(portions))


def _interest(listed: Listed) -> tuple[int, bool, float, int]:
    place = FIRST.index(listed.id) if listed.id in FIRST else len(FIRST)
    return (place, listed.strength is None, -(listed.strength or 0.0), listed.id)
