"""A world of football as API-Football would tell it: leagues, teams, seasons, results, prices.

Everything follows from a seed and an instant, so that what is asked twice is answered alike, and
what has not happened yet is not told. Bodies have the provider's shape.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

BEGIN = datetime(2025, 4, 5, 19, tzinfo=UTC)
WEEK = timedelta(days=7)
STATUSES = {"NS": "Not Started", "1H": "First Half", "FT": "Match Finished"}
KINDS = (
    ("Shots on Goal", 3, 8), ("Total Shots", 8, 18), ("Fouls", 8, 18), ("Corner Kicks", 2, 9),
    ("Yellow Cards", 0, 5),
)  # fmt: skip


@dataclass(frozen=True)
class Match:
    """A fixture of the world and what will become of it."""

    id: int
    round: int
    kickoff: datetime
    home: int
    away: int
    goals: tuple[int, int]


@dataclass
class World:
    """One league of one country and its season, from ``begin``; ``now`` moves."""

    now: datetime = BEGIN
    league: int = 71
    name: str = "Serie A"
    country: str = "Brazil"
    year: int = 2025
    teams: int = 20
    seed: int = 7
    asked: list[str] = field(default_factory=list)
    begin: datetime = BEGIN

    @cached_property
    def matches(self) -> tuple[Match, ...]:
        """A double round-robin, a round a week, its kick-offs two hours apart."""
        chance, made = random.Random(self.seed), []
        circle = list(range(1, self.teams + 1))
        for turn in range(2 * (self.teams - 1)):
            pairs = zip(circle[: self.teams // 2], circle[: self.teams // 2 - 1 : -1], strict=True)
            for place, (one, other) in enumerate(pairs):
                home, away = (one, other) if (turn + place) % 2 else (other, one)
                kickoff = self.begin + turn * WEEK + place * timedelta(hours=2)
                goals = (chance.choice((0, 1, 1, 2, 3)), chance.choice((0, 0, 1, 2)))
                made.append(Match(10_000 + len(made), turn + 1, kickoff, home, away, goals))
            circle = [circle[0], circle[-1], *circle[1:-1]]
        return tuple(made)

    def answer(self, path: str, given: Mapping[str, str]) -> dict[str, Any]:
        """The body of an answer."""
        question = "&".join(f"{name}={value}" for name, value in sorted(given.items()))
        self.asked.append(f"{path}?{question}")
        told = getattr(self, f"_{path.strip('/').replace('/', '_')}")(given)
        return {
            "get": path.strip("/"), "parameters": dict(given) or [], "errors": [],
            "results": len(told), "paging": {"current": 1, "total": 1}, "response": told,
        }  # fmt: skip

    def team(self, number: int) -> dict[str, Any]:
        return {"id": 100 + number, "name": f"Clube {_word(number)}", "logo": ""}

    def _leagues(self, given: Mapping[str, str]) -> list[Any]:
        coverage = {
            "fixtures": {
                "events": True, "lineups": True, "statistics_fixtures": True,
                "statistics_players": True,
            },
            "standings": True, "players": True, "top_scorers": True, "top_assists": True,
            "top_cards": True, "injuries": True, "predictions": True, "odds": True,
        }  # fmt: skip
        season = {
            "year": self.year, "current": True, "coverage": coverage,
            "start": f"{self.begin.date()}", "end": f"{self.matches[-1].kickoff.date()}",
        }  # fmt: skip
        return [
            {
                "league": {"id": self.league, "name": self.name, "type": "League", "logo": ""},
                "country": {"name": self.country, "code": "BR", "flag": None},
                "seasons": [season],
            }
        ]

    def _teams(self, given: Mapping[str, str]) -> list[Any]:
        return [
            {"team": {**self.team(n), "country": self.country, "code": None, "national": False}}
            for n in range(1, self.teams + 1)
        ]

    def _fixtures(self, given: Mapping[str, str]) -> list[Any]:
        if "ids" in given:
            wanted = {int(one) for one in given["ids"].split("-")}
            assert len(wanted) <= 20
            return [self._row(m) | self._embedded(m) for m in self.matches if m.id in wanted]
        if "date" in given:
            zone = ZoneInfo(given.get("timezone", "UTC"))
            days = [(f"{m.kickoff.astimezone(zone).date()}", m) for m in self.matches]
            return [self._row(match) for day, match in days if day == given["date"]]
        assert (given["league"], given["season"]) == (str(self.league), str(self.year))
        return [self._row(match) for match in self.matches]

    def _standings(self, given: Mapping[str, str]) -> list[Any]:
        rows = [
            {
                "rank": n, "team": self.team(n), "points": 3 * (self.teams - n), "goalsDiff": 0,
                "group": self.name, "form": "WWDLW", "status": "same", "description": None,
                "all": {
                    "played": self.teams, "win": self.teams - n, "draw": 0, "lose": n,
                    "goals": {"for": 20, "against": 20},
                },
                "update": self.now.isoformat(),
            }
            for n in range(1, self.teams + 1)
        ]  # fmt: skip
        head = {"id": self.league, "name": self.name, "country": self.country}
        return [{"league": {**head, "season": self.year, "standings": [rows]}}]

    def _injuries(self, given: Mapping[str, str]) -> list[Any]:
        match = self._match(given["fixture"])
        return [
            {
                "player": {"id": 9000 + match.home, "name": "Fulano", "type": "Missing Fixture",
                           "reason": "Knee Injury"},
                "team": self.team(match.home),
                "fixture": {"id": match.id, "date": match.kickoff.isoformat()},
                "league": {"id": self.league, "season": self.year},
            }
        ]  # fmt: skip

    def _odds(self, given: Mapping[str, str]) -> list[Any]:
        match = self._match(given["fixture"])
        prices = {"Home": "2.10", "Draw": "3.30", "Away": "3.60"}
        values = [{"value": value, "odd": odd} for value, odd in prices.items()]
        bets = [{"id": 1, "name": "Match Winner", "values": values}]
        return [
            {
                "league": {"id": self.league, "season": self.year},
                "fixture": {"id": match.id, "date": match.kickoff.isoformat()},
                "update": self.now.isoformat(),
                "bookmakers": [{"id": 8, "name": "Bet365", "bets": bets}],
            }
        ]

    def _match(self, number: str) -> Match:
        return next(match for match in self.matches if match.id == int(number))

    def _status(self, match: Match) -> str:
        if self.now < match.kickoff:
            return "NS"
        return "FT" if self.now >= match.kickoff + timedelta(minutes=110) else "1H"

    def _row(self, match: Match) -> dict[str, Any]:
        status = self._status(match)
        over = status == "FT"
        goals = _pair(*match.goals) if over else _pair(None, None)
        half = _pair(min(1, match.goals[0]), 0) if over else _pair(None, None)
        return {
            "fixture": {
                "id": match.id, "referee": "J. Silva, Brazil", "timezone": "UTC",
                "date": match.kickoff.isoformat(), "timestamp": int(match.kickoff.timestamp()),
                "status": {"long": STATUSES[status], "short": status, "elapsed": 90 * over},
            },
            "league": {
                "id": self.league, "name": self.name, "country": self.country,
                "season": self.year, "round": f"Regular Season - {match.round}",
            },
            "teams": {"home": self.team(match.home), "away": self.team(match.away)},
            "goals": goals,
            "score": {
                "halftime": half, "fulltime": goals, "extratime": _pair(None, None),
                "penalty": _pair(None, None),
            },
        }  # fmt: skip

    def _embedded(self, match: Match) -> dict[str, Any]:
        chance = random.Random(match.id)
        sides = (match.home, match.away)
        counted = [
            {
                "team": self.team(side),
                "statistics": [
                    {"type": kind, "value": chance.randint(low, high)} for kind, low, high in KINDS
                ]
                + [
                    {"type": "Red Cards", "value": None},
                    {"type": "Ball Possession", "value": "50%"},
                ],
            }
            for side in sides
        ]
        named = [
            {
                "team": self.team(side),
                "formation": "4-3-3",
                "coach": {"id": side, "name": "Técnico"},
                "startXI": [{"player": _player(side, n)} for n in range(1, 12)],
                "substitutes": [],
            }
            for side in sides
        ]
        told = self.now >= match.kickoff - timedelta(hours=1)
        return {
            "events": [], "players": [], "lineups": named if told else [],
            "statistics": counted if self._status(match) == "FT" else [],
        }  # fmt: skip


def _player(team: int, number: int) -> dict[str, Any]:
    return {"id": 1000 * team + number, "name": f"Jogador {number}", "number": number, "pos": "M"}


def _pair(home: int | None, away: int | None) -> dict[str, int | None]:
    return {"home": home, "away": away}


def _word(number: int) -> str:
    """A name of its own for each number, none like another."""
    words = (
        "Aurora", "Boreal", "Cascata", "Deserto", "Espuma", "Falésia", "Garoa", "Horizonte",
        "Ilhabela", "Jangada", "Kilombo", "Lagoa", "Montanha", "Neblina", "Oásis", "Planalto",
        "Quilate", "Ribeira", "Serrado", "Turquesa",
    )  # fmt: skip
    return words[number - 1]
