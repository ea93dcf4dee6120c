"""`phoenix data`, and how commands fail."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from phoenix.app.imports import chosen_source
from phoenix.domain.errors import InputError

Phoenix = Callable[..., Any]
HEADER = "Div,Date,HomeTeam,AwayTeam,FTHG,FTAG,HC,AC\n"
GOOD = HEADER + "E0,12/08/2023,Alpha,Beta,2,1,5,4\nE0,13/08/2023,Gamma,Delta,0,0,3,3\n"


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str, str], str]:
    """Writes a file; its path."""

    def write(name: str, text: str) -> str:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        return str(path)

    return write


def test_importing_twice(phoenix: Phoenix, file: Any) -> None:
    """The second import of a file finds it unchanged, and nothing new."""
    path = file("E0.csv", GOOD)
    first, second = phoenix("data", "import", path), phoenix("data", "import", path)
    assert (first.code, second.code) == (0, 0)
    assert "1 files (0 unchanged, 0 refused): 2 new matches" in first.out
    assert "1 files (1 unchanged, 0 refused): 0 new matches, 0 changed, 0 known" in second.out


@pytest.mark.parametrize(
    ("row", "left_out"),
    [
        ("E0,12/08/2023,Epsilon,Zeta,1,0,x,4\n", "0 rows and 1 single values"),
        ("E0,nonsense,Epsilon,Zeta,1,0,5,4\n", "1 rows and 0 single values"),
    ],
)
def test_something_left_out(phoenix: Phoenix, file: Any, row: str, left_out: str) -> None:
    """A row or value left out is exit code 1, at every import of the file."""
    path = file("E0.csv", GOOD + row)
    for _ in range(2):
        ran = phoenix("data", "import", path)
        assert (ran.code, ran.err.count("\n")) == (1, 1)
        assert "line 4" in ran.err
        assert left_out in ran.out


@pytest.mark.parametrize("bad", ["", "\ufeff", "<html></html>\n", GOOD + "E0,19/08"])
def test_a_refused_file_does_not_stop_the_others(phoenix: Phoenix, file: Any, bad: str) -> None:
    """Exit code 2 for the refused file; the one after it is imported."""
    ran = phoenix("data", "import", file("a.csv", bad), file("b.csv", GOOD))
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "2 files (0 unchanged, 1 refused): 2 new matches" in ran.out


def test_a_path_that_does_not_exist(phoenix: Phoenix, file: Any) -> None:
    """A path that is not there is exit code 2, before anything is imported."""
    ran = phoenix("data", "import", file("E0.csv", GOOD), "nowhere.csv")
    assert (ran.code, ran.err) == (2, "phoenix: nowhere.csv does not exist. Check the path.\n")
    assert "Nothing is stored yet" in phoenix("data", "status").out


def test_a_folder(phoenix: Phoenix, file: Any) -> None:
    """A folder is searched for CSV files; one without any is exit code 2."""
    folder = Path(file("folder/notes.txt", "")).parent
    assert "holds no CSV file" in phoenix("data", "import", str(folder)).err
    file("folder/E0.CSV", GOOD)
    assert "2 new matches" in phoenix("data", "import", str(folder)).out


def test_status_of_an_empty_store(phoenix: Phoenix) -> None:
    """An empty store says how to fill it."""
    ran = phoenix("data", "status")
    assert ran.code == 0
    assert ran.out.startswith("Nothing is stored yet.")


def test_status_after_the_demo(demo_store: Path, phoenix: Phoenix) -> None:
    """The demo league is simulated, and every match has corners, cards, shots and prices."""
    ran = phoenix("data", "status")
    line = next(line for line in ran.out.splitlines() if line.startswith("DEMO"))
    assert "(simulated)" in line
    assert line.split()[-6:] == ["770", "10", "100%", "100%", "100%", "100%"]
    assert "1 competitions, 770 matches played" in ran.out


def test_sources(phoenix: Phoenix) -> None:
    """Our own reader is listed."""
    assert "football-data: football-data.co.uk" in phoenix("data", "sources").out


def test_an_unknown_source(phoenix: Phoenix, file: Any) -> None:
    """A source that is misspelt is answered with the nearest one."""
    ran = phoenix("data", "import", file("E0.csv", GOOD), "--source", "football-dta")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert ran.err.endswith("Did you mean 'football-data'?\n")


async def test_a_source_keeps_its_capitals() -> None:
    """The hint writes a plugin's source as the plugin does."""

    async def offered() -> tuple[Any, ...]:
        return (SimpleNamespace(id="ClubFeed"),)

    program: Any = SimpleNamespace(host=SimpleNamespace(sources=offered))
    with pytest.raises(InputError, match="Did you mean 'ClubFeed'"):
        await chosen_source(program, "clubFed")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PHOENIX_LANGUAGE", "xx"),
        ("PHOENIX_TIME_ZONE", "Nowhere/Land"),
        ("PHOENIX_TIME_ZONE", " "),
        ("PHOENIX_MIN_CONFIDENCE", "11"),
        ("PHOENIX_QSC__FORM", "much"),
        ("PHOENIX_QSC", "{half"),
        ("DATABASE_URL", "nonsense://x"),
        ("DATABASE_URL", "postgresql://host:port/x"),
    ],
)
def test_bad_settings(
    phoenix: Phoenix, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """A setting that cannot be used is one line, exit code 2; --debug adds the traceback."""
    monkeypatch.setenv(name, value)
    ran, debugged = phoenix("data", "status"), phoenix("--debug", "data", "status")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert ran.err.startswith("phoenix: ")
    assert debugged.code == 2
    assert debugged.err.startswith("Traceback")
    assert debugged.err.endswith(ran.err)


def test_an_unreadable_env_file(phoenix: Phoenix, own_places: Path) -> None:
    """A .env that is no text is one line, exit code 2."""
    (own_places / ".env").write_bytes(b"\xff\xfe")
    ran = phoenix("data", "status")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert ".env cannot be read" in ran.err


@pytest.mark.parametrize("arguments", [(), ("imprt",), ("data", "import"), ("data", "--what")])
def test_usage_errors(phoenix: Phoenix, arguments: tuple[str, ...]) -> None:
    """A command that is not understood is exit code 2, without a traceback."""
    ran = phoenix(*arguments)
    assert ran.code == 2
    assert "Traceback" not in ran.err
