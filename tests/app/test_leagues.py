"""What could be followed: what the provider told of it, what it costs, and what is wrong."""

from contextlib import asynccontextmanager
from typing import Any

import pytest
from provider import KEY
from subscribed import Subscribed
from world import BEGIN, WEEK, World
from world_server import serving

from phoenix.app.leagues import Leagues, letters
from phoenix.app.leagues import leagues as look
from phoenix.app.program import running
from phoenix.app.settings import Settings
from phoenix.domain.provided import Coverage
from phoenix.sources.api_football.appetite import SEASON, calls_on_a_busy_day

OLD = "Free plans do not have access to this season, try from 2022 to 2024."


@asynccontextmanager
async def opened(world: World, **changes: Any):
    """The program with a key of that world, on the world's clock."""
    async with serving(world) as url:
        settings = Settings(api_football_key=KEY, api_football_url=url, **changes)
        async with running(settings, plugins=False, now=lambda: world.now) as program:
            yield program


async def looked(world: World, *, everything: bool = True, **changes: Any) -> Leagues:
    async with opened(world, **changes) as program:
        return await look(program, everything=everything)


def row_of(found: Leagues, code: str):
    return next(row for row in found.rows if row.code == code)


async def test_what_the_provider_told_is_shown():
    """The season and what there is of it; of competitions that it did not tell nothing is known."""
    found = await looked(Subscribed())
    serie_a, other = row_of(found, "BRA"), row_of(found, "E0")
    assert (serie_a.season, letters(serie_a.coverage), serie_a.followed) == ("2025", "SLIP", True)
    assert (other.season, other.coverage, other.followed) == (None, None, False)
    assert found.complete


async def test_the_plan_decides_what_fits():
    """On a large plan everything fits; the last line can be pasted as it is."""
    found = await looked(Subscribed())
    assert "plan Pro: 7500 calls a day (2250 kept" in "\n".join(found.lines)
    assert all(row.fits for row in found.rows)
    assert found.lines[-1] == f"PHOENIX_LEAGUES={','.join(row.code for row in found.rows)}"


async def test_what_is_listed_without_being_asked_for():
    """Not all: those that are followed, stored, or the twenty of most interest that fit."""
    found = await looked(Subscribed(), everything=False, leagues=("AF943",))
    assert len(found.rows) == 21
    assert found.rows[-1].code == "AF943"
    small = await looked(Subscribed(calls=0), everything=False)
    assert [row.code for row in small.rows] == ["BRA", "AF72", "AF13", "AF11", "AF73"]


async def test_a_plan_with_room_for_nothing():
    """No value is proposed; how many calls the cheapest would need is told instead."""
    found = await looked(Subscribed(calls=10))
    assert not any(row.fits for row in found.rows)
    needed = int(found.lines[-1].split()[-1].rstrip("."))
    assert f"(BRA) alone needs about {needed}" in found.lines[-1]
    enough = await looked(Subscribed(calls=needed))
    assert enough.lines[-1] == "PHOENIX_LEAGUES=BRA"


async def test_what_the_followed_ones_cost():
    """Their calls are set against the room that the plan has, each counted once."""
    few = await looked(Subscribed(calls=100), leagues=("BRA", "71", "Premier League"))
    calls = 2 * calls_on_a_busy_day()
    assert f"BRA, E0: about {calls} calls on a busy day; the plan has 58" in few.lines[-2]
    assert few.lines[-2].endswith("too few.")
    assert (await looked(Subscribed())).lines[-2].endswith("enough.")


async def test_a_free_key_that_does_not_see_the_season():
    """One followed season is asked for, and the refusal is told with the provider's words."""
    world = Subscribed(plan="Free", calls=100, refused={"/fixtures": {"plan": OLD}})
    found = await looked(world)
    text = "\n".join(found.lines)
    assert "A free key sees few seasons" in text
    assert "does not see a current season" in text
    assert OLD in text
    assert world.asked.count("/fixtures") == 1
    assert found.complete


