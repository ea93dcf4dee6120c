"""Each question makes the calls it says, and its delivery names what is thereby known."""

import json
from contextlib import asynccontextmanager
from datetime import date, timedelta

import httpx
import pytest
from provider import KEY
from pydantic import SecretStr
from world import BEGIN, WEEK, World
from world_server import WorldTransport

from phoenix.domain.quota import Priority
from phoenix.sources.api_football.client import ApiFootball, ClientSettings
from phoenix.sources.api_football.provider import BATCH, PAGES, Provider
from phoenix.sources.cache.memory import MemoryCache

USER = Priority.WAITING_USER
MINUTE = timedelta(minutes=1)


@asynccontextmanager
async def asking(world, transport=None, cache=None):
    """The provider of a world, on the world's clock."""
    settings = ClientSettings(SecretStr(KEY), base_url="http://world.invalid", minute_limit=100_000)
    client = ApiFootball(
        settings, transport=transport or WorldTransport(world), cache=cache, now=lambda: world.now
    )
    async with client:
        yield Provider(client, lambda: world.now)


@pytest.fixture
def world():
    """Four clubs, one round of which is over."""
    return World(BEGIN + WEEK - timedelta(hours=1), teams=4)


@pytest.fixture
async def provider(world):
    async with asking(world) as opened:
        yield opened


async def test_seasons_are_one_call(provider, world):
    """All current seasons come at once, the listed ones with their place among ours."""
    told = await provider.seasons(USER)
    assert world.asked == ["/leagues?current=true"]
    assert told.fetched == (("seasons", "current"),)
    (placed,) = told.seasons
    assert (placed.competition.code, placed.label, placed.season.league) == ("BRA", "2025", "71")
    assert provider.complaints == ()
    assert told.at == world.now


async def test_a_league_of_another_name_is_a_complaint_and_one_not_told_of_is_none():
    """Under a listed id another name is doubted; what is between two seasons is not."""
    async with asking(World(league=72, name="Serie C", teams=4)) as provider:
        await provider.seasons(USER)
        assert [one.listed.code for one in provider.complaints] == ["AF72"]


async def test_a_league_that_is_not_listed_is_passed_over():
    """It is neither a season of ours nor a reject."""
    async with asking(World(league=999_999, teams=4)) as provider:
        told = await provider.seasons(USER)
    assert (told.seasons, told.rejects) == ((), ())


async def test_a_season_is_one_call(provider, world):
    """All its fixtures come at once; their details were not told thereby."""
    told = await provider.season("71", 2025, USER)
    assert world.asked == ["/fixtures?league=71&season=2025"]
    assert told.fetched == (("season", "71/2025"),)
    assert len(told.matches) == 12


async def test_a_day_is_one_call_for_all_competitions(provider, world):
    """The provider is asked in the user's zone, and the fact is that of the zone."""
    told = await provider.day(date(2025, 4, 12), "America/Sao_Paulo", USER)
    assert world.asked == ["/fixtures?date=2025-04-12&timezone=America/Sao_Paulo"]
    assert told.fetched == (("day", "2025-04-12/America/Sao_Paulo"),)
    assert [match.kickoff for match in told.matches] == [m.kickoff for m in world.matches[2:4]]


async def test_teams_and_table_are_a_call_each(provider, world):
    """Each is known of its league and season."""
    teams = await provider.teams("71", 2025, USER)
    table = await provider.table("71", 2025, USER)
    assert world.asked == ["/teams?league=71&season=2025", "/standings?league=71&season=2025"]
    assert (teams.fetched, table.fetched) == ((("teams", "71/2025"),), (("table", "71/2025"),))
    assert {team.country for team in teams.teams} == {"Brazil"}
    assert [row.rank for row in table.tables[0].rows] == [1, 2, 3, 4]


async def test_details_of_several_matches_are_one_call(provider, world):
    """What was told of each is noted of each: statistics where it is over, line-ups before."""
    told = await provider.details(["10000", "10002"], USER)
    assert world.asked == ["/fixtures?ids=10000-10002"]
    assert set(told.fetched) == {("details", "10000"), ("details", "10002")}
    over, coming = told.matches
    assert over.home_counts.corners is not None
    assert coming.home_counts is None
    assert [lineup.formation for lineup in coming.lineups] == ["4-3-3", "4-3-3"]


