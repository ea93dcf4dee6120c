"""Faults of an earlier run are remembered; a damaged memory is an empty one."""

import json

import pytest

from phoenix.host.memory import Remembered, recall, remember

RECORD = Remembered("failed", "why", "cure", "2024-08-01T00:00:00+00:00", "stamp")


def test_what_is_remembered_is_recalled(tmp_path):
    """A record survives the file unchanged."""
    path = tmp_path / "new" / "memory.json"
    remember(path, {"goals": RECORD})
    assert recall(path) == {"goals": RECORD}
    assert list(path.parent.iterdir()) == [path]


def test_a_missing_file_holds_nothing_and_nothing_needs_no_file(tmp_path):
    """A healthy program leaves no trace."""
    path = tmp_path / "memory.json"
    remember(path, {})
    assert recall(path) == {}
    assert not path.exists()


def test_an_unchanged_memory_is_not_written_again(tmp_path):
    """Reading dossiers all day writes nothing."""
    path = tmp_path / "memory.json"
    remember(path, {"goals": RECORD})
    before = path.stat().st_ino
    remember(path, {"goals": RECORD})
    assert path.stat().st_ino == before


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "3", '{"goals": 1}', '{"goals": {}}', '{"goals": {"colour": 1}}']
)
def test_a_damaged_memory_is_set_aside(tmp_path, caplog, content):
    """It is warned of by name, and holds nothing."""
    path = tmp_path / "memory.json"
    path.write_text(content)
    assert recall(path) == {}
    assert str(path) in caplog.text


def test_a_memory_that_cannot_be_written_is_only_warned_of(tmp_path, caplog):
    """Forgetting a fault stops nobody."""
    (tmp_path / "folder").write_text("in the way")
    remember(tmp_path / "folder" / "memory.json", {"goals": RECORD})
    assert "plugin faults cannot be kept" in caplog.text


def test_a_damaged_memory_is_mended_by_the_next_fault(tmp_path):
    """The file is replaced as a whole."""
    path = tmp_path / "memory.json"
    path.write_text("{")
    remember(path, {"goals": RECORD})
    assert set(json.loads(path.read_text())) == {"goals"}
