"""How well clubs do within their leagues, and which of them change league.

For one country's matches, of which those of cups are left out beforehand. A standing is how many
goals a match a club is better than the average club of its league.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from phoenix.domain.history import Days, History, Index
from phoenix.forecasting.decay import half_life_weights
from phoenix.forecasting.league_strength import Floats, Moves

WINDOW = np.timedelta64(420, "D")  # what came before says nothing of a club, not even its league
HALF_LIFE = 200.0  # days
PADDING = 5.0  # matches with no goal between the sides, as if played beside the real ones
ENOUGH = 8  # matches that make a standing

SEASON_MATCHES = 20  # a club with fewer was not really there
EVIDENCE_HALF_LIFE = 3 * 365.25  # days, of what a match or a move says of leagues


@dataclass(frozen=True, slots=True)
class SeasonMeans:
    """A club in a season of a competition (n rows), and how it did there.

    Attributes:
        team, competition, season: indices into the vocabularies of the history.
        matches: how many it played.
        mean: its goal difference a match.
        last: the day of its last match.
    """

    team: Index
    competition: Index
    season: Index
    matches: Index
    mean: Floats
    last: Days


@dataclass(frozen=True, slots=True)
class InLeague:
    """The code of a club's league, and its standing there; NaN where it played too little."""

    league: str
    standing: float


def season_means(history: History) -> SeasonMeans:
    """Goal difference a match by team, competition and season, in this order."""
    sides, h = _sides(history), history
    keys = (sides.team * len(h.competitions) + sides.competition) * len(h.seasons) + sides.season
    groups, first, places = np.unique(keys, return_index=True, return_inverse=True)
    matches = np.bincount(places, minlength=len(groups))
    total = np.bincount(places, sides.margin, len(groups))
    last = np.full(len(groups), np.datetime64(date.min))
    np.maximum.at(last, places, sides.day)
    one = sides.at(first)
    return SeasonMeans(one.team, one.competition, one.season, matches, total / matches, last)


def season_moves(history: History, today: date) -> Moves:
    """Clubs that were in one league in a season, and in another one in the season after.

    The leagues are indices into the competitions of the history, of which none is later than
    ``today``. A club that was in either league both times has not moved, and with fewer than
    :data:`SEASON_MATCHES` matches it has not been there. Seasons follow each other by the first
    year of their label.
    """
    means = season_means(history)
    pairs = _moved(means, [_first_year(label) for label in history.seasons])
    before, after = np.array(pairs, dtype=np.intp).reshape(-1, 2).T
    return Moves(
        left=means.competition[before],
        entered=means.competition[after],
        before=means.mean[before],
        after=means.mean[after],
        weights=half_life_weights(means.last[after], np.datetime64(today), EVIDENCE_HALF_LIFE),
    )


def _moved(means: SeasonMeans, years: list[int | None]) -> list[tuple[int, int]]:
    """The rows before and after of each move."""
    there: dict[tuple[int, int], dict[int, int]] = defaultdict(dict)
    for row in np.flatnonzero(means.matches >= SEASON_MATCHES).tolist():
        year = years[means.season[row]]
        if year is not None:
            there[int(means.team[row]), year][int(means.competition[row])] = row
    return [
        (before, after)
        for (team, year), old in there.items()
        for entered, after in there.get((team, year + 1), {}).items()
        for left, before in old.items()
        if entered not in old and left not in there[team, year + 1]
    ]


def _first_year(label: str) -> int | None:
    return int(label[:4]) if label[:4].isdecimal() else None


class Standings:
    """Where a country's clubs stand on any day."""

    def __init__(self, history: History) -> None:
        sides = _sides(history)
        order = np.lexsort((sides.known, sides.team))
        self._history = history
        self._sides = sides.at(order)
        self._bounds = np.searchsorted(self._sides.team, np.arange(len(history.teams) + 1))

    def of(self, team: str, day: date) -> InLeague | None:
        """The league that a club last played in, and its standing there, as known before a day.

        The standing is ``sum(w * margin) / (sum(w) + PADDING)`` over its matches in that league,
        each with the weight that :data:`HALF_LIFE` gives it. None without a match in
        :data:`WINDOW`.
        """
        place = self._history.team(team)
        if place is None:
            return None
        begin, end = self._bounds[place : place + 2]
        today, mine = np.datetime64(day), self._sides.at(slice(begin, end))
        mine = mine.at((mine.known <= today) & (today - mine.day <= WINDOW))
        if not len(mine.day):
            return None
        league = mine.competition[-1]
        played = mine.at(mine.competition == league)
        return InLeague(self._history.competitions[league], _standing(played, today))


def _standing(played: "_Sides", today: np.datetime64) -> float:
    if len(played.day) < ENOUGH:
        return float("nan")
    weights = half_life_weights(played.day, today, HALF_LIFE)
    return float(weights @ played.margin / (weights.sum() + PADDING))


@dataclass(frozen=True, slots=True)
class _Sides:
    """Each match twice, as either club saw it; without those whose goals nobody knows."""

    team: Index
    competition: Index
    season: Index
    day: Days
    known: Days
    margin: Floats

    def at(self, rows: Index | slice | NDArray[np.bool_]) -> "_Sides":
        return _Sides(
            self.team[rows], self.competition[rows], self.season[rows], self.day[rows],
            self.known[rows], self.margin[rows],
        )  # fmt: skip


def _sides(history: History) -> _Sides:
    h, margin = history, history.column("home_goals") - history.column("away_goals")
    both = _Sides(
        np.concatenate([h.home, h.away]), np.tile(h.competition, 2), np.tile(h.season, 2),
        np.tile(h.day, 2), np.tile(h.known, 2), np.concatenate([margin, -margin]),
    )  # fmt: skip
    return both.at(~np.isnan(both.margin))
