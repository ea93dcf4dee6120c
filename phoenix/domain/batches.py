"""The matches of one file, and what in it could not be used."""

from dataclasses import dataclass

from phoenix.domain.matches import MatchRecord


@dataclass(frozen=True, slots=True)
class RowFault:
    """Something in a file that was left out.

    ``row_lost`` tells whether the whole match was left out, or only the one cell.
    """

    file: str
    line: int
    column: str
    reason: str
    row_lost: bool

    def __str__(self) -> str:
        lost = "match left out" if self.row_lost else "value left out"
        return f"{self.file}, line {self.line}, column {self.column}: {self.reason} ({lost})"


@dataclass(frozen=True, slots=True)
class Batch:
    """What a source read."""

    records: tuple[MatchRecord, ...]
    faults: tuple[RowFault, ...] = ()
