"""What is left out of a file, and which files are refused as a whole."""

import string
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phoenix.domain.batches import Batch
from phoenix.domain.errors import FileRefused
from phoenix.sources.football_data.reader import read_file

HEADER = "Div,Date,HomeTeam,AwayTeam,FTHG,FTAG\n"
ROW = "E0,12/08/2023,Alpha,Beta,2,1\n"
WIDE = "Div,Date,Time,HomeTeam,AwayTeam,FTHG,FTAG,HTHG,HTAG,HS,AS,HST,AST,B365H,B365D,B365A,AHh,PAHH,PAHA"  # noqa: E501 - a line of a file
CELLS = st.one_of(
    st.sampled_from(["E0", "12/08/23", "2023-08-12", "20:45", "A", "B", "0", "2", "1.9", "-0.25"]),
    st.sampled_from(["nan", "inf", "-inf", "1e300", "9" * 30, "9" * 5000, "²", "٣", "", "99:99"]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
)
BYTES = st.one_of(
    st.binary(max_size=400),
    st.text(string.printable, max_size=400).map(str.encode),
    st.binary(max_size=200).map(lambda tail: (HEADER + ROW).encode() + tail),
    st.lists(st.lists(CELLS, min_size=15, max_size=20).map(",".join), max_size=4).map(
        lambda rows: "\n".join([WIDE, *rows, ""]).encode()
    ),
)


@given(content=BYTES)
@settings(deadline=None, max_examples=300)
def test_any_file_is_read_or_refused(tmp_path_factory: Any, content: bytes) -> None:
    """Whatever a file holds, it yields matches that make sense, or is refused."""
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(content)
    try:
        batch = read_file(path)
    except FileRefused:
        return
    assert batch.records or batch.faults
    _assert_sensible(batch)


def _assert_sensible(batch: Batch) -> None:
    for record in batch.records:
        assert record.home != record.away
        assert record.score is None or 0 <= record.score.home < 1000
        assert record.kickoff is None or record.kickoff.utcoffset() is not None
        assert all(1 < price < 10_000 for p in record.prices for price in p.outcomes)
        assert all(abs(p.line or 0) <= 20 for p in record.prices)
    assert len({record.key for record in batch.records}) == len(batch.records)


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"Div": ""}, "Div", "empty"),
        ({"Date": "31/02/2023"}, "Date", "'31/02/2023' is no date"),
        ({"Date": "tomorrow"}, "Date", "'tomorrow' is no date"),
        ({"Date": ""}, "Date", "'' is no date"),
        ({"HomeTeam": ""}, "HomeTeam", "empty"),
        ({"AwayTeam": " "}, "AwayTeam", "empty"),
        ({"AwayTeam": "Alpha"}, "HomeTeam", "Alpha plays itself"),
        ({"FTHG": "two"}, "FTHG", "'two' is no number of goals"),
        ({"FTAG": ""}, "FTAG", "'' is no number of goals"),
        ({"FTHG": "-1"}, "FTHG", "'-1' is no number of goals"),
        ({"FTHG": "9999"}, "FTHG", "'9999' is no number of goals"),
    ],
)
def test_a_bad_row_is_left_out(
    read_main: Any, cells: dict[str, str], column: str, reason: str
) -> None:
    """A row that cannot be a match is reported with its place and reason; the rest goes in."""
    batch = read_main({"HomeTeam": "Gamma"}, cells, {"HomeTeam": "Delta"})
    (fault,) = batch.faults
    assert [record.home for record in batch.records] == ["Gamma", "Delta"]
    assert (fault.line, fault.column, fault.reason, fault.row_lost) == (3, column, reason, True)
    assert Path(fault.file).name == "file.csv"


@pytest.mark.parametrize("cells", [{"Season": "soon"}, {"Country": ""}, {"League": ""}])
def test_a_bad_row_of_an_extra_league_is_left_out(read_extra: Any, cells: dict[str, str]) -> None:
    """A row without season, country or league is no match of an extra league."""
    batch = read_extra({"Home": "Gama"}, cells)
    assert len(batch.records) == 1
    assert (batch.faults[0].column, batch.faults[0].row_lost) == (next(iter(cells)), True)


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"Time": "25:00"}, "Time", "'25:00' is no time of day"),
        ({"Time": "evening"}, "Time", "'evening' is no time of day"),
        ({"Time": "9" * 30 + ":00"}, "Time", f"'{'9' * 30}:00' is no time of day"),
        ({"HC": "many", "AC": "3"}, "HC", "'many' is no count"),
        ({"HC": "4", "AC": "1.5"}, "AC", "'1.5' is no count"),
        ({"HC": "9" * 5000}, "HC", f"'{'9' * 5000}' is no count"),
        ({"HTHG": "3", "HTAG": "0"}, "HTHG", "half-time 3-0 exceeds the score 2-1"),
        ({"HTHG": "0", "HTAG": "2"}, "HTHG", "half-time 0-2 exceeds the score 2-1"),
        ({"HS": "5", "HST": "8", "AST": ""}, "HST", "8 shots on target of 5 shots"),
        ({"AHh": "-1.2", "PAHH": "2", "PAHA": "2"}, "AHh", "'-1.2' is no handicap"),
        ({"AHh": "nan", "PAHH": "2", "PAHA": "2"}, "AHh", "'nan' is no handicap"),
        ({"AHh": "1e300", "PAHH": "2", "PAHA": "2"}, "AHh", "'1e300' is no handicap"),
        ({"B365H": "0", "B365D": "3", "B365A": "4"}, "B365H", "'0' is no price"),
        ({"B365H": "2", "B365D": "nan", "B365A": "4"}, "B365D", "'nan' is no price"),
        ({"B365H": "2", "B365D": "3", "B365A": "inf"}, "B365A", "'inf' is no price"),
        ({"B365H": "2", "B365D": "x", "B365A": "4"}, "B365D", "'x' is no price"),
    ],
)
def test_a_bad_cell_is_left_out_alone(
    read_main: Any, cells: dict[str, str], column: str, reason: str
) -> None:
    """A value that cannot be true is reported and left out; its match goes in."""
    batch = read_main(cells)
    (fault,) = batch.faults
    (record,) = batch.records
    assert (fault.line, fault.column, fault.reason, fault.row_lost) == (2, column, reason, False)
    assert (record.kickoff, record.prices, record.score.half_time_home) == (None, (), None)


