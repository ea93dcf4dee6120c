"""``plugins.toml`` is changed in one place, and nowhere else."""

import tomllib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phoenix.domain.errors import ConfigurationError
from phoenix.host.configuration import read_plugins_file
from phoenix.host.editing import set_enabled

COMMENTED = """\
# the house rules

[plugins.goals] # the old hand
enabled = true # since forever
weight = 1.0

[plugins.goals.settings]
half_life_days = 350.0 # age at which a match counts half

[plugins.corners]
weight = 2.0
"""


@pytest.fixture
def file(tmp_path):
    """The path of a plugins.toml that does not exist yet."""
    return tmp_path / "folder" / "plugins.toml"


@pytest.fixture
def written(file):
    """Writes a plugins.toml."""

    def write(content):
        file.parent.mkdir(exist_ok=True)
        file.write_text(content, encoding="utf-8")
        return file

    return write


def test_a_missing_file_is_made(file):
    """The folder is made, too, and nothing is left beside the file."""
    assert set_enabled(file, "goals", enabled=False)
    assert tomllib.loads(file.read_text()) == {"plugins": {"goals": {"enabled": False}}}
    assert list(file.parent.iterdir()) == [file]


def test_only_the_one_word_changes(written):
    """Comments, order and blank lines stay as they were."""
    file = written(COMMENTED)
    assert set_enabled(file, "goals", enabled=False)
    assert file.read_text() == COMMENTED.replace("enabled = true", "enabled = false")


def test_a_table_without_the_key_gets_it(written):
    """Every line that was there is still there."""
    file = written(COMMENTED)
    assert set_enabled(file, "corners", enabled=False)
    assert read_plugins_file(file).entry("corners").enabled is False
    assert set(COMMENTED.splitlines()) <= set(file.read_text().splitlines())


def test_a_plugin_without_a_table_gets_one(written):
    """Every line that was there is still there."""
    file = written(COMMENTED)
    assert set_enabled(file, "qsc", enabled=True)
    assert read_plugins_file(file).entry("qsc").enabled is True
    assert set(COMMENTED.splitlines()) <= set(file.read_text().splitlines())


def test_what_is_so_already_is_not_written_again(written):
    """Nothing changes, and the caller is told."""
    file = written(COMMENTED)
    before = file.stat().st_ino
    assert not set_enabled(file, "goals", enabled=True)
    assert file.stat().st_ino == before


@pytest.mark.parametrize(
    "content",
    [
        "[plugins]\ngoals = {enabled = true}\n",
        "plugins = {goals = {enabled = true}}\n",
        "plugins.goals.enabled = true\n",
        "[plugins.goals]\nenabled = 1\n",
        "[plugins.goals]\nenabled = true\n[plugins.b]\n[plugins.goals.settings]\nx = 1\n",
    ],
)
def test_every_way_to_write_a_table_can_be_changed(written, content):
    """Inline, dotted and scattered tables are tables."""
    file = written(content)
    assert set_enabled(file, "goals", enabled=False)
    assert read_plugins_file(file).entry("goals").enabled is False


def test_a_number_is_no_truth_value(written):
    """``enabled = 1`` is mended by enabling."""
    file = written("[plugins.goals]\nenabled = 1\n")
    assert set_enabled(file, "goals", enabled=True)
    assert read_plugins_file(file).entry("goals").fault is None


@pytest.mark.parametrize(
    "content",
    ["[plugins.goals", "[plugins.goals]\n[plugins.goals]\n", "plugins = 1", "[plugins]\ngoals = 1"],
)
def test_a_file_that_cannot_be_used_is_left_alone(written, content):
    """The error names the file, and the file keeps its content."""
    file = written(content)
    with pytest.raises(ConfigurationError, match=str(file)):
        set_enabled(file, "goals", enabled=False)
    assert file.read_text() == content


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    """A folder that is a file is an error with a cure."""
    (tmp_path / "folder").write_text("in the way")
    with pytest.raises(ConfigurationError, match=r"cannot be (read|written)"):
        set_enabled(tmp_path / "folder" / "plugins.toml", "goals", enabled=False)


NAMES = st.sampled_from(["goals", "corners", "qsc", "cards"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(NAMES, st.booleans()), max_size=8))
def test_the_last_word_counts_and_touches_nobody_else(file, words):
    """After any sequence of switches, each plugin stands as it was switched last."""
    file.parent.mkdir(exist_ok=True)
    file.write_text(COMMENTED)
    for name, enabled in words:
        set_enabled(file, name, enabled=enabled)
    read = read_plugins_file(file)
    wanted = {"goals": True, "corners": None} | dict(words)
    assert {name: entry.enabled for name, entry in read.entries.items()} == wanted
    assert read.entry("goals").settings == {"half_life_days": 350.0}
    assert [line for line in file.read_text().splitlines() if "#" in line] == [
        line.replace("enabled = true", f"enabled = {str(wanted['goals']).lower()}")
        for line in COMMENTED.splitlines()
        if "#" in line
    ]
