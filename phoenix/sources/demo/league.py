"""Two seasons of the demo league and the round to come.

Twenty clubs meet twice, one round a week; then a last round pairs neighbours of the table (1st and
2nd, 3rd and 4th, ...). The second season still has that last round to play. How a match is drawn:

    goals     two Poisson counts, accepted with Dixon and Coles' low-score factor (rejection)
    halves    each goal falls in the first half with a fixed chance
    corners   a gamma-Poisson total, shared by a beta-binomial
    shots     goals, and a Poisson number of others of which some hit the target
    cards     Poisson, times the referee's factor; red ones are rare
    prices    the true chances, blurred, with a margin (``prices.py``)

Nothing here uses the code of the specialists, so that finding the truth again is a test of them.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from phoenix.domain.competitions import Competition
from phoenix.domain.matches import MatchRecord, Phase, Score, SideCounts
from phoenix.sources.demo.prices import draw_prices
from phoenix.sources.demo.truth import CLUBS, REFEREES, Truth, draw_truth

SEED = 20_261_123
LEAGUE = Competition("DEMO", "Liga Simulada Phoenix", "Phoenix", simulated=True)
SEASONS = (("2025", date(2025, 2, 15)), ("2026", date(2026, 3, 7)))
KICKOFFS = (19, 19, 19, 21, 21, 21, 21, 23, 23, 23)  # hours in UTC, of the ten matches of a round
RED_CARDS = 0.09
FOULS = 12.5
CELLS = 16

Pairing = tuple[int, int]


@dataclass(frozen=True)
class DemoLeague:
    """All matches, played and to come, and what is true of the clubs."""

    records: tuple[MatchRecord, ...]
    truth: Truth


def make_league(seed: int = SEED) -> DemoLeague:
    """Simulate the league; the same seed gives the same matches."""
    rng = np.random.default_rng(seed)
    truth = draw_truth(rng)
    records: list[MatchRecord] = []
    for season, first_day in SEASONS:
        played: list[MatchRecord] = []
        rounds = list(_double_round_robin(rng, len(CLUBS)))
        for week, pairings in enumerate(rounds):
            day = first_day + timedelta(weeks=week)
            played += _round(rng, truth, season, day, pairings, coming=False)
        last_day = first_day + timedelta(weeks=len(rounds))
        coming = season == SEASONS[-1][0]
        last = _neighbours(played)
        records += [*played, *_round(rng, truth, season, last_day, last, coming=coming)]
    return DemoLeague(tuple(records), truth)


def _double_round_robin(rng: np.random.Generator, n: int) -> Iterator[list[Pairing]]:
    """The circle method; the second half mirrors the first."""
    order = rng.permutation(n).tolist()
    first: list[list[Pairing]] = []
    for turn in range(n - 1):
        pairs = [(order[i], order[n - 1 - i]) for i in range(n // 2)]
        first.append([_venue(turn, i, pair) for i, pair in enumerate(pairs)])
        order = [order[0], order[-1], *order[1:-1]]
    yield from first
    for pairings in first:
        yield [(away, home) for home, away in pairings]


def _venue(turn: int, place: int, pair: Pairing) -> Pairing:
    """The one fixed club alternates by round, the others by their place in the circle."""
    odd = turn % 2 if place == 0 else place % 2
    return (pair[1], pair[0]) if odd else pair


def _neighbours(played: Sequence[MatchRecord]) -> list[Pairing]:
    """Pair the table two by two, the better one at home."""
    points: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for record in played:
        if record.score is None:
            continue
        margin = record.score.home - record.score.away
        for name, won in ((record.home, margin), (record.away, -margin)):
            earned = 3 if won > 0 else 1 if won == 0 else 0
            points[name] = (points[name][0] + earned, points[name][1] + won)
    table = sorted(CLUBS, key=lambda name: (points[name], name), reverse=True)
    places = [CLUBS.index(name) for name in table]
    return list(zip(places[::2], places[1::2], strict=True))


def _round(
    rng: np.random.Generator,
    truth: Truth,
    season: str,
    day: date,
    pairings: Sequence[Pairing],
    *,
    coming: bool,
) -> list[MatchRecord]:
    referees = rng.permutation(len(REFEREES))
    return [
        _match(
            rng, truth, season, _kickoff(day, place), pairing, int(referees[place]), coming=coming
        )
        for place, pairing in enumerate(pairings)
    ]


def _kickoff(day: date, place: int) -> datetime:
    return datetime(day.year, day.month, day.day, KICKOFFS[place], tzinfo=UTC)


def _match(
    rng: np.random.Generator,
    truth: Truth,
    season: str,
    kickoff: datetime,
    pairing: Pairing,
    referee: int,
    *,
    coming: bool,
) -> MatchRecord:
    home, away = pairing
    phases = (Phase.OPENING,) if coming else (Phase.OPENING, Phase.CLOSING)
    prices = draw_prices(rng, _score_grid(truth, home, away), phases)
    score = None if coming else _score(rng, truth, home, away)
    counts = (
        (SideCounts(), SideCounts())
        if score is None
        else _counts(rng, truth, pairing, score, referee)
    )
    return MatchRecord(
        competition=LEAGUE,
        season=season,
        day=kickoff.date(),
        kickoff=kickoff,
        home=CLUBS[home],
        away=CLUBS[away],
        score=score,
        home_counts=counts[0],
        away_counts=counts[1],
        referee=REFEREES[referee],
        prices=prices,
    )


def _low_score_factor(h: int, a: int, means: tuple[float, float], rho: float) -> float:
    home_mean, away_mean = means
    return {
        (0, 0): 1.0 - home_mean * away_mean * rho,
        (0, 1): 1.0 + home_mean * rho,
        (1, 0): 1.0 + away_mean * rho,
        (1, 1): 1.0 - rho,
    }.get((h, a), 1.0)


def _score_grid(truth: Truth, home: int, away: int) -> NDArray[np.float64]:
    means = truth.goals.means(home, away)
    counts = np.arange(CELLS)
    factorials = np.cumprod(np.maximum(counts, 1).astype(float))
    at_home, on_tour = (np.exp(-mean) * mean**counts / factorials for mean in means)
    grid = np.outer(at_home, on_tour)
    for h in (0, 1):
        for a in (0, 1):
            grid[h, a] *= _low_score_factor(h, a, means, truth.rho)
    scaled: NDArray[np.float64] = grid / grid.sum()
    return scaled


def _score(rng: np.random.Generator, truth: Truth, home: int, away: int) -> Score:
    means = truth.goals.means(home, away)
    highest = max(_low_score_factor(h, a, means, truth.rho) for h in (0, 1) for a in (0, 1))
    highest = max(highest, 1.0)
    while True:
        h, a = int(rng.poisson(means[0])), int(rng.poisson(means[1]))
        if rng.uniform() * highest < _low_score_factor(h, a, means, truth.rho):
            break
    halves = (int(rng.binomial(goals, truth.first_half)) for goals in (h, a))
    return Score(h, a, *halves)


def _counts(
    rng: np.random.Generator, truth: Truth, pairing: Pairing, score: Score, referee: int
) -> tuple[SideCounts, SideCounts]:
    home, away = pairing
    corners = _corners(rng, truth, home, away)
    others = [int(rng.poisson(mean)) for mean in truth.shots.means(home, away)]
    cards = [int(rng.poisson(m * truth.strictness[referee])) for m in truth.cards.means(home, away)]
    sides = []
    for side, goals in enumerate((score.home, score.away)):
        sides.append(
            SideCounts(
                shots=goals + others[side],
                shots_on_target=goals + int(rng.binomial(others[side], truth.on_target)),
                corners=corners[side],
                fouls=int(rng.poisson(FOULS)),
                yellow_cards=cards[side],
                red_cards=int(rng.poisson(RED_CARDS)),
            )
        )
    return sides[0], sides[1]


def _corners(rng: np.random.Generator, truth: Truth, home: int, away: int) -> tuple[int, int]:
    home_mean, away_mean = truth.corners.means(home, away)
    mean = home_mean + away_mean
    total = int(rng.poisson(rng.gamma(truth.corner_size, mean / truth.corner_size)))
    share, concentration = home_mean / mean, truth.corner_concentration
    chance = rng.beta(share * concentration, (1.0 - share) * concentration)
    at_home = int(rng.binomial(total, chance))
    return at_home, total - at_home
