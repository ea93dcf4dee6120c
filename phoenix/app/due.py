"""Which facts of a fixture are too old, or have never been asked for: pure rules on times."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from phoenix.domain.provided import Status
from phoenix.sources.cache.lifetimes import lifetime
from phoenix.store.naming import WORLD
from phoenix.store.schedule import Fact, KnownSeason, Scheduled, Undetailed

PLAYED = timedelta(minutes=150)  # after kick-off a match is over, extra time included
LINEUPS_FROM = timedelta(minutes=90)  # before kick-off line-ups begin to be told
PRICES_FROM = timedelta(days=14)  # the provider has prices from then on
ABSENCES_FROM = timedelta(days=7)
RECENT = 40  # of both teams' matches without statistics, so many are worth asking for
LATE = timedelta(hours=48)  # statistics may be told so long after a match; then there are none
AGAIN = timedelta(hours=12)
OVER = frozenset({Status.FINISHED, Status.AWARDED, Status.CANCELLED, Status.ABANDONED})

SEASONS: Fact = ("seasons", "current")


@dataclass(frozen=True, slots=True)
class Want:
    """A fact that a dossier rests on, and how long it stays fresh."""

    what: str
    subject: str
    lifetime: timedelta

    @property
    def fact(self) -> Fact:
        """What the store notes it under."""
        return self.what, self.subject


def seasons_want() -> Want:
    """Which seasons are on."""
    return Want(*SEASONS, lifetime("leagues"))


def season_wants(season: KnownSeason) -> Iterator[Want]:
    """What is to be known of a season: its teams' countries where they differ, and its fixtures."""
    subject = f"{season.league}/{season.year}"
    if season.competition.country == WORLD:
        yield Want("teams", subject, lifetime("teams"))
    yield Want("season", subject, lifetime("fixtures?league=&season="))


def table_want(season: KnownSeason) -> Iterator[Want]:
    """Its table, if the provider has one."""
    if season.coverage.standings:
        yield Want("table", f"{season.league}/{season.year}", lifetime("standings"))


def fixture_wants(fixture: Scheduled, now: datetime) -> Iterator[Want]:
    """What is to be known of a match that is not over, as far as the provider has it."""
    if fixture.status in OVER:
        return
    to_kickoff, coverage = fixture.kickoff - now, fixture.season.coverage
    yield Want("details", fixture.external, _state_lifetime(to_kickoff))
    yield from table_want(fixture.season)
    if to_kickoff < timedelta(0):
        return
    if coverage.injuries and to_kickoff <= ABSENCES_FROM:
        yield Want("absences", fixture.external, lifetime("injuries"))
    if coverage.odds and to_kickoff <= PRICES_FROM:
        yield Want("prices", fixture.external, lifetime("odds", to_kickoff=to_kickoff))


def _state_lifetime(to_kickoff: timedelta) -> timedelta:
    """How long a fixture's own state stays fresh: it carries the line-ups, and the score."""
    if to_kickoff < timedelta(0):
        return lifetime("fixtures?live=")
    if to_kickoff < LINEUPS_FROM:
        return lifetime("fixtures/lineups", to_kickoff=to_kickoff)
    return lifetime("fixtures?date=")


def due(wants: Iterable[Want], fetched: Mapping[Fact, datetime], now: datetime) -> list[Want]:
    """Those whose fact was never told, or too long ago."""
    return [
        want
        for want in wants
        if (at := fetched.get(want.fact)) is None or now - at >= want.lifetime
    ]


def worth_asking(missing: Iterable[Undetailed], now: datetime) -> Sequence[str]:
    """The finished matches whose statistics may be there by now: once told they stay for ever."""
    return [one.external for one in missing if _may_be_there(one, now)]


def _may_be_there(one: Undetailed, now: datetime) -> bool:
    over = one.kickoff + PLAYED
    if one.asked is None or one.asked < over:
        return now >= over
    return one.asked < one.kickoff + LATE and now - one.asked >= AGAIN
