"""Processes that share a database share the provider's quota."""

import asyncio
from datetime import UTC, datetime

from phoenix.domain.quota import Quota
from phoenix.store.quota import StoreLedger
from phoenix.store.store import Store

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
FIRST = Quota(10, NOON.date())


def take(quota: Quota) -> tuple[Quota, bool]:
    """One call if there is a place."""
    goes = quota.delay(NOON) == 0
    return (quota.taken(NOON) if goes else quota), goes


async def test_two_processes_take_no_more_than_one_may(store: Store, url: str) -> None:
    """Sixty callers of two stores get the minute's ten places, each of them once."""
    other = Store(url)
    await other.open()
    ledgers = [StoreLedger(store, "p"), StoreLedger(other, "p")]
    went = await asyncio.gather(*(ledgers[i % 2].apply(take, FIRST) for i in range(60)))
    await other.close()
    assert sum(went) == 10


async def test_what_is_kept_comes_back(store: Store) -> None:
    """A quota is read as it was written, by another ledger too; sources are apart."""
    kept = Quota(300, NOON.date(), 7500, 7400, (NOON.timestamp(), NOON.timestamp() + 0.5))
    await StoreLedger(store, "p").apply(lambda _: (kept, None), FIRST)
    read = await StoreLedger(store, "p").apply(lambda quota: (quota, quota), FIRST)
    assert read == kept
    assert await StoreLedger(store, "q").apply(lambda quota: (quota, quota), FIRST) == FIRST
