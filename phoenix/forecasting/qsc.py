"""The Quality Score Composite: how good a team is, 0-100, relative to its competition.

Four parts, each the team's percentile among its peers at one instant:

    reputation       Elo rating earned across seasons and divisions
    position         points per game of the season
    goal difference  goals scored less conceded, per game of the season
    form             points of the last five matches of the season, less what an average peer would
                     have been expected to take from the same opponents at the same venues

The three parts of the season are shrunk towards reputation while few matches have been played:
part' = (n part + s reputation) / (n + s). The composite is the weighted mean of the parts that
exist. A part without data does not exist, and with none the composite does not either: a value
near 50 always means a team in the middle of its competition.

Peers are the teams seen in the competition this season; until 80 % of last season's number has
been seen, last season's teams count too.
"""

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from phoenix.domain.context import Qsc
from phoenix.domain.history import History
from phoenix.forecasting.elo import EloPath, EloSettings

Floats = NDArray[np.float64]
Index = NDArray[np.intp]
Flags = NDArray[np.bool_]

MIN_PEERS = 4
DRAW_SHARE = 0.26


@dataclass(frozen=True, slots=True)
class QscSettings:
    """Weights of the parts, and how slowly the season's own parts take over."""

    reputation: float = 0.25
    position: float = 0.30
    goal_difference: float = 0.25
    form: float = 0.20
    shrink_matches: float = 6.0
    form_matches: int = 5
    min_rated_matches: int = 10


@dataclass(frozen=True)
class QscPath:
    """QSC through a competition.

    Attributes:
        home: composite of the home side before each match (n floats; NaN where missing or skipped).
        away: the same of the away side.
        state: where the competition stands after the last match.
    """

    home: Floats
    away: Floats
    state: "Standing"


@dataclass
class Standing:
    """The season so far, one number per team; changed only by :func:`qsc_path`."""

    settings: QscSettings
    elo: EloSettings
    teams: int
    season: int = -1
    points: Floats = field(init=False)
    played: Floats = field(init=False)
    goal_difference: Floats = field(init=False)
    form: Floats = field(init=False)
    seen: Flags = field(init=False)
    last_season: Flags = field(init=False)
    rating: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.rating = np.full(self.teams, np.nan)
        self.seen = np.zeros(self.teams, dtype=bool)
        self._clear()

    def _clear(self) -> None:
        self.last_season = self.seen
        self.seen = np.zeros(self.teams, dtype=bool)
        self.points, self.played, self.goal_difference = np.zeros((3, self.teams))
        self.form = np.full((self.teams, self.settings.form_matches), np.nan)

    def enter(self, season: int) -> None:
        """Begin a season, unless it has begun."""
        if season != self.season:
            self._clear()
            self.season = season

    def begin(self, season: int, elo: EloPath) -> None:
        """Look ahead to a match of ``season``, with everybody's present rating.

        A team may come from another division, where its rating has moved.
        """
        self.enter(season)
        rated = elo.matches >= self.settings.min_rated_matches
        self.rating = np.where(rated, elo.last, np.nan)

    def peers(self, *extra: int) -> Flags:
        """Whom a team is compared with."""
        peers = self.seen.copy()
        if peers.sum() < 0.8 * self.last_season.sum():
            peers |= self.last_season
        peers[list(extra)] = True
        return peers

    def average_rating(self) -> float:
        """Mean rating of the peers that have one; NaN if none has."""
        rated = self.rating[self.peers() & ~np.isnan(self.rating)]
        return float(rated.mean()) if rated.size else np.nan

    def parts(self, peers: Flags) -> Floats:
        """Percentiles (4 x teams: reputation, position, goal difference, form)."""
        played = np.where(self.played > 0, self.played, np.nan)
        recent = np.sum(~np.isnan(self.form), axis=1)
        form = np.where(recent > 0, np.nansum(self.form, axis=1) / np.maximum(recent, 1), np.nan)
        raw = [self.rating, self.points / played, self.goal_difference / played, form]
        return percentiles(np.array(raw), peers)

    def composite(self, parts: Floats) -> Floats:
        """The weighted mean of the parts that exist, after shrinkage (teams floats)."""
        s = self.settings
        reputation = parts[0]
        known = ~np.isnan(reputation)
        n = self.played
        shrunk = parts.copy()
        towards = (n * parts[1:] + s.shrink_matches * reputation) / (n + s.shrink_matches)
        shrunk[1:] = np.where(known, towards, parts[1:])
        weights = np.array([[s.reputation], [s.position], [s.goal_difference], [s.form]])
        present = ~np.isnan(shrunk)
        total = (weights * present).sum(axis=0)
        summed = (weights * np.where(present, shrunk, 0.0)).sum(axis=0)
        return np.where(total > 0, summed / np.where(total > 0, total, 1.0), np.nan)

    def of(self, team: int | None, *others: int | None) -> Qsc | None:
        """One team's composite and parts, ``others`` counting as peers; None if it has none."""
        if team is None:
            return None
        parts = self.parts(self.peers(team, *(other for other in others if other is not None)))
        value = float(self.composite(parts)[team])
        if np.isnan(value):
            return None
        shown = [None if np.isnan(part) else float(part) for part in parts[:, team]]
        return Qsc(value, shown[0], shown[1], shown[2], shown[3], int(self.played[team]))

    def add(self, day: "_Day") -> None:
        """Take in the matches of one day."""
        points = np.where(day.margin > 0, 3.0, np.where(day.margin == 0, 1.0, 0.0))
        self.points[day.team] += points  # nobody plays twice a day
        self.played[day.team] += 1.0
        self.goal_difference[day.team] += day.margin
        gap = self.average_rating() - day.opponent_before + day.venue * self.elo.advantage
        self._remember(day.team, points - expected_points(gap))
        self.rate(day.team, day.after, day.rated + 1)
        self.seen[day.team] = True

    def rate(self, team: Index, rating: Floats, matches: Index) -> None:
        """Note ratings; one that rests on too few matches is none."""
        self.rating[team] = np.where(matches >= self.settings.min_rated_matches, rating, np.nan)

    def _remember(self, teams: Index, surplus: Floats) -> None:
        """Push one value per team into its last few; where nobody is rated yet, there is none."""
        known = ~np.isnan(surplus)
        rows = teams[known]
        self.form[rows, :-1] = self.form[rows, 1:]
        self.form[rows, -1] = surplus[known]


