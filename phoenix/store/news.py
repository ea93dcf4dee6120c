"""Line-ups, absences and prices of a fixture, as stored."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Table, select

from phoenix.domain.matches import Phase, PriceMarket, Prices
from phoenix.domain.news import News, SideNews
from phoenix.domain.provided import Absence, Lineup, Player
from phoenix.store import tables
from phoenix.store.store import Store

_LINELESS = frozenset(
    {
        PriceMarket.RESULT, PriceMarket.BOTH_SCORE, PriceMarket.DOUBLE_CHANCE,
        PriceMarket.FIRST_HALF_RESULT, PriceMarket.QUALIFIES,
    }
)  # fmt: skip


async def news_of(store: Store, fixture: int, *, absences_asked: bool) -> News:
    """All that is stored of a fixture, its tie left out.

    ``absences_asked`` tells whether no absence means that nobody is missing.
    """
    async with store.reading() as connection:

        async def rows(table: Table) -> Sequence[Row[Any]]:
            query = select(table).where(table.c.fixture_id == fixture)
            return (await connection.execute(query)).all()

        heads, players = await rows(tables.lineup), await rows(tables.appearance)
        missing, prices = await rows(tables.absence), await rows(tables.price)
    told = [row for row in prices if row.phase == Phase.LATEST and row.taken_at is not None]
    home, away = (
        SideNews(
            _lineup(side, heads, players), _absences(side, missing) if absences_asked else None
        )
        for side in ("home", "away")
    )
    taken: datetime | None = max((row.taken_at for row in told), default=None)
    return News(home, away, tuple(_prices(row) for row in told), taken)


def _lineup(side: str, heads: Sequence[Row[Any]], players: Sequence[Row[Any]]) -> Lineup | None:
    head = next((row for row in heads if row.side == side), None)
    if head is None:
        return None
    named = tuple(
        Player(row.player, row.name, row.position, row.number, row.starts, row.minutes)
        for row in sorted(players, key=lambda row: (not row.starts, row.number or 0, row.player))
        if row.side == side
    )
    return Lineup(side, head.formation, head.coach, named)


def _absences(side: str, rows: Sequence[Row[Any]]) -> tuple[Absence, ...]:
    return tuple(
        Absence(str(row.fixture_id), side, row.player, row.name, row.doubtful, row.reason)
        for row in sorted(rows, key=lambda row: (row.doubtful, row.name))
        if row.side == side
    )


def _prices(row: Row[Any]) -> Prices:
    market = PriceMarket(row.market)
    outcomes = (row.first, row.second) if row.third is None else (row.first, row.second, row.third)
    line = None if market in _LINELESS else row.line
    return Prices(row.bookmaker, Phase(row.phase), market, line, outcomes)
