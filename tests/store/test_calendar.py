"""Matches of all sources by day and by team, on both engines."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from fixture_list import ALL, NOW, SERIE_A, TODAY, TOMORROW, match, put
from sqlalchemy import update
from telling import PROVIDER, coming, played, told

from phoenix.domain.matches import Score
from phoenix.domain.provided import Status
from phoenix.store import tables
from phoenix.store.calendar import Calendar
from phoenix.store.deliveries import deliver
from phoenix.store.store import Store

DAY = timedelta(days=1)
BRAZIL, TOKYO = ZoneInfo("America/Sao_Paulo"), ZoneInfo("Asia/Tokyo")
LORD_HOWE, HAWAII = ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Pacific/Honolulu")


def sides(matches: Any) -> list[tuple[str, str]]:
    return [(match.home, match.away) for match in matches]


@pytest.fixture
async def calendar(store: Store) -> Calendar:
    """Of all the matches of the list."""
    await put(store, *ALL)
    return Calendar(store)


async def test_a_day_is_that_of_the_zone(calendar: Calendar) -> None:
    """A match at nine in the evening in São Paulo is the next morning's in Tokyo."""
    here, there = await calendar.of_day(TODAY, BRAZIL), await calendar.of_day(TOMORROW, TOKYO)
    assert ("Flamengo RJ", "Palmeiras") in sides(here)
    assert ("Flamengo RJ", "Palmeiras") in sides(there)
    assert ("Flamengo RJ", "Palmeiras") not in sides(await calendar.of_day(TOMORROW, BRAZIL))


async def test_a_day_comes_soonest_first(calendar: Calendar) -> None:
    """By kick-off; of one instant, in the order in which they were written."""
    kickoffs = [match.kickoff for match in await calendar.of_day(TODAY, BRAZIL)]
    assert len(kickoffs) == 4
    assert kickoffs == sorted(kickoffs)


async def test_a_match_without_a_time_stands_last_on_its_own_day(store: Store) -> None:
    """Wherever the user is: there is no instant to be turned into another day's."""
    await put(store, match("A", "B", None), match("C", "D", 9))
    for zone in (BRAZIL, ZoneInfo("UTC")):
        found = await Calendar(store).of_day(TODAY, zone)
        assert sides(found)[-1:] == [("A", "B")]
    assert sides(await Calendar(store).of_day(TODAY, BRAZIL)) == [("C", "D"), ("A", "B")]


@pytest.mark.parametrize("zone", [LORD_HOWE, HAWAII])
async def test_the_farthest_zones_find_their_matches(store: Store, zone: ZoneInfo) -> None:
    """A file's day may lie two days from a user's."""
    at = datetime(2026, 11, 24, 12, tzinfo=UTC)
    filed = match("A", "B", day=at.astimezone(LORD_HOWE).date(), kickoff=at)
    await put(store, filed)
    assert len(await Calendar(store).of_day(at.astimezone(zone).date(), zone)) == 1


async def test_a_match_tells_all_that_is_shown(calendar: Calendar) -> None:
    """Its competition, instant and sides; by its number it is the same."""
    [first, *_] = await calendar.of_day(TOMORROW, BRAZIL)
    assert (first.competition, first.home, first.away) == (SERIE_A, "Palmeiras", "Gremio")
    assert (first.kickoff, first.goals) == (NOW + timedelta(hours=28), None)
    assert await calendar.fixture(first.number) == first
    assert await calendar.fixture(10**6) is None


async def test_a_result_is_told(calendar: Calendar) -> None:
    """Goals of both sides, and that it is over."""
    [over] = await calendar.of_day(date(2026, 11, 21), BRAZIL)
    assert (over.goals, over.status) == ((2, 1), Status.FINISHED)


async def test_matches_of_teams_have_no_result_yet(calendar: Calendar) -> None:
    """At home or away, soonest first, within some days."""
    ids = {team.name: team.id for team in await calendar.teams()}
    teams = [ids["Flamengo RJ"], ids["Chelsea"]]
    found = await calendar.of_teams(teams, TODAY - 9 * DAY, TODAY + 90 * DAY)
    assert sides(found) == [
        ("Arsenal", "Chelsea"), ("Flamengo RJ", "Palmeiras"), ("Santos", "Flamengo RJ"),
    ]  # fmt: skip
    assert await calendar.of_teams(teams, TODAY + 2 * DAY, TODAY + 9 * DAY) == ()
    assert await calendar.of_teams([], TODAY, TODAY + DAY) == ()


