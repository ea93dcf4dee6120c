"""How strong a league is, learned from clubs that meet across leagues or move between them.

Two kinds of evidence, both linear in the strengths and stated in goals a match:

    home goals - away goals = strength[home league] - strength[away league]
                              + advantage (none on neutral ground)
                              + slope * (home standing - away standing)
                              + club[home] - club[away] + noise
    standing after a move   = strength[league left] - strength[league entered]
                              + carry * standing before + noise

A standing is how many goals a match a club is better than the average club of its own league. For
a club whose standing is unknown ``unseen`` takes the place of slope * standing; it is learned with
the rest, since cups are for the better clubs. ``carry`` (below 1) is the regression to the mean of
clubs that were promoted or relegated because of one season. The effect of a club is what its
standing does not tell; without it, the many matches of one club would pass for as many witnesses
of its league.

All of it is one penalised least squares problem, which is the posterior mean of a linear model
with normal priors (Hoerl and Kennard 1970; Henderson 1975 for the random effects). The strength
of a league that has a prior leans on that prior; those of leagues without one lean on their own
common mean, which is learned and given no value beforehand. Evidence knows differences only:
where no chain of matches and moves leads to a league with a prior, the strength is unknown.

Moves understate a gap somewhat, since clubs that go up buy players and clubs that go down sell
them.

The scale: a league that holds what a prior of 1.0 promises has strength 0, and an average club of
a league of strength -1 loses to an average club of that one by a goal a match on neutral ground.
The level of leagues that evidence links is where their priors, taken together, put it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Index = NDArray[np.intp]
Flags = NDArray[np.bool_]
Terms = tuple[tuple[Index | int, Floats | float], ...]

GOALS_PER_UNIT = 6.0
FREE_SD = 100.0  # of what no prior holds; finite, so that the equations always have a solution
MEAN, ADVANTAGE, SLOPE, UNSEEN, CARRY = range(5)  # unknowns that all leagues share


def prior_goals(prior: Floats) -> Floats:
    """From rough strengths, 1.0 the strongest, to goals a match below that (NaN stays NaN).

    Six goals for one unit: 5.5 to 6.1 by maximum likelihood from the European cups of 2011 to
    2023, 3.7 to 5.7 from promotion and relegation in five countries.
    """
    return GOALS_PER_UNIT * (np.asarray(prior, dtype=np.float64) - 1.0)


def on_prior_scale(goals: Floats) -> Floats:
    """The inverse of :func:`prior_goals`; a league that proved stronger exceeds 1.0."""
    return 1.0 + np.asarray(goals, dtype=np.float64) / GOALS_PER_UNIT


@dataclass(frozen=True, slots=True)
class Meetings:
    """n matches between clubs of different leagues.

    Attributes:
        home, away: the clubs' leagues (n indices each).
        home_club, away_club: the clubs themselves (n integers each, any that tell them apart).
        home_goals, away_goals: after 90 minutes.
        home_standing, away_standing: within their leagues, before the match; NaN where unknown.
        neutral: whether neither side was at home.
        weights: how much each match still counts, 1 for today's.
    """

    home: Index
    away: Index
    home_club: Index
    away_club: Index
    home_goals: Floats
    away_goals: Floats
    home_standing: Floats
    away_standing: Floats
    neutral: Flags
    weights: Floats

    @classmethod
    def none(cls) -> "Meetings":
        """No match at all."""
        index, goals, neutral = np.zeros(0, dtype=np.intp), np.zeros(0), np.zeros(0, dtype=np.bool_)
        return cls(index, index, index, index, goals, goals, goals, goals, neutral, goals)


@dataclass(frozen=True, slots=True)
class Moves:
    """n clubs that changed league from one season to the next.

    Attributes:
        left, entered: the leagues (n indices each).
        before, after: the clubs' standings within the league left and the league entered, over
            the last season there and the first one here.
        weights: how much each move still counts, 1 for this year's.
    """

    left: Index
    entered: Index
    before: Floats
    after: Floats
    weights: Floats

    @classmethod
    def none(cls) -> "Moves":
        """No move at all."""
        index, goals = np.zeros(0, dtype=np.intp), np.zeros(0)
        return cls(index, index, goals, goals, goals)


@dataclass(frozen=True, slots=True)
class StrengthSettings:
    """Standard deviations in goals a match, and what is expected of the shared coefficients.

    The deviations are those of greatest marginal likelihood on the European cups of 2011 to 2023
    (``move_sd``: the residual of 394 promotions and relegations), rounded; the seasons until 2018
    alone give nearly the same. Each coefficient has a mean, from the same data, and a standard
    deviation that lets other data overrule it.
    """

    match_sd: float = 1.7
    move_sd: float = 0.42
    prior_sd: float = 0.2
    unlisted_sd: float = 0.5
    club_sd: float = 0.35
    advantage: tuple[float, float] = (0.35, 0.3)
    slope: tuple[float, float] = (1.0, 0.3)
    unseen: tuple[float, float] = (0.9, 0.3)
    carry: tuple[float, float] = (0.5, 0.3)


@dataclass(frozen=True, slots=True)
class LeagueStrengths:
    """What was learned of k leagues.

    Attributes:
        goals: strength in goals a match (k), 0 for prior 1.0; NaN where unknown.
        error: its standard error (k); without evidence it is that of the prior.
        covariance: of the strengths (k x k).
        matches: on how many matches each rests (k); those of weight 0 do not count.
        moves: on how many moves (k).
        advantage: goals that playing at home is worth.
        slope: goals a match that a goal of standing is worth across leagues.
        unseen: goals by which clubs of unknown standing exceed the average of their leagues.
        carry: how much of its standing a club keeps when it moves.
    """

    goals: Floats
    error: Floats
    covariance: Floats
    matches: Index
    moves: Index
    advantage: float
    slope: float
    unseen: float
    carry: float

    def gap(self, one: int, other: int) -> tuple[float, float]:
        """Goals by which league ``one`` exceeds the other, with the standard error; NaN unknown.

        More certain than either strength, since what moves both together drops out.
        """
        c = self.covariance
        variance = c[one, one] + c[other, other] - 2.0 * c[one, other]
        error = float(np.sqrt(np.maximum(variance, 0.0)))  # rounding, where one is the other
        return float(self.goals[one] - self.goals[other]), error


def learn_league_strengths(
    prior: Floats, meetings: Meetings, moves: Moves, settings: StrengthSettings | None = None
) -> LeagueStrengths:
    """Learn the strengths of k leagues.

    Args:
        prior: rough strengths (k), 1.0 the strongest; NaN where there is none.
        meetings: matches between clubs of these leagues.
        moves: moves of clubs between them.
        settings: noise and shrinkage.

    Raises:
        ValueError: a league is not among the k, a number other than a standing before a match is
            missing, or a weight is negative.
    """
    _check(len(prior), meetings, moves)
    in_matches = _pairs(meetings.home, meetings.away, meetings.weights)
    in_moves = _pairs(moves.left, moves.entered, moves.weights)
    known = _reached(~np.isnan(prior), np.concatenate([in_matches, in_moves]))
    problem = _Problem(prior_goals(prior), known, meetings, settings or StrengthSettings())
    problem.add_meetings(meetings)
    problem.add_moves(moves)
    return problem.result(in_matches, in_moves)


def _check(leagues: int, meetings: Meetings, moves: Moves) -> None:
    for places in (meetings.home, meetings.away, moves.left, moves.entered):
        if ((places < 0) | (places >= leagues)).any():
            raise ValueError(f"a league is not among the {leagues} that have a place in the prior")
    numbers = (meetings.home_goals, meetings.away_goals, moves.before, moves.after)
    weights = np.concatenate([meetings.weights, moves.weights])
    if not all(np.isfinite(column).all() for column in (*numbers, weights)):
        raise ValueError("goals, weights and the standings of clubs that moved may not be missing")
    if np.isinf([meetings.home_standing, meetings.away_standing]).any():
        raise ValueError("a standing is infinite")
    if (weights < 0).any():
        raise ValueError("a weight is negative")


def _pairs(one: Index, other: Index, weights: Floats) -> Index:
    """The two leagues (n x 2) of whatever counts."""
    return np.column_stack([one, other])[weights > 0]


def _reached(known: Flags, pairs: Index) -> Flags:
    """Which leagues a chain of pairs links to one that is known from the outset (k each)."""
    while True:
        reached = known.copy()
        reached[pairs[known[pairs].any(axis=1)]] = True
        if (reached == known).all():
            return reached
        known = reached


class _Problem:
    """The equations; the unknowns are the strengths (k), the clubs (c) and the five shared ones."""

    def __init__(
        self, prior: Floats, known: Flags, meetings: Meetings, settings: StrengthSettings
    ) -> None:
        self.settings, self.known, self.leagues = settings, known, len(prior)
        both = np.concatenate([meetings.home_club, meetings.away_club])
        clubs, places = np.unique(both, return_inverse=True)
        self.home_club, self.away_club = np.split(self.leagues + places, 2)
        self.shared = self.leagues + len(clubs)
        self.equations = _Equations(self.shared + CARRY + 1)
        self._expect_leagues(prior)
        self._expect(np.arange(self.leagues, self.shared), 0.0, settings.club_sd)
        coefficients = (settings.advantage, settings.slope, settings.unseen, settings.carry)
        for place, (mean, deviation) in enumerate(coefficients, self.shared + ADVANTAGE):
            self._expect(np.array([place]), mean, deviation)

    def _expect_leagues(self, prior: Floats) -> None:
        """A listed league leans on its prior, another on their mean, an unlinked one on nothing."""
        listed = ~np.isnan(prior)
        unlisted = np.flatnonzero(self.known & ~listed)
        free = np.append(np.flatnonzero(~self.known), self.shared + MEAN)
        self._expect(np.flatnonzero(listed), prior[listed], self.settings.prior_sd)
        self._expect(free, 0.0, FREE_SD)
        terms = ((unlisted, 1.0), (self.shared + MEAN, -1.0))
        self.equations.add(terms, np.zeros(len(unlisted)), self.settings.unlisted_sd**-2)

    def _expect(self, places: Index, mean: Floats | float, deviation: float) -> None:
        self.equations.add(((places, 1.0),), np.broadcast_to(mean, len(places)), deviation**-2)

    def add_meetings(self, m: Meetings) -> None:
        lead = np.nan_to_num(m.home_standing) - np.nan_to_num(m.away_standing)
        unseen = np.isnan(m.home_standing).astype(float) - np.isnan(m.away_standing).astype(float)
        terms: Terms = (
            (m.home, 1.0),
            (m.away, -1.0),
            (self.home_club, 1.0),
            (self.away_club, -1.0),
            (self.shared + ADVANTAGE, 1.0 - m.neutral.astype(float)),
            (self.shared + SLOPE, lead),
            (self.shared + UNSEEN, unseen),
        )
        precision = m.weights / self.settings.match_sd**2
        self.equations.add(terms, m.home_goals - m.away_goals, precision)

    def add_moves(self, moves: Moves) -> None:
        terms = ((moves.left, 1.0), (moves.entered, -1.0), (self.shared + CARRY, moves.before))
        self.equations.add(terms, moves.after, moves.weights / self.settings.move_sd**2)

    def result(self, in_matches: Index, in_moves: Index) -> LeagueStrengths:
        k = self.leagues
        solution, covariance = self.equations.solve(k)
        shared = solution[self.shared :]
        certain = np.where(np.outer(self.known, self.known), covariance, np.nan)
        return LeagueStrengths(
            goals=np.where(self.known, solution[:k], np.nan),
            error=np.sqrt(np.diag(certain)),
            covariance=certain,
            matches=np.bincount(in_matches.ravel(), minlength=k),
            moves=np.bincount(in_moves.ravel(), minlength=k),
            advantage=float(shared[ADVANTAGE]),
            slope=float(shared[SLOPE]),
            unseen=float(shared[UNSEEN]),
            carry=float(shared[CARRY]),
        )


class _Equations:
    """Weighted linear equations in p unknowns, summed into normal equations as they come."""

    def __init__(self, unknowns: int) -> None:
        self.unknowns = unknowns
        self.matrix = np.zeros((unknowns, unknowns))
        self.vector = np.zeros(unknowns)

    def add(self, terms: Terms, values: Floats, precision: Floats | float) -> None:
        """Add n equations: the sum of factor * unknown[place] over the terms equals the value."""
        n, p = len(values), self.unknowns
        places = np.column_stack([np.broadcast_to(place, n) for place, _ in terms])
        factors = np.column_stack([np.broadcast_to(factor, n) for _, factor in terms])
        weighted = factors * np.broadcast_to(precision, n)[:, None]
        pairs = places[:, :, None] * p + places[:, None, :]
        products = weighted[:, :, None] * factors[:, None, :]
        self.matrix += np.bincount(pairs.ravel(), products.ravel(), p * p).reshape(p, p)
        self.vector += np.bincount(places.ravel(), (weighted * values[:, None]).ravel(), p)

    def solve(self, first: int) -> tuple[Floats, Floats]:
        """The solution (p), and the covariance of its first unknowns alone."""
        columns = np.column_stack([self.vector, np.eye(self.unknowns, first)])
        solved = np.asarray(np.linalg.solve(self.matrix, columns), dtype=np.float64)
        return solved[:, 0], solved[:first, 1:]
