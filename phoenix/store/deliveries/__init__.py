"""Putting a provider's facts into the store: one answer, one transaction, twice is once.

What a provider says of a fixture stands above what a file said: it knows the fixture by an id, so
that a match that was moved stays the same match.
"""

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.domain.provided import Delivery
from phoenix.store.deliveries.asides import keep_aside, note_fetched
from phoenix.store.deliveries.desk import Delivered, Desk
from phoenix.store.deliveries.facts import keep_fixture_facts, keep_table
from phoenix.store.deliveries.fixtures import keep_matches
from phoenix.store.deliveries.seasons import keep_seasons
from phoenix.store.deliveries.sides import name_teams
from phoenix.store.store import Store

__all__ = ["Delivered", "deliver"]


async def deliver(store: Store, source: str, delivery: Delivery) -> Delivered:
    """Keep all of a delivery, and when it was said.

    Raises:
        StoreError: nothing was written.
    """

    async def keep(connection: AsyncConnection) -> Delivered:
        return await _keep(Desk(connection, store.dialect, source), delivery)

    return await store.write(keep)


async def _keep(desk: Desk, delivery: Delivery) -> Delivered:
    await keep_seasons(desk, delivery.seasons)
    await name_teams(desk, delivery.teams)
    done, homeless = await keep_matches(desk, delivery.matches)
    for table in delivery.tables:
        await keep_table(desk, table)
    await keep_fixture_facts(desk, delivery)
    rejects = (*delivery.rejects, *homeless)
    await keep_aside(desk, rejects, delivery.at)
    await note_fetched(desk, delivery.fetched, delivery.at)
    return replace(done, rejected=len(rejects))
