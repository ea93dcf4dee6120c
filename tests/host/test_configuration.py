"""``plugins.toml`` is read with a place and a cure for every mistake."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phoenix.domain.errors import ConfigurationError
from phoenix.host.configuration import Entry, _entry, read_plugins_file


@pytest.fixture
def file(tmp_path):
    """The path of a plugins.toml that does not exist yet."""
    return tmp_path / "plugins.toml"


@pytest.fixture
def read(file):
    """Reads a plugins.toml with this content."""

    def reader(content):
        file.write_text(content, encoding="utf-8")
        return read_plugins_file(file)

    return reader


def test_a_missing_file_means_the_defaults(file):
    """Without plugins.toml every manifest decides for itself."""
    assert read_plugins_file(file).entry("goals") == Entry(file=str(file))


def test_a_table_is_read(read, file):
    """All four keys reach the entry."""
    lines = "enabled = false\nweight = 2\ndeadline = 3\nsettings = {half_life_days = 9}"
    entry = read(f"[plugins.goals]\n{lines}").entry("goals")
    assert entry == Entry(False, 2.0, 3, {"half_life_days": 9}, file=str(file))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[plugins.goals", r"Expected ']'"),
        ("[plugins.goals]\n[plugins.goals]", "at line 2"),
        ("weight = 1", r"unknown key 'weight', allowed: plugins"),
        ("[plugin.goals]", r"unknown key 'plugin', did you mean 'plugins'\?"),
        ("plugins = 1", "plugins is no table"),
    ],
)
def test_a_file_that_cannot_be_used_stops_the_program(read, file, content, told):
    """The error names the file and the place in it."""
    with pytest.raises(ConfigurationError, match=told) as refused:
        read(content)
    assert str(file) in str(refused.value)


def test_a_file_that_is_no_text_is_refused(file):
    """A file of another kind is not read as an empty one."""
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigurationError, match="cannot be read"):
        read_plugins_file(file)


def test_a_folder_in_the_files_place_is_refused(tmp_path):
    """What cannot be read is named."""
    with pytest.raises(ConfigurationError, match=f"{tmp_path} cannot be read"):
        read_plugins_file(tmp_path)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("enabeld = true", "unknown key 'enabeld', did you mean 'enabled'?"),
        ("colour = 1", "unknown key 'colour', allowed: deadline, enabled, settings, weight"),
        ("enabled = 'yes'", "enabled = 'yes', allowed: true, false"),
        ("weight = -1", "weight = -1, allowed: a number from 0 up"),
        ("weight = nan", "weight = nan, allowed: a number from 0 up"),
        ("weight = true", "weight = True, allowed: a number from 0 up"),
        ("deadline = 0", "deadline = 0, allowed: seconds above 0"),
        ("settings = 1", "settings = 1, allowed: a table"),
    ],
)
def test_a_mistake_takes_out_its_own_plugin_alone(read, file, line, told):
    """The fault names file, table, key and what is allowed; the neighbour is read."""
    read_file = read(f"[plugins.goals]\n{line}\n[plugins.corners]\nweight = 3")
    assert read_file.entry("goals").fault == f"{file}, [plugins.goals]: {told}"
    assert read_file.entry("corners").weight == 3.0


def test_a_plugin_that_is_no_table_is_faulty(read, file):
    """``goals = true`` is a mistake that is often made."""
    entry = read("[plugins]\ngoals = true").entry("goals")
    assert entry.fault == f"{file}, [plugins.goals]: not a table"


def test_a_mistake_beside_enabled_leaves_enabled_known(read):
    """A plugin that is switched off stays off, whatever else is wrong."""
    entry = read("[plugins.goals]\nenabled = false\nweight = 'much'").entry("goals")
    assert entry.enabled is False
    assert entry.fault is not None


def test_tables_of_nobody_are_reported(read, file):
    """A misspelt plugin is a stranger with a suggestion."""
    lines = read("[plugins.gaols]\n[plugins.corners]").strangers(("corners", "goals"))
    assert lines == (f"{file}, [plugins.gaols]: not installed, did you mean 'goals'?",)


@settings(deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["enabled", "weight", "deadline", "settings", "other"]),
        st.one_of(st.booleans(), st.integers(), st.floats(), st.text(), st.just({}), st.just([])),
    )
)
def test_every_table_is_usable_or_faulty(table):
    """An entry without a fault holds only what was allowed."""
    entry = _entry("plugins.toml", "x", table)
    if entry.fault is None:
        assert entry.weight >= 0
        assert entry.deadline is None or entry.deadline > 0
        assert isinstance(entry.settings, dict)
    else:
        assert entry.fault.startswith("plugins.toml, [plugins.x]: ")