def test_shots_survive_impossible_shots_on_target(read_main: Any) -> None:
    """Of shots and more shots on target, the shots are kept."""
    (record,) = read_main({"HS": "5", "AS": "6", "HST": "8", "AST": "6"}).records
    assert (record.home_counts.shots, record.home_counts.shots_on_target) == (5, None)
    assert (record.away_counts.shots, record.away_counts.shots_on_target) == (6, 6)


def test_a_fault_reads_as_one_line(read_main: Any) -> None:
    """A fault names file, line, column, reason, and what was lost."""
    (fault,) = read_main({"HC": "x", "AC": "1"}).faults
    assert str(fault).endswith("file.csv, line 2, column HC: 'x' is no count (value left out)")


def test_a_duplicate_is_left_out(read_main: Any) -> None:
    """The same match again is reported with the line of the first, which stays."""
    batch = read_main({}, {"HomeTeam": "Gamma"}, {"FTHG": "5"})
    (fault,) = batch.faults
    assert [record.score.home for record in batch.records] == [2, 2]
    assert (fault.line, fault.reason, fault.row_lost) == (4, "the same match as in line 2", True)


def test_more_cells_than_the_header(read: Any) -> None:
    """A row with cells that no column names has slipped, and is left out."""
    batch = read(HEADER + ROW.replace("2,1", "2,1,7"))
    (fault,) = batch.faults
    assert batch.records == ()
    assert (fault.column, fault.reason) == ("7", "more cells than the header names")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n\r\n\t", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\xef\xbb\xbf\n \n", "empty"),
        (b"PK\x03\x04\x00\x00" + ROW.encode(), "no text file"),
        (HEADER.encode("utf-16"), "no text file"),
        ((HEADER + ROW + "E0,19/08/2023,Alp").encode(), "cut short in line 3"),
        ((HEADER + ROW + 'E0,19/08/2023,"Alp').encode(), "unexpected end of data"),
        ((HEADER + 'E0,12/08/2023,"Alpha,Beta,2,1\n' + ROW).encode(), "line 3"),
        ((HEADER + 'E0,12/08/2023,"Al"pha,Beta,2,1\n').encode(), "line 2"),
        (b"<!DOCTYPE html>\n<html>\n<body>Not found</body>\n</html>\n", "the header lacks Div"),
        (b"Div,Date,HomeTeam\nE0,12/08/2023,Alpha\n", "the header lacks AwayTeam, FTHG, FTAG"),
        (b"Country,League,Season\nBrazil,Serie A,2023\n", "the header lacks Date, Home, Away"),
        (HEADER.encode(), "no match below the header"),
        ((HEADER + ",,,,,\n").encode(), "no match below the header"),
    ],
)
def test_a_file_that_is_refused(read: Any, content: bytes, reason: str) -> None:
    """An empty, binary, truncated or foreign file is refused as a whole, with the reason."""
    with pytest.raises(FileRefused) as refused:
        read(content)
    assert reason in refused.value.reason
    assert "\n" not in str(refused.value)


def test_a_whole_file_without_a_last_newline(read: Any) -> None:
    """A file whose last row is whole is read though no newline ends it."""
    assert len(read((HEADER + ROW).rstrip()).records) == 1


def test_a_short_row_with_its_newline(read: Any) -> None:
    """Where a newline ends it, cells missing at the end of the last row are empty cells."""
    batch = read("Div,Date,HomeTeam,AwayTeam,FTHG,FTAG,HC,AC\n" + ROW)
    assert (len(batch.records), batch.faults) == (1, ())


@pytest.mark.parametrize("name", ["nowhere.csv", "."])
def test_a_file_that_cannot_be_opened(tmp_path: Path, name: str) -> None:
    """What the system says of a file that cannot be opened is the reason."""
    with pytest.raises(FileRefused, match=r"No such file|Is a directory"):
        read_file(tmp_path / name)
