"""Many ask at once: what their dossiers share is read and worked out once."""

import asyncio
from datetime import date
from types import SimpleNamespace

import pytest

from phoenix.analysis.analyst import Analyst, Found, Taste
from phoenix.app.program import running
from phoenix.app.settings import read_settings
from phoenix.forecasting.qsc import QscSettings
from phoenix.store.reading import Archive


class Counting(Archive):
    """Counts how often it reads a country's past; ``gate`` holds it up meanwhile."""

    def __init__(self, store):
        super().__init__(store)
        self.reads = 0
        self.gate = asyncio.Event()
        self.number = 1

    async def revision(self):
        return self.number

    async def history(self, country, first, last):
        self.reads += 1
        await self.gate.wait()
        return await super().history(country, first, last)


@pytest.fixture
async def asked(demo_store):
    """An analyst of the demo league with its archive, the coming round, and what a user wants."""
    async with running(read_settings()) as program:
        archive = Counting(program.store)
        analyst = Analyst(
            archive, program.host, program.analyst._newsroom,
            qsc=QscSettings(), today=lambda: date(2026, 11, 24),
        )  # fmt: skip
        await analyst._refresh()  # so that all who are asked at once come equally far
        fixtures = await archive.next_round("DEMO")
        yield SimpleNamespace(
            analyst=analyst, archive=archive, taste=program.taste,
            founds=[Found(fixture, turned=False) for fixture in fixtures],
        )  # fmt: skip


async def test_ten_dossiers_of_one_day_read_the_past_once(asked):
    """All ten are written from the same day."""
    assert isinstance(asked.taste, Taste)
    asking = [
        asyncio.ensure_future(asked.analyst.dossier(found, asked.taste)) for found in asked.founds
    ]
    await asyncio.sleep(0)
    asked.archive.gate.set()
    made = await asyncio.gather(*asking)
    assert len({dossier.fingerprint for dossier in made}) == 1
    assert asked.archive.reads == 1
    assert len(asked.analyst._days) == 1


async def test_who_goes_away_does_not_take_the_day_along(asked):
    """Even the first, who began it."""
    first, second = (
        asyncio.ensure_future(asked.analyst.dossier(found, asked.taste))
        for found in asked.founds[:2]
    )
    while not asked.archive.reads:  # noqa: ASYNC110 - the store tells no event
        await asyncio.sleep(0)
    first.cancel()
    await asyncio.wait([first])
    asked.archive.gate.set()
    assert (await second).fixture == asked.founds[1].fixture
    assert asked.archive.reads == 1


async def test_what_was_read_before_a_change_is_not_kept_after_it(asked):
    """Who asked before it is answered from it; who asks after it has it read anew."""
    before = asyncio.ensure_future(asked.analyst.dossier(asked.founds[0], asked.taste))
    while not asked.archive.reads:  # noqa: ASYNC110 - the store tells no event
        await asyncio.sleep(0)
    asked.archive.number = 2
    after = asyncio.ensure_future(asked.analyst.dossier(asked.founds[1], asked.taste))
    while asked.archive.reads < 2:  # noqa: ASYNC110 - the store tells no event
        await asyncio.sleep(0)
    asked.archive.gate.set()
    await asyncio.gather(before, after)
    assert asked.archive.reads == 2
