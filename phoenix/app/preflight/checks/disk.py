"""The data directory: whether what is written there stays."""

import os
import shutil
import tempfile
from pathlib import Path

from phoenix.app.places import data_dir
from phoenix.app.preflight.check import Check
from phoenix.app.preflight.finding import Found, degraded, passed, refused
from phoenix.app.preflight.surroundings import Surroundings
from phoenix.bounded import as_async

FOLDER = "PHOENIX_DATA_DIR"
LEAST = 100 * 1024 * 1024  # bytes
_MEND = f"Mend its rights, or set {FOLDER} to a folder that can be written"


def look(_at: Surroundings) -> Found:
    """Write, bring to the disk, remove; see how much room there is."""
    folder = data_dir()
    try:
        _write(folder)
        free = shutil.disk_usage(folder).free
    except OSError as error:
        why = error.strerror or type(error).__name__
        return refused(f"the data directory {folder} cannot be written ({why})", FOLDER, _MEND)
    return judged(folder, free)


def _write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".preflight-") as file:
        file.write(b"phoenix")
        file.flush()
        os.fsync(file.fileno())


def judged(folder: Path, free: int) -> Found:
    """Whether so many free bytes are enough."""
    room = f"{free / 1024 / 1024:.0f} MB"
    if free < LEAST:
        cure = f"Free some, or set {FOLDER} to a folder on another disk"
        return degraded(f"only {room} are free in the data directory {folder}", FOLDER, cure)
    return passed(f"the data directory can be written, {room} are free", FOLDER)


CHECK = Check(
    "disk", as_async(look), refused("writing to the data directory does not end", FOLDER, _MEND)
)
