"""What the workers make of the demo league's next matches is what its day tells."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from math import prod
from typing import Any

import pytest

from phoenix.app.day_tendencies import DayTendencies
from phoenix.app.demo import import_demo
from phoenix.app.match_finder import MatchFinder
from phoenix.app.newest_sheets import NewestSheets
from phoenix.app.program import running
from phoenix.app.requests import SHEET, Match
from phoenix.app.same_match import SameMatch
from phoenix.app.settings import Settings
from phoenix.app.work import handlers

MATCHES = 3


@dataclass(frozen=True)
class Job:
    """All that a handler looks at."""

    payload: Any
    id: int = 1


@dataclass(frozen=True)
class Running:
    """A job at work."""

    job: Job

    async def progress(self, fraction, phrase=""):
        """Nobody looks."""


async def test_the_lists_of_a_day_agree_with_its_dossiers(own_places):
    """Their probabilities are those of the pooled forecast, and legs of one match come from it."""
    async with running(Settings()) as program:
        _, fixtures = await import_demo(program)
        make = handlers(program)[SHEET]
        for fixture in fixtures[:MATCHES]:
            assert "sheet" in await make(Running(Job(Match(fixture.key).payload)))
        zone, day = program.settings.zone, fixtures[0].day
        morning = datetime.combine(day, time(8), zone)
        finder = MatchFinder(program.store, [], lambda: morning)
        tendencies = DayTendencies(finder, NewestSheets(program.store), lambda: morning)
        found = await tendencies.of(day, zone, 6.0)
        assert (found.matches, found.analysed) == (MATCHES, MATCHES)
        together = [
            await SameMatch(program.store).of([p for p in found.picks if p.fixture == f.key])
            for f in fixtures[:MATCHES]
        ]
        evening = await DayTendencies(
            finder, NewestSheets(program.store), lambda: morning + timedelta(hours=15)
        ).of(day, zone, 6.0)
    assert {pick.fixture for pick in found.picks} <= {f.key for f in fixtures[:MATCHES]}
    assert all(pick.confidence == pytest.approx(10 * pick.probability) for pick in found.picks)
    assert any(together)
    for one in filter(None, together):
        assert one.probability < min(leg.probability for leg in one.legs)
        assert one.probability != pytest.approx(prod(leg.probability for leg in one.legs))
    assert evening.picks == ()
