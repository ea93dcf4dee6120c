"""Legs of one match are read off the joint distribution, and agree with brute force."""

from dataclasses import replace
from datetime import timedelta
from math import prod

import numpy as np
import pytest
from a_day import a_pick
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from telling import AT, KICKOFF, PROVIDER, coming, told

from phoenix.analysis.tendencies import tellable
from phoenix.app.picks import Market, market_of
from phoenix.app.same_match import MOST_LEGS, TELLS, SameMatch, Table, came_true, together
from phoenix.domain.markets import standard_readings
from phoenix.domain.quantities import Quantity
from phoenix.forecasting.readings import probabilities
from phoenix.store.deliveries import deliver
from phoenix.store.records import KeptDossier, KeptForecast, keep_dossier, packed
from phoenix.store.store import Store

READINGS = [r for r in standard_readings(Quantity.GOALS) if tellable(r)]
some_readings = st.lists(st.sampled_from(READINGS), min_size=1, max_size=4)
grids = arrays(
    np.float64, st.tuples(st.integers(2, 9), st.integers(2, 9)), elements=st.floats(0.01, 1.0)
).map(lambda grid: grid / grid.sum())


def poisson(home=1.6, away=1.1, size=10):
    """Independent counts of both sides."""
    counts = np.arange(size)
    factorials = np.cumprod(np.maximum(counts, 1))
    rows, columns = (mean**counts / factorials for mean in (home, away))
    grid = np.outer(rows, columns)
    return grid / grid.sum()


def table_of(grid):
    """As it comes from the store."""
    return Table.unpacked(packed(grid), *grid.shape)


def picks_of(grid, readings=READINGS):
    """A pick of each reading, with its probability in this distribution."""
    return [
        a_pick(
            reading=reading.key,
            market=market_of(reading.quantity, reading.kind),
            probability=float(p),
            confidence=10 * float(p),
        )
        for reading, p in zip(readings, probabilities(readings, grid), strict=True)
    ]


@pytest.mark.parametrize("reading", READINGS, ids=lambda reading: reading.key)
def test_a_reading_comes_true_where_it_is_won(reading):
    """At every score up to 9:9, as markets settle it."""
    home, away = np.meshgrid(np.arange(10), np.arange(10), indexing="ij")
    won, _ = reading.settle(home, away)
    test = came_true(reading.key)
    assert [[test(i, j) for j in range(10)] for i in range(10)] == (won == 1.0).tolist()


@settings(deadline=None)
@given(grid=grids, readings=some_readings)
def test_the_joint_probability_is_that_of_all_scores_that_win_all(grid, readings):
    """Against brute force over the cells."""
    rows, columns = grid.shape
    home, away = np.meshgrid(np.arange(rows), np.arange(columns), indexing="ij")
    all_won = np.prod([reading.settle(home, away)[0] for reading in readings], axis=0)
    joint = table_of(grid).probability([reading.key for reading in readings])
    assert joint == pytest.approx(float((all_won * grid).sum()), abs=1e-12)


@settings(deadline=None)
@given(
    grid=grids, readings=st.lists(st.sampled_from(READINGS), min_size=1, max_size=8, unique=True)
)
def test_each_leg_says_something_of_its_own(grid, readings):
    """Without it the others would be likelier; all of them are told as they are."""
    table = table_of(grid)
    found = together(picks_of(grid, readings), table)
    if found is None:
        return
    keys = [leg.reading for leg in found.legs]
    assert 2 <= len(keys) <= MOST_LEGS
    assert found.probability == table.probability(keys) > 0.0
    for key in keys:
        others = [other for other in keys if other != key]
        assert table.probability(others) - found.probability > TELLS


def test_the_product_would_be_wrong():
    """Both sides scoring makes many goals likelier."""
    grid = poisson()
    wanted = [r for r in READINGS if r.key in {"goals:both_score:yes", "goals:total:over:2.5"}]
    found = together(picks_of(grid, wanted), table_of(grid))
    assert found.probability > 1.2 * prod(leg.probability for leg in found.legs)


def test_what_another_leg_implies_is_no_leg():
    """More than 2.5 goals are more than 1.5."""
    grid = poisson()
    wanted = [r for r in READINGS if r.key in {"goals:total:over:1.5", "goals:total:over:2.5"}]
    assert together(picks_of(grid, wanted), table_of(grid)) is None


def test_what_excludes_another_leg_is_no_leg():
    """Nothing is told that cannot come true."""
    grid = poisson()
    wanted = [r for r in READINGS if r.key in {"goals:result:home", "goals:result:away"}]
    assert together(picks_of(grid, wanted), table_of(grid)) is None


def test_another_forecast_than_the_dossiers_own_is_not_used():
    """The legs would not fit their common probability."""
    picks = picks_of(poisson())
    assert together(picks, table_of(poisson(home=1.7))) is None


@pytest.mark.parametrize(
    "reading",
    ["goals:total:over:2", "goals:asian_handicap:home:-0.25", "goals:draw_no_bet:home",
     "goals:exact:2-1"],
)  # fmt: skip
def test_a_stake_that_may_be_given_back_is_no_leg(reading):
    """Its probability would mean something else."""
    with pytest.raises(ValueError, match=reading):
        came_true(reading)


def test_a_table_with_cells_missing_is_refused():
    """A score would be read off the wrong cell."""
    with pytest.raises(ValueError, match="12 cells in 3 rows of 5"):
        Table.unpacked(packed(np.ones((3, 4))), 3, 5)


@pytest.fixture(params=["made_sqlite_url", "made_postgres_url"])
def url(request):
    """The same test on both engines."""
    return str(request.getfixturevalue(request.param))


@pytest.fixture
async def store(url):
    """Opened, with a match."""
    store = Store(url)
    await store.open()
    await deliver(store, PROVIDER, told(coming()))
    yield store
    await store.close()


async def keep(store, grid, *, hours=0, **unusual):
    """Keep a pooled forecast of the match."""
    forecast = KeptForecast("pool", "1.0", "goals", grid, None, None)
    made = AT + timedelta(hours=hours)
    kept = KeptDossier(
        1, KICKOFF, made, f"print {hours}", f"body {hours}", (replace(forecast, **unusual),)
    )
    await keep_dossier(store, kept)


async def test_the_newest_pooled_forecast_of_goals_counts(store):
    """No specialist's own, no other quantity's, and no older one."""
    grid = poisson()
    await keep(store, grid, hours=2)
    await keep(store, poisson(2.5), hours=1)
    await keep(store, poisson(0.5), hours=3, analyzer="goals")
    await keep(store, poisson(5.0, 5.0), hours=4, quantity="corners")
    picks = [pick for pick in picks_of(grid) if pick.confidence >= 5.0]
    corners = a_pick(reading="corners:total:over:9.5", market=Market.CORNERS)
    found = await SameMatch(store).of([*picks, corners])
    assert found == together(picks, table_of(grid))
    assert len(found.legs) > 1


async def test_without_a_forecast_there_is_nothing(store):
    """A probability is never made up."""
    assert await SameMatch(store).of(picks_of(poisson())) is None


async def test_one_leg_alone_is_not_several(store):
    """And the store is not asked."""
    assert await SameMatch(store).of(picks_of(poisson())[:1]) is None
