"""What the client asks, of whom and with what end, is counted."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from exposed import counting
from provider import KEY, Reply, body
from pydantic import SecretStr

from phoenix.sources.api_football.client import ApiFootball, ClientSettings
from phoenix.sources.api_football.faults import KeyRefused
from phoenix.sources.cache.memory import MemoryCache

MAY = datetime(2026, 5, 1, tzinfo=UTC)


@pytest.fixture
def counted():
    """What has been counted since the test began."""
    return counting()


async def test_each_call_is_counted_with_its_end(asking, counted):
    """What fails for a while is counted as such, and so is each call that is made again."""
    client, _ = await asking(Reply(500), Reply(429), Reply())
    await client.get("fixtures", {"date": "2026-05-01"})
    calls = counted("phoenix_upstream_call_seconds_count")
    assert calls == {("fixtures", "Transient"): 2, ("fixtures", "ok"): 1}
    assert counted("phoenix_upstream_retries_total") == {("fixtures",): 2}


async def test_a_refusal_is_counted_by_its_kind(asking, counted):
    """It was one call, and none was made again."""
    client, _ = await asking(Reply(401))
    with pytest.raises(KeyRefused):
        await client.get("status")
    assert counted("phoenix_upstream_call_seconds_count") == {("status", "KeyRefused"): 1}
    assert counted("phoenix_upstream_retries_total") == {}


async def test_looks_into_the_cache_are_counted(counted):
    """What is not there is a miss, what is there a hit, and what is too old is stale."""
    settings = ClientSettings(SecretStr(KEY), "http://provider.invalid")
    moments = [MAY, MAY, MAY + timedelta(days=365)]
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=body()))
    async with ApiFootball(
        settings, cache=MemoryCache(), now=lambda: moments[0], transport=transport
    ) as client:
        while moments:
            await client.get("standings", {"league": 39, "season": 2025})
            del moments[0]
    outcomes = {key[1]: count for key, count in counted("phoenix_cache_lookups_total").items()}
    assert outcomes == {"miss": 1, "hit": 1, "stale": 1}
