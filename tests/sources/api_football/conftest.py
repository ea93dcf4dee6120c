"""Starts the provider of ``provider.py``, and clients of it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from provider import KEY, Provider, Reply
from pydantic import SecretStr

from phoenix.sources.api_football.client import ApiFootball, ClientSettings
from phoenix.sources.api_football.retrying import Patience

Asking = Callable[..., Awaitable[tuple[ApiFootball, Provider]]]


@pytest.fixture
async def asking() -> AsyncIterator[Asking]:
    """Starts a provider with the given replies, and a client of it with short waits."""
    servers, clients = [], []

    async def start(*replies: Reply, **settings: Any) -> tuple[ApiFootball, Provider]:
        provider = Provider(list(replies) or [Reply()])
        server = await asyncio.start_server(provider.serve, "127.0.0.1", 0)
        servers.append(server)
        port = server.sockets[0].getsockname()[1]
        quick = Patience(steps=(0.01, 0.02, 0.04, 0.08), total=30.0, jitter=lambda: 0.0)
        chosen = {
            "base_url": f"http://127.0.0.1:{port}",
            "patience": quick,
            "try_limit": 2.0,
            **settings,
        }
        client = ApiFootball(ClientSettings(key=SecretStr(KEY), **chosen))
        clients.append(client)
        return client, provider

    yield start
    for client in clients:
        await client.aclose()
    for server in servers:
        server.close()
        await server.wait_closed()


@pytest.fixture(scope="session")
def real_bodies(real_files: Path) -> Path:
    """The folder of real bodies."""
    return real_files.parent / "api-football"
