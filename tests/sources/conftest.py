"""Files of football-data.co.uk, made up, in both layouts."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from phoenix.domain.batches import Batch
from phoenix.sources.football_data.reader import read_file

MAIN = {
    "Div": "E0", "Date": "12/08/2023", "HomeTeam": "Alpha", "AwayTeam": "Beta",
    "FTHG": "2", "FTAG": "1",
}  # fmt: skip
EXTRA = {
    "Country": "Brazil", "League": "Serie A", "Season": "2023", "Date": "15/04/2023",
    "Home": "Alfa", "Away": "Beta", "HG": "2", "AG": "1", "Res": "H",
}  # fmt: skip

Row = Mapping[str, str]
Read = Callable[..., Batch]


def csv_text(usual: Row, rows: tuple[Row, ...]) -> str:
    columns = list(dict.fromkeys([*usual, *(name for row in rows for name in row)]))
    lines = [[{**usual, **row}.get(name, "") for name in columns] for row in rows]
    return "".join(",".join(line) + "\n" for line in [columns, *lines])


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads text (UTF-8) or bytes as a file."""

    def call(content: str | bytes) -> Batch:
        path = tmp_path / "file.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_file(path)

    return call


@pytest.fixture
def read_main(read: Read) -> Read:
    """Reads rows of the main layout; each says only what is unusual in it."""
    return lambda *rows: read(csv_text(MAIN, rows))


@pytest.fixture
def read_extra(read: Read) -> Read:
    """The same for the layout of the extra leagues."""
    return lambda *rows: read(csv_text(EXTRA, rows))
