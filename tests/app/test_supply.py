"""Live facts are fetched when they are due, once for all who ask, and never too often."""

import asyncio
from datetime import timedelta

import pytest
from live import live_store
from world import BEGIN, WEEK, World

from phoenix.app.due import PLAYED
from phoenix.app.supply import Round, Supply
from phoenix.domain.matches import Fixture
from phoenix.domain.news import Why
from phoenix.domain.quota import Priority
from phoenix.store.reading import Archive

COLD = 12  # calls that a dossier may cost at most when its league's season is stored


@pytest.fixture
async def live(tmp_path):
    """A store on a world that has played nineteen rounds."""
    world = World(now=BEGIN + 19 * WEEK - timedelta(days=1))
    async with live_store(f"sqlite:///{tmp_path / 'live.db'}", world) as opened:
        yield opened


async def known(live, number: int = 190) -> Fixture:
    """A fixture of the world as the store has it, its season stored."""
    on = Round()
    await live.supply.seasons(Priority.BACKFILL, on)
    (season,) = await live.supply.schedule.seasons()
    await live.supply.season(season, Priority.BACKFILL, on)
    match = live.world.matches[number]
    (found,) = await live.supply.schedule.between(
        match.kickoff, match.kickoff + timedelta(minutes=1)
    )
    fixture = (await Archive(live.store).next_round("BRA"))[0]
    assert fixture.key is not None
    return next(
        f for f in await Archive(live.store).next_round("BRA") if f.key == found.key
    )  # fmt: skip


async def test_a_cold_dossier_costs_few_calls_and_a_warm_one_none(live):
    """With the season stored, at most twelve calls bring all facts; at once again, none."""
    fixture = await known(live)
    before = live.transport.calls
    assert await live.supply.for_fixture(fixture) == ()
    cold = live.transport.calls - before
    assert 0 < cold <= COLD
    assert await live.supply.for_fixture(fixture) == ()
    assert live.transport.calls == before + cold


async def test_two_hundred_who_want_one_match_make_its_calls_once(live):
    """Whoever asks while a refresh is under way shares it."""
    fixture = await known(live)
    live.world.asked.clear()
    await asyncio.gather(*(live.supply.for_fixture(fixture) for _ in range(200)))
    assert len(live.world.asked) == len(set(live.world.asked)) <= COLD


async def test_one_who_leaves_does_not_stop_the_others(live):
    """A cancelled caller leaves the refresh to those who still wait."""
    fixture = await known(live)
    callers = [asyncio.ensure_future(live.supply.for_fixture(fixture)) for _ in range(3)]
    await asyncio.sleep(0)
    callers[0].cancel()
    done = await asyncio.gather(*callers, return_exceptions=True)
    assert isinstance(done[0], asyncio.CancelledError)
    assert done[1:] == [(), ()]


async def test_each_fact_grows_old_by_its_own_lifetime(live):
    """An hour later prices are asked for again, and neither the table nor the season."""
    fixture = await known(live)
    await live.supply.for_fixture(fixture)
    live.world.asked.clear()
    live.world.now += timedelta(hours=1)
    await live.supply.for_fixture(fixture)
    asked = sorted(question.split("?")[0] for question in live.world.asked)
    assert asked == ["/fixtures", "/odds"]
    assert all("ids=" in q for q in live.world.asked if q.startswith("/fixtures"))


async def test_statistics_of_a_finished_match_are_asked_for_once(live):
    """Weeks later nothing that was told of a finished match is asked again."""
    fixture = await known(live)
    await live.supply.for_fixture(fixture)
    (season,) = await live.supply.schedule.seasons()
    before = {one.external for one in await live.supply.schedule.undetailed(season)}
    live.world.asked.clear()
    live.world.now += WEEK + PLAYED
    later = await known(live, 200)
    await live.supply.for_fixture(later)
    asked = {
        number
        for question in live.world.asked
        if "ids=" in question
        for number in question.split("ids=")[1].split("&")[0].split("-")
    }
    played = {str(match.id) for match in live.world.matches[:190]}
    assert asked & played <= before


async def test_what_cannot_be_had_is_a_gap_with_its_age(live):
    """The store's table holds when the provider has none now, and is said to be a day old."""
    fixture = await known(live)
    await live.supply.for_fixture(fixture)
    live.world.now += timedelta(hours=13)
    live.transport.down.add("standings")
    (gap,) = await live.supply.for_fixture(fixture)
    assert (gap.what, gap.why, gap.age) == ("table", Why.UNAVAILABLE, timedelta(hours=13))


async def test_what_was_never_there_is_a_gap_without_age(live):
    """Nothing is stored of what never came."""
    fixture = await known(live)
    live.transport.down.add("odds")
    (gap,) = await live.supply.for_fixture(fixture)
    assert (gap.what, gap.since) == ("prices", None)


async def test_a_provider_that_is_down_altogether_fails_nobody(live):
    """Every fact that is due becomes a gap; the fixture is still in the store."""
    fixture = await known(live)
    live.world.now += timedelta(days=2)
    live.transport.down |= {"leagues", "fixtures", "standings", "injuries", "odds", "teams"}
    gaps = await live.supply.for_fixture(fixture)
    assert {gap.what for gap in gaps} >= {"seasons", "season", "table"}
    assert await live.supply.schedule.fixture(fixture.key) is not None


async def test_what_takes_too_long_goes_on_behind_the_dossier(live):
    """After its patience a dossier goes on without the fact, and the next finds it there."""
    fixture = await known(live)
    hurried = Supply(live.supply.provider, live.store, lambda: live.world.now, wait=0.0)
    gaps = await hurried.for_fixture(fixture)
    assert {gap.why for gap in gaps} <= {Why.PENDING}
    assert await live.supply.for_fixture(fixture) == ()
    await hurried.aclose()


async def test_closing_gives_up_what_is_on_its_way(live):
    """A refresh that still waits for the provider is cancelled, and nothing is left."""
    fixture = await known(live)
    hurried = Supply(live.supply.provider, live.store, lambda: live.world.now, wait=0.0)
    await hurried.for_fixture(fixture)
    await hurried.aclose()
    names = [task.get_coro().__qualname__ for task in asyncio.all_tasks()]
    assert not [name for name in names if "Supply" in name or name == "_run"]


async def test_line_ups_are_asked_for_when_they_may_be_there(live):
    """In the last ninety minutes the fixture is asked again after five, and tells who plays."""
    fixture = await known(live)
    live.world.now = fixture.kickoff - timedelta(minutes=50)
    await live.supply.for_fixture(fixture)
    live.world.asked.clear()
    live.world.now += timedelta(minutes=5)
    await live.supply.for_fixture(fixture)
    assert [q for q in live.world.asked if "ids=" in q]


async def test_a_season_without_coverage_is_not_asked_for_it(tmp_path):
    """What the provider says it does not have costs no call."""

    class Bare(World):
        def _leagues(self, given):
            (row,) = super()._leagues(given)
            coverage = row["seasons"][0]["coverage"]
            coverage |= {"standings": False, "injuries": False, "odds": False}
            coverage["fixtures"]["statistics_fixtures"] = False
            return [row]

    world = Bare(now=BEGIN + 19 * WEEK - timedelta(days=1))
    async with live_store(f"sqlite:///{tmp_path / 'bare.db'}", world) as bare:
        fixture = await known(bare)
        world.asked.clear()
        assert await bare.supply.for_fixture(fixture) == ()
        assert [q.split("?")[0] for q in world.asked] == ["/fixtures"]
