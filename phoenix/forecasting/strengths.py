"""Attack and defence of every team, from counts: penalised maximum likelihood by Newton's method.

The mean counts of a match of home team i against away team j are

    home = exp(level + advantage + attack[i] + defence[j])
    away = exp(level + attack[j] + defence[i])

so a large ``defence`` concedes much. With ``low_scores`` the likelihood carries Dixon and Coles'
correction with its own parameter rho (Dixon and Coles 1997, equation 4.2); without it the counts
are independent Poisson, which still estimates the means rightly when counts are over-dispersed
(quasi-likelihood: McCullagh and Nelder 1989, chapter 9).

A normal prior around zero on attack, defence and rho shrinks what little data say, and makes the
problem strictly concave near its solution. The Hessian is exact; per match it is a 3 x 3 block in
(log home mean, log away mean, rho), and blocks are summed into team pairs with ``bincount``, so
nothing loops over matches.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Index = NDArray[np.intp]

MAX_STEPS = 50
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Sample:
    """n matches of k teams: indices, counts and weights, n each."""

    teams: int
    home: Index
    away: Index
    home_counts: Floats
    away_counts: Floats
    weights: Floats


@dataclass(frozen=True, slots=True)
class Strengths:
    """A fitted model; ``attack`` and ``defence`` hold one number per team.

    ``matches`` is the weighted number of matches of each team, ``steps`` how many Newton steps it
    took, ``log_likelihood`` the unpenalised one (constants of the factorials left out).
    """

    level: float
    advantage: float
    rho: float
    attack: Floats
    defence: Floats
    matches: Floats
    log_likelihood: float
    steps: int

    def means(self, home: int, away: int) -> tuple[float, float]:
        """Expected counts of both sides."""
        log_home = self.level + self.advantage + self.attack[home] + self.defence[away]
        log_away = self.level + self.attack[away] + self.defence[home]
        return float(np.exp(log_home)), float(np.exp(log_away))


def fit_strengths(
    sample: Sample, *, ridge: float, low_scores: bool = False, rho_precision: float = 200.0
) -> Strengths:
    """Fit levels, attacks and defences.

    Args:
        sample: the matches; weights must be positive for at least one.
        ridge: precision of the normal prior on attack and defence (matches' worth of doubt).
        low_scores: estimate rho too.
        rho_precision: precision of the normal prior on rho.

    Raises:
        ValueError: the sample is empty, or nothing at all was counted.
    """
    total = float(np.sum(sample.weights * (sample.home_counts + sample.away_counts)))
    if not len(sample.home) or total <= 0:
        raise ValueError("nothing was counted in these matches")
    problem = _Problem(sample, ridge, low_scores, rho_precision)
    theta = problem.start(total)
    value, gradient, hessian = problem.evaluate(theta)
    steps = 0
    while steps < MAX_STEPS:
        step = np.asarray(np.linalg.solve(hessian, -gradient), dtype=np.float64)
        if -gradient @ step < TOLERANCE * max(1.0, abs(value)):
            break
        theta, value, gradient, hessian = problem.advance(theta, value, step)
        steps += 1
    return problem.result(theta, steps)


class _Problem:
    """The penalised negative log-likelihood with its gradient and Hessian.

    The parameter vector is [attack (k), defence (k), level, advantage, rho if wanted].
    """

    def __init__(
        self, sample: Sample, ridge: float, low_scores: bool, rho_precision: float
    ) -> None:
        self.sample = sample
        self.low_scores = low_scores
        k = sample.teams
        self.size = 2 * k + 2 + low_scores
        self.precision = np.zeros(self.size)
        self.precision[: 2 * k] = ridge
        if low_scores:
            self.precision[-1] = rho_precision
        self.pairs = sample.home * k + sample.away
        h, a = sample.home_counts, sample.away_counts
        low = [(h == x) & (a == y) for x in (0, 1) for y in (0, 1)]
        self.low_rows = [np.flatnonzero(cell) for cell in low]

    def start(self, total: float) -> Floats:
        theta = np.zeros(self.size)
        theta[2 * self.sample.teams] = np.log(total / (2.0 * self.sample.weights.sum()))
        return theta

    def advance(
        self, theta: Floats, value: float, step: Floats
    ) -> tuple[Floats, float, Floats, Floats]:
        """Take the longest of the halved steps that improves (and keeps probabilities positive)."""
        length = 1.0
        for _ in range(40):
            moved = theta + length * step
            new_value, gradient, hessian = self.evaluate(moved)
            if new_value <= value + 1e-12 * abs(value):
                return moved, new_value, gradient, hessian
            length /= 2.0
        return theta, value, np.zeros(self.size), np.eye(self.size)

    def evaluate(self, theta: Floats) -> tuple[float, Floats, Floats]:
        """Value, gradient (p) and Hessian (p x p) of the penalised negative log-likelihood."""
        log_home, log_away = self._log_means(theta)
        mean_home, mean_away = np.exp(log_home), np.exp(log_away)
        s = self.sample
        terms = s.home_counts * log_home - mean_home + s.away_counts * log_away - mean_away
        g_home, g_away = s.home_counts - mean_home, s.away_counts - mean_away
        h_home, h_away = -mean_home, -mean_away
        blocks = _Blocks(terms, g_home, g_away, h_home, h_away)
        if self.low_scores and not self._correct(blocks, mean_home, mean_away, float(theta[-1])):
            return np.inf, np.zeros(self.size), np.eye(self.size)
        value = -float(s.weights @ blocks.terms) + 0.5 * float(self.precision @ theta**2)
        gradient = -self._gradient(blocks) + self.precision * theta
        hessian = -self._hessian(blocks)
        hessian[np.diag_indices(self.size)] += self.precision + 1e-9
        return value, gradient, hessian

    def _log_means(self, theta: Floats) -> tuple[Floats, Floats]:
        k, s = self.sample.teams, self.sample
        attack, defence, level, advantage = (
            theta[:k],
            theta[k : 2 * k],
            theta[2 * k],
            theta[2 * k + 1],
        )
        log_home = level + advantage + attack[s.home] + defence[s.away]
        log_away = level + attack[s.away] + defence[s.home]
        return log_home, log_away

    def _correct(self, b: "_Blocks", mean_home: Floats, mean_away: Floats, rho: float) -> bool:
        """Add the low-score terms to the blocks; False if rho makes a probability negative.

        Each corrected score has tau = 1 + u, with u one of -home*away*rho, home*rho, away*rho,
        -rho. Derivatives of log tau follow from those of u: u is its own derivative in each log
        mean that it contains, and u / rho is its derivative in rho.
        """
        slopes = (
            (self.low_rows[0], -mean_home * mean_away, 1, 1),
            (self.low_rows[1], mean_home, 1, 0),
            (self.low_rows[2], mean_away, 0, 1),
            (self.low_rows[3], -np.ones_like(mean_home), 0, 0),
        )
        for rows, per_rho, in_home, in_away in slopes:
            slope = per_rho[rows]
            tau = 1.0 + rho * slope
            if rows.size and tau.min() <= 1e-9:
                return False
            first, per = rho * slope / tau, slope / tau
            second = first - first**2
            b.terms[rows] += np.log(tau)
            b.g_home[rows] += in_home * first
            b.g_away[rows] += in_away * first
            b.g_rho[rows] += per
            b.h_home[rows] += in_home * second
            b.h_away[rows] += in_away * second
            b.h_cross[rows] += in_home * in_away * second
            mixed = per - per * first
            b.h_home_rho[rows] += in_home * mixed
            b.h_away_rho[rows] += in_away * mixed
            b.h_rho[rows] -= per**2
        return True

    def _by_team(self, at_home: Floats, away: Floats) -> Floats:
        s = self.sample
        summed = np.bincount(s.home, at_home, s.teams) + np.bincount(s.away, away, s.teams)
        return np.asarray(summed, dtype=float)

    def _by_pair(self, values: Floats) -> Floats:
        k = self.sample.teams
        return np.asarray(np.bincount(self.pairs, values, k * k), dtype=float).reshape(k, k)

    def _gradient(self, b: "_Blocks") -> Floats:
        w = self.sample.weights
        home, away = w * b.g_home, w * b.g_away
        levels = [home.sum() + away.sum(), home.sum()]
        if self.low_scores:
            levels.append(w @ b.g_rho)
        by_team = (self._by_team(home, away), self._by_team(away, home))
        return np.concatenate([*by_team, np.array(levels)])

    def _hessian(self, b: "_Blocks") -> Floats:
        k, w = self.sample.teams, self.sample.weights
        home, away, cross = w * b.h_home, w * b.h_away, w * b.h_cross
        by_pair_home, by_pair_away = self._by_pair(home), self._by_pair(away)
        by_pair_cross = self._by_pair(cross)
        hessian = np.zeros((self.size, self.size))
        attack, defence = slice(0, k), slice(k, 2 * k)
        same = by_pair_cross + by_pair_cross.T
        hessian[attack, attack] = same + np.diag(self._by_team(home, away))
        hessian[defence, defence] = same + np.diag(self._by_team(away, home))
        mixed = by_pair_home + by_pair_away.T + np.diag(self._by_team(cross, cross))
        hessian[attack, defence] = mixed
        hessian[defence, attack] = mixed.T
        self._fill_levels(hessian, home, away, cross)
        if self.low_scores:
            self._fill_rho(hessian, b)
        return hessian

    def _fill_levels(self, hessian: Floats, home: Floats, away: Floats, cross: Floats) -> None:
        """Rows and columns of level (in both means) and advantage (in the home mean)."""
        k = self.sample.teams
        rows = (
            (2 * k, home + cross, away + cross),
            (2 * k + 1, home, cross),
        )
        for row, from_home, from_away in rows:
            hessian[row, :k] = self._by_team(from_home, from_away)
            hessian[row, k : 2 * k] = self._by_team(from_away, from_home)
            hessian[row, 2 * k] = from_home.sum() + from_away.sum()
            hessian[row, 2 * k + 1] = from_home.sum()
        hessian[: 2 * k, 2 * k : 2 * k + 2] = hessian[2 * k : 2 * k + 2, : 2 * k].T

    def _fill_rho(self, hessian: Floats, b: "_Blocks") -> None:
        k, w = self.sample.teams, self.sample.weights
        home, away = w * b.h_home_rho, w * b.h_away_rho
        row = np.concatenate(
            [
                self._by_team(home, away),
                self._by_team(away, home),
                [home.sum() + away.sum(), home.sum(), float(w @ b.h_rho)],
            ]
        )
        hessian[2 * k + 2, :] = row
        hessian[:, 2 * k + 2] = row

    def result(self, theta: Floats, steps: int) -> Strengths:
        value, _, _ = self.evaluate(theta)
        penalty = 0.5 * float(self.precision @ theta**2)
        k, s = self.sample.teams, self.sample
        return Strengths(
            level=float(theta[2 * k]),
            advantage=float(theta[2 * k + 1]),
            rho=float(theta[-1]) if self.low_scores else 0.0,
            attack=theta[:k].copy(),
            defence=theta[k : 2 * k].copy(),
            matches=self._by_team(s.weights, s.weights),
            log_likelihood=penalty - value,
            steps=steps,
        )


class _Blocks:
    """Per match: the log-likelihood term and its derivatives (g first, h second order)."""

    __slots__ = (
        "g_away", "g_home", "g_rho", "h_away", "h_away_rho", "h_cross", "h_home", "h_home_rho",
        "h_rho", "terms",
    )  # fmt: skip

    def __init__(
        self, terms: Floats, g_home: Floats, g_away: Floats, h_home: Floats, h_away: Floats
    ) -> None:
        self.terms, self.g_home, self.g_away = terms, g_home, g_away
        self.h_home, self.h_away = h_home, h_away
        nothing = np.zeros((5, len(terms)))
        self.g_rho, self.h_rho, self.h_cross, self.h_home_rho, self.h_away_rho = nothing
