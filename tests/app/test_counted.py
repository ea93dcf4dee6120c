"""Dossiers and live facts are counted with their ends."""

from datetime import timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from exposed import counting
from live import live_store
from world import BEGIN, WEEK, World

from phoenix.app.dossiers import make_dossier
from phoenix.app.supply import Round
from phoenix.domain.errors import TeamNotFound
from phoenix.domain.quota import Priority


class Forgetful:
    """An analyst who knows no team."""

    async def find(self, home, away, day, zone):
        """See :class:`phoenix.analysis.analyst.Analyst`."""
        raise TeamNotFound(home, (), ambiguous=False)


async def test_a_dossier_that_is_not_made_is_counted_with_its_reason():
    """Under the kind of the fault."""
    settings = SimpleNamespace(zone=ZoneInfo("UTC"))
    program = SimpleNamespace(analyst=Forgetful(), settings=settings)
    counted = counting()
    with pytest.raises(TeamNotFound):
        await make_dossier(program, "A", "B", None)
    assert counted("phoenix_dossier_seconds_count") == {("TeamNotFound",): 1}


@pytest.mark.parametrize(("failing", "outcome"), [(0.0, "delivered"), (1.0, "unavailable")])
async def test_each_live_fact_that_was_due_is_counted(sqlite_url, failing, outcome):
    """Whether it came, or why not."""
    world = World(now=BEGIN + 3 * WEEK - timedelta(days=1))
    counted = counting()
    async with live_store(sqlite_url, world, failing) as live:
        await live.supply.seasons(Priority.BACKFILL, Round())
    assert counted("phoenix_live_facts_total") == {("seasons", outcome): 1}
