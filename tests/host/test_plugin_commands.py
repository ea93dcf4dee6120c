"""``phoenix plugins`` shows every plugin and switches it, however broken it is."""

import json
import sys

import pytest

from phoenix import __version__

ROUND = ("dossier", "A", "B")
NOT_THERE = "no match is stored"


@pytest.fixture
def rows(phoenix):
    """The rows of ``plugins list --json`` by id."""

    def read():
        ran = phoenix("plugins", "list", "--json")
        assert ran.code == 0, ran.err
        return {row["id"]: row for row in json.loads(ran.out)}

    return read


@pytest.fixture
def a_run(phoenix):
    """Runs the plugins once, by asking for a dossier of a store without matches."""

    def run():
        ran = phoenix(*ROUND)
        assert ran.code == 2
        assert NOT_THERE in ran.err

    return run


def test_every_plugin_is_listed_with_all_its_fields(rows):
    """Ours are listed like anybody's."""
    assert rows()["corners"] == {
        "id": "corners",
        "title": "Escanteios (binomial negativa)",
        "version": "1.0.0",
        "distribution": "phoenix-football",
        "distribution_version": __version__,
        "entry_point": "phoenix.analyzers.v1: corners = phoenix_corners",
        "api": "1.0",
        "enabled": True,
        "verdict": "active",
        "reason": "",
        "cure": "",
        "since": None,
        "weight": 1.0,
        "quantities": ["corners"],
        "needs": ["statistics"],
    }


def test_the_text_names_the_same(phoenix, own_places):
    """What machines are told, people can read."""
    (own_places / "plugins.toml").write_text("[plugins.corners]\nweight = 0.25\n")
    ran = phoenix("plugins", "list")
    assert ran.code == 0
    assert "corners 1.0.0: active, weight 0.25\n  Escanteios (binomial negativa)\n" in ran.out
    assert f"from phoenix-football {__version__}, phoenix.analyzers.v1: corners = " in ran.out
    assert "API 1.0; forecasts corners; needs statistics" in ran.out
    assert "API 1.0; forecasts goals; needs results alone" in ran.out


def test_titles_follow_the_language(phoenix, monkeypatch):
    """A plugin brings its own texts."""
    monkeypatch.setenv("PHOENIX_LANGUAGE", "en")
    assert "Corners (negative binomial)" in phoenix("plugins", "list").out


def test_disabling_and_enabling_are_seen_in_the_list(phoenix, rows):
    """The list says that it is off, and how to switch it on again."""
    ran = phoenix("plugins", "disable", "goals")
    assert (ran.code, ran.out.startswith("goals is disabled in ")) == (0, True)
    row = rows()["goals"]
    assert (row["enabled"], row["verdict"], row["reason"]) == (False, "disabled", "switched off")
    assert row["cure"] == "phoenix plugins enable goals"
    assert (
        "why: switched off\n  cure: phoenix plugins enable goals" in phoenix("plugins", "list").out
    )
    assert phoenix("plugins", "enable", "goals").code == 0
    assert rows()["goals"]["enabled"]


def test_switching_twice_says_so(phoenix):
    """Nothing changes, and that is well."""
    phoenix("plugins", "disable", "goals")
    ran = phoenix("plugins", "disable", "goals")
    assert (ran.code, ran.out.startswith("goals is disabled already in ")) == (0, True)


def test_switching_keeps_comments(phoenix, own_places):
    """The file belongs to its owner."""
    file = own_places / "plugins.toml"
    file.write_text("# mine\n[plugins.goals] # old hand\nweight = 2.0 # trusted\n")
    phoenix("plugins", "disable", "goals")
    assert set(file.read_text().splitlines()) > {
        "# mine",
        "[plugins.goals] # old hand",
        "weight = 2.0 # trusted",
    }


