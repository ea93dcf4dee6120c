"""A cache in memory that a file outlives: saved now and then, off the loop, and at the end."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import structlog

from phoenix.sources.cache import disk
from phoenix.sources.cache.entry import Entry
from phoenix.sources.cache.memory import MemoryCache
from phoenix.sources.cache.outage import Outage
from phoenix.tasks import spawn

log = structlog.get_logger(__name__)

EVERY = 300.0


class Saver:
    """Saves what has changed: ``every`` seconds after the change, never more often, and at the end.

    Args:
        save: what to do; it takes its picture of what is to be saved before it first waits.
        every: seconds.
        outage: told when saving fails, and when it works again.
    """

    def __init__(self, save: Callable[[], Awaitable[None]], every: float, outage: Outage) -> None:
        self.every = every
        self._save = save
        self._outage = outage
        self._changed = asyncio.Event()
        self._one_at_a_time = asyncio.Lock()
        self._schedule: asyncio.Task[None] | None = None
        self._saving: asyncio.Task[None] | None = None
        self._since: float | None = None

    @property
    def unsaved(self) -> float | None:
        """Seconds for which a change has been waiting to be saved; None: there is none."""
        if self._since is None:
            return None
        return asyncio.get_running_loop().time() - self._since

    def start(self) -> None:
        """Begin to watch for changes."""
        self._schedule = spawn(self._run(), name="cache saver")

    def mark(self) -> None:
        """Something has changed."""
        self._changed.set()
        if self._since is None:
            self._since = asyncio.get_running_loop().time()

    async def save(self) -> None:
        """Save now, if something has changed; what fails is tried again later."""
        # A task of its own: a write that has begun in its thread goes on when the caller is
        # cancelled, and the next one must wait for it, or the older picture would come last.
        self._saving = spawn(self._saved(), name="save of the cache")
        await asyncio.shield(self._saving)

    async def close(self) -> None:
        """Stop watching, and save what is left."""
        if self._schedule is not None:
            self._schedule.cancel()
            await asyncio.wait({self._schedule})
            self._schedule = None
        await self.save()

    async def _run(self) -> None:
        while True:
            await self._changed.wait()
            await asyncio.sleep(self.every)
            await self.save()

    async def _saved(self) -> None:
        async with self._one_at_a_time:
            if not self._changed.is_set():
                return
            self._changed.clear()
            began = asyncio.get_running_loop().time()
            try:
                await self._save()
            except Exception as error:  # noqa: BLE001 - told once; memory goes on without a file
                self._changed.set()
                self._outage.failed(f"{type(error).__name__}: {error}")
            else:
                self._since = began if self._changed.is_set() else None
                self._outage.worked()


class SavedCache:
    """A cache in memory, and the file from which it begins.

    Several processes that share one file do no harm, but the last to save wins: use Redis there.

    Args:
        memory: where the entries are; its bounds hold.
        path: of the file; folders are made as needed.
        every: at most one save in so many seconds.
    """

    def __init__(self, memory: MemoryCache, path: Path, every: float = EVERY) -> None:
        self._memory = memory
        self._path = path
        outage = Outage(log, "cache cannot be saved", "cache is saved again", path=str(path))
        self._saver = Saver(self._write, every, outage)

    @property
    def every(self) -> float:
        """Seconds after a change that the file is written, by itself."""
        return self._saver.every

    @property
    def unsaved(self) -> float | None:
        """Seconds for which a change has not been in the file; None: all is in it."""
        return self._saver.unsaved

    async def open(self) -> None:
        """Take over what the last completed save held, and begin to save changes."""
        for key, entry in await asyncio.to_thread(disk.load, self._path):
            await self._memory.set(key, entry)
        self._saver.start()

    async def get(self, key: str) -> Entry | None:
        """The entry, however old."""
        return await self._memory.get(key)

    async def set(self, key: str, entry: Entry) -> None:
        """Keep the entry in memory; the file has it after the next save."""
        await self._memory.set(key, entry)
        self._saver.mark()

    async def save(self) -> None:
        """Write now what is not yet in the file."""
        await self._saver.save()

    async def close(self) -> None:
        """Write what is not yet in the file, and stop."""
        await self._saver.close()

    async def _write(self) -> None:
        await asyncio.to_thread(disk.save, self._path, self._memory.snapshot())
