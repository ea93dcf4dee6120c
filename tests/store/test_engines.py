"""The program says the same whichever database keeps its matches."""

from collections.abc import Callable
from typing import Any

import pytest


def test_both_engines_give_the_same_dossier(
    phoenix: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, sqlite_url: str, postgres_url: str
) -> None:
    """The demo league's dossier is the same byte for byte on SQLite and on PostgreSQL."""
    told = []
    for url in (sqlite_url, postgres_url):
        monkeypatch.setenv("DATABASE_URL", url)
        assert phoenix("demo").code == 0
        told.append(phoenix("dossier", "Baía Serena", "Rio Manso", "--format", "json"))
    assert [ran.code for ran in told] == [0, 0]
    assert told[0].out == told[1].out


def test_an_import_is_the_same_on_both_engines(
    phoenix: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    sqlite_url: str,
    postgres_url: str,
    real_files: Any,
) -> None:
    """Real files are counted alike, and importing them again changes nothing on either."""
    counted = []
    for url in (sqlite_url, postgres_url):
        monkeypatch.setenv("DATABASE_URL", url)
        files = [str(real_files / name) for name in ("2324/E0.csv", "2023/BRA.csv")]
        first, again = (phoenix("data", "import", *files) for _ in range(2))
        assert "2 files (2 unchanged" in again.out
        counted.append((first.out, phoenix("data", "status").out))
    assert counted[0] == counted[1]
