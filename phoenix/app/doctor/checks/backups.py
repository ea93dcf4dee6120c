"""Whether what is stored could be had again."""

import shlex
from datetime import UTC, datetime, timedelta
from pathlib import Path

from phoenix.app.doctor.audit import Told, failed, passed, skipped
from phoenix.app.doctor.examination import Examination
from phoenix.app.doctor.patient import Patient

FOLDER = "backups"  # in the data directory
MAGIC = b"SQLite format 3\0"
OLDEST = timedelta(days=7)


def look(patient: Patient) -> Told:
    """The newest copy of SQLite's file; of a server's backups nothing can be seen from here."""
    file = patient.installation.database_file
    if patient.settings is None:
        return skipped("the database's address cannot be read")
    if file is None:
        cure = "See that its host keeps backups (PITR), or run pg_dump every day"
        return skipped("whether the server is backed up cannot be seen from here", cure)
    if not file.exists():
        return skipped("there is no database yet")
    folder = patient.installation.data / FOLDER
    return _judged(_newest(folder), patient.installation.now(), _cure(file, folder))


def _newest(folder: Path) -> tuple[Path, datetime] | None:
    """The youngest file that is a database of SQLite, and when it was written."""
    if not folder.is_dir():
        return None
    kept = [path for path in folder.iterdir() if path.is_file() and _is_database(path)]
    dated = [(path, datetime.fromtimestamp(path.stat().st_mtime, UTC)) for path in kept]
    return max(dated, key=lambda one: one[1], default=None)


def _is_database(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def _judged(newest: tuple[Path, datetime] | None, now: datetime, cure: str) -> Told:
    if newest is None:
        return failed("there is no backup of the database", cure)
    path, written = newest
    told = f"the newest backup, {path.name}, is of {written:%Y-%m-%d %H:%M} UTC"
    return passed(told) if now - written <= OLDEST else failed(f"{told}, which is too old", cure)


def _cure(file: Path, folder: Path) -> str:
    """While the service runs, too: SQLite's own copy is one moment's."""
    copy = shlex.quote(f".backup '{folder}/phoenix.db'")
    return f"mkdir -p {shlex.quote(str(folder))} && sqlite3 {shlex.quote(str(file))} {copy}"


EXAMINATIONS = (Examination("database", "backups", look),)
