"""The README is never ahead of the code."""

import importlib
import json
import re
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture
def readme() -> str:
    """The README's text; it does not travel with the wheel."""
    path = REPOSITORY / "README.md"
    if not path.exists():
        pytest.skip("the README lies in the repository, not beside an installed wheel")
    return path.read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


@pytest.fixture
def usual(readme, tmp_path, monkeypatch):
    """The README's plugin, installed as it says."""
    manifest, entry_points = blocks(readme, "toml")
    package = tmp_path / "site" / "phoenix_usual"
    package.mkdir(parents=True)
    package.joinpath("phoenix.toml").write_text(manifest)
    package.joinpath("__init__.py").write_text(blocks(readme, "python")[0])
    about = tmp_path / "site" / "phoenix_usual-0.1.0.dist-info"
    about.mkdir()
    about.joinpath("METADATA").write_text(
        "Metadata-Version: 2.1\nName: phoenix-usual\nVersion: 0.1.0\n"
    )
    lines = entry_points.split("\n", 1)[1].replace('"', "")
    about.joinpath("entry_points.txt").write_text(f"[phoenix.analyzers.v1]\n{lines}")
    monkeypatch.syspath_prepend(str(package.parent))
    importlib.invalidate_caches()
    yield
    sys.modules.pop("phoenix_usual", None)


def test_the_plugin_of_the_readme_is_heard(usual, demo_store, phoenix):
    """Copied as it stands, it is found, asked, and weighs in the pool."""
    ran = phoenix("dossier", "Baía Serena", "Rio Manso", "--format", "json")
    voices = json.loads(ran.out)["voices"]["goals"]
    assert "usual" in [voice["analyzer"] for voice in voices]


def test_every_command_of_the_readme_exists(readme, phoenix):
    """What follows `phoenix` in a console block answers to --help."""
    commands = re.findall(r"\.venv/bin/phoenix ((?:[a-z]+ ?)+)", "".join(blocks(readme, "console")))
    assert len(commands) >= 5
    for command in commands:
        words = [word for word in command.split() if word != "qsc"]
        assert phoenix(*words, "--help").code == 0, command


def test_the_readme_leads_to_every_setting(readme):
    """They stand in one file, which is compared with the program elsewhere."""
    from phoenix.app.settings import variable

    assert "(.env.example)" in readme
    explained = (REPOSITORY / ".env.example").read_text(encoding="utf-8")
    named = set(re.findall(r"`([A-Z]+_[A-Z_]+)`", readme)) - {"PHOENIX_TEST_DATA"}
    assert {name for name in named if f"{name}=" not in explained} == set()
    assert f"{variable('database_url')}=" in explained