async def test_a_free_key_that_sees_the_season():
    """Its fixtures are stored, so that asking again costs no call; nothing is said of a refusal."""
    world = Subscribed(plan="Free", calls=100)
    async with opened(world) as program:
        found = await look(program)
        world.asked.clear()
        assert await look(program) == found
    assert world.asked == []
    assert not any("does not see" in line for line in found.lines)


async def test_a_paid_key_asks_for_no_season():
    """Only the free plan has to be tried."""
    world = Subscribed()
    await looked(world)
    assert [asked.split("?")[0] for asked in world.asked] == ["/leagues"]


@pytest.mark.parametrize("teams", [10, 20])
async def test_teams_are_counted_where_all_fixtures_are_stored(teams):
    """A league of ten costs less than one of twenty, which is what is taken for one not known."""
    found = await looked(Subscribed(plan="Free", calls=100, teams=teams, now=BEGIN + 3 * WEEK))
    assert row_of(found, "BRA").calls == calls_on_a_busy_day(teams)
    assert row_of(found, "E0").calls == calls_on_a_busy_day(20)


async def test_teams_of_another_season_are_not_counted():
    """Half of the clubs left when the season was over: those of the new one alone cost calls."""
    old = Subscribed(plan="Free", calls=100, year=2024)
    await looked(old)
    new = Subscribed(plan="Free", calls=100, year=2025, teams=10, now=old.now + 2 * WEEK)
    assert row_of(await looked(new), "BRA").calls == calls_on_a_busy_day(10)


async def test_a_season_that_has_just_begun():
    """It has nothing yet: it is reckoned so, and that is said."""
    found = await looked(Subscribed(bare=True))
    assert row_of(found, "BRA").coverage == Coverage()
    assert row_of(found, "BRA").calls == SEASON
    assert any("just begun" in line for line in found.lines)


async def test_a_season_well_under_way():
    """Nothing is said of seasons that have just begun."""
    assert not any("just begun" in line for line in (await looked(Subscribed())).lines)


async def test_a_refused_key():
    """The fault is told, the seasons are not asked for, and what is stored is shown."""
    world = Subscribed(refused={"/status": {"token": "Error/Missing application key."}})
    found = await looked(world)
    assert not found.complete
    assert any("API_FOOTBALL_KEY" in warning for warning in found.warnings)
    assert any("The plan is not known" in line for line in found.lines)
    assert world.asked == ["/status"]
    assert KEY not in repr(found)


async def test_seasons_that_cannot_be_had():
    """Their fault is told beside the plan."""
    found = await looked(Subscribed(refused={"/leagues": {"bug": "This is on our side."}}))
    assert not found.complete
    assert any("This is on our side" in warning for warning in found.warnings)
    assert any("plan Pro" in line for line in found.lines)


async def test_a_plan_that_has_ended():
    """It is shouted."""
    assert any("Pro, NOT ACTIVE" in line for line in (await looked(Subscribed(active=False))).lines)


async def test_what_is_followed_and_not_on():
    """The provider's answer holds no current season of it: that is told, and is no failure."""
    found = await looked(Subscribed(), leagues=("BRA", "E0"))
    assert found.warnings == ("API-Football has no current season of Premier League (E0)",)
    assert found.complete


async def test_without_an_answer_nothing_is_missing():
    """Whoever could not ask does not say that there is no season."""
    refused = {"/leagues": {"bug": "This is on our side."}}
    found = await looked(Subscribed(refused=refused), leagues=("E0",))
    assert not any("no current season" in warning for warning in found.warnings)


async def test_a_name_that_nobody_knows():
    """It is told beside those that are known, which are followed all the same."""
    found = await looked(Subscribed(), leagues=("Kreisliga", "BRA"))
    assert not found.complete
    (warning,) = found.warnings
    assert warning.startswith("PHOENIX_LEAGUES: no competition is called 'Kreisliga'")
    assert row_of(found, "BRA").followed
