"""What a sync fetches, in which order, and when it stops."""

from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from provider import KEY
from subscribed import Subscribed
from world import BEGIN, WEEK
from world_server import WorldTransport

from phoenix.app.program import running
from phoenix.app.settings import Settings
from phoenix.app.sync import sync
from phoenix.domain.errors import ConfigurationError, InputError
from phoenix.domain.news import Why


@pytest.fixture
def world():
    """Four clubs; two rounds are over, the third begins in four hours."""
    return Subscribed(BEGIN + 2 * WEEK - timedelta(hours=4), teams=4)


@asynccontextmanager
async def opened(world, *leagues, key=KEY):
    """The program that follows these competitions, on the world's clock."""
    settings = Settings(api_football_key=key, leagues=leagues or ("BRA",))
    transport = WorldTransport(world)
    async with running(
        settings, plugins=False, now=lambda: world.now, transport=transport
    ) as program:
        yield program


def endpoints(world):
    return [question.partition("?")[0] for question in world.asked]


def untold(done, total, name):
    """Nobody watches how far it is."""


async def test_without_days_nothing_is_asked_of_matches_to_come(own_places, world):
    """Seasons, calendar, table and statistics, in this order, and neither prices nor absences."""
    async with opened(world) as program:
        assert (await sync(program, 0, untold)).complete
    assert endpoints(world) == ["/leagues", "/fixtures", "/standings", "/fixtures"]


async def test_what_is_fresh_is_not_asked_for_and_what_grew_old_is(own_places, world):
    """At once nothing, an hour later state and prices of both matches to come and no more."""
    async with opened(world) as program:
        await sync(program, 2, untold)
        world.asked.clear()
        await sync(program, 2, untold)
        assert world.asked == []
        world.now += timedelta(hours=1)
        assert (await sync(program, 2, untold)).complete
    assert sorted(endpoints(world)) == ["/fixtures", "/fixtures", "/odds", "/odds"]


async def test_progress_is_told_by_name(own_places, world):
    """The seasons first, then each competition, and at last that it is done."""
    steps = []
    async with opened(world) as program:
        await sync(program, 0, lambda *step: steps.append(step))
    assert steps == [(0, 2, "seasons"), (1, 2, "Brasileirão Série A"), (2, 2, "")]


async def test_a_competition_without_a_season_is_named(own_places, world):
    """What is followed and not on makes the sync incomplete, and the others are fetched."""
    async with opened(world, "AF72", "BRA") as program:
        report = await sync(program, 0, untold)
    assert not report.complete
    assert report.unknown == ["Brasileirão Série B (AF72)"]
    assert [(one.code, one.new) for one in report.leagues] == [("BRA", 12)]


async def test_after_a_refused_key_nothing_else_is_asked(own_places, world):
    """One question is enough to know that no other would be answered."""
    world.refused = {"/leagues": {"token": "Missing application key."}}
    async with opened(world) as program:
        report = await sync(program, 2, untold)
    assert [gap.why for gap in report.gaps] == [Why.KEY]
    assert (len(world.asked), report.complete) == (1, False)


async def test_without_a_key_there_is_nothing_to_sync(own_places, world):
    """The setting that is missing is named."""
    async with opened(world, key=None) as program:
        with pytest.raises(InputError, match="no key of API-Football"):
            await sync(program, 0, untold)


async def test_a_wrong_list_costs_no_call(own_places, world):
    """It is refused before anything is asked."""
    async with opened(world, "Kreisliga") as program:
        with pytest.raises(ConfigurationError, match="PHOENIX_LEAGUES"):
            await sync(program, 0, untold)
    assert world.asked == []
