"""A source's teams are found among ours, or are their own: never another one."""

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, insert, select
from verdicts import verdicts

from phoenix.store import tables
from phoenix.store.merging import same
from phoenix.store.repair import repair
from phoenix.store.store import Store
from phoenix.store.teams import Candidate, Named, by_name, decide, resolve
from phoenix.store.writing import Origin, save

PROVIDER = "provider"


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("São Paulo", "Sao Paulo"),
        ("1.FC Köln", "FC Koln"),
        ("SV Darmstadt 98", "Darmstadt"),
        ("Manchester City", "Man City"),
        ("Bayern München", "Bayern Munich"),
        ("Barcelona B", "Barcelona B"),
        ("Spartak Trnava", "Spartak Trnavva"),
        ("Спартак", "Спартак"),
    ],
)
def test_the_same_club(name: str, ours: str) -> None:
    """Accents, kinds of club, customary abbreviations and a slip of the pen are no obstacle."""
    assert verdicts([name], [ours]) == {name: ours}
    assert verdicts([ours], [name]) == {ours: name}


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("Dundee United", "Dundee"),
        ("Botafogo SP", "Botafogo RJ"),
        ("Fleet Town", "Fleetwood Town"),
        ("Ashford United", "Basford United"),
        ("Sheffield Utd", "Sheffield Weds"),
        ("Bournemouth FC", "Bournemouth"),
        ("Gaziantep FK", "Gaziantepspor"),
        ("Extremadura 1924", "Extremadura"),
        ("SC Koln", "FC Koln"),
        ("Reggiana", "Reggina"),
        ("Barcelona II", "Barcelona B"),
    ],
)
def test_a_neighbour_is_doubted(name: str, ours: str) -> None:
    """A name that is merely alike, or longer, is not taken for the team, but a person is asked."""
    assert verdicts([name], [ours]) == {name: (ours,)}
    assert verdicts([ours], [name]) == {ours: (name,)}


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("Barcelona B", "Barcelona"),
        ("Augsburg II", "FC Augsburg"),
        ("Jong AZ", "AZ"),
        ("Chelsea W", "Chelsea"),
        ("Wrexham", "Rotherham"),
        ("大连 FC", "北京 FC"),
        ("Спартак", "Динамо"),
    ],
)
def test_nothing_in_common(name: str, ours: str) -> None:
    """Another side of a club is not even doubted, nor is a name that shares no word."""
    assert verdicts([name], [ours]) == {name: None}


def test_two_of_one_name_are_left_to_a_person() -> None:
    """Where two fit equally well, neither is taken."""
    assert verdicts(["Nacional"], ["Nacional", "NACIONAL"]) == {
        "Nacional": ("Nacional", "NACIONAL")
    }
    assert verdicts(["Nacional", "NACIONAL"], ["Nacional"]) == {
        "Nacional": ("Nacional",),
        "NACIONAL": ("Nacional",),
    }


def test_a_team_that_is_taken_is_not_in_doubt() -> None:
    """Who was found is nobody else, and does not stand among the doubts of others."""
    ours = ["Bristol Rvs", "Bristol City"]
    assert verdicts(["Bristol Rovers", "Bristol City", "Bristol"], ours) == {
        "Bristol Rovers": "Bristol Rvs",
        "Bristol City": "Bristol City",
        "Bristol": None,
    }


WORDS = ["Man", "Manchester", "City", "United", "Utd", "FC", "SV", "Real", "B", "II", "04", "Betis"]
names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
some = st.lists(names, unique=True, max_size=6)


@given(wanted=some, ours=some, chance=st.randoms(use_true_random=False))
def test_the_order_does_not_matter(wanted: list[str], ours: list[str], chance: Any) -> None:
    """However names and candidates are shuffled, the same becomes of each."""
    teams = [Named(name, name, "Land") for name in wanted]
    candidates = [Candidate(place, (name,)) for place, name in enumerate(ours)]
    before = decide(teams, candidates)
    chance.shuffle(teams)
    chance.shuffle(candidates)
    assert decide(teams, candidates) == before


@given(wanted=some, ours=some)
def test_company_makes_nobody_bolder(wanted: list[str], ours: list[str]) -> None:
    """Each team of ours is found once at most, and only by a name that finds it alone, too."""
    found = {k: v for k, v in verdicts(wanted, ours).items() if isinstance(v, str)}
    assert len(set(found.values())) == len(found)
    assert all(verdicts([name], [team]) == {name: team} for name, team in found.items())


# What follows is about the store.


async def resolved(store: Store, source: str, *teams: Named) -> dict[str, str]:
    """Our names of a source's teams, by the source's ids."""
    async with store.writing() as connection:
        ids = await resolve(connection, store.dialect, source, teams)
        rows = await connection.execute(select(tables.team.c.id, tables.team.c.name))
        ours = {row.id: row.name for row in rows}
    return {external: ours[place] for external, place in ids.items()}


async def doubts(store: Store) -> dict[str, str | None]:
    a = tables.team_alias.c
    async with store.reading() as connection:
        rows = await connection.execute(select(a.external, a.doubts).where(a.source == PROVIDER))
        return {row.external: row.doubts for row in rows}


async def team_count(store: Store) -> int:
    async with store.reading() as connection:
        query = select(func.count()).select_from(tables.team)
        return (await connection.execute(query)).scalar_one()


