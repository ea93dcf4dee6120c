"""Matches of a day, of a team, of two: found in the store, without numerics."""

import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from fixture_list import ALL, NOW, PREMIER, SERIE_A, TODAY, TOMORROW, Clock, match, put

from phoenix.app.match_finder import (
    Found,
    Idle,
    LeagueDay,
    MatchFinder,
    Scheduled,
    Unknown,
    Unscheduled,
    leagues_named,
)
from phoenix.domain.competitions import Competition
from phoenix.domain.errors import InputError
from phoenix.store.store import Store

BRAZIL = ZoneInfo("America/Sao_Paulo")
LEAGUES = ("AF72", "Brasileirão Série A")


@pytest.fixture(params=["made_sqlite_url", "made_postgres_url"])
def url(request: pytest.FixtureRequest) -> str:
    """An empty database of each kind."""
    return str(request.getfixturevalue(request.param))


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    """A store of each kind with the matches of the list."""
    opened = Store(url)
    await opened.open()
    await put(opened, *ALL)
    yield opened
    await opened.close()


@pytest.fixture
async def file_store(made_sqlite_url: str) -> AsyncIterator[Store]:
    """An empty one in a file."""
    opened = Store(made_sqlite_url)
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def finder(store: Store, clock: Clock) -> MatchFinder:
    return MatchFinder(store, LEAGUES, clock)


def sides(found: Found) -> list[tuple[str, str]]:
    assert isinstance(found, Scheduled)
    return [(match.home, match.away) for match in found.matches]


def names(found: Found) -> list[str]:
    assert isinstance(found, Idle | Unknown)
    return [name for _, name in found.teams]


async def test_a_day_is_told_by_league(finder: MatchFinder) -> None:
    """The followed ones come first in their order, then the others."""
    leagues = await finder.matches_of(TODAY, BRAZIL)
    assert [(one.competition.code, one.followed, len(one.matches)) for one in leagues] == [
        ("AF72", True, 1), ("BRA", True, 2), ("E0", False, 1),
    ]  # fmt: skip
    assert [match.home for match in leagues[1].matches] == ["Gremio", "Flamengo RJ"]


async def test_the_days_around_have_matches(finder: MatchFinder) -> None:
    """Before and after."""
    assert await finder.days_around(TODAY, BRAZIL) == (date(2026, 11, 21), TOMORROW)


async def test_a_fixture_is_known_by_its_number(finder: MatchFinder) -> None:
    """Or not at all."""
    [_, league, _] = await finder.matches_of(TODAY, BRAZIL)
    [first, _] = league.matches
    assert await finder.fixture(first.number) == first
    for number in (10**9, 2**63, 10**40, 0, -1):
        assert await finder.fixture(number) is None


async def test_two_names_find_their_match(finder: MatchFinder) -> None:
    """In either order, with slips, and with any word between them."""
    for text in (
        "Flamengo RJ x Palmeiras", "palmeiras x flamengo", "fla vs palmeirs", "mengão - verdão",
        "  FLAMENGO   X   PALMEIRAS ", "flamengo contra palmeiras", "palmeiras v. flamengo",
    ):  # fmt: skip
        assert sides(await finder.search(text)) == [("Flamengo RJ", "Palmeiras")]


async def test_the_next_meeting_of_two_teams_is_meant(finder: MatchFinder) -> None:
    """Not the one that is over, nor a later one."""
    assert sides(await finder.search("santos x flamengo rj")) == [("Santos", "Flamengo RJ")]
    assert isinstance(await finder.search("gremio x flamengo rj"), Unscheduled)


async def test_a_team_is_meant_with_its_matches_of_these_days(finder: MatchFinder) -> None:
    """Not with one that is weeks away, unless there is no other."""
    assert sides(await finder.search("palmeiras")) == [
        ("Flamengo RJ", "Palmeiras"),
        ("Palmeiras", "Gremio"),
    ]
    assert sides(await finder.search("flamengo rj")) == [("Flamengo RJ", "Palmeiras")]
    assert sides(await finder.search("chelsea")) == [("Arsenal", "Chelsea")]


