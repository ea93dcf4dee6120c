"""Competitions, their seasons, and what the provider has of them; teams."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from phoenix.domain.provided import Coverage, ProvidedSeason
from phoenix.sources.api_football.bodies.leagues import read_leagues

Make = Callable[..., Any]


def test_a_season_is_read_whole(make: Make) -> None:
    """Dates are dates, coverage is what is told of it."""
    read = read_leagues("x", [make("league")])
    assert read.rejects == ()
    assert read.values == (
        ProvidedSeason(
            league="71",
            name="Serie A",
            country="Brazil",
            kind="League",
            year=2025,
            first=date(2025, 3, 29),
            last=date(2025, 12, 21),
            current=True,
            coverage=Coverage(events=True, lineups=True, standings=True, odds=True),
        ),
    )


@pytest.mark.parametrize("told", [None, {}, {"fixtures": None, "odds": None}])
def test_coverage_that_is_not_told_is_none(make: Make, told: Any) -> None:
    """What is not said to be there need not be asked for."""
    (season,) = read_leagues("x", [make("league", {"seasons.0.coverage": told})]).values
    assert season.coverage == Coverage()


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("start", None, "start: None is no date"),
        ("end", "2025-02-30", "end: day is out of range for month"),
        ("year", "MMXXV", "year: 'MMXXV' is no whole number"),
        ("year", 20255, "year: Input should be less than or equal to 2200"),
    ],
)
def test_a_bad_season_costs_no_other(make: Make, field: str, value: Any, reason: str) -> None:
    """Every season is read on its own."""
    row = make("league")
    good = row["seasons"][0]
    row["seasons"] = [good | {field: value}, good | {"year": 2024}]
    read = read_leagues("x", [row])
    assert [season.year for season in read.values] == [2024]
    assert [reject.reason for reject in read.rejects] == [f"league 71, seasons.0.{reason}"]


def test_a_season_that_ends_before_it_begins_is_a_reject(make: Make) -> None:
    """Its days cannot be right."""
    read = read_leagues("x", [make("league", {"seasons.0.end": "2025-01-01"})])
    assert [reject.reason for reject in read.rejects] == [
        "league 71, seasons.0: the season ends on 2025-01-01, before 2025-03-29"
    ]
