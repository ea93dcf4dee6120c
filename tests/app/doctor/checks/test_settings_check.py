"""Settings that cannot be read."""

from phoenix.app.doctor import Outcome
from phoenix.app.settings import SettingFault


async def test_settings_without_a_fault_are_well(site) -> None:
    """They were read."""
    assert (await site.told("settings")).outcome is Outcome.PASSED


async def test_every_fault_is_told(site) -> None:
    """With its cure, once."""
    faults = tuple(SettingFault(name, "is wrong", "Correct it") for name in ("PORT", "BOT_MODE"))
    told = await site.changed(settings=None, faults=faults).told("settings")
    assert told.outcome is Outcome.FAILED
    assert told.detail == "PORT is wrong; BOT_MODE is wrong"
    assert told.cure == "Correct it"
