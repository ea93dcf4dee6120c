"""Dossiers and forecasts are kept once, and come back bit by bit."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sqlalchemy import Table, select
from telling import AT, KICKOFF, PROVIDER, coming, told

from phoenix.domain.errors import StoreError
from phoenix.store import tables
from phoenix.store.deliveries import deliver
from phoenix.store.records import (
    KeptDossier,
    KeptForecast,
    keep_dossier,
    kept_forecasts,
    packed,
    unpacked,
)
from phoenix.store.store import Store

GRID = np.full((3, 5), 1 / 15)
FORECAST = KeptForecast("goals", "1.0", "goals", GRID, 0.1 + 0.2, 1 / 3)
BODY = '{"título":"Grêmio – São Paulo","p":0.30000000000000004}'

GRIDS = arrays(
    np.float64,
    st.tuples(st.integers(1, 12), st.integers(1, 12)),
    elements=st.floats(width=64, allow_nan=True, allow_infinity=True, allow_subnormal=True),
)


@pytest.fixture
async def dossier(store: Store) -> KeptDossier:
    """A dossier of a fixture of the store."""
    await deliver(store, PROVIDER, told(coming()))
    (fixture,) = await rows(store, tables.fixture)
    return KeptDossier(fixture.id, KICKOFF, AT, "print", BODY, (FORECAST,))


async def rows(store: Store, table: Table) -> list[Any]:
    async with store.reading() as connection:
        return list((await connection.execute(select(table).order_by(*table.primary_key))).all())


def same(one: KeptForecast, other: KeptForecast) -> bool:
    """Whether nothing differs, to the last bit."""
    words = replace(one, grid=GRID) == replace(other, grid=GRID)
    return words and one.grid.shape == other.grid.shape and packed(one.grid) == packed(other.grid)


@settings(max_examples=100, deadline=None)
@given(grid=GRIDS)
def test_a_table_of_probabilities_comes_back_bit_by_bit(grid: Any) -> None:
    """Whatever its shape and numbers, and however it lies in memory."""
    for lying in (grid, np.asfortranarray(grid), grid[::-1, ::-1][::-1, ::-1]):
        back = unpacked(packed(lying), *grid.shape)
        assert back.tobytes() == np.ascontiguousarray(grid).tobytes()
        assert back.shape == grid.shape


async def test_a_dossier_comes_back_as_it_was(store: Store, dossier: KeptDossier) -> None:
    """Its text, instants and fingerprint, and what was forecast for it."""
    await keep_dossier(store, dossier)
    (row,) = await rows(store, tables.dossier)
    assert (row.fixture_id, row.body, row.fingerprint) == (dossier.fixture, BODY, "print")
    assert (row.as_of, row.made_at) == (KICKOFF, AT)
    (back,) = await kept_forecasts(store, dossier.fixture)
    assert same(back, FORECAST)


async def test_what_is_said_again_is_kept_once(store: Store, dossier: KeptDossier) -> None:
    """The first of it stays, with the instant at which it was made."""
    await keep_dossier(store, dossier)
    heavier = replace(FORECAST, weight=0.5)
    await keep_dossier(store, replace(dossier, made_at=KICKOFF, forecasts=(heavier,)))
    assert [row.made_at for row in await rows(store, tables.dossier)] == [AT]
    (back,) = await kept_forecasts(store, dossier.fixture)
    assert same(back, FORECAST)


async def test_what_is_new_is_kept_beside_the_old(store: Store, dossier: KeptDossier) -> None:
    """Other words or other knowledge make another dossier, and other knowledge other forecasts."""
    hour = timedelta(hours=1)
    reworded = replace(dossier, body="{}", made_at=AT + hour)
    other = replace(dossier, fingerprint="other", made_at=AT + 2 * hour)
    for one in (other, dossier, reworded):
        await keep_dossier(store, one)
    said = {(row.fingerprint, row.body) for row in await rows(store, tables.dossier)}
    assert said == {("print", BODY), ("print", "{}"), ("other", BODY)}
    instants = [row.made_at for row in await rows(store, tables.forecast)]
    assert sorted(instants) == [AT, AT + 2 * hour]


async def test_forecasts_come_back_oldest_first(store: Store, dossier: KeptDossier) -> None:
    """Then by specialist; one without coverage or weight has none."""
    bare = replace(FORECAST, analyzer="pool", coverage=None, weight=None)
    later = replace(dossier, fingerprint="other", made_at=KICKOFF)
    await keep_dossier(store, replace(later, forecasts=(replace(FORECAST, version="2.0"),)))
    await keep_dossier(store, replace(dossier, forecasts=(bare, FORECAST)))
    listed = await kept_forecasts(store, dossier.fixture)
    assert [(one.analyzer, one.version) for one in listed] == [
        ("goals", "1.0"), ("pool", "1.0"), ("goals", "2.0"),
    ]  # fmt: skip
    assert same(listed[1], bare)
    assert await kept_forecasts(store, dossier.fixture + 1) == ()


async def test_a_dossier_without_forecasts_is_kept(store: Store, dossier: KeptDossier) -> None:
    """Where every specialist abstained, what was said is kept all the same."""
    await keep_dossier(store, replace(dossier, forecasts=()))
    assert len(await rows(store, tables.dossier)) == 1
    assert await kept_forecasts(store, dossier.fixture) == ()


async def test_a_dossier_of_no_fixture_is_refused(store: Store, dossier: KeptDossier) -> None:
    """Neither it nor what was forecast for it is written."""
    with pytest.raises(StoreError):
        await keep_dossier(store, replace(dossier, fixture=dossier.fixture + 1))
    assert await rows(store, tables.dossier) == []
    assert await rows(store, tables.forecast) == []
