"""A program whose provider is the world of ``world.py``, on a clock that the test moves."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from provider import KEY
from pydantic import SecretStr
from world import World
from world_server import WorldTransport

from phoenix.app.supply import Supply
from phoenix.sources.api_football.client import ApiFootball, ClientSettings
from phoenix.sources.api_football.provider import Provider
from phoenix.sources.api_football.retrying import Patience
from phoenix.store.store import Store


@dataclass(frozen=True)
class LiveStore:
    """A store, what fills it, and the world behind it."""

    world: World
    transport: WorldTransport
    client: ApiFootball
    supply: Supply
    store: Store


@asynccontextmanager
async def live_store(url: str, world: World, failing: float = 0.0) -> AsyncIterator[LiveStore]:
    """All of it, started; retries wait no noticeable time."""
    store = Store(url)
    await store.open()
    transport = WorldTransport(world, failing)
    settings = ClientSettings(
        key=SecretStr(KEY),
        base_url="http://world.invalid",
        minute_limit=100_000,
        patience=Patience(steps=(0.0,) * 4, jitter=lambda: 0.0),
    )
    client = ApiFootball(settings, transport=transport, now=lambda: world.now)
    supply = Supply(Provider(client, lambda: world.now), store, lambda: world.now)
    try:
        yield LiveStore(world, transport, client, supply, store)
    finally:
        await supply.aclose()
        await client.aclose()
        await store.close()
