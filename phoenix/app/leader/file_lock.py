"""The lock as a file that is held open and locked: for the processes of one machine.

The system frees it when its holder ends, however it ends, so that whoever gets it knows that the
holder before is dead or has released it. What the file holds is the last epoch, and a word if that
holder could not end its work when it let go. A holder that is paused keeps it: that is safe, and
nobody else leads meanwhile. Who deletes the file under a holder makes room for a second one, until
the first asks again; the fence refuses the first at once, since no epoch is below the Unix time.
"""

import asyncio
import os
import sys
import time
from pathlib import Path

from phoenix.app.leader.faults import LockAway, LockLost
from phoenix.app.leader.lease import Lease
from phoenix.app.leader.lock import POLLER, Busy

AGAIN = 0.1  # asking costs microseconds
LEFT = "left"
WIDTH = 32  # what is written is as long as what was there, and goes out in one write

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        """Lock a byte that is never written: on Windows nobody may read what is locked."""
        os.lseek(descriptor, 1 << 20, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class FileLock:
    """Held by the process that has the file open and locked.

    Args:
        folder: the data directory, on a disk of this machine; made if it is missing.
        lease: by which the holder reckons.
        name: what is led.
    """

    backend = "file"

    def __init__(self, folder: Path, lease: Lease, name: str = POLLER) -> None:
        self.lease = lease
        self.stirred = asyncio.Event()
        self.clear = False
        self._path = folder / f"{name}.lock"
        self._descriptor: int | None = None
        self._epoch = 0

    async def attempt(self) -> int | Busy:
        """Try once; see :class:`~phoenix.app.leader.lock.Lock`."""
        try:
            descriptor = self._taken()
        except OSError as error:
            raise LockAway(self.backend, str(error), "Mend its folder's rights") from error
        if descriptor is None:
            return Busy(AGAIN)
        self._descriptor = descriptor
        return self._epoch

    def _taken(self) -> int | None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if _locked(descriptor) and _is_at(descriptor, self._path):
                self._begin(descriptor)
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)
        return None

    def _begin(self, descriptor: int) -> None:
        last, left = _read(descriptor)
        self._epoch, self.clear = max(last + 1, int(time.time())), not left
        _write(descriptor, self._epoch, left=left)

    async def confirm(self) -> None:
        """Ask whether the file that is held is the one that others would find."""
        if self._descriptor is None or not _is_at(self._descriptor, self._path):
            raise LockLost(f"{self._path} was removed or replaced")

    async def release(self, *, clean: bool) -> None:
        """Close the file, and with it the lock."""
        if self._descriptor is None:
            raise LockLost("the file is closed")
        try:
            _write(self._descriptor, self._epoch, left=not clean)
        except OSError as error:
            raise LockAway(self.backend, str(error)) from error
        finally:
            await self.close()

    async def close(self) -> None:
        """Close the file if it is open."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)


def _locked(descriptor: int) -> bool:
    try:
        _lock(descriptor)
    except (BlockingIOError, PermissionError):  # PermissionError: Windows says it so
        return False
    return True


def _is_at(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _read(descriptor: int) -> tuple[int, bool]:
    """The last epoch, and whether its holder left work behind; 0 where nothing can be read."""
    os.lseek(descriptor, 0, os.SEEK_SET)
    words = os.read(descriptor, WIDTH).decode("ascii", "replace").split()
    last = int(words[0]) if words and words[0].isdecimal() else 0
    return last, LEFT in words


def _write(descriptor: int, epoch: int, *, left: bool) -> None:
    line = f"{epoch} {LEFT}" if left else str(epoch)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, line.ljust(WIDTH - 1).encode() + b"\n")
