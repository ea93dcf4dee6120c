"""Settings with secrets, and one check run alone."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from phoenix.app.preflight import Finding, recheck
from phoenix.app.settings import Settings

TOKEN = "123456789:AAE-a-token-that-must-never-be-seen"
KEY = "k3y-that-must-never-be-seen"

Look = Callable[..., Awaitable[Finding]]


@pytest.fixture
def make_settings() -> Callable[..., Settings]:
    """Makes settings of these fields; where a service would be asked, nobody is."""

    def make(**fields: Any) -> Settings:
        nobody = {
            "telegram_api_url": "http://127.0.0.1:1",
            "api_football_url": "http://127.0.0.1:1",
        }
        return Settings(**{**nobody, **fields})

    return make


@pytest.fixture
def look(make_settings: Callable[..., Settings]) -> Look:
    """Runs one check with these settings, such as redis with its ``redis_url``."""

    async def one(check: str, transport: Any = None, **fields: Any) -> Finding:
        return await recheck(check, make_settings(**fields), transport=transport)

    return one


@pytest.fixture
def token() -> str:
    """A bot's."""
    return TOKEN


@pytest.fixture
def key() -> str:
    """Of API-Football."""
    return KEY
