"""Tendencies of one match together: their probability is read off the pooled joint distribution.

They are not independent: where both sides score there are two goals at least. The product of their
probabilities would be wrong, and so would be the product of their prices, which is why nobody
offers it. Quantities are forecast apart, so that only legs of one quantity can stand together.
"""

import sys
import zlib
from array import array
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.app.picks import Pick
from phoenix.store.tables import forecast

T = TypeVar("T")

POOL = "pool"  # what the specialists' pooled forecast is kept under
QUANTITY = "goals"
MOST_LEGS = 4
TELLS = 0.005  # by so much each leg lowers the probability, or it says nothing that others do not
CLOSE = 1e-4  # so near the table must come to what a dossier told of each leg

_SIGNS = {
    "home": (1,), "draw": (0,), "away": (-1,),
    "home_or_draw": (1, 0), "home_or_away": (1, -1), "draw_or_away": (0, -1),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """A joint distribution: ``cells`` row by row, a row for each count of the home side."""

    columns: int
    cells: Sequence[float]

    @classmethod
    def unpacked(cls, pmf: bytes, rows: int, columns: int) -> "Table":
        """From a zlib stream of little-endian float64.

        Raises:
            ValueError: it holds another number of cells.
        """
        cells = array("d", zlib.decompress(pmf))
        if sys.byteorder == "big":
            cells.byteswap()
        if len(cells) != rows * columns:
            raise ValueError(f"{len(cells)} cells in {rows} rows of {columns}")
        return cls(columns, cells)

    def probability(self, readings: Iterable[str]) -> float:
        """That all of these readings come true, by their keys.

        Raises:
            ValueError: of one of them the stake might be given back, or it is not known.
        """
        tests = [came_true(reading) for reading in readings]
        return sum(
            cell
            for place, cell in enumerate(self.cells)
            if all(test(*divmod(place, self.columns)) for test in tests)
        )


def came_true(reading: str) -> Callable[[int, int], bool]:
    """Whether a reading comes true with these counts of the home and of the away side.

    By the rules of ``domain.markets.Reading.settle``, for what is won or lost as a whole.

    Raises:
        ValueError: of this one the stake might be given back, or it is not known.
    """
    _, kind, selection, *lined = reading.split(":")
    line = float(lined[0]) if lined else None
    if line is not None and (line * 2) % 2 != 1:
        raise ValueError(f"the stake of {reading} might be given back")
    match kind, line:
        case (("result" | "double_chance"), None):
            signs = _SIGNS[selection]
            return lambda home, away: (home > away) - (home < away) in signs
        case "both_score", None:
            return lambda home, away: (min(home, away) > 0) is (selection == "yes")
        case "asian_handicap", float():
            return lambda home, away: (home + line > away) is (selection == "home")
        case (("total" | "home_total" | "away_total"), float()):
            counted = _COUNTS[kind]
            return lambda home, away: (counted(home, away) > line) is (selection == "over")
        case _:
            raise ValueError(f"{reading} is not known")


_COUNTS: dict[str, Callable[[int, int], int]] = {
    "total": lambda home, away: home + away,
    "home_total": lambda home, _away: home,
    "away_total": lambda _home, away: away,
}


@dataclass(frozen=True, slots=True)
class Together:
    """Legs of one match, and the probability that all of them come true."""

    legs: tuple[Pick, ...]
    probability: float


def together(picks: Iterable[Pick], table: Table) -> Together | None:
    """The best legs of one match that each say something of their own; None: there are not two.

    None as well where the table is not the one that the dossier was read off.
    """
    ranked = sorted(picks, key=lambda pick: pick.rank)
    if any(abs(table.probability([leg.reading]) - leg.probability) > CLOSE for leg in ranked):
        return None
    legs: list[Pick] = []
    for pick in ranked:
        if len(legs) < MOST_LEGS and _each_tells([*legs, pick], table):
            legs.append(pick)
    if len(legs) < 2:
        return None
    return Together(tuple(legs), table.probability([leg.reading for leg in legs]))


def _each_tells(legs: Sequence[Pick], table: Table) -> bool:
    keys = [leg.reading for leg in legs]
    joint = table.probability(keys)
    without = (keys[:place] + keys[place + 1 :] for place in range(len(keys)))
    return joint > 0.0 and all(table.probability(others) - joint > TELLS for others in without)


class Reading(Protocol):
    """What is asked of a database; ``phoenix.store.store.Store`` is one."""

    async def read(self, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """What ``work`` makes of one transaction."""
        ...


class SameMatch:
    """Puts tendencies of one match together."""

    def __init__(self, store: Reading) -> None:
        self._store = store

    async def of(self, picks: Sequence[Pick]) -> Together | None:
        """Legs of the match of these picks, of which there is one at least.

        Raises:
            StoreError: the database cannot be read.
        """
        ours = [pick for pick in picks if pick.reading.startswith(f"{QUANTITY}:")]
        table = await self._table(picks[0].fixture) if len(ours) > 1 else None
        return None if table is None else together(ours, table)

    async def _table(self, fixture: int) -> Table | None:
        """The newest pooled forecast of the match's goals."""
        c = forecast.c
        query = (
            select(c.pmf, c.rows, c.columns)
            .where(c.fixture_id == fixture, c.analyzer == POOL, c.quantity == QUANTITY)
            .order_by(c.made_at.desc())
            .limit(1)
        )

        async def work(connection: AsyncConnection) -> Table | None:
            row = (await connection.execute(query)).first()
            return None if row is None else Table.unpacked(row.pmf, row.rows, row.columns)

        return await self._store.read(work)
