"""A person says which teams are one; nothing that was known of either is lost or replaced."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Table, insert, select

from phoenix.domain.errors import InputError
from phoenix.domain.matches import Phase, PriceMarket, Prices, Score, SideCounts
from phoenix.store import tables
from phoenix.store.doubts import Doubt, Doubted, compatriots, different, doubtful
from phoenix.store.merging import BELONGINGS, Merged, join, same
from phoenix.store.reading import Archive
from phoenix.store.store import Store
from phoenix.store.teams import Named, resolve
from phoenix.store.writing import Origin, Saved, save

FILES, PROVIDER = "football-data", "provider"
DAY, NEXT = date(2024, 5, 4), date(2024, 5, 5)
MOMENT = datetime(2024, 5, 4, 23, tzinfo=UTC)
PLAYER = {"name": "P", "starts": True}
PRICE = {"market": "result", "phase": "closing", "line": 0.0, "first": 9.0, "second": 9.0}
FORECAST = {
    "quantity": "goals", "fingerprint": "f", "as_of": MOMENT, "made_at": MOMENT, "rows": 1,
    "columns": 1, "pmf": b"",
}  # fmt: skip


async def rows(store: Store, table: Table) -> list[Any]:
    async with store.reading() as connection:
        return list((await connection.execute(select(table).order_by(*table.primary_key))).all())


async def put(store: Store, table: Table, *values: dict[str, Any]) -> None:
    async with store.writing() as connection:
        await connection.execute(insert(table), list(values))


@pytest.fixture
async def ids(store: Store, match: Callable[..., Any]) -> dict[str, int]:
    """Files know Ath Madrid and Getafe and their match; a provider knows Atletico Madrid."""
    getafe = {"home": "Ath Madrid", "away": "Getafe", "day": NEXT, "kickoff": None}
    counts = {"home_counts": SideCounts(shots=9), "referee": "R"}
    price = Prices("B", Phase.CLOSING, PriceMarket.RESULT, None, (2.0, 3.0, 4.0))
    record = match(**getafe, **counts, score=Score(2, 1), prices=(price,))
    await save(store, [record], Origin(FILES, "file", None))
    told = [Named("530", "Atletico Madrid", "Land"), Named("546", "Getafe", "Land")]
    async with store.writing() as connection:
        await resolve(connection, store.dialect, PROVIDER, told)
    return {row.name: row.id for row in await rows(store, tables.team)}


@pytest.fixture
async def told(store: Store, ids: dict[str, int]) -> int:
    """The row of the same match as the provider told it: under the day before, with more to it."""
    competition = (await rows(store, tables.competition))[0].id
    row = {
        "competition_id": competition, "season": "2024", "day": DAY, "kickoff": MOMENT,
        "home_id": ids["Atletico Madrid"], "away_id": ids["Getafe"], "digest": "",
        "home_goals": 5, "away_goals": 5, "status": "finished", "round": "Round 1",
    }  # fmt: skip
    await put(store, tables.fixture, row)
    return max(row.id for row in await rows(store, tables.fixture))


def test_everything_that_belongs_to_a_fixture_is_thought_of() -> None:
    """Each table that points at fixtures is taken over when two of them become one."""
    pointing = {
        table
        for table in tables.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table is tables.fixture
    }
    assert pointing == {*BELONGINGS, tables.fixture_alias}


def test_everything_that_belongs_to_a_team_is_thought_of() -> None:
    """Three tables point at teams."""
    pointing = {
        table.name
        for table in tables.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table is tables.team
    }
    assert pointing == {"fixture", "standing", "team_alias"}


async def test_a_match_of_both_becomes_one(store: Store, ids: Any, told: int) -> None:
    """What the kept row lacks is filled in; what it knows stays, and so does the files' day."""
    assert await same(store, PROVIDER, "530", ids["Ath Madrid"]) == Merged(1, 1)
    (row,) = await rows(store, tables.fixture)
    assert row.id != told
    assert (row.home_id, row.away_id, row.day) == (ids["Ath Madrid"], ids["Getafe"], NEXT)
    assert (row.home_goals, row.away_goals, row.referee) == (2, 1, "R")
    assert (row.kickoff, row.status, row.round) == (MOMENT, "finished", "Round 1")


