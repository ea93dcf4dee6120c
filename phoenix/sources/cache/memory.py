"""A cache in memory, bounded by count and by bytes."""

from collections.abc import Iterator
from copy import copy

from cachetools import LRUCache

from phoenix.sources.cache.entry import Entry

MOST = 10_000
MOST_BYTES = 64 * 1024 * 1024

Item = tuple[str, Entry]


class MemoryCache:
    """Holds what was used last; what was used longest ago goes first.

    A body larger than all the room is not kept, and an earlier one of the same question, which it
    would have replaced, is dropped.

    Args:
        most: entries.
        most_bytes: of keys and bodies together; what Python needs beside them is not counted.
    """

    def __init__(self, most: int = MOST, most_bytes: int = MOST_BYTES) -> None:
        self._most = most
        self._held: LRUCache[str, Item] = LRUCache(most_bytes, getsizeof=_size)

    def __len__(self) -> int:
        return len(self._held)

    @property
    def size(self) -> int:
        """Bytes of keys and bodies that are held."""
        return int(self._held.currsize)

    async def open(self) -> None:
        """Nothing to do."""

    async def get(self, key: str) -> Entry | None:
        """The entry, which thereby becomes the last used."""
        held = self._held.get(key)
        return None if held is None else held[1]

    async def set(self, key: str, entry: Entry) -> None:
        """Keep the entry as the last used, in the place of an earlier one."""
        item = (key, entry)
        self._held.pop(key, None)
        if _size(item) <= self._held.maxsize:
            self._held[key] = item
        while len(self._held) > self._most:
            self._held.popitem()

    async def close(self) -> None:
        """Nothing to do."""

    def snapshot(self) -> Iterator[Item]:
        """All that is held now, last used last; may be read in another thread."""
        # The library tells the order of use only by taking entries out. (Iterating over its items
        # would count as using them.)
        taken = copy(self._held)
        return (taken.popitem()[1] for _ in range(len(taken)))


def _size(item: Item) -> int:
    key, entry = item
    return len(key.encode()) + len(entry.body)
