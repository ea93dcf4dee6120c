"""An import that is killed loses nothing that was finished, and can be done again."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

FILES = 8
MATCHES = 240
KILLS = int(os.environ.get("PHOENIX_SOAK_KILLS", "3"))
COMMAND = [sys.executable, "-m", "phoenix", "data", "import", "files"]


@pytest.fixture
def files(own_places: Path) -> Path:
    """Eight seasons of a league of sixteen."""
    folder = own_places / "files"
    folder.mkdir()
    for season in range(FILES):
        rows = [
            f"X9,{1 + n % 28:02d}/{1 + n // 28 % 6:02d}/{2010 + season},H{n // 15},A{n % 15},1,0"
            for n in range(MATCHES)
        ]
        head = "Div,Date,HomeTeam,AwayTeam,FTHG,FTAG"
        (folder / f"{season}.csv").write_text("\n".join([head, *rows, ""]))
    return folder


def counts(path: Path) -> tuple[int, int]:
    """Files that are noted as read, and matches; none of either before there are tables."""
    with closing(sqlite3.connect(path)) as store:
        if not store.execute("SELECT 1 FROM sqlite_master WHERE name = 'fixture'").fetchone():
            return 0, 0
        (read,) = store.execute("SELECT count(*) FROM imported_file").fetchone()
        (matches,) = store.execute("SELECT count(*) FROM fixture").fetchone()
        assert store.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    return read, matches


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
def test_a_killed_import_is_whole_files_or_nothing(files: Path, own_places: Path) -> None:
    """However often it is killed, the store holds whole files, and the next run ends the work."""
    path = own_places / "data" / "phoenix.db"
    chance = random.Random(7)
    for _ in range(KILLS):
        for leftover in path.parent.glob("phoenix.db*"):
            leftover.unlink()
        with subprocess.Popen(COMMAND, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
            try:
                run.wait(timeout=chance.uniform(0.5, 2.0))
            except subprocess.TimeoutExpired:
                run.send_signal(signal.SIGKILL)
        path.parent.mkdir(exist_ok=True)
        read, matches = counts(path)
        assert matches == read * MATCHES
        ended = subprocess.run(COMMAND, capture_output=True, text=True, check=False)
        assert (ended.returncode, ended.stderr) == (0, "")
        assert counts(path) == (FILES, FILES * MATCHES)
