"""What a provider might tell; each test names only what is unusual in it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from phoenix.domain.competitions import Competition
from phoenix.domain.matches import Score, SideCounts
from phoenix.domain.provided import (
    Coverage,
    Delivery,
    Lineup,
    PlacedSeason,
    Player,
    ProvidedMatch,
    ProvidedSeason,
    Quotes,
    Standing,
    Status,
    TeamRef,
)

PROVIDER = "provider"
AT = datetime(2024, 5, 4, 12, tzinfo=UTC)
KICKOFF = datetime(2024, 5, 4, 19, tzinfo=UTC)
HOME, AWAY = TeamRef("1", "A"), TeamRef("2", "B")
LAND, CUP = Competition("X", "League", "Land"), Competition("W", "Cup of Cups", "World")
LEAGUES = {LAND.code: "71", CUP.code: "13"}


def season(competition: Competition = LAND, **unusual: Any) -> PlacedSeason:
    """A season under the label that the matches of ``conftest.py`` have."""
    usual = {
        "league": LEAGUES[competition.code], "name": competition.name, "year": 2024,
        "country": competition.country, "kind": "League", "first": date(2024, 1, 1),
        "last": date(2024, 12, 31), "current": True, "coverage": Coverage(odds=True),
    }  # fmt: skip
    told = ProvidedSeason(**{**usual, **unusual})
    return PlacedSeason(told, competition, str(told.year))


def played(**unusual: Any) -> ProvidedMatch:
    """A finished match of the league, 2:1, without statistics."""
    usual = {
        "id": "9", "league": "71", "year": 2024, "round": "Round 1", "kickoff": KICKOFF,
        "status": Status.FINISHED, "home": HOME, "away": AWAY, "score": Score(2, 1, 1, 0),
    }  # fmt: skip
    return ProvidedMatch(**{**usual, **unusual})


def coming(**unusual: Any) -> ProvidedMatch:
    """The same match before it."""
    return played(**{"status": Status.SCHEDULED, "score": None, **unusual})


def counted(**unusual: Any) -> ProvidedMatch:
    """The same match with corners."""
    counts = {"home_counts": SideCounts(corners=7), "away_counts": SideCounts(corners=3)}
    return played(**{**counts, **unusual})


def told(*matches: ProvidedMatch, **more: Any) -> Delivery:
    """Matches of the league, and what else is named; its season comes first."""
    return replace(Delivery(AT, seasons=(season(),), matches=matches), **more)


def eleven(team: str, *players: str) -> Lineup:
    """A side that starts with these players."""
    named = tuple(Player(p, f"Player {p}", "M", n, starts=True) for n, p in enumerate(players))
    return Lineup(team, "4-3-3", f"Coach of {team}", named)


def line(group: str, team: TeamRef, rank: int) -> Standing:
    """A line of a table; three points for each rank from the fourth up."""
    return Standing(group, rank, team, 3, 2, 0, 1, 5, 4, 12 - 3 * rank, "WLW", None)


def quotes(taken: datetime, *prices: Any) -> Quotes:
    """Prices of the match."""
    return Quotes("9", taken, prices)
