"""Whether secrets lie where others read them: in the files of the working directory."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from phoenix.app.doctor.audit import Told, failed, passed, skipped
from phoenix.app.doctor.examination import Examination
from phoenix.app.doctor.installation import Installation
from phoenix.app.doctor.patient import Patient
from phoenix.app.doctor.sweep import Hit, Sweep, sweep
from phoenix.app.doctor.tree import GitTree, NoTree, walked

LIMIT = 15.0  # seconds of reading
NAMED = 5
UNKNOWN = "those of the settings are not known, since these cannot be read"
CURE = (
    "Take them out, exchange them for new ones where they were issued, and keep them in .env or "
    "in the environment alone"
)


def look(patient: Patient) -> Told:
    """Values of settings, and what looks like a secret; in a git tree, what git keeps."""
    here = patient.installation
    files, whose = _files(here)
    known = patient.settings.secrets if patient.settings else ()
    swept = sweep(files, known, LIMIT)
    if swept.hits:
        return failed(_told(swept.hits, here.folder), CURE)
    told = _clean(swept, whose)
    return told if patient.settings else replace(told, detail=f"{told.detail}; {UNKNOWN}")


def _clean(swept: Sweep, whose: str) -> Told:
    """Nothing was found; whether that means that nothing is there."""
    seen = f"none in {swept.files} files of the {whose}"
    if swept.whole:
        return passed(seen)
    return skipped(f"{seen}; there are more, which were not read")


def _files(here: Installation) -> tuple[Iterable[Path], str]:
    """Elsewhere than in a git tree, the file of the settings is where they should be."""
    try:
        return GitTree(here.folder).tracked(), "git tree"
    except NoTree:
        without = frozenset({here.env_file, here.data.resolve()})
        return walked(here.folder.resolve(), without), "working directory"


def _told(hits: tuple[Hit, ...], folder: Path) -> str:
    lines = [f"{_relative(hit.path, folder)}:{hit.line} holds {hit.kind}" for hit in hits[:NAMED]]
    more = len(hits) - NAMED
    return "; ".join([*lines, f"and {more} more"] if more > 0 else lines)


def _relative(path: Path, folder: Path) -> Path:
    top = folder.resolve()
    return path.relative_to(top) if path.is_relative_to(top) else path


EXAMINATIONS = (Examination("files", "secrets", look, 2 * LIMIT),)