async def test_meetings_are_those_of_one_side_with_the_other(calendar: Calendar) -> None:
    """In either order; whatever else they play is none."""
    ids = {team.name: team.id for team in await calendar.teams()}
    flamengo, others = [ids["Flamengo RJ"]], [ids["Palmeiras"], ids["Santos"]]
    found = await calendar.meetings(others, flamengo, TODAY)
    assert sides(found) == [("Flamengo RJ", "Palmeiras"), ("Santos", "Flamengo RJ")]
    assert await calendar.meetings(flamengo, [ids["Gremio"]], TODAY) == ()


@pytest.mark.parametrize("status", [Status.POSTPONED, Status.CANCELLED, Status.ABANDONED])
async def test_what_was_called_off_is_not_to_come(store: Store, status: Status) -> None:
    """It stands in its day all the same, with what became of it."""
    await deliver(store, PROVIDER, told(coming(kickoff=NOW, status=status)))
    calendar = Calendar(store)
    [found] = await calendar.of_day(TODAY, BRAZIL)
    assert found.status is status
    assert await calendar.of_teams([found.home_id], TODAY, TODAY) == ()


async def test_a_providers_matches_and_a_files_stand_in_one_calendar(store: Store) -> None:
    """Whoever told of them."""
    await put(store, match("C", "D"))
    await deliver(store, PROVIDER, told(coming(kickoff=NOW, status=Status.LIVE)))
    found = await Calendar(store).of_day(TODAY, BRAZIL)
    assert sides(found) == [("A", "B"), ("C", "D")]
    assert [match.status for match in found] == [Status.LIVE, None]


async def test_the_days_beside_are_those_with_matches(calendar: Calendar) -> None:
    """However far; a day between two others leads to both."""
    assert await calendar.beside(TODAY, BRAZIL) == (date(2026, 11, 21), TOMORROW)
    assert await calendar.beside(date(2026, 12, 1), BRAZIL) == (TOMORROW, date(2026, 12, 14))
    assert await calendar.beside(date(2026, 11, 21), BRAZIL) == (None, TODAY)
    assert await calendar.beside(date(2030, 1, 1), BRAZIL) == (date(2026, 12, 14), None)


async def test_the_days_beside_are_also_those_without_a_time(store: Store) -> None:
    """If they are within 150 days; the day itself is not beside itself."""
    days = (TODAY - timedelta(days=149), TODAY, TODAY + timedelta(days=151))
    await put(store, *(match("A", "B", None, day=day) for day in days))
    calendar = Calendar(store)
    assert await calendar.beside(TODAY, BRAZIL) == (days[0], None)
    assert await calendar.beside(TODAY + timedelta(days=1), BRAZIL) == (TODAY, days[2])


async def test_an_empty_store_has_no_days(store: Store) -> None:
    """Nor teams, and its revision is 0."""
    calendar = Calendar(store)
    assert await calendar.beside(TODAY, BRAZIL) == (None, None)
    assert await calendar.of_day(TODAY, BRAZIL) == await calendar.teams() == ()
    assert await calendar.revision() == 0


async def test_the_revision_grows_with_new_matches_alone(calendar: Calendar, store: Store) -> None:
    """Not with what was known."""
    first = await calendar.revision()
    await put(store, *ALL)
    assert await calendar.revision() == first
    await put(store, match("Bahia", "Vitoria"))
    assert await calendar.revision() > first


async def test_a_team_has_the_names_of_all_sources(store: Store) -> None:
    """Beside the store's own."""
    await put(store, match("Atletico-MG", "Santos"))
    async with store.writing() as connection:
        alias = tables.team_alias
        mineiro = update(alias).where(alias.c.name == "Atletico-MG").values(name="Atlético Mineiro")
        await connection.execute(mineiro)
    found = {team.name: team for team in await Calendar(store).teams()}
    assert found["Atletico-MG"].names == {"Atletico-MG", "Atlético Mineiro"}
    assert found["Santos"].country == "Brazil"


async def test_a_played_match_of_a_provider_is_told_with_its_goals(store: Store) -> None:
    """Those of 90 minutes."""
    await deliver(store, PROVIDER, told(played(kickoff=NOW, score=Score(3, 0))))
    [found] = await Calendar(store).of_day(TODAY, BRAZIL)
    assert (found.goals, found.status, found.round) == ((3, 0), Status.FINISHED, "Round 1")