async def test_the_other_way_round(store: Store, ids: Any, told: int, match: Any) -> None:
    """If the provider's team is kept, its row stays, and a file still finds the match."""
    await same(store, FILES, "Land/Ath Madrid", ids["Atletico Madrid"])
    (row,) = await rows(store, tables.fixture)
    assert (row.id, row.home_goals, row.referee, row.day) == (told, 5, "R", NEXT)
    again = match(home="Ath Madrid", away="Getafe", day=NEXT, kickoff=None, referee="R2")
    assert await save(store, [again], Origin(FILES, "file", None)) == Saved(changed=1)
    assert len(await rows(store, tables.fixture)) == 1


async def test_teams_aliases_and_doubts_are_settled(store: Store, ids: Any, told: int) -> None:
    """The other team is gone, both names lead to the kept one, and nobody doubts any more."""
    before = await Archive(store).revision()
    await same(store, PROVIDER, "530", ids["Ath Madrid"])
    assert {row.name for row in await rows(store, tables.team)} == {"Ath Madrid", "Getafe"}
    aliases = {
        (a.source, a.external): (a.team_id, a.doubts) for a in await rows(store, tables.team_alias)
    }
    assert aliases[PROVIDER, "530"] == aliases[FILES, "Land/Ath Madrid"]
    assert aliases[PROVIDER, "530"] == (ids["Ath Madrid"], None)
    assert await doubtful(store) == ()
    assert await Archive(store).revision() == before + 1


async def test_said_twice_is_said_once(store: Store, ids: Any, told: int) -> None:
    """A team that is that team already is left alone."""
    await same(store, PROVIDER, "530", ids["Ath Madrid"])
    before = await Archive(store).revision()
    assert await same(store, PROVIDER, "530", ids["Ath Madrid"]) == Merged()
    assert await Archive(store).revision() == before


async def test_statistics_are_filled_count_by_count(store: Store, ids: Any, told: int) -> None:
    """A count that one source lacks is taken from the other, and none is replaced."""
    common = {"fixture_id": told, "period": "full"}
    await put(
        store, tables.statistics,
        {**common, "side": "home", "shots": 1, "corners": 7},
        {**common, "side": "away", "shots": 2, "corners": 3},
    )  # fmt: skip
    await same(store, PROVIDER, "530", ids["Ath Madrid"])
    away, home = await rows(store, tables.statistics)
    assert (home.side, home.shots, home.corners) == ("home", 9, 7)
    assert (away.side, away.shots, away.corners) == ("away", 2, 3)


async def test_what_belongs_to_the_match_follows(store: Store, ids: Any, told: int) -> None:
    """Prices, players, forecasts and dossiers of the row that goes belong to the one that stays."""
    mine, side = {"fixture_id": told}, {"fixture_id": told, "side": "home"}
    dossier = {**mine, "as_of": MOMENT, "made_at": MOMENT, "fingerprint": "f", "body": "{}"}
    belongings: dict[Table, tuple[dict[str, Any], ...]] = {
        tables.price: (
            {**mine, **PRICE, "bookmaker": "B"},
            {**mine, **PRICE, "bookmaker": "C"},
        ),
        tables.lineup: ({**side, "formation": "4-4-2"},),
        tables.appearance: tuple({**side, "player": str(n), **PLAYER} for n in range(11)),
        tables.absence: ({**side, "player": "9", "name": "P", "doubtful": False, "reason": "?"},),
        tables.dossier: ({**dossier, "digest": "1"}, {**dossier, "digest": "2"}),
        tables.forecast: ({**mine, "analyzer": "a", "version": "1", **FORECAST},),
        tables.fixture_alias: ({**mine, "source": PROVIDER, "external": "1", "digest": "d"},),
    }  # fmt: skip
    for table, values in belongings.items():
        await put(store, table, *values)
    await same(store, PROVIDER, "530", ids["Ath Madrid"])
    (fixture,) = await rows(store, tables.fixture)
    kept = {table: await rows(store, table) for table in belongings}
    assert {row.fixture_id for found in kept.values() for row in found} == {fixture.id}
    assert {table: len(found) for table, found in kept.items()} == {
        table: len(values) for table, values in belongings.items()
    }
    assert {row.bookmaker: row.first for row in kept[tables.price]} == {"B": 2.0, "C": 9.0}