@pytest.mark.parametrize("command", ["enable", "disable"])
@pytest.mark.parametrize(
    ("name", "told"),
    [("gaols", "Did you mean 'goals'?"), ("x", "Allowed: corners, ")],
)
def test_an_unknown_id_is_answered_with_what_there_is(phoenix, own_places, command, name, told):
    """One line, exit code 2, and nothing is written."""
    ran = phoenix("plugins", command, name)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"phoenix: no plugin is called {name!r}. {told}")
    assert ran.err.count("\n") == 1
    assert not (own_places / "plugins.toml").exists()


@pytest.mark.parametrize(
    "command",
    [("plugins", "list"), ("plugins", "enable", "goals"), ("plugins", "disable", "goals"), ROUND],
)
def test_a_syntax_error_in_the_file_is_one_line(phoenix, own_places, command):
    """Every command that reads plugins.toml names it, and exits with 2."""
    file = own_places / "plugins.toml"
    file.write_text("[plugins.goals")
    ran = phoenix(*command)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"phoenix: {file}: ")
    assert ran.err.count("\n") == 1
    assert file.read_text() == "[plugins.goals"


def test_a_table_of_nobody_is_reported_beside_the_list(phoenix, own_places):
    """A stranger does not keep the list from being shown."""
    (own_places / "plugins.toml").write_text("[plugins.gaols]\n")
    ran = phoenix("plugins", "list", "--json")
    assert ran.code == 0
    assert "[plugins.gaols]: not installed, did you mean 'goals'?" in ran.err
    assert "goals" in ran.out


def test_a_misconfigured_plugin_is_listed_with_its_reason(rows, own_places):
    """The mistake is found without importing anything."""
    (own_places / "plugins.toml").write_text("[plugins.goals]\nweigth = 2\n")
    row = rows()["goals"]
    assert (row["enabled"], row["verdict"]) == (False, "misconfigured")
    assert row["reason"].endswith("[plugins.goals]: unknown key 'weigth', did you mean 'weight'?")


def test_the_fault_of_an_earlier_run_is_shown_with_its_date_until_it_is_mended(
    site, phoenix, rows, a_run
):
    """The list imports nothing, yet knows what the last run found."""
    site.add("sick", code="raise OSError('no')")
    assert rows()["sick"]["verdict"] == "active"
    a_run()
    row = rows()["sick"]
    assert (row["verdict"], row["enabled"]) == ("failed", False)
    assert row["reason"] == "importing sick raised OSError: no"
    assert f"raised OSError: no (since {row['since']})" in phoenix("plugins", "list").out
    site.add("sick")
    a_run()
    assert (rows()["sick"]["verdict"], rows()["sick"]["since"]) == ("active", None)


def test_listing_and_switching_import_no_plugin(site, phoenix):
    """A plugin whose import would raise can be listed and switched."""
    site.add("sick", code="raise OSError('no')")
    assert phoenix("plugins", "list").code == 0
    assert phoenix("plugins", "disable", "sick").code == 0
    assert phoenix("plugins", "enable", "sick").code == 0
    assert "sick" not in sys.modules


def test_what_has_no_manifest_is_listed_and_can_be_switched_off(site, phoenix, rows):
    """Even what nobody can describe has a name and a cure."""
    site.add("bare")
    (site.folder / "bare" / "phoenix.toml").unlink()
    row = rows()["bare"]
    assert (row["verdict"], row["version"], row["quantities"]) == ("failed", None, [])
    assert "bare ?: failed\n  why: phoenix.toml is missing" in phoenix("plugins", "list").out
    assert phoenix("plugins", "disable", "bare").code == 0
    assert rows()["bare"]["verdict"] == "disabled"


def test_a_damaged_memory_does_not_disturb_the_list(phoenix, rows, own_places):
    """What cannot be understood is forgotten."""
    (own_places / "data").mkdir()
    (own_places / "data" / "plugin-faults.json").write_text("{")
    assert rows()["goals"]["verdict"] == "active"


def test_a_capital_in_an_id_is_kept_in_the_suggestion(site, phoenix):
    """What is suggested can be typed."""
    site.add("MyCards")
    assert "Did you mean 'MyCards'?" in phoenix("plugins", "enable", "MyCard").err
