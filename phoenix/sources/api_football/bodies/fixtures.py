"""``fixtures`` (and ``fixtures/headtohead``): matches, past, present and to come."""

from typing import Annotated, Any, Self

from pydantic import AfterValidator, model_validator

from phoenix.domain.matches import Score, SideCounts
from phoenix.domain.provided import Lineup, ProvidedMatch, Status
from phoenix.sources.api_football.bodies.goals import Contradiction, Ending, Pair, Scores
from phoenix.sources.api_football.bodies.lineups import lineups
from phoenix.sources.api_football.bodies.players import minutes_played
from phoenix.sources.api_football.bodies.reading import Body, Read, Reader, shown
from phoenix.sources.api_football.bodies.statistics import team_counts
from phoenix.sources.api_football.bodies.teams import Team
from phoenix.sources.api_football.bodies.written import Id, MaybeText, Moment, Year

STATUSES = {
    "TBD": Status.SCHEDULED,
    "NS": Status.SCHEDULED,
    "1H": Status.LIVE,
    "HT": Status.LIVE,
    "2H": Status.LIVE,
    "ET": Status.LIVE,
    "BT": Status.LIVE,
    "P": Status.LIVE,
    "SUSP": Status.LIVE,
    "INT": Status.LIVE,
    "LIVE": Status.LIVE,
    "FT": Status.FINISHED,
    "AET": Status.FINISHED,
    "PEN": Status.FINISHED,
    "PST": Status.POSTPONED,
    "CANC": Status.CANCELLED,
    "ABD": Status.ABANDONED,
    "AWD": Status.AWARDED,
    "WO": Status.AWARDED,
}


def _known(short: str) -> str:
    if short in STATUSES:
        return short
    raise ValueError(f"{shown(short)} is no status")


class _Status(Body):
    short: Annotated[str, AfterValidator(_known)]


class _Fixture(Body):
    id: Id
    date: Moment
    referee: MaybeText = None
    status: _Status


class _League(Body):
    id: Id
    season: Year
    round: MaybeText = None


class _Teams(Body):
    home: Team
    away: Team

    @model_validator(mode="after")
    def _differ(self) -> Self:
        if self.home.id == self.away.id:
            raise ValueError(f"team {self.home.id} plays itself")
        return self


class FixtureRow(Body):
    """A row of ``fixtures``; what ``ids=`` embeds is read part by part."""

    fixture: _Fixture
    league: _League
    teams: _Teams
    goals: Pair | None = None
    score: Scores | None = None
    statistics: Any = None
    lineups: Any = None
    players: Any = None

    @property
    def status(self) -> Status:
        """Where the fixture stands."""
        return STATUSES[self.fixture.status.short]

    @property
    def path(self) -> str:
        """The fixture, as the reason of a reject names it."""
        return f"fixture {self.fixture.id}"


def read_fixtures(asked: str, response: Any) -> Read[ProvidedMatch]:
    """All matches of an answer of ``fixtures`` or ``fixtures/headtohead``.

    Scores, counts and minutes are kept of finished matches alone: before, they are not final. A
    finished match whose scores contradict each other (see ``goals``) has no score; a part that
    cannot be understood is missing from its match; both are handed back as rejects too.
    """
    reader = Reader(asked)
    matches = tuple(_match(row, reader) for row in reader.each(FixtureRow, response))
    return Read(matches, reader.rejects)


def _match(row: FixtureRow, reader: Reader) -> ProvidedMatch:
    ending = _ending(row, reader)
    home_counts, away_counts = _side_counts(row, reader)
    return ProvidedMatch(
        id=row.fixture.id,
        league=row.league.id,
        year=row.league.season,
        round=row.league.round,
        kickoff=row.fixture.date,
        status=row.status,
        home=row.teams.home.ref,
        away=row.teams.away.ref,
        score=_score(row, ending, reader),
        extra=ending.extra if ending else None,
        penalties=ending.penalties if ending else None,
        referee=_name(row.fixture.referee),
        home_counts=home_counts,
        away_counts=away_counts,
        statistics_asked=row.status is Status.FINISHED and "statistics" in row.model_fields_set,
        lineups=_lineups(row, reader),
    )


def _name(referee: str | None) -> str | None:
    """Without the country: 'Giuseppe Collu, Italy'."""
    name = referee.partition(",")[0].strip() if referee else ""
    return name or None


def _ending(row: FixtureRow, reader: Reader) -> Ending | None:
    if row.status is not Status.FINISHED:
        return None
    try:
        return Ending.of(row.fixture.status.short, row.goals, row.score or Scores())
    except Contradiction as contradiction:
        _refuse_score(row, str(contradiction), reader)
        return None


def _score(row: FixtureRow, ending: Ending | None, reader: Reader) -> Score | None:
    if ending is None:
        return None
    if not ending.half_time_fits:
        _refuse_score(row, "half-time exceeds the score", reader)
    return ending.score


def _refuse_score(row: FixtureRow, problem: str, reader: Reader) -> None:
    part = row.model_dump(mode="json", include={"goals", "score"})
    reader.refuse(f"{row.path}, score", problem, part)


def _side_counts(row: FixtureRow, reader: Reader) -> tuple[SideCounts | None, SideCounts | None]:
    if row.status is not Status.FINISHED or row.statistics is None:
        return None, None
    told = {
        side.team: side.counts
        for side in team_counts(row.statistics, reader, f"{row.path}, statistics")
    }
    for stranger in sorted(told.keys() - {row.teams.home.id, row.teams.away.id}):
        problem = f"team {stranger} does not play in it"
        reader.refuse(f"{row.path}, statistics", problem, row.statistics)
    return told.get(row.teams.home.id), told.get(row.teams.away.id)


def _lineups(row: FixtureRow, reader: Reader) -> tuple[Lineup, ...] | None:
    if not isinstance(row.lineups, list):
        if row.lineups is not None:
            reader.refuse(f"{row.path}, lineups", "it is no list", row.lineups)
        return None
    finished = row.status is Status.FINISHED and row.players is not None
    minutes = minutes_played(row.players, reader, f"{row.path}, players") if finished else {}
    return lineups(row.lineups, minutes, reader, f"{row.path}, lineups")
