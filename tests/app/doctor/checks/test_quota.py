"""What is left of the day's calls."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from phoenix.app.doctor import Outcome


async def left(site, calls: int) -> None:
    await site.write(text(f"UPDATE quota SET day_remaining = {calls}"))


async def test_what_is_left_is_told(site) -> None:
    """As it was told last."""
    told = await site.told("quota")
    assert (told.outcome, told.detail) == (
        Outcome.PASSED, "7000 of 7500 calls are left today",
    )  # fmt: skip


async def test_a_budget_that_is_spent_fails(site, fails) -> None:
    """Nobody can be answered."""
    await left(site, 0)
    assert (await fails("quota")).detail == "0 of 7500 calls are left today"


async def test_a_new_day_has_its_full_number_again(site) -> None:
    """What was spent yesterday does not count."""
    await left(site, 0)
    tomorrow = site.installation.now() + timedelta(days=1)
    told = await site.changed(now=lambda: tomorrow).told("quota")
    assert told.detail == "7500 of 7500 calls are left today"


@pytest.mark.parametrize("statement", ["DELETE FROM quota", "UPDATE quota SET day_limit = NULL"])
async def test_what_was_never_told_is_skipped(site, statement) -> None:
    """The provider tells it with its first answer."""
    await site.write(text(statement))
    assert (await site.told("quota")).outcome is Outcome.SKIPPED


async def test_without_a_key_there_is_no_budget(site) -> None:
    """It does not apply."""
    told = await site.with_settings(api_football_key=None).told("quota")
    assert told.outcome is Outcome.SKIPPED