@dataclass(frozen=True, slots=True)
class _Day:
    """The m matches of a day from the view of each of the 2 m sides, home sides first."""

    team: Index
    margin: Floats
    venue: Floats
    before: Floats
    opponent_before: Floats
    after: Floats
    rated: Index


def _day(history: History, elo: EloPath, rows: Index) -> _Day:
    margin = history.column("home_goals")[rows] - history.column("away_goals")[rows]
    before = elo.before[rows]
    return _Day(
        team=np.concatenate([history.home[rows], history.away[rows]]),
        margin=np.concatenate([margin, -margin]),
        venue=np.repeat([1.0, -1.0], len(rows)),
        before=before.T.ravel(),
        opponent_before=before[:, ::-1].T.ravel(),
        after=elo.after[rows].T.ravel(),
        rated=elo.rated[rows].T.ravel(),
    )


def qsc_path(
    history: History,
    elo: EloPath,
    competition: str,
    settings: QscSettings,
    *,
    elo_settings: EloSettings | None = None,
    seasons: int = 4,
) -> QscPath:
    """Walk through a competition day by day.

    Args:
        history: all competitions of the country, so that ratings span divisions.
        elo: ratings of that history.
        competition: whose QSC is wanted; rows of others stay NaN.
        settings: weights and shrinkage.
        elo_settings: those that ``elo`` was made with.
        seasons: for how many of the last seasons the values before each match are computed.
    """
    home, away = np.full((2, len(history)), np.nan)
    state = Standing(settings, elo_settings or EloSettings(), len(history.teams))
    if competition not in history.competitions:
        return QscPath(home, away, state)
    rows = np.flatnonzero(history.competition == history.competitions.index(competition))
    wanted = sorted(set(history.season[rows].tolist()))[-seasons - 1 :]
    rows = rows[np.isin(history.season[rows], wanted)]  # the first one only tells who was there
    days = history.day[rows]
    starts = np.flatnonzero(np.r_[True, days[1:] != days[:-1]]).tolist()
    for start, end in pairwise([*starts, len(rows)]):
        today = rows[start:end]
        day = _day(history, elo, today)
        state.enter(int(history.season[today[0]]))
        if state.season in wanted[-seasons:]:
            # A rating may have moved in another division since the team was last seen here.
            state.rate(day.team, day.before, day.rated)
            values = state.composite(state.parts(state.peers(*day.team.tolist())))[day.team]
            home[today], away[today] = np.split(values, 2)
        state.add(day)
    return QscPath(home, away, state)


def percentiles(values: Floats, peers: Flags) -> Floats:
    """Percentile of each peer among the peers with a value: 100 (below + equal / 2) / n.

    ``values`` is parts x teams. NaN for all in a part where fewer than four have a value: among so
    few a rank says nothing.
    """
    ranked = np.full(values.shape, np.nan)
    who = np.flatnonzero(peers)
    held = values[:, who]
    n = np.sum(~np.isnan(held), axis=1)[:, None]
    below = (held[:, :, None] > held[:, None, :]).sum(axis=2)  # comparisons with NaN are false
    equal = (held[:, :, None] == held[:, None, :]).sum(axis=2)
    shares = 100.0 * (below + 0.5 * equal) / np.maximum(n, 1)
    ranked[:, who] = np.where(np.isnan(held) | (n < MIN_PEERS), np.nan, shares)
    return ranked


def expected_points(gap: Floats) -> Floats:
    """Points that a side ``gap`` rating points better takes on average.

    With expected score e and a draw share of 4 e (1 - e) times the usual one (draws become rare
    where a side is much better), points are 3 (e - d / 2) + d = 3 e - d / 2.
    """
    score = 1.0 / (1.0 + 10.0 ** (-gap / 400.0))
    draw = DRAW_SHARE * 4.0 * score * (1.0 - score)
    points: Floats = 3.0 * score - draw / 2.0
    return points
