"""Files into the store: each goes in whole or not at all, and what was left out is reported."""

import asyncio
import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from phoenix.app.program import Program
from phoenix.domain.batches import RowFault
from phoenix.domain.errors import FileRefused, InputError
from phoenix.host.spelling import did_you_mean
from phoenix.plugin.offers import Source
from phoenix.sources.football_data.reader import FootballData
from phoenix.store.writing import Origin, Saved, is_known, save

OUR_SOURCES: tuple[Source, ...] = (FootballData(),)

Progress = Callable[[int, int, str], None]


@dataclass
class ImportReport:
    """What an import did, file by file."""

    files: int = 0
    unchanged: int = 0
    new: int = 0
    changed: int = 0
    known: int = 0
    refused: list[FileRefused] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)

    def add(self, saved: Saved, faults: Iterable[RowFault]) -> None:
        """Count one file."""
        self.new += saved.new
        self.changed += saved.changed
        self.known += saved.known
        self.faults += faults


async def sources(program: Program) -> tuple[Source, ...]:
    """Our readers and those that plugins offer."""
    return OUR_SOURCES + await program.host.sources()


async def chosen_source(program: Program, name: str) -> Source:
    """The reader with this id.

    Raises:
        InputError: there is none.
    """
    found = {source.id: source for source in reversed(await sources(program))}
    if name not in found:
        hint = did_you_mean(name, found)
        raise InputError(f"no source is called {name!r}", hint[0].upper() + hint[1:])
    return found[name]


def files_of(paths: Sequence[Path]) -> list[Path]:
    """Files as named, folders searched for ``*.csv``.

    Raises:
        InputError: a path does not exist, or a folder holds no such file.
    """
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            if not path.exists():
                raise InputError(f"{path} does not exist", "Check the path")
            found.append(path)
            continue
        inside = sorted(p for p in path.rglob("*") if p.suffix.lower() == ".csv")
        if not inside:
            raise InputError(f"{path} holds no CSV file", "Name a folder with *.csv files")
        found += inside
    return found


async def import_files(
    program: Program, paths: Sequence[Path], source: Source, progress: Progress
) -> ImportReport:
    """Import files one after another; a refused one does not stop the rest.

    ``progress`` is told how many of how many are done, and the name of the next.
    """
    report = ImportReport()
    for done, path in enumerate(paths):
        progress(done, len(paths), path.name)
        report.files += 1
        try:
            await _import_file(program, path, source, report)
        except FileRefused as refused:
            report.refused.append(refused)
    progress(len(paths), len(paths), "")
    return report


async def _import_file(program: Program, path: Path, source: Source, report: ImportReport) -> None:
    digest = await asyncio.to_thread(_digest, path, source.id)
    if await is_known(program.store, digest):
        report.unchanged += 1
        return
    batch = await asyncio.to_thread(source.read, path)
    # A file with faults is read again the next time, so that its faults are reported again.
    origin = Origin(source.id, path.name, None if batch.faults else digest)
    report.add(await save(program.store, batch.records, origin), batch.faults)


def _digest(path: Path, source: str) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FileRefused(path, error.strerror or str(error), "Check the path") from error
    return hashlib.blake2b(content, digest_size=16, person=source.encode()[:16]).hexdigest()