async def test_two_line_ups_are_not_mixed(store: Store, ids: Any, told: int) -> None:
    """Players of a side follow only where the kept match has none of that side."""
    ours = min(row.id for row in await rows(store, tables.fixture))
    players = [(ours, "home", "1"), (told, "home", "2"), (told, "home", "3"), (told, "away", "4")]
    await put(
        store, tables.appearance,
        *({"fixture_id": f, "side": s, "player": p, **PLAYER} for f, s, p in players),
    )  # fmt: skip
    await same(store, PROVIDER, "530", ids["Ath Madrid"])
    kept = await rows(store, tables.appearance)
    assert [(row.fixture_id, row.side, row.player) for row in kept] == [
        (ours, "away", "4"),
        (ours, "home", "1"),
    ]


async def test_a_result_ends_the_waiting(store: Store, match: Any) -> None:
    """A match that was to come and of which the other row has the result is finished."""
    coming = match(day=NEXT, score=None, home_counts=SideCounts(corners=5))
    await save(store, [match(), coming], Origin(FILES, "file", None))
    async with store.writing() as connection:
        f = tables.fixture
        for day, status in ((DAY, "finished"), (NEXT, "scheduled")):
            await connection.execute(f.update().where(f.c.day == day).values(status=status))
    played, waiting = (row.id for row in await rows(store, tables.fixture))
    async with store.writing() as connection:
        await join(connection, waiting, played)
    (row,) = await rows(store, tables.fixture)
    assert (row.id, row.home_goals, row.status) == (waiting, 2, "finished")


@pytest.mark.parametrize(
    ("unusual", "left"),
    [
        ({"day": date(2024, 5, 7)}, 2),  # three days apart
        ({"day": date(2024, 5, 6)}, 1),
        ({"home": "Getafe", "away": "Ath Madrid"}, 2),  # the return leg
        ({"away": "Betis"}, 2),
    ],
)
async def test_which_matches_are_one(
    store: Store, match: Any, unusual: dict[str, Any], left: int
) -> None:
    """The same opponent at the same venue within two days is one match."""
    files = match(**{"home": "Ath Madrid", "away": "Getafe", "day": DAY, **unusual})
    await save(store, [files], Origin(FILES, "file", None))
    theirs = match(home="Club Atletico", away="Getafe", day=DAY)
    await save(store, [theirs], Origin("other", "file", None))
    teams = {row.name: row.id for row in await rows(store, tables.team)}
    await same(store, "other", "Land/Club Atletico", teams["Ath Madrid"])
    assert len(await rows(store, tables.fixture)) == left


async def test_each_match_is_joined_once(store: Store, match: Any) -> None:
    """Of several near days the nearest are paired, and what is left over stays."""
    days = {"Ath Madrid": (4, 5), "Club Atletico": (5, 6, 7)}
    for name, when in days.items():
        records = [
            match(
                home=name,
                away="Getafe",
                day=date(2024, 5, day),
                referee=f"{name} {day}" if name == "Club Atletico" else None,
            )
            for day in when
        ]
        await save(store, records, Origin(name, "file", None))
    teams = {row.name: row.id for row in await rows(store, tables.team)}
    merged = await same(store, "Club Atletico", "Land/Club Atletico", teams["Ath Madrid"])
    assert merged == Merged(3, 2)
    left = {row.day.day: row.referee for row in await rows(store, tables.fixture)}
    assert left == {5: "Club Atletico 5", 4: "Club Atletico 6", 7: "Club Atletico 7"}


