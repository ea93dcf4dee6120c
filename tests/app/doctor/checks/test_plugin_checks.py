"""Plugins that do not take part though they should."""

import pytest

from phoenix.app.doctor import Outcome
from phoenix.host.configuration import read_plugins_file
from phoenix.host.discovery import find
from phoenix.host.memory import Remembered, remember
from phoenix.host.verdicts import judge


@pytest.fixture
def write(site):
    """Writes plugins.toml."""
    return site.installation.plugins_file.write_text


@pytest.mark.parametrize("name", ["plugins", "plugins.toml"])
async def test_our_own_plugins_are_well(site, name) -> None:
    """Without a file, and as they are delivered."""
    assert (await site.told(name)).outcome is Outcome.PASSED


async def test_a_file_that_cannot_be_read_fails(write, fails) -> None:
    """The verdicts are then not known."""
    write("[plugins.goals\n")
    assert "plugins.toml" in (await fails("plugins.toml")).detail


async def test_a_table_of_no_plugin_fails(write, fails) -> None:
    """It is named."""
    write("[plugins.gaols]\nenabled = true\n")
    assert "gaols" in (await fails("plugins.toml")).detail


async def test_a_misconfigured_plugin_fails(write, fails) -> None:
    """With what is wrong."""
    write("[plugins.goals]\nweight = -1\n")
    assert "goals is misconfigured" in (await fails("plugins")).detail


async def test_a_plugin_that_failed_in_the_last_run_fails(site, fails) -> None:
    """It is remembered."""
    file = site.installation.plugins_file
    (goals,) = [one for one in judge(find(), read_plugins_file(file)) if one.id == "goals"]
    record = Remembered("failed", "no luck", "Mend it", "2026-03-01T00:00:00+00:00", goals.stamp)
    remember(site.installation.plugin_memory, {"goals": record})
    told = await fails("plugins")
    assert (told.detail, told.cure) == ("goals is failed: no luck", "Mend it")


async def test_plugins_that_are_all_switched_off_fail(write, fails) -> None:
    """Somebody has to say something."""
    off = (f"[plugins.{name}]\nenabled = false\n" for name in ("corners", "goals", "qsc"))
    write("".join(off))
    assert (await fails("plugins")).detail == "no plugin is active"