async def test_a_known_id_is_that_team(store: Store) -> None:
    """Whatever it is called by now, a team is its id."""
    await resolved(store, PROVIDER, Named("7", "Old", "Land"), Named("8", "Other", "Land"))
    renamed = [Named("7", "Other", "Land"), Named("8", "Old", "Elsewhere")]
    assert await resolved(store, PROVIDER, *renamed) == {"7": "Old", "8": "Other"}
    assert await team_count(store) == 2


async def test_a_name_is_looked_for_in_its_country(store: Store) -> None:
    """Two sources' teams of one name are one team in one country, and two in two."""
    await resolved(store, "files", by_name("Land", "São José"))
    told = [Named("1", "Sao Jose", "Land"), Named("2", "Sao Jose", "Elsewhere")]
    assert await resolved(store, PROVIDER, *told) == {"1": "São José", "2": "Sao Jose"}
    assert await team_count(store) == 2
    assert await doubts(store) == {"1": None, "2": None}


async def test_other_sources_names_count(store: Store) -> None:
    """A team is found under any name that some source has for it."""
    ours = await resolved(store, "files", by_name("Land", "Wolves"))
    await resolved(store, "others", Named("9", "Wolverhampton", "Land"))
    async with store.reading() as connection:
        query = select(tables.team.c.id).where(tables.team.c.name == ours["Land/Wolves"])
        wolves = (await connection.execute(query)).scalar_one()
    await same(store, "others", "9", wolves)
    found = await resolved(store, PROVIDER, Named("1", "Wolverhampton", "Land"))
    assert (found, await team_count(store)) == ({"1": "Wolves"}, 1)


async def test_doubts_are_kept_beside_the_alias(store: Store) -> None:
    """A team in doubt is new, and its alias lists whom it may be, the likest first."""
    async with store.writing() as connection:
        ours = [by_name("Land", name) for name in ("Ath Bilbao", "Ath Madrid", "Getafe")]
        ids = await resolve(connection, store.dialect, "files", ours)
    told = Named("530", "Atletico Madrid", "Land")
    assert await resolved(store, PROVIDER, told) == {"530": "Atletico Madrid"}
    assert (await doubts(store))["530"] == str(ids["Land/Ath Madrid"])


async def test_two_ids_of_one_name(store: Store) -> None:
    """A provider's two teams of one name stay two, the second one numbered."""
    told = [Named("2", "Nacional", "Land"), Named("1", "Nacional", "Land")]
    assert await resolved(store, PROVIDER, *told) == {"1": "Nacional", "2": "Nacional (2)"}
    assert await resolved(store, PROVIDER, Named("3", "Nacional", "Land")) == {"3": "Nacional (3)"}


async def test_a_team_that_has_an_id_gets_no_other(store: Store) -> None:
    """A provider's second team of a name is not the first one, though it comes alone and later."""
    await resolved(store, PROVIDER, Named("1", "Nacional", "Land"))
    told = Named("2", "Nacional", "Land")
    assert await resolved(store, PROVIDER, told) == {"2": "Nacional (2)"}
    assert await doubts(store) == {"1": None, "2": None}


async def test_an_id_told_under_two_names(store: Store) -> None:
    """One id in one call is one team, and the order in which it was told is of no account."""
    told = [Named("1", "Botafogo FR", "Brazil"), Named("1", "Botafogo", "Brazil")]
    assert await resolved(store, PROVIDER, *told) == {"1": "Botafogo"}
    assert await resolved(store, "other way round", *told[::-1]) == {"1": "Botafogo"}


async def test_nobody_is_asked_about_nothing(store: Store) -> None:
    """No teams, no answer, and nothing is written."""
    assert await resolved(store, PROVIDER) == {}


async def test_two_writers_make_a_team_once(store: Store, url: str) -> None:
    """Whoever comes second finds the teams that the first one made."""
    other = Store(url)
    await other.open()
    told = [Named(str(n), f"Club {n}", "Land") for n in range(20)]
    answers = await asyncio.gather(*(resolved(s, PROVIDER, *told) for s in (store, other) * 3))
    await other.close()
    assert all(answer == answers[0] for answer in answers)
    assert await team_count(store) == 20


async def test_files_know_their_teams_by_name(store: Store, match: Any, origin: Origin) -> None:
    """A saved match notes its teams' names for its source; another source finds the same teams."""
    await save(store, [match()], origin)
    await save(store, [match()], Origin("other", "other", None))
    a = tables.team_alias.c
    async with store.reading() as connection:
        rows = (await connection.execute(select(a.source, a.external, a.team_id))).all()
    assert {(row.source, row.external) for row in rows} == {
        (source, f"Land/{name}") for source in ("test", "other") for name in "AB"
    }
    assert await team_count(store) == 2


async def test_repaired_stores_are_understood(store: Store) -> None:
    """The aliases that the repair of an older store fills in are those that its files look for."""
    async with store.writing() as connection:
        await connection.execute(insert(tables.team), [{"country": "Land", "name": "A"}])
        assert len(await connection.run_sync(repair)) == 1
        ids = await resolve(connection, store.dialect, "football-data", [by_name("Land", "A")])
        assert await connection.run_sync(repair) == ()
    assert len(ids) == await team_count(store) == 1
