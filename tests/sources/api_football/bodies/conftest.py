"""Rows as the provider writes them: real ones, and one of each kind that a test changes."""

import json
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest

MATCH = {
    "fixture": {
        "id": 1, "referee": "Giuseppe Collu, Italy", "date": "2026-01-03T18:00:00+01:00",
        "venue": {"id": None, "name": None, "city": None}, "status": {"short": "FT"},
    },
    "league": {"id": 135, "season": 2025, "round": "Regular Season - 18"},
    "teams": {"home": {"id": 496, "name": "Juventus"}, "away": {"id": 867, "name": "Lecce"}},
    "goals": {"home": 2, "away": 1},
    "score": {
        "halftime": {"home": 1, "away": 0}, "fulltime": {"home": 2, "away": 1},
        "extratime": {"home": None, "away": None}, "penalty": {"home": None, "away": None},
    },
}  # fmt: skip
STANDING = {
    "rank": 1, "team": {"id": 496, "name": "Juventus"}, "points": 38, "group": "Group A",
    "form": "WWDWL", "description": None,
    "all": {"played": 3, "win": 1, "draw": 1, "lose": 1, "goals": {"for": 4, "against": 3}},
}  # fmt: skip
INJURY = {
    "player": {"id": 7, "name": "A. Bruno", "type": "Missing Fixture", "reason": "Knee Injury"},
    "team": {"id": 496, "name": "Juventus"}, "fixture": {"id": 1},
}  # fmt: skip
LEAGUE = {
    "league": {"id": 71, "name": "Serie A", "type": "League"}, "country": {"name": "Brazil"},
    "seasons": [
        {
            "year": 2025, "start": "2025-03-29", "end": "2025-12-21", "current": True,
            "coverage": {
                "fixtures": {"events": True, "lineups": True, "statistics_fixtures": False},
                "standings": True, "injuries": False, "odds": True,
            },
        },
    ],
}  # fmt: skip
LINEUP = {
    "team": {"id": 496, "name": "Juventus"}, "coach": {"id": 1, "name": "M. Bielsa"},
    "formation": "4-3-3",
    "startXI": [{"player": {"id": 10, "name": "A. Uno", "number": 1, "pos": "G"}}],
    "substitutes": [{"player": {"id": 20, "name": "B. Due", "number": 12, "pos": None}}],
}  # fmt: skip
ROWS = {
    "match": MATCH, "standing": STANDING, "injury": INJURY, "league": LEAGUE, "lineup": LINEUP,
}  # fmt: skip

Row = dict[str, Any]
MakeRow = Callable[..., Row]


def changed(row: Row, changes: dict[str, Any]) -> Row:
    """A copy of the row; a dotted name reaches inwards, ``...`` takes the field away."""
    copy = deepcopy(row)
    for path, value in changes.items():
        *outer, last = path.split(".")
        inner = copy
        for name in outer:
            inner = inner[int(name)] if isinstance(inner, list) else inner[name]
        if value is ...:
            del inner[last]
        else:
            inner[last] = value
    return copy


@pytest.fixture(scope="session")
def make() -> MakeRow:
    """Makes a row: ``make("match", {"fixture.status.short": "NS"})``."""
    return lambda kind, changes=None: changed(ROWS[kind], changes or {})


@pytest.fixture(scope="session")
def real(real_bodies: Path) -> Callable[[str], Any]:
    """The response of a real body, or the list that a recorded file holds; never to be changed."""

    @cache
    def call(name: str) -> Any:
        body = json.loads((real_bodies / name).read_text(encoding="utf-8"))
        return body["response"] if isinstance(body, dict) else body

    return call
