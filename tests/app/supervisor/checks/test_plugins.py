"""Plugins that were taken out, and have changed since."""

from dataclasses import replace
from pathlib import Path

import pytest

from phoenix.app.supervisor.checks.plugins import plugins_due
from phoenix.host.configuration import read_plugins_file
from phoenix.host.discovery import find
from phoenix.host.memory import Remembered, remember
from phoenix.host.verdicts import judge


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "plugins.toml"


@pytest.fixture
def memory(file: Path, tmp_path: Path) -> Path:
    """The plugin of goals failed, with this code and these settings."""
    (goals,) = [one for one in judge(find(), read_plugins_file(file)) if one.id == "goals"]
    path = tmp_path / "memory.json"
    record = Remembered("failed", "why", "cure", "2026-03-01T00:00:00+00:00", goals.stamp)
    remember(path, {"goals": record})
    return path


def test_a_plugin_that_has_not_changed_is_not_due(file, memory) -> None:
    """It would fail again."""
    assert plugins_due(file, memory).look().count == 0


def test_a_plugin_whose_settings_have_changed_is_due(file, memory) -> None:
    """It is told which, and since when it is out."""
    file.write_text("[plugins.goals.settings]\nhalf_life_days = 200\n")
    found = plugins_due(file, memory).look()
    assert found.count == 1
    assert found.detail.startswith("goals, failed since 2026-03-01")


def test_a_plugin_whose_code_has_changed_is_due(file, memory) -> None:
    """Its stamp was that of another version."""
    goals = replace(
        Remembered("quarantined", "why", "cure", "2026-03-01T00:00:00+00:00", ""), stamp="older"
    )
    remember(memory, {"goals": goals})
    assert plugins_due(file, memory).look().count == 1


def test_a_plugin_that_is_switched_off_is_not_due(file, memory) -> None:
    """Nobody asks for it."""
    file.write_text("[plugins.goals]\nenabled = false\n[plugins.goals.settings]\nx = 1\n")
    assert plugins_due(file, memory).look().count == 0


def test_a_plugin_that_is_gone_is_not_due(file, memory) -> None:
    """It cannot be tried."""
    remember(memory, {"gone": Remembered("failed", "why", "cure", "2026-03-01", "x")})
    assert plugins_due(file, memory).look().count == 0
