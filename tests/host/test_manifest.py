"""A manifest says what a plugin is; what is wrong with it is said in one line."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phoenix.domain.needs import Need
from phoenix.domain.quantities import Quantity
from phoenix.host.manifest import _KINDS, DEADLINE, ManifestError, _check, read_manifest

LINES = {
    "id": '"cards"',
    "version": '"1.2.3"',
    "api": '"1.4"',
    "title": '"Cards"',
    "quantities": '["cards"]',
}


@pytest.fixture
def read(tmp_path):
    """Reads a manifest of these keys; None takes a key out."""

    def reader(**changed):
        lines = {**LINES, **changed}
        body = "".join(f"{key} = {value}\n" for key, value in lines.items() if value is not None)
        path = tmp_path / "phoenix.toml"
        path.write_text(f"[plugin]\n{body}", encoding="utf-8")
        return read_manifest(path)

    return reader


def test_a_manifest_is_read_with_its_defaults(read):
    """Needs, enabled and deadline may be left out."""
    manifest = read()
    assert (manifest.id, manifest.version, manifest.quantities) == ("cards", "1.2.3", ("cards",))
    assert (manifest.needs, manifest.enabled, manifest.deadline) == ((), True, DEADLINE)


def test_the_major_of_the_api_stands_before_the_dot(read):
    """Minor versions add, and break nothing."""
    assert read().api_major == "1"
    assert read(api='"12"').api_major == "12"


def test_a_title_may_stand_in_several_languages(read):
    """A plugin carries its own texts."""
    assert read(title='{en = "Cards", es = "Tarjetas"}').title == {"en": "Cards", "es": "Tarjetas"}


@pytest.mark.parametrize("key", LINES)
def test_a_missing_key_is_named(read, key):
    """Each required key is asked for by its name."""
    with pytest.raises(ManifestError, match=rf"phoenix\.toml, \[plugin\]: {key} is missing"):
        read(**{key: None})


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"quantites": "[]"}, "unknown key 'quantites', did you mean 'quantities'?"),
        ({"zzz": "1"}, "unknown key 'zzz', allowed: api, deadline, enabled, id, needs"),
        ({"version": "1"}, "version = 1 is not a str"),
        ({"title": "1"}, "title = 1 is not a str or dict"),
        ({"title": "{}"}, "title = {}, allowed: a text"),
        ({"title": "{en = 1}"}, "title = {'en': 1}, allowed: a text"),
        ({"id": '"two words"'}, "id = 'two words' is not a plain name"),
        ({"quantities": '["card"]'}, "quantities: unknown 'card', did you mean 'cards'?"),
        ({"quantities": "[1]"}, "quantities: unknown 1, allowed: cards, corners"),
        ({"quantities": "[[]]"}, "quantities: unknown []"),
        ({"needs": '["statistic"]'}, "needs: unknown 'statistic', did you mean 'statistics'?"),
        ({"deadline": "0"}, "deadline = 0, allowed: seconds above 0"),
        ({"deadline": "nan"}, "deadline = nan, allowed: seconds above 0"),
        ({"deadline": "inf"}, "deadline = inf, allowed: seconds above 0"),
        ({"deadline": "true"}, "deadline = True, allowed: seconds above 0"),
        ({"enabled": "1"}, "enabled = 1 is not a bool"),
    ],
)
def test_nonsense_is_refused_with_what_is_allowed(read, changed, told):
    """Every error names file, table and key, and what would be right."""
    with pytest.raises(ManifestError) as refused:
        read(**changed)
    assert str(refused.value).startswith(f"phoenix.toml, [plugin]: {told}")


def test_a_missing_manifest_is_said_to_be_missing(tmp_path):
    """There is no plugin without a manifest."""
    with pytest.raises(ManifestError, match="is missing beside the package"):
        read_manifest(tmp_path / "phoenix.toml")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"[plugin", r"phoenix\.toml: Expected ']'"),
        (b"\xff\xfe", r"phoenix\.toml: .*decode"),
        (b"x = 1", r"phoenix\.toml has no table \[plugin\]"),
        (b"plugin = 1", r"phoenix\.toml has no table \[plugin\]"),
    ],
)
def test_what_is_no_manifest_is_refused(tmp_path, content, told):
    """Broken TOML, broken text and other tables are one line each."""
    path = tmp_path / "phoenix.toml"
    path.write_bytes(content)
    with pytest.raises(ManifestError, match=told):
        read_manifest(path)


VALUES = st.recursive(
    st.one_of(st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)
SOUND = {
    "id": "x",
    "version": "1",
    "api": "1",
    "title": "X",
    "quantities": [str(quantity) for quantity in Quantity],
    "needs": [str(need) for need in Need],
}


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(_KINDS)), VALUES))
def test_no_table_breaks_the_check(changed):
    """Whatever TOML can say is accepted or refused, and nothing else."""
    with suppress(ManifestError):
        _check({**SOUND, **changed})
