"""Dossiers and forecasts, kept as they were made: the same said again of the same is one row."""

import hashlib
import zlib
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.domain.opinions import Grid
from phoenix.store import tables
from phoenix.store.store import Store
from phoenix.store.upserts import Row, insert_of


@dataclass(frozen=True, slots=True)
class KeptForecast:
    """A specialist's joint distribution of one quantity, with its share of the pool."""

    analyzer: str
    version: str
    quantity: str
    grid: Grid
    coverage: float | None
    weight: float | None


@dataclass(frozen=True, slots=True)
class KeptDossier:
    """A dossier as JSON, of which fixture, from which knowledge, and when it was made."""

    fixture: int
    as_of: datetime
    made_at: datetime
    fingerprint: str
    body: str
    forecasts: tuple[KeptForecast, ...]


async def keep_dossier(store: Store, dossier: KeptDossier) -> None:
    """Keep a dossier and what was forecast for it; what is kept already stays as it is.

    Raises:
        StoreError: nothing was written.
    """

    async def keep(connection: AsyncConnection) -> None:
        insert = insert_of(store.dialect)
        await connection.execute(
            insert(tables.dossier).on_conflict_do_nothing(), _dossier_row(dossier)
        )
        rows = [_forecast_row(dossier, forecast) for forecast in dossier.forecasts]
        if rows:
            await connection.execute(insert(tables.forecast).on_conflict_do_nothing(), rows)

    await store.write(keep)


async def kept_forecasts(store: Store, fixture: int) -> tuple[KeptForecast, ...]:
    """What was forecast of a fixture, oldest first."""
    f = tables.forecast
    query = select(f).where(f.c.fixture_id == fixture).order_by(f.c.made_at, f.c.analyzer)
    async with store.reading() as connection:
        rows = (await connection.execute(query)).all()
    return tuple(
        KeptForecast(
            row.analyzer,
            row.version,
            row.quantity,
            unpacked(row.pmf, row.rows, row.columns),
            row.coverage,
            row.weight,
        )
        for row in rows
    )


def packed(grid: Grid) -> bytes:
    """A table of probabilities as a zlib stream of little-endian float64, row by row."""
    return zlib.compress(np.ascontiguousarray(grid, dtype="<f8").tobytes())


def unpacked(pmf: bytes, rows: int, columns: int) -> Grid:
    """The way back of :func:`packed`, bit by bit."""
    return np.frombuffer(zlib.decompress(pmf), dtype="<f8").reshape(rows, columns)


def _dossier_row(dossier: KeptDossier) -> Row:
    said = f"{dossier.fingerprint}\x1f{dossier.body}"
    return {
        "fixture_id": dossier.fixture,
        "as_of": dossier.as_of,
        "made_at": dossier.made_at,
        "fingerprint": dossier.fingerprint,
        "digest": hashlib.blake2b(said.encode(), digest_size=16).hexdigest(),
        "body": dossier.body,
    }


def _forecast_row(dossier: KeptDossier, forecast: KeptForecast) -> Row:
    rows, columns = forecast.grid.shape
    return {
        "fixture_id": dossier.fixture,
        "analyzer": forecast.analyzer,
        "version": forecast.version,
        "quantity": forecast.quantity,
        "fingerprint": dossier.fingerprint,
        "as_of": dossier.as_of,
        "made_at": dossier.made_at,
        "coverage": forecast.coverage,
        "weight": forecast.weight,
        "rows": rows,
        "columns": columns,
        "pmf": packed(forecast.grid),
    }
