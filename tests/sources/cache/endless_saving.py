"""Saves a growing cache again and again, and tells the number of entries after each save."""

import asyncio
import sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from phoenix.sources.cache.entry import Entry
from phoenix.sources.cache.memory import MemoryCache
from phoenix.sources.cache.saving import SavedCache

THEN = datetime(2026, 1, 4, 18, 30, tzinfo=UTC)


async def main(path: Path) -> None:
    """Runs until it is killed."""
    cache = SavedCache(MemoryCache(), path)
    await cache.open()
    for n in count():
        await cache.set(f"q{n}", Entry(b"%d" % n * 10_000, THEN))
        await cache.save()
        print(n + 1, flush=True)  # noqa: T201 - the test reads it


asyncio.run(main(Path(sys.argv[1])))
