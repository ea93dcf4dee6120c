"""The web face, served on loopback."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import httpx
import pytest
from fastapi import APIRouter

from phoenix.app.exposition import Exposition
from phoenix.app.health import Health
from phoenix.app.loop_lag import LoopLag
from phoenix.web.application import application
from phoenix.web.server import WebServer


@dataclass
class Site:
    """A server, and what it tells of."""

    health: Health
    exposition: Exposition
    lag: LoopLag
    server: WebServer
    client: httpx.AsyncClient = field(init=False)

    def __post_init__(self) -> None:
        address = f"http://127.0.0.1:{self.server.port}"
        self.client = httpx.AsyncClient(base_url=address, trust_env=False, verify=False, timeout=30)


Serving = Callable[..., Awaitable[Site]]


@pytest.fixture
async def serving() -> AsyncIterator[Serving]:
    """Serves with these routers, until the test is over."""
    async with AsyncExitStack() as stack:

        async def serve(*routers: APIRouter, drain: float = 30.0) -> Site:
            health, exposition, lag = Health("web"), Exposition(), LoopLag()
            app = application(health, exposition, lag, routers=routers, most_body=1000)
            server = WebServer(app, drain=drain)
            await server.start()
            stack.push_async_callback(server.stop)
            await lag.start()
            stack.push_async_callback(lag.stop)
            site = Site(health, exposition, lag, server)
            await stack.enter_async_context(site.client)
            return site

        yield serve
