"""The file of a cache: replaced whole or not at all, and never a reason not to start.

A file that cannot be used is set aside for whoever wants to know why. A process that is killed in
the middle of a save leaves a temporary file beside the cache, which the next start removes.
"""

import contextlib
import glob
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

import structlog

from phoenix.sources.cache.memory import Item
from phoenix.sources.cache.records import Unreadable, read_records, write_records

log = structlog.get_logger(__name__)

MOST_ASIDE = 3


def load(path: Path) -> list[Item]:
    """What the last completed save held, last used last.

    Nothing if there was none, or if it cannot be used: then it is set aside, with a warning.
    """
    _remove_leftovers(path)
    try:
        with path.open("rb") as file:
            return read_records(file)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except Unreadable as error:
        _set_aside(path, error.problem)
    except OSError as error:
        _set_aside(path, str(error))
    return []


def save(path: Path, items: Iterable[Item]) -> None:
    """Put a new file in the place of the old one; it is on the disk when this returns.

    Raises:
        OSError: it could not be written; the old file is as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(".tmp", f".{path.name}.", path.parent)
    beside = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            with contextlib.suppress(OSError):  # some file systems have no locks
                _hold(file)
            write_records(file, items)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


if sys.platform == "win32":

    def _hold(_file: BinaryIO) -> None:
        """Windows itself refuses to remove a file that is open."""

    def _remove_abandoned(beside: Path) -> None:
        beside.unlink(missing_ok=True)

    def _sync_folder(_folder: Path) -> None:
        """Windows opens no folders."""

else:
    import fcntl

    def _hold(file: BinaryIO) -> None:
        """Lock the file for as long as it is open: the lock of a killed process goes with it."""
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _remove_abandoned(beside: Path) -> None:
        with beside.open("rb") as file:
            _hold(file)
            beside.unlink(missing_ok=True)

    def _sync_folder(folder: Path) -> None:
        """A rename is safe when its folder is on the disk."""
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _remove_leftovers(path: Path) -> None:
    """Remove temporary files whose writer was killed, and not those of another living process."""
    for beside in path.parent.glob(f".{glob.escape(path.name)}.*.tmp"):
        try:
            _remove_abandoned(beside)
        except OSError as error:
            log.debug("temporary file is left", path=str(beside), reason=str(error))


def _set_aside(path: Path, reason: str) -> None:
    """Give the file another name; of those with such names the newest are left."""
    earlier = _aside(path)
    number = max(earlier, default=0) + 1
    aside = path.with_name(f"{path.name}.broken-{number}")
    try:
        path.replace(aside)
        for old in sorted(earlier)[: -(MOST_ASIDE - 1)]:
            earlier[old].unlink()
    except OSError as error:
        log.warning(
            "cache file can neither be used nor set aside",
            path=str(path), reason=reason, error=str(error),
        )  # fmt: skip
    else:
        log.warning("cache file was set aside", path=str(path), aside=aside.name, reason=reason)


def _aside(path: Path) -> dict[int, Path]:
    """Files set aside before, by their numbers."""
    found = path.parent.glob(f"{glob.escape(path.name)}.broken-*")
    numbered = ((one.name.rpartition("-")[2], one) for one in found)
    return {int(number): one for number, one in numbered if number.isdecimal()}