async def test_a_later_match_is_meant_when_it_is_the_next(
    finder: MatchFinder, clock: Clock
) -> None:
    """However far away."""
    clock.pass_by(days=3)
    assert sides(await finder.search("santos")) == [("Santos", "Flamengo RJ")]


async def test_several_teams_give_all_their_matches(finder: MatchFinder) -> None:
    """A name that fits both Flamengos is no guess."""
    found = await finder.search("fla")
    assert set(sides(found)) == {("Flamengo RJ", "Palmeiras"), ("Flamengo PI", "Avai")}


async def test_a_match_is_to_come_until_it_must_be_over(finder: MatchFinder, clock: Clock) -> None:
    """Nobody told its result, but two hours and a half have passed."""
    clock.pass_by(hours=7)
    assert sides(await finder.search("chelsea")) == [("Arsenal", "Chelsea")]
    clock.pass_by(hours=1)
    assert names(await finder.search("chelsea")) == ["Chelsea"]


async def test_two_teams_without_a_match_are_named(finder: MatchFinder) -> None:
    """As the dossier knows them, in the order in which they were typed."""
    found = await finder.search("avai x mengo")
    assert isinstance(found, Unscheduled)
    [pair] = found.pairs
    assert (pair.home, pair.away) == ("Avai", "Flamengo RJ")
    assert await finder.of_pair(pair.home_id, pair.away_id) == found


async def test_names_that_fit_several_pairs_are_offered(finder: MatchFinder) -> None:
    """If none of them has a match to come."""
    found = await finder.search("fla x avai")
    assert sides(found) == [("Flamengo PI", "Avai")]
    found = await finder.search("vila x gremio")
    assert isinstance(found, Unknown)


async def test_teams_of_two_countries_that_never_meet_are_offered(finder: MatchFinder) -> None:
    """There is no such match, and each of them may have another."""
    found = await finder.search("chelsea x gremio")
    assert isinstance(found, Unknown)
    assert names(found) == ["Chelsea", "Gremio"]


async def test_an_unknown_name_has_its_near_ones_offered(finder: MatchFinder) -> None:
    """Beside a known one, as pairs."""
    assert names(await finder.search("Arsenio")) == ["Arsenal"]
    found = await finder.search("arsenio x chelsea")
    assert isinstance(found, Unknown)
    [pair] = found.pairs
    assert sides(await finder.of_pair(pair.home_id, pair.away_id)) == [("Arsenal", "Chelsea")]
    assert await finder.search("qwerty") == Unknown()


@pytest.mark.parametrize("text", ["", " x ", "x", "a" * 5000, "\u202e", "x" * 80 + " x y", "<b>"])
async def test_any_text_has_an_answer(file_store: Store, clock: Clock, text: str) -> None:
    """If only that nothing was found."""
    await put(file_store, *ALL)
    assert await MatchFinder(file_store, (), clock).search(text) == Unknown()


async def test_a_chosen_team_or_pair_may_be_gone(finder: MatchFinder) -> None:
    """Two teams were found to be one, and its number with them."""
    assert await finder.of_team(10**9) == await finder.of_pair(1, 10**9) == Unknown()


async def test_a_chosen_team_has_its_matches(finder: MatchFinder) -> None:
    """By its number, as it was offered."""
    [(number, name)] = await finder.teams("arsenal")
    assert (name, sides(await finder.of_team(number))) == ("Arsenal", [("Arsenal", "Chelsea")])


async def test_more_than_ten_matches_are_counted(file_store: Store, clock: Clock) -> None:
    """The followed leagues are among those shown."""
    many = [match(f"United {n}", f"City {n}", n + 1, competition=PREMIER) for n in range(12)]
    await put(file_store, *many, match("United", "Santos", 24 * 7))
    found = await MatchFinder(file_store, LEAGUES, clock).search("united 1")
    assert sides(found) == [("United 1", "City 1")]
    found = await MatchFinder(file_store, LEAGUES, clock).search("city")
    assert (len(sides(found)), isinstance(found, Scheduled) and found.left) == (10, 2)


