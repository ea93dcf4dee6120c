"""``phoenix doctor``, as it is typed."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import typer

from phoenix.cli.doctor import doctor

KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"

IMPORTED = """
import sys
import phoenix.cli.doctor
print(*sys.modules)
"""


@pytest.fixture
def examine(capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Runs the command; its exit code and what it prints."""

    def run(*arguments: str) -> tuple[int, str]:
        app = typer.Typer()
        app.command()(doctor)
        code = app(list(arguments), standalone_mode=False)
        return int(code or 0), capfd.readouterr().out

    return run


@pytest.fixture
def sound(own_places: Path, phoenix) -> Path:
    """A data directory of the newest schema that nobody else may read, with a backup."""
    assert phoenix("db", "upgrade").code == 0
    data = own_places / "data"
    data.chmod(0o700)
    (data / "backups").mkdir()
    (data / "backups" / "one.db").write_bytes((data / "phoenix.db").read_bytes())
    return data


def test_a_sound_installation_ends_well(examine, sound) -> None:
    """Exit code 0, ten points, and the score in the last line."""
    code, out = examine()
    assert code == 0
    assert "✗" not in out
    assert out.splitlines()[-1].startswith("score 10.0 out of 10: ")


def test_a_fault_is_told_with_its_cure(examine, sound) -> None:
    """Exit code 1, and a score that says how much is missing."""
    sound.chmod(0o755)
    code, out = examine()
    lines = out.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("✗"))
    assert code == 1
    assert lines[at : at + 2] == [
        f"✗ permissions: open to every user of this machine: {sound}",
        f"    chmod o= {sound}",
    ]
    good = sum(line.startswith("✓") for line in lines)
    assert lines[-1].startswith(f"score {10 * good / (good + 1):.1f} out of 10: {good} passed, 1 ")


def test_an_installation_without_anything_is_examined(examine, own_places) -> None:
    """Nothing is made by looking."""
    code, out = examine()
    assert code == 1
    assert "phoenix db upgrade" in out
    assert not (own_places / "data" / "phoenix.db").exists()


def test_settings_that_cannot_be_read_are_examined(examine, monkeypatch) -> None:
    """Each is named."""
    monkeypatch.setenv("PORT", "ninety")
    code, out = examine()
    assert code == 1
    assert "✗ settings: PORT is no whole number" in out


def test_machines_read_json(examine, sound) -> None:
    """The score is a number."""
    code, out = examine("--json")
    body = json.loads(out)
    assert (code, body["score"], body["failed"]) == (0, 10.0, 0)


def test_a_report_is_markdown(examine, sound) -> None:
    """With its four sections."""
    code, out = examine("--report", "md")
    assert code == 0
    assert [line for line in out.splitlines() if line.startswith("#")] == [
        "# Phoenix: an installation, examined",
        "## Findings",
        "## Health of each part",
        "## Fixes applied by migrations and self-healing",
    ]


@pytest.mark.parametrize("form", [(), ("--json",), ("--report", "md")])
def test_no_secret_is_printed(examine, sound, own_places, monkeypatch, form) -> None:
    """Not even where it lies about."""
    monkeypatch.setenv("WEBHOOK_SECRET_TOKEN", KEY)
    (own_places / "notes.txt").write_text(f"it is {KEY}")
    code, out = examine(*form)
    assert code == 1
    assert "notes.txt:1" in out
    assert KEY not in out


def test_two_forms_at_once_are_refused(examine) -> None:
    """One must be chosen."""
    with pytest.raises(typer.BadParameter, match="choose"):
        examine("--json", "--report", "md")


def test_the_command_is_light_until_it_runs() -> None:
    """Its help needs neither a database nor the settings."""
    ran = subprocess.run(
        [sys.executable, "-c", IMPORTED],
        capture_output=True, text=True, check=True, timeout=60, env=os.environ,
    )  # fmt: skip
    modules = {name.partition(".")[0] for name in ran.stdout.split()}
    assert not modules & {"sqlalchemy", "pydantic", "httpx", "numpy", "rich"}
