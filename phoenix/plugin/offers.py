"""What hooks are given and what they hand over, beside analyzers, readings and sections."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from phoenix.domain.batches import Batch
from phoenix.domain.words import Words


@dataclass(frozen=True, slots=True)
class App:
    """What a plugin may know of the program it runs in."""

    version: str
    data_dir: Path


@runtime_checkable
class Source(Protocol):
    """A reader of match files of one format."""

    @property
    def id(self) -> str:
        """What ``--source`` names it by."""
        ...

    @property
    def title(self) -> Words:
        """What people read."""
        ...

    def read(self, path: Path) -> Batch:
        """All matches of a file, with what could not be used.

        Raises:
            FileRefused: nothing of the file can be used.
        """
        ...
