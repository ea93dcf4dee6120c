"""Plugins: one that is broken is done without; a file that cannot be read refuses the start."""

from phoenix.app.preflight.checks import plugins
from phoenix.host.discovery import find


async def test_plugins_that_all_take_part_pass(look):
    """Those of the distribution itself."""
    finding = await look("plugins")
    number = len(find())
    assert finding.line == f"✓ plugins: {number} of {number} plugins are active."


async def test_one_that_is_switched_off_is_no_fault(look, own_places):
    """Somebody wanted it so."""
    own_places.joinpath("plugins.toml").write_text("[plugins.goals]\nenabled = false\n")
    finding = await look("plugins")
    number = len(find())
    assert finding.detail == f"{number - 1} of {number} plugins are active"


async def test_one_that_is_broken_is_done_without_by_name(look, own_places):
    """Where to look is said."""
    own_places.joinpath("plugins.toml").write_text('[plugins.goals]\nweight = "heavy"\n')
    finding = await look("plugins")
    assert finding.line == ("! plugins: goals is misconfigured. See 'phoenix plugins list'.")


async def test_one_that_is_configured_and_not_installed_is_named(look, own_places):
    """Its name may be misspelt."""
    own_places.joinpath("plugins.toml").write_text("[plugins.goalz]\nenabled = true\n")
    finding = await look("plugins")
    assert finding.verdict == "degraded"
    assert "[plugins.goalz]: not installed, did you mean 'goals'?" in finding.detail


def test_without_any_plugin_nothing_can_be_said_of_a_match():
    """That is told, and started with: the rest works."""
    assert plugins.judged(()).detail == "no plugin is active"


async def test_a_file_that_cannot_be_read_refuses_the_start(look, own_places):
    """The line is named."""
    own_places.joinpath("plugins.toml").write_text("[plugins.goals\n")
    finding = await look("plugins")
    assert (finding.verdict, finding.setting) == ("refused", "PHOENIX_PLUGINS_FILE")
    assert finding.detail.startswith(f"{own_places / 'plugins.toml'}: Expected ']'")
    assert finding.cure == "Correct that line"