async def test_a_new_match_is_seen_within_seconds(
    finder: MatchFinder, store: Store, clock: Clock
) -> None:
    """So is its team."""
    assert await finder.search("bahia") == Unknown()
    await put(store, match("Bahia", "Vitoria"))
    clock.pass_by(seconds=3)
    assert sides(await finder.search("bahia")) == [("Bahia", "Vitoria")]
    assert len((await finder.matches_of(TODAY, BRAZIL))[1].matches) == 3


class Counting(Store):
    """Counts what is read from it."""

    reads = 0

    async def read(self, work):
        self.reads += 1
        return await super().read(work)


async def test_what_was_read_is_kept_for_a_while(made_sqlite_url: str, clock: Clock) -> None:
    """Within two seconds not even the revision is asked for; after a minute matches are."""
    store = Counting(made_sqlite_url)
    await store.open()
    await put(store, *ALL)
    finder = MatchFinder(store, LEAGUES, clock)
    reads = []
    for seconds in (0, 1, 5, 60):
        clock.pass_by(seconds=seconds)
        before = store.reads
        await finder.matches_of(TODAY, BRAZIL)
        reads.append(store.reads - before)
    await store.close()
    assert reads == [2, 0, 1, 2]


async def test_a_league_that_nobody_knows_is_refused(file_store: Store, clock: Clock) -> None:
    """The settings name it."""
    with pytest.raises(InputError):
        MatchFinder(file_store, ("Liga Inexistente",), clock)


def a_day(*competitions: Competition) -> tuple[LeagueDay, ...]:
    return tuple(LeagueDay(n, one, False, ()) for n, one in enumerate(competitions))


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", []), ("série a", ["BRA", "I1"]), ("serie a brazil", ["BRA"]), ("premier", ["E0"]),
        ("premer league", ["E0"]), ("brasileirao", ["BRA"]), ("england", ["E0"]), ("xyz", []),
    ],
)  # fmt: skip
def test_leagues_are_chosen_by_name(text: str, codes: list[str]) -> None:
    """Accents and slips forgiven; a country names all of its own."""
    leagues = a_day(SERIE_A, PREMIER, replace(SERIE_A, code="I1", name="Serie A", country="Italy"))
    assert [league.competition.code for league in leagues_named(text, leagues)] == codes


async def test_the_demo_league_is_found(demo_store: Path) -> None:
    """Its coming round, and each of its teams."""
    store = Store(f"sqlite:///{demo_store}")
    await store.open()
    finder = MatchFinder(store, (), lambda: NOW)
    _, after = await finder.days_around(finder.today(BRAZIL), BRAZIL)
    assert after is not None
    [league] = await finder.matches_of(after, BRAZIL)
    found = [sides(await finder.search(match.home)) for match in league.matches]
    await store.close()
    assert found == [[(match.home, match.away)] for match in league.matches]
    assert league.competition.simulated


WITHOUT = """
import asyncio, sys
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo
from phoenix.app.match_finder import MatchFinder
from phoenix.bot.screens import inline, leagues, matches, search
from phoenix.store.store import Store

async def main():
    store = Store("sqlite:///" + sys.argv[1])
    await store.open()
    finder = MatchFinder(store, ("BRA",), lambda: datetime(2026, 11, 24, tzinfo=UTC))
    await finder.search("flamengo x palmeirs")
    await finder.matches_of(date(2026, 11, 24), ZoneInfo("UTC"))
    await store.close()

asyncio.run(main())
assert "numpy" not in sys.modules
"""


def test_numerics_are_not_needed(tmp_path: Path) -> None:
    """Neither for finding matches nor for showing them: the bot's process does without."""
    ran = [sys.executable, "-c", WITHOUT, str(tmp_path / "empty.db")]
    subprocess.run(ran, check=True, timeout=60)


def test_the_clock_tells_the_day_of_a_zone(file_store: Store, clock: Clock) -> None:
    """And the instant itself."""
    finder = MatchFinder(file_store, (), clock)
    clock.pass_by(hours=10)
    assert finder.now() == NOW + timedelta(hours=10)
    assert (finder.today(BRAZIL), finder.today(ZoneInfo("UTC"))) == (TODAY, TOMORROW)
