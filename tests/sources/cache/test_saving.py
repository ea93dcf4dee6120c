"""When the file is written, and what happens meanwhile."""

import asyncio
import itertools
import logging
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import structlog
from simulated import simulated

from phoenix.sources.cache import disk
from phoenix.sources.cache.entry import Entry
from phoenix.sources.cache.memory import MemoryCache
from phoenix.sources.cache.outage import Outage
from phoenix.sources.cache.saving import SavedCache, Saver

log = structlog.get_logger(__name__)
THEN = datetime(2026, 1, 4, 18, 30, tzinfo=UTC)


class Disk:
    """Notes when it was asked to save, in seconds; fails as often as told, or waits at a gate."""

    def __init__(self, *, failures: int = 0, gate: asyncio.Event | None = None) -> None:
        self.times: list[float] = []
        self.begun = asyncio.Event()
        self.ended = 0
        self.failures = failures
        self.gate = gate

    async def save(self) -> None:
        self.times.append(asyncio.get_running_loop().time())
        self.begun.set()
        if self.gate is not None:
            await self.gate.wait()
        self.ended += 1
        if self.ended <= self.failures:
            raise OSError("no room")

    def saver(self) -> Saver:
        return Saver(self.save, 300.0, Outage(log, "it fails", "it works", path="there"))


def over(disk: Disk, *changes: float, until: float) -> list[float]:
    """When it was saved, if something changed at these seconds, and it was closed at the end."""

    async def story() -> list[float]:
        loop, saver = asyncio.get_running_loop(), disk.saver()
        saver.start()
        for moment in changes:
            await asyncio.sleep(moment - loop.time())
            saver.mark()
        await asyncio.sleep(until - loop.time())
        await saver.close()
        return disk.times

    return simulated(story())


def test_changes_are_saved_at_most_every_five_minutes():
    """A change every second for an hour makes twelve saves, five minutes apart but for the last."""
    times = over(Disk(), *range(3600), until=3600)
    assert len(times) == 12
    assert all(b - a >= 300 for a, b in itertools.pairwise(times[:-1]))


def test_a_change_is_saved_five_minutes_later_and_not_again():
    """Without changes nothing is written, neither meanwhile nor at the end."""
    assert over(Disk(), 1000, until=9000) == [1300]
    assert over(Disk(), until=9000) == []


def test_what_is_left_is_saved_at_the_end():
    """A change just before the end is not lost."""
    assert over(Disk(), 1000, 1400, until=1450) == [1300, 1450]


def test_a_failed_save_is_tried_again(caplog):
    """Three failures are one warning, then it is told that saving works again."""
    caplog.set_level(logging.INFO)
    assert over(Disk(failures=3), 0, until=2000) == [300, 600, 900, 1200]
    assert [(one.levelname, one.getMessage()) for one in caplog.records] == [
        ("WARNING", "it fails path=there reason='OSError: no room'"),
        ("INFO", "it works path=there"),
    ]


async def test_the_end_waits_for_a_save_that_is_under_way():
    """A write that has begun is finished before the last one begins: two never overlap."""
    disk = Disk(gate=asyncio.Event())
    saver = disk.saver()
    saver.mark()
    cancelled = asyncio.create_task(saver.save())
    await disk.begun.wait()
    cancelled.cancel()
    saver.mark()
    end = asyncio.create_task(saver.close())
    for _ in range(10):
        await asyncio.sleep(0)
    assert (len(disk.times), disk.ended, end.done()) == (1, 0, False)
    disk.gate.set()
    await end
    assert (len(disk.times), disk.ended, cancelled.cancelled()) == (2, 2, True)


async def test_closing_twice_is_closing():
    """The second time there is nothing to stop, and nothing to save."""
    disk = Disk()
    saver = disk.saver()
    saver.start()
    saver.mark()
    await saver.close()
    await saver.close()
    assert disk.ended == 1


@pytest.fixture
def make_cache(tmp_path) -> Callable[..., SavedCache]:
    """Makes a cache of the test's own file."""

    def make(**bounds: int) -> SavedCache:
        return SavedCache(MemoryCache(**bounds), tmp_path / "cache.bin")

    return make


async def test_the_next_process_has_what_this_one_saved(make_cache, entry):
    """What was set is there after closing and opening, with the order of use."""
    first = make_cache()
    await first.open()
    for key in "abc":
        await first.set(key, entry)
    await first.get("a")
    await first.close()
    second = make_cache(most=2)
    await second.open()
    assert [await second.get(key) for key in "abc"] == [entry, None, entry]
    await second.close()


async def test_values_that_change_during_a_save_are_saved_next(make_cache, tmp_path, entry):
    """A save holds what was there when it began, and the end saves what came meanwhile."""
    cache = make_cache()
    await cache.open()
    await cache.set("a", entry)
    save = asyncio.create_task(cache.save())
    for _ in range(3):  # the picture is taken in the first step of the save
        await asyncio.sleep(0)
    newer = Entry(b"newer", THEN)
    await cache.set("a", newer)
    await cache.set("b", newer)
    await save
    assert disk.load(tmp_path / "cache.bin") == [("a", entry)]
    await cache.close()
    assert disk.load(tmp_path / "cache.bin") == [("a", newer), ("b", newer)]


async def test_a_folder_that_cannot_be_written_stops_nobody(tmp_path, caplog, entry):
    """Memory goes on; three saves that fail are told once, and the one that works is told."""
    caplog.set_level(logging.INFO, "phoenix")
    (tmp_path / "folder").write_text("a file in the place of the folder")
    cache = SavedCache(MemoryCache(), tmp_path / "folder" / "cache.bin")
    await cache.open()
    await cache.set("a", entry)
    for _ in range(3):
        await cache.save()
    assert await cache.get("a") == entry
    (tmp_path / "folder").unlink()
    await cache.close()
    assert [one.levelname for one in caplog.records] == ["WARNING", "INFO"]
    assert disk.load(tmp_path / "folder" / "cache.bin") == [("a", entry)]


async def test_nothing_is_left_running(make_cache, entry):
    """After closing no task of the cache is alive."""
    cache = make_cache()
    await cache.open()
    await cache.set("a", entry)
    await cache.close()
    assert asyncio.all_tasks() == {asyncio.current_task()}
