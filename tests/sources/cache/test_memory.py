"""The bounds of the cache in memory, and who leaves it first."""

import asyncio
from collections import OrderedDict
from dataclasses import FrozenInstanceError
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phoenix.sources.cache.entry import Entry
from phoenix.sources.cache.memory import MemoryCache

THEN = datetime(2026, 1, 4, 18, 30, tzinfo=UTC)
KEYS = st.sampled_from([f"q{n}" for n in range(12)])
STEPS = st.lists(st.tuples(KEYS, st.none() | st.binary(max_size=40)), max_size=60)


def play(cache: MemoryCache, steps: list[tuple[str, bytes | None]]) -> list[tuple[int, int]]:
    """Get where there is no body, set where there is one; count and bytes after each step."""

    async def story() -> list[tuple[int, int]]:
        seen = []
        for key, body in steps:
            if body is None:
                await cache.get(key)
            else:
                await cache.set(key, Entry(body, THEN))
            seen.append((len(cache), cache.size))
        return seen

    return asyncio.run(story())


def model(steps: list[tuple[str, bytes | None]], most: int, most_bytes: int) -> list[str]:
    """The same by the plainest of means: the keys held, last used last."""
    held: OrderedDict[str, int] = OrderedDict()
    for key, body in steps:
        if body is None:
            if key in held:
                held.move_to_end(key)
            continue
        held.pop(key, None)
        if len(key) + len(body) <= most_bytes:
            held[key] = len(key) + len(body)
        while len(held) > most or sum(held.values()) > most_bytes:
            held.popitem(last=False)
    return list(held)


@given(STEPS, st.integers(1, 12), st.integers(1, 200))
def test_it_never_holds_more_than_it_may(steps, most, most_bytes):
    """After every step count and bytes are within their bounds, and the bytes are told rightly."""
    cache = MemoryCache(most, most_bytes)
    assert all(n <= most and size <= most_bytes for n, size in play(cache, steps))
    assert cache.size == sum(len(key) + len(entry.body) for key, entry in cache.snapshot())


@given(STEPS, st.integers(1, 12), st.integers(1, 200))
def test_the_most_recently_used_survive(steps, most, most_bytes):
    """What was used longest ago goes first, and no more goes than must."""
    cache = MemoryCache(most, most_bytes)
    play(cache, steps)
    assert [key for key, _ in cache.snapshot()] == model(steps, most, most_bytes)


async def test_a_body_larger_than_all_the_room_is_not_kept(entry):
    """It drives nothing out but the earlier answer to its own question."""
    cache = MemoryCache(most_bytes=100)
    await cache.set("a", entry)
    await cache.set("b", entry)
    await cache.set("a", Entry(bytes(101), THEN))
    assert (await cache.get("a"), await cache.get("b")) == (None, entry)


async def test_a_snapshot_does_not_change(entry):
    """What is set after it was taken is not in it, and taking it uses nothing."""
    cache = MemoryCache(most=2)
    await cache.set("a", entry)
    await cache.set("b", entry)
    taken = cache.snapshot()
    await cache.set("c", entry)
    assert [key for key, _ in taken] == ["a", "b"]
    assert [key for key, _ in cache.snapshot()] == ["b", "c"]


def test_an_entry_cannot_be_changed(entry):
    """Many callers hold the same entry."""
    with pytest.raises(FrozenInstanceError):
        entry.body = b""


@pytest.mark.parametrize("zone", [None, timezone(timedelta(hours=-3))])
def test_an_entry_has_a_time_in_utc(zone):
    """A time that is naive, or of another zone, is refused at once."""
    with pytest.raises(ValueError, match="UTC"):
        Entry(b"", datetime(2026, 1, 4, tzinfo=zone))
