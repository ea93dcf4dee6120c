"""A disk that is full or may not be written: one line, exit code 2, nothing half-written."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

PROGRAM = (sys.executable, "-m", "phoenix")


def started(*command: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def assert_one_line(ran: subprocess.CompletedProcess[str]) -> None:
    assert ran.returncode == 2, ran.stderr
    assert ran.stderr.startswith("phoenix: ")
    assert ran.stderr.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on a file's size")
def test_a_full_disk(own_places: Path) -> None:
    """A demo that finds no room is undone: its tables are there and empty."""
    limited = ("sh", "-c", 'ulimit -f 1200; exec "$@"', "sh")
    assert_one_line(started(*limited, *PROGRAM, "demo"))
    with closing(sqlite3.connect(own_places / "data" / "phoenix.db")) as connection:
        assert connection.execute("SELECT count(*) FROM fixture").fetchone() == (0,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.fixture
def bound_by_permissions() -> tuple[str, ...]:
    """What to start a command with so that permission bits bind it, even as root."""
    if sys.platform == "win32":
        pytest.skip("permission bits of folders do not bind on Windows")
    if os.geteuid() != 0:
        return ()
    prefix = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
    if shutil.which("setpriv") is None or started(*prefix, "true").returncode:
        pytest.skip("root is not bound by permission bits, and setpriv cannot change that")
    return prefix


def test_a_folder_that_may_not_be_written(
    own_places: Path, bound_by_permissions: tuple[str, ...]
) -> None:
    """Without the right to make the database, nothing is made."""
    folder = own_places / "data"
    folder.mkdir(mode=0o555)
    assert_one_line(started(*bound_by_permissions, *PROGRAM, "data", "status"))
    assert list(folder.iterdir()) == []


def test_a_database_that_may_not_be_written(
    demo_store: Path, bound_by_permissions: tuple[str, ...]
) -> None:
    """Without the right to write the database, an import leaves it byte for byte."""
    before = demo_store.read_bytes()
    demo_store.chmod(0o444)
    demo_store.parent.chmod(0o555)
    file = demo_store.parent.parent / "E0.csv"
    file.write_text("Div,Date,HomeTeam,AwayTeam,FTHG,FTAG\nE0,12/08/23,A,B,1,0\n")
    ran = started(*bound_by_permissions, *PROGRAM, "data", "import", str(file))
    demo_store.parent.chmod(0o755)
    assert_one_line(ran)
    assert demo_store.read_bytes() == before
