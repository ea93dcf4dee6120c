"""A match of an invented league, its dossier and its sheet."""

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from itertools import permutations

import numpy as np
from histories import history_of

from phoenix.app.sheet_making import drawn_up
from phoenix.app.sheets import Sheet
from phoenix.domain.competitions import Competition
from phoenix.domain.context import SideFeatures
from phoenix.domain.dossier import Consensus, Dossier, Voice
from phoenix.domain.history import History
from phoenix.domain.matches import Fixture, Phase, PriceMarket, Prices
from phoenix.domain.news import News
from phoenix.domain.opinions import Grid
from phoenix.domain.quantities import Quantity
from phoenix.forecasting.grid import empirical

TEAMS = ("Alvorada", "Beira-Mar & Filhos", "Corinto", "Dourado", "Estrela", "Ferrovia")
MADE = datetime(2025, 3, 1, 12, tzinfo=UTC)
KICKOFF = datetime(2025, 3, 8, 19, tzinfo=UTC)
FIXTURE = Fixture(
    Competition("L", "Liga", "Land"), "2024/25", date(2025, 3, 8), KICKOFF, TEAMS[0], TEAMS[1]
)
PRICES = (
    Prices("Casa A", Phase.LATEST, PriceMarket.TOTAL, 1.5, (1.5, 2.4)),
    Prices("Casa B", Phase.LATEST, PriceMarket.TOTAL, 1.5, (1.6, 2.3)),
    Prices("Casa A", Phase.LATEST, PriceMarket.RESULT, None, (1.8, 3.4, 4.2)),
    Prices("Casa A", Phase.LATEST, PriceMarket.HOME_TOTAL, 1.5, (1.9, 1.9)),
)


@cache
def past() -> History:
    """Two rounds of everybody against everybody; the visitors of a pair score less."""
    pairs = [pair for _ in range(2) for pair in permutations(TEAMS, 2)]
    days = np.arange("2024-01-01", len(pairs), dtype="datetime64[D]")
    games = [
        (str(day), home, away, (7 * place) % 4, (5 * place) % 3)
        for place, (day, (home, away)) in enumerate(zip(days, pairs, strict=True))
    ]
    corners = [(float(place % 9), float(place % 5)) for place in range(len(pairs))]
    return history_of(games, corners=corners)


def grid(home: float, away: float, size: int = 15) -> Grid:
    """Two independent Poisson counts."""
    rng = np.random.default_rng(7)
    counts = np.clip(rng.poisson((home, away), (4000, 2)), 0, size - 1).astype(float)
    return empirical(counts[:, 0], counts[:, 1])


def dossier(*quantities: Quantity, prices: tuple[Prices, ...] = (), **unusual: object) -> Dossier:
    """A dossier in which one specialist speaks of each of these quantities (goals and corners)."""
    means = {Quantity.GOALS: (2.6, 0.7), Quantity.CORNERS: (6.5, 2.5)}
    spoken = quantities or tuple(means)
    grids = {one: grid(*means[one]) for one in spoken}
    voices = {
        one: (Voice("a", "1", {"en": "One & only"}, 1.0, 0.9, (), grids[one]),) for one in spoken
    }
    usual = Dossier(
        FIXTURE, FIXTURE.as_of, (), (SideFeatures(None, None),) * 2, None, (),
        Consensus(grids, voices, ()), {one: means[one] for one in spoken}, (), "f" * 32,
        news=News(prices=prices) if prices else None,
    )  # fmt: skip
    return replace(usual, **unusual)


@cache
def sheet(*quantities: Quantity, prices: tuple[Prices, ...] = ()) -> Sheet:
    """Its sheet, of no fixture that a store knows."""
    return drawn_up(dossier(*quantities, prices=prices), past(), (), MADE)


def silent() -> Sheet:
    """The sheet of a match of which nobody could speak, between sides that nobody has seen."""
    nothing = dossier(
        fixture=replace(FIXTURE, home="New", away="Newer", kickoff=None),
        consensus=Consensus({}, {}, ()),
        expected={},
    )
    return drawn_up(nothing, past(), (), MADE)
