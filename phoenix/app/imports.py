"""Files into the store: each goes in whole or not at all, and what was left out is reported."""

import asyncio
import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from phoenix.app.program import Program
from phoenix.bounded import as_async
from phoenix.domain.batches import Batch, RowFault
from phoenix.domain.errors import FileRefused, InputError
from phoenix.domain.words import in_language
from phoenix.host.spelling import advice
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


async def source_lines(program: Program) -> list[str]:
    """A line for each reader: its id and its title."""
    language = program.settings.language
    return [f"{s.id}: {in_language(s.title, language)}" for s in await sources(program)]


async def chosen_source(program: Program, name: str) -> Source:
    """The reader with this id.

    Raises:
        InputError: there is none.
    """
    found = {source.id: source for source in reversed(await sources(program))}
    if name not in found:
        raise InputError(f"no source is called {name!r}", advice(name, found))
    return found[name]


def files_of(paths: Sequence[Path]) -> list[Path]:
    """Files as named, folders searched for ``*.csv``.

    Raises:
        InputError: a path does not exist, or a folder holds no such file.
    """
    try:
        return [file for path in paths for file in _files(path)]
    except OSError as error:
        raise InputError(f"{error.filename}: {error.strerror}", "Check the path") from error


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        if not path.exists():
            raise InputError(f"{path} does not exist", "Check the path")
        return [path]
    inside = sorted(p for p in path.rglob("*") if p.suffix.lower() == ".csv")
    if not inside:
        raise InputError(f"{path} holds no CSV file", "Name a folder with *.csv files")
    return inside


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
    batch = await _read(source, path)
    # A file with faults is read again the next time, so that its faults are reported again.
    origin = Origin(source.id, path.name, None if batch.faults else digest)
    report.add(await save(program.store, batch.records, origin), batch.faults)


async def _read(source: Source, path: Path) -> Batch:
    """Read a file; a reader that breaks over it refuses it, whatever it raised."""
    try:
        batch = await as_async(source.read)(path)
    except FileRefused:
        raise
    except Exception as error:
        reason = f"the reader {source.id} broke over it ({type(error).__name__}: {error})"
        raise FileRefused(path, reason, "Tell its makers") from error
    if not isinstance(batch, Batch):
        raise FileRefused(path, f"the reader {source.id} returned no Batch", "Tell its makers")
    return batch


def _digest(path: Path, source: str) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FileRefused(path, error.strerror or str(error), "Check the path") from error
    return hashlib.blake2b(content, digest_size=16, person=source.encode()[:16]).hexdigest()
