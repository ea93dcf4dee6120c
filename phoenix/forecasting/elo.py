"""Long-run ratings from results across seasons and divisions (Elo, with margin of victory).

Expected score of the home side: 1 / (1 + 10^(-(home - away + advantage) / 400)).
After the match both ratings move by k * g * (score - expected), g growing with the margin, as in
the World Football Elo Ratings (eloratings.net): 1 for one goal, 1.5 for two, (11 + n) / 8 for n.

A team that appears for the first time gets the mean of the division's present teams less
``newcomer_gap`` (none in the first season of a division that nobody knew before), because those
who come up from an unseen division are weaker than those who stay.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from phoenix.domain.history import History

START = 1500.0


@dataclass(frozen=True, slots=True)
class EloSettings:
    """Step, home advantage and the handicap of newcomers, in rating points."""

    k: float = 18.0
    advantage: float = 65.0
    newcomer_gap: float = 100.0


@dataclass(frozen=True)
class EloPath:
    """Ratings through n matches of k teams.

    Attributes:
        before: both sides' ratings before each match (n x 2); an entry rating at the first match.
        after: the same after it.
        rated: on how many matches the ratings before it rest (n x 2).
        last: every team's present rating (k); NaN for a team without a result.
        matches: on how many matches that rests (k).
    """

    before: NDArray[np.float64]
    after: NDArray[np.float64]
    rated: NDArray[np.intp]
    last: NDArray[np.float64]
    matches: NDArray[np.intp]


def elo_path(history: History, settings: EloSettings | None = None) -> EloPath:
    """Rate every team through the whole history, match by match.

    Sequential by nature; plain floats, since arrays of one element are slower.
    """
    ratings = _Ratings(history, settings or EloSettings())
    before, after, rated = [], [], []
    goals = (history.column("home_goals").tolist(), history.column("away_goals").tolist())
    places = zip(history.competition.tolist(), history.season.tolist(), strict=True)
    rows = zip(history.home.tolist(), history.away.tolist(), places, *goals, strict=True)
    for home, away, place, home_goals, away_goals in rows:
        rated.append((ratings.matches[home], ratings.matches[away]))
        before.append(ratings.enter(home, away, place))
        ratings.play(home, away, place, home_goals - away_goals)
        after.append((ratings.points[home], ratings.points[away]))
    known = zip(ratings.points, ratings.matches, strict=True)
    return EloPath(
        np.array(before, dtype=float).reshape(-1, 2),
        np.array(after, dtype=float).reshape(-1, 2),
        np.array(rated, dtype=np.intp).reshape(-1, 2),
        np.array([points if matches else np.nan for points, matches in known]),
        np.array(ratings.matches, dtype=np.intp),
    )


class _Ratings:
    """The state of the walk. Matches have goals: a history holds results only."""

    def __init__(self, history: History, settings: EloSettings) -> None:
        self.settings = settings
        self.points = [START] * len(history.teams)
        self.matches = [0] * len(history.teams)
        self.members: dict[int, dict[int, None]] = {}
        self.first_season: dict[int, int] = {}

    def enter(self, home: int, away: int, place: tuple[int, int]) -> tuple[float, float]:
        """Both ratings before the match; a team without one is given its entry rating."""
        self.first_season.setdefault(*place)
        for team in (home, away):
            if not self.matches[team]:
                self.points[team] = self._entry(*place)
        return self.points[home], self.points[away]

    def play(self, home: int, away: int, place: tuple[int, int], margin: float) -> None:
        gap = self.points[home] - self.points[away] + self.settings.advantage
        score = 1.0 if margin > 0 else 0.0 if margin < 0 else 0.5
        change = self.settings.k * _margin_factor(abs(margin)) * (score - expected_score(gap))
        self.points[home] += change
        self.points[away] -= change
        members = self.members.setdefault(place[0], {})
        for team in (home, away):
            self.matches[team] += 1
            members.pop(team, None)
            members[team] = None  # most recently seen last

    def _entry(self, competition: int, season: int) -> float:
        recent = list(self.members.get(competition, {}))[-20:]
        if self.first_season[competition] == season or not recent:
            return START
        return sum(self.points[team] for team in recent) / len(recent) - self.settings.newcomer_gap


def expected_score(gap: float) -> float:
    """Expected score (win 1, draw 1/2) of a side that is ``gap`` rating points better."""
    return float(1.0 / (1.0 + 10.0 ** (-gap / 400.0)))


def _margin_factor(margin: float) -> float:
    if margin <= 1:
        return 1.0
    return 1.5 if margin == 2 else (11.0 + margin) / 8.0
