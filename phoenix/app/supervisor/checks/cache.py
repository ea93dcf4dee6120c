"""A cache whose file is behind."""

from typing import Protocol

from phoenix.app.supervisor.check import Check, Found

SPARE = 60.0  # seconds that its own save may be late


class SavedLate(Protocol):
    """A cache in memory with a file, such as ``phoenix.sources.cache.saving.SavedCache``."""

    @property
    def every(self) -> float:
        """Seconds after a change that it saves by itself."""
        ...

    @property
    def unsaved(self) -> float | None:
        """Seconds for which something has not been in the file; None: all is in it."""
        ...

    async def save(self) -> None:
        """Save now; what fails is tried again later."""
        ...


def unsaved_cache(cache: SavedLate) -> Check:
    """Whether something should have been saved long ago; it is saved anew.

    Args:
        cache: opened.
    """

    def late() -> float | None:
        unsaved = cache.unsaved
        return unsaved if unsaved is not None and unsaved > cache.every + SPARE else None

    async def look() -> Found:
        seconds = late()
        if seconds is None:
            return Found()
        return Found(1, f"what came {seconds:.0f} s ago is not in the file yet")

    async def save() -> int:
        await cache.save()
        return 0 if late() else 1

    cure = "Free some space, and mend the rights of PHOENIX_DATA_DIR"
    return Check("cache saved", look, cure, mend=save)