async def test_tables_keep_one_line_of_a_team(store: Store, ids: Any) -> None:
    """Where both stand in a table, the kept team's line stays; other lines go along."""
    competition = (await rows(store, tables.competition))[0].id
    numbers = dict.fromkeys(
        ("rank", "played", "won", "drawn", "lost", "goals_for", "goals_against"), 1
    )
    lines = [
        ("2023", "Ath Madrid", 1),
        ("2023", "Atletico Madrid", 2),
        ("2024", "Atletico Madrid", 3),
    ]
    await put(
        store, tables.standing,
        *(
            {"competition_id": competition, "season": season, "group": "G", "points": points,
             "team_id": ids[name], **numbers}
            for season, name, points in lines
        ),
    )  # fmt: skip
    await same(store, PROVIDER, "530", ids["Ath Madrid"])
    kept = await rows(store, tables.standing)
    assert [(r.season, r.team_id, r.points) for r in kept] == [
        ("2023", ids["Ath Madrid"], 1),
        ("2024", ids["Ath Madrid"], 3),
    ]


async def test_teams_that_met_are_two(store: Store, match: Any) -> None:
    """Who has played each other cannot be one team; nothing is changed."""
    await save(store, [match(home="Alpha", away="Alfa")], Origin(FILES, "file", None))
    alpha = next(row.id for row in await rows(store, tables.team) if row.name == "Alpha")
    with pytest.raises(InputError, match="met on 2024-05-04"):
        await same(store, FILES, "Land/Alfa", alpha)
    assert len(await rows(store, tables.team)) == 2


async def test_who_is_not_known_is_told(store: Store, ids: Any) -> None:
    """An unknown id of a source, and an unknown team, are faults of whoever asks."""
    with pytest.raises(InputError, match="'provider' knows no team under '0'"):
        await same(store, PROVIDER, "0", ids["Ath Madrid"])
    with pytest.raises(InputError, match="no team 999"):
        await same(store, PROVIDER, "530", 999)
    with pytest.raises(InputError, match="knows no team"):
        await different(store, PROVIDER, "0")
    with pytest.raises(InputError, match="knows no team"):
        await compatriots(store, "nobody", "530")


async def test_doubts_are_listed(store: Store, ids: Any) -> None:
    """A person sees who is in doubt, whom it may be, and how many matches each has."""
    doubt = Doubt(PROVIDER, "530", "Atletico Madrid", "Land", 0, (Doubted("Ath Madrid", 1),))
    assert await doubtful(store) == (doubt,)


async def test_a_team_of_its_own(store: Store, ids: Any) -> None:
    """Once a person has said so it is no longer listed, and is still that team."""
    team = await different(store, PROVIDER, "530")
    assert (team.id, team.name) == (ids["Atletico Madrid"], "Atletico Madrid")
    assert await doubtful(store) == ()


async def test_who_is_settled_is_no_candidate(store: Store, ids: Any) -> None:
    """A team that the source knows under another id is nobody else's doubt any more."""
    async with store.writing() as connection:
        told = [Named("9", "Madrid", "Land")]
        await resolve(connection, store.dialect, PROVIDER, told)
    assert [doubt.external for doubt in await doubtful(store)] == ["530", "9"]
    await same(store, PROVIDER, "530", ids["Ath Madrid"])
    assert await doubtful(store) == ()


async def test_doubts_follow_the_team_that_is_kept(store: Store, ids: Any) -> None:
    """Who may be the team that is gone may be the one that it became."""
    async with store.writing() as connection:
        await resolve(connection, store.dialect, "third", [Named("x", "Atletico M.", "Land")])
    (other,) = [doubt for doubt in await doubtful(store) if doubt.source == "third"]
    assert other.candidates == (Doubted("Atletico Madrid", 0),)
    await same(store, PROVIDER, "530", ids["Ath Madrid"])
    (other,) = await doubtful(store)
    assert other.candidates == (Doubted("Ath Madrid", 1),)


async def test_nobody_doubts_whether_it_is_itself(store: Store, ids: Any) -> None:
    """If a team is kept that was doubted to be the one that goes, its doubt goes, too."""
    await same(store, FILES, "Land/Ath Madrid", ids["Atletico Madrid"])
    assert [row.doubts for row in await rows(store, tables.team_alias)] == [None] * 4
