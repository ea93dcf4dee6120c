"""The reader and the import against files that football-data.co.uk published."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from phoenix.sources.football_data.reader import read_file

VALUES_LEFT_OUT = {
    ("0607/E1.csv", 288, "BbAHh"), ("0607/I1.csv", 303, "HY"), ("1011/F1.csv", 197, "BbAHh"),
    ("1011/I1.csv", 196, "BbAHh"), ("1011/SP1.csv", 190, "BbAHh"), ("1213/E1.csv", 532, "B365H"),
    ("1415/E2.csv", 461, "B365H"), ("1516/E0.csv", 172, "HST"), ("1819/E1.csv", 348, "B365H"),
    ("1819/E2.csv", 391, "B365H"), ("1920/D1.csv", 261, "AvgC>2.5"), ("2019/BRA.csv", 276, "MaxCA"),
    ("2021/D2.csv", 212, "AvgAHA"), ("2021/E2.csv", 184, "B365H"), ("2021/I2.csv", 141, "MaxCA"),
    ("2122/E0.csv", 10, "AST"), ("2122/E0.csv", 168, "B365C>2.5"),
    ("2122/E0.csv", 168, "B365C<2.5"), ("2223/E2.csv", 490, "AST"),
}  # fmt: skip


def test_every_file_is_read_whole(real_files: Path) -> None:
    """All 229 files give 87,388 matches; 19 single values are left out, and no row."""
    paths = sorted(real_files.rglob("*.csv"))
    matches, faults = 0, []
    for path in paths:
        batch = read_file(path)
        matches += len(batch.records)
        faults += batch.faults
        assert {record.season for record in batch.records} <= _labels(path.parent.name)
    places = {("/".join(Path(f.file).parts[-2:]), f.line, f.column) for f in faults}
    assert (len(paths), matches, len(faults)) == (229, 87_388, 19)
    assert places == VALUES_LEFT_OUT
    assert not any(fault.row_lost for fault in faults)


def _labels(folder: str) -> set[str]:
    """2021 is both the calendar year and 2020/21; 2012-2013 and 1213 are 2012/13."""
    if "-" in folder:
        return {f"{folder[:4]}/{folder[-2:]}"}
    return {folder, f"20{folder[:2]}/{folder[2:]}"}


@pytest.mark.parametrize("name", ["2324", "2023/BRA.csv"])
def test_an_import_stores_every_row(
    real_files: Path, phoenix: Callable[..., Any], name: str
) -> None:
    """An import stores as many matches as the files have rows that are not empty."""
    ran = phoenix("data", "import", str(real_files / name))
    path = real_files / name
    files = sorted(path.glob("*.csv")) if path.is_dir() else [path]
    rows = sum(_rows(file) for file in files)
    assert ran.code == 0, ran.err
    assert f"{rows} new matches, 0 changed, 0 known; 0 rows and 0 single" in ran.out
    assert f"{rows} matches played" in phoenix("data", "status").out


def _rows(path: Path) -> int:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return sum(any(row) for row in csv.reader(file)) - 1