async def test_what_was_asked_and_not_told_is_noted_too(world):
    """Of a fixture that the answer lacks, the provider has nothing to tell for now."""

    class Forgetful(World):
        def _fixtures(self, given):
            return super()._fixtures(given)[:1]

    async with asking(Forgetful(world.now, teams=4)) as provider:
        told = await provider.details(["10000", "10002"], USER)
    assert set(told.fetched) == {("details", "10000"), ("details", "10002")}
    assert [match.id for match in told.matches] == ["10000"]


@pytest.mark.parametrize("number", [0, BATCH + 1])
async def test_more_than_twenty_or_none_are_no_question(provider, world, number):
    """It is refused before any call."""
    with pytest.raises(ValueError, match=f"{number} fixtures"):
        await provider.details([str(one) for one in range(number)], USER)
    assert world.asked == []


async def test_absences_are_those_of_the_fixture(provider, world):
    """One call; what the answer says of another fixture is not this one's."""
    told = await provider.absences("10002", USER)
    assert world.asked == ["/injuries?fixture=10002"]
    assert told.fetched == (("absences", "10002"),)
    (mine,) = told.absences
    assert (mine.fixture, [one.name for one in mine.absences]) == ("10002", ["Fulano"])


async def test_absences_of_another_fixture_are_left_out(world):
    """An answer about another match leaves nobody missing in this one."""

    class Mistaken(World):
        def _injuries(self, given):
            return super()._injuries({"fixture": "10003"})

    async with asking(Mistaken(world.now, teams=4)) as provider:
        (mine,) = (await provider.absences("10002", USER)).absences
    assert (mine.fixture, mine.absences) == ("10002", ())


class Paged(httpx.AsyncBaseTransport):
    """The world, whose prices are said to lie on so many pages; the clock goes on meanwhile."""

    def __init__(self, world, pages):
        self._world = WorldTransport(world)
        self._pages = pages

    async def handle_async_request(self, request):
        answer = await self._world.handle_async_request(request)
        body = json.loads(answer.content)
        page = int(request.url.params.get("page", "1"))
        body["paging"] = {"current": page, "total": self._pages}
        for told in body["response"]:
            told["bookmakers"][0]["name"] = f"Bookmaker {page}"
        self._world.world.now += MINUTE
        return httpx.Response(200, json=body, request=request)


async def prices(provider, world):
    return await provider.prices("10002", world.matches[2].kickoff, USER)


async def test_all_pages_of_the_prices_are_read(world):
    """A call for each page; the first tells of when the prices are."""
    begun = world.now
    async with asking(world, Paged(world, 3)) as provider:
        told = await prices(provider, world)
    assert world.asked == [
        "/odds?fixture=10002", "/odds?fixture=10002&page=2", "/odds?fixture=10002&page=3",
    ]  # fmt: skip
    assert told.fetched == (("prices", "10002"),)
    assert told.at == begun + MINUTE
    bookmakers = {price.bookmaker for quotes in told.quotes for price in quotes.prices}
    assert bookmakers == {"bookmaker_1", "bookmaker_2", "bookmaker_3"}


async def test_a_number_of_pages_that_cannot_be_true_is_not_believed(world):
    """Of a thousand pages twenty are read."""
    async with asking(world, Paged(world, 1000)) as provider:
        await prices(provider, world)
    assert len(world.asked) == PAGES


async def test_a_cached_answer_costs_no_call_and_is_as_old_as_the_first(world):
    """Within its lifetime the delivery is that of the first call; after it, a new one."""
    first = world.now
    async with asking(world, cache=MemoryCache()) as provider:
        for minutes in (0, 29):
            world.now = first + minutes * MINUTE
            assert (await provider.day(date(2025, 4, 12), "UTC", USER)).at == first
        assert len(world.asked) == 1
        world.now = first + 30 * MINUTE
        assert (await provider.day(date(2025, 4, 12), "UTC", USER)).at == world.now
    assert len(world.asked) == 2


async def test_cached_prices_grow_old_sooner_near_the_kickoff(world):
    """In the last hour the answer of a quarter of an hour ago is asked for again."""
    first = world.now
    async with asking(world, cache=MemoryCache()) as provider:
        for minutes, calls in ((0, 1), (14, 1), (15, 2)):
            world.now = first + minutes * MINUTE
            await prices(provider, world)
            assert len(world.asked) == calls


async def test_details_are_never_cached(world):
    """What is asked for by id is kept in the store and nowhere else."""
    async with asking(world, cache=MemoryCache()) as provider:
        await provider.details(["10000"], USER)
        await provider.details(["10000"], USER)
    assert len(world.asked) == 2
