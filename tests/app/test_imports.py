"""Readers of plugins: what they break costs one file, in one line."""

from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from phoenix.app.imports import import_files
from phoenix.domain.batches import Batch
from phoenix.store.store import Store


@dataclass
class Reader:
    """A source that answers or raises what it is told to."""

    answer: Any
    id: str = "theirs"
    title: str = "Theirs"
    read_paths: list[Path] = field(default_factory=list)

    def read(self, path: Path) -> Any:
        self.read_paths.append(path)
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer


@pytest.fixture
async def program(tmp_path):
    """As much of a program as an import needs."""
    store = Store(f"sqlite:///{tmp_path}/x.db")
    await store.open()
    yield SimpleNamespace(store=store)
    await store.close()


@pytest.fixture
def file(tmp_path) -> Path:
    """Some file."""
    path = tmp_path / "theirs.txt"
    path.write_text("anything")
    return path


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (ZeroDivisionError("by nought"), "ZeroDivisionError: by nought"),
        (StopIteration(), "StopIteration"),
        (SystemExit(3), "SystemExit"),
        ("no batch", "no Batch"),
    ],
)
async def test_a_reader_that_breaks_refuses_the_file(program, file, answer, reason):
    """Whatever a plugin's reader raises or returns, the import names it and goes on."""
    report = await import_files(program, [file, file], Reader(answer), lambda *_: None)
    assert [reason in str(refused) for refused in report.refused] == [True, True]
    assert all("theirs" in str(refused) for refused in report.refused)


async def test_a_file_that_a_reader_knew_is_not_read_again(program, file):
    """The same bytes are read once by the same reader."""
    reader = Reader(Batch(()))
    for _ in range(2):
        report = await import_files(program, [file], reader, lambda *_: None)
    assert (report.unchanged, len(reader.read_paths)) == (1, 1)
