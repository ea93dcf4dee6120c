"""Whether others on this machine can read or change what is ours alone."""

import os
import shlex
import stat
from collections.abc import Iterator
from pathlib import Path

from phoenix.app.doctor.audit import Told, failed, passed, skipped
from phoenix.app.doctor.examination import Examination
from phoenix.app.doctor.installation import Installation
from phoenix.app.doctor.patient import Patient


def look(patient: Patient) -> Told:
    """The settings' file, the data directory, the database; and who may switch plugins on."""
    if os.name != "posix":
        return skipped("rights are not looked at on this system")
    here = patient.installation
    open_ = [path for path in _private(here) if _mode(path) & stat.S_IRWXO]
    changeable = [path for path in _public(here) if _mode(path) & stat.S_IWOTH]
    if not open_ and not changeable:
        return passed("none of our files is open to everybody")
    listed = ", ".join(str(path) for path in (*open_, *changeable))
    commands = [f"chmod o= {_quoted(open_)}"] if open_ else []
    commands += [f"chmod o-w {_quoted(changeable)}"] if changeable else []
    return failed(f"open to every user of this machine: {listed}", " && ".join(commands))


def _private(here: Installation) -> Iterator[Path]:
    """What holds secrets, or is written by us alone; what lies in the folder is closed with it."""
    yield here.env_file
    yield here.data
    file = here.database_file
    if file is not None and not file.is_relative_to(here.data):
        yield file


def _public(here: Installation) -> Iterator[Path]:
    """What everybody may read, and nobody else may change: it says which code runs."""
    yield here.plugins_file


def _mode(path: Path) -> int:
    """Its rights; none where it is not there."""
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return 0


def _quoted(paths: list[Path]) -> str:
    return shlex.join(str(path) for path in paths)


EXAMINATIONS = (Examination("files", "permissions", look),)
