"""Whether git leaves secrets and databases alone."""

from pathlib import Path

from phoenix.app.doctor.audit import Told, failed, passed, skipped
from phoenix.app.doctor.examination import Examination
from phoenix.app.doctor.patient import Patient
from phoenix.app.doctor.tree import GitTree, NoTree


def look(patient: Patient) -> Told:
    """What git keeps already counts as not ignored, whatever ``.gitignore`` says."""
    here = patient.installation
    try:
        tree = GitTree(here.folder)
    except NoTree as error:
        return skipped(error.problem)
    paths = [here.env_file, here.folder / "phoenix.db"]
    file = here.database_file
    if file is not None and file.resolve().is_relative_to(tree.top):
        paths.append(file)
    bare = [path for path in dict.fromkeys(paths) if not tree.ignores(path)]
    if not bare:
        return passed("git ignores .env and databases")
    return failed(f"git does not ignore {_names(bare)}", _cure(bare))


def _names(paths: list[Path]) -> str:
    return ", ".join(path.name for path in paths)


def _cure(paths: list[Path]) -> str:
    lines = {".env" if path.name == ".env" else f"*{path.suffix or path.name}" for path in paths}
    return f"Write {' and '.join(sorted(lines))} into .gitignore; git rm --cached what it has"


EXAMINATIONS = (Examination("files", ".gitignore", look),)
