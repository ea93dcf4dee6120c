"""Matches go into the store once, and come back as they were."""

import asyncio
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pytest
from sqlalchemy.exc import StatementError

from phoenix.domain.errors import StoreError
from phoenix.domain.history import RESULT_COLUMNS, STATISTIC_COLUMNS, History
from phoenix.domain.matches import Score, SideCounts
from phoenix.store.reading import Archive
from phoenix.store.store import Store
from phoenix.store.writing import Origin, Saved, save

YEAR = (date(2024, 1, 1), date(2024, 12, 31))


async def history_of(store: Store) -> History:
    return await Archive(store).history("Land", *YEAR)


async def test_saving_twice_changes_nothing(store: Store, match: Any, origin: Origin) -> None:
    """The same matches again are known, and leave the revision as it is."""
    assert await save(store, [match()], origin) == Saved(new=1)
    revision = await Archive(store).revision()
    assert await save(store, [match()], origin) == Saved(known=1)
    assert await Archive(store).revision() == revision == 1


async def test_a_changed_match_is_counted(store: Store, match: Any, origin: Origin) -> None:
    """A match that says something new is changed, and raises the revision."""
    await save(store, [match(score=None)], origin)
    assert await save(store, [match()], origin) == Saved(changed=1)
    assert await Archive(store).revision() == 2


async def test_missing_never_erases_known(store: Store, match: Any, origin: Origin) -> None:
    """Score, statistics and referee stay when a later file lacks them."""
    known = match(home_counts=SideCounts(shots=9, corners=7), referee="R")
    await save(store, [known], origin)
    await save(store, [match(score=None, home_counts=SideCounts(corners=8))], origin)
    history = await history_of(store)
    assert history.referees == ("R",)
    assert history.column("home_goals").tolist() == [2]
    assert history.column("home_shots").tolist() == [9]
    assert history.column("home_corners").tolist() == [8]


async def test_naive_datetimes_are_refused(store: Store, match: Any, origin: Origin) -> None:
    """A kick-off without a time zone is not stored, nor is anything with it."""
    naive = match(kickoff=datetime(2024, 5, 4, 19))  # noqa: DTZ001 - that is what is refused
    with pytest.raises(StatementError, match="without a time zone"):
        await save(store, [match(home="C"), naive], origin)
    assert len(await history_of(store)) == 0


async def test_history_reads_back(store: Store, match: Any, origin: Origin) -> None:
    """Matches come back sorted by day, NaN where nothing is known; `before` cuts them."""
    late = match(day=date(2024, 6, 1), kickoff=None, home="C", score=Score(0, 3, 0, 1))
    await save(store, [late, match(), match(home="D", score=None)], origin)
    history = await history_of(store)
    assert history.day.astype(str).tolist() == ["2024-05-04", "2024-06-01"]
    assert set(history.columns) == {*RESULT_COLUMNS, *STATISTIC_COLUMNS}
    assert np.isnan(history.column("home_corners")).all()
    assert history.column("away_first_half_goals").tolist()[1] == 1
    assert len(history.before(datetime(2024, 5, 4, 21, 29, tzinfo=UTC))) == 0
    assert len(history.before(datetime(2024, 5, 4, 21, 30, tzinfo=UTC))) == 1
    assert len(history.before(datetime(2024, 6, 2, tzinfo=UTC))) == 2


async def test_concurrent_writers_lose_nothing(
    store: Store, url: str, match: Any, origin: Origin
) -> None:
    """Twenty writers of two stores on one file each raise the revision by one."""
    other = Store(url)
    await other.open()
    records = [match(home=f"H{place}") for place in range(20)]
    stores = (store, other)
    await asyncio.gather(*(save(stores[i % 2], [r], origin) for i, r in enumerate(records)))
    await other.close()
    assert await Archive(store).revision() == 20
    assert len(await history_of(store)) == 20


async def test_a_full_database_keeps_nothing(sqlite_url: str, match: Any, origin: Origin) -> None:
    """Where SQLite finds no room the whole step is undone, and the error says so."""
    store = Store(sqlite_url)
    await store.open()
    async with store.writing() as connection:
        await connection.exec_driver_sql("PRAGMA max_page_count = 1")
    with pytest.raises(StoreError, match=r"full.*nothing of this step was written"):
        await save(store, [match(home=f"H{i}") for i in range(3000)], origin)
    assert len(await history_of(store)) == 0
    assert await Archive(store).teams() == ()
    await store.close()


async def test_a_store_that_is_closed() -> None:
    """A store that was never opened says so."""
    with pytest.raises(StoreError, match="not open"):
        await Archive(Store("sqlite://")).revision()


async def test_a_store_may_be_closed_twice() -> None:
    """Closing what is closed does nothing."""
    store = Store("sqlite://")
    await store.open()
    await store.close()
    await store.close()
    with pytest.raises(StoreError, match="not open"):
        await Archive(store).revision()
