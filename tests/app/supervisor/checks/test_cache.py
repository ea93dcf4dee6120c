"""A cache whose file is behind is saved anew."""

import asyncio
import logging
from datetime import UTC, datetime
from pathlib import Path

from simulated import simulated

from phoenix.app.supervisor import Scan, Supervisor
from phoenix.app.supervisor.checks.cache import unsaved_cache
from phoenix.sources.cache.entry import Entry
from phoenix.sources.cache.memory import MemoryCache
from phoenix.sources.cache.saving import SavedCache

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
ENTRY = Entry(b"{}", NOW)


def clock() -> datetime:
    """Noon, always."""
    return NOW


def scanned(path: Path, *, after: float, mend: bool = False) -> Scan:
    """What is found so many seconds after a change; with ``mend`` the file can be written then."""

    async def story() -> Scan:
        cache = SavedCache(MemoryCache(), path, every=300.0)
        await cache.open()
        await cache.set("key", ENTRY)
        await asyncio.sleep(after)
        if mend:
            path.parent.unlink()
        (scan,) = await Supervisor([unsaved_cache(cache)], clock).scan()
        await cache.close()
        return scan

    return simulated(story())


def in_the_way(tmp_path: Path) -> Path:
    """A path whose folder cannot be made."""
    (tmp_path / "folder").write_text("")
    return tmp_path / "folder" / "answers"


def test_a_change_that_has_time_is_well(tmp_path) -> None:
    """The cache saves by itself after five minutes."""
    assert scanned(in_the_way(tmp_path), after=299.0).outcome == "well"


def test_a_cache_that_saves_is_well(tmp_path) -> None:
    """However long ago the change was."""
    assert scanned(tmp_path / "answers", after=1000.0).outcome == "well"


def test_a_cache_that_cannot_be_saved_is_found_and_stays_found(tmp_path, caplog) -> None:
    """It is tried anew, in vain."""
    caplog.set_level(logging.CRITICAL)
    scan = scanned(in_the_way(tmp_path), after=400.0)
    assert (scan.found, scan.mended, scan.error) == (1, 0, None)
    assert scan.detail == "what came 400 s ago is not in the file yet"


def test_a_cache_that_can_be_saved_again_is_saved(tmp_path, caplog) -> None:
    """At once, not when its own time comes."""
    caplog.set_level(logging.CRITICAL)
    path = in_the_way(tmp_path)
    scan = scanned(path, after=400.0, mend=True)
    assert (scan.found, scan.mended) == (1, 1)
    assert path.exists()
