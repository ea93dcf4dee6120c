"""``leagues``: competitions, their seasons, and what the provider has of each season."""

from typing import Any, Self

from pydantic import model_validator

from phoenix.domain.provided import Coverage, ProvidedSeason
from phoenix.sources.api_football.bodies.reading import Body, Read, Reader
from phoenix.sources.api_football.bodies.written import Day, Id, Text, Year


class _League(Body):
    id: Id
    name: Text
    type: Text


class _Country(Body):
    name: Text


class _OfFixtures(Body):
    events: bool | None = None
    lineups: bool | None = None
    statistics_fixtures: bool | None = None


class _Coverage(Body):
    fixtures: _OfFixtures | None = None
    standings: bool | None = None
    injuries: bool | None = None
    odds: bool | None = None


class _Season(Body):
    year: Year
    start: Day
    end: Day
    current: bool
    coverage: _Coverage | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"the season ends on {self.end}, before {self.start}")
        return self


class LeagueRow(Body):
    """A row of ``leagues``; each season is read on its own."""

    league: _League
    country: _Country
    seasons: Any


def read_leagues(asked: str, response: Any) -> Read[ProvidedSeason]:
    """All seasons of all competitions of an answer of ``leagues``.

    ``kind`` is "League" or "Cup", as the provider says; what a season's coverage does not tell is
    taken as not had.
    """
    reader = Reader(asked)
    seasons = tuple(
        _season(row, season)
        for row in reader.each(LeagueRow, response)
        for season in reader.each(_Season, row.seasons, f"league {row.league.id}, seasons")
    )
    return Read(seasons, reader.rejects)


def _season(row: LeagueRow, season: _Season) -> ProvidedSeason:
    return ProvidedSeason(
        league=row.league.id,
        name=row.league.name,
        country=row.country.name,
        kind=row.league.type,
        year=season.year,
        first=season.start,
        last=season.end,
        current=season.current,
        coverage=_coverage(season.coverage or _Coverage()),
    )


def _coverage(told: _Coverage) -> Coverage:
    fixtures = told.fixtures or _OfFixtures()
    return Coverage(
        events=bool(fixtures.events),
        lineups=bool(fixtures.lineups),
        statistics=bool(fixtures.statistics_fixtures),
        standings=bool(told.standings),
        injuries=bool(told.injuries),
        odds=bool(told.odds),
    )
