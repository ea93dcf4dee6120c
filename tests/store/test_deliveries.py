"""What a provider tells is kept once, replaces what it told before, and takes over files' rows."""

import uuid
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Table, insert, select
from sqlalchemy.exc import StatementError
from telling import (
    AT,
    AWAY,
    CUP,
    HOME,
    KICKOFF,
    PROVIDER,
    coming,
    counted,
    eleven,
    line,
    played,
    quotes,
    season,
    told,
)

from phoenix.domain.history import History
from phoenix.domain.matches import KnownTeam, Phase, PriceMarket, Prices, Score
from phoenix.domain.matches import SideCounts as Counts
from phoenix.domain.provided import (
    Absence,
    Delivery,
    FixtureAbsences,
    FixtureLineups,
    ProvidedTable,
    Reject,
    Status,
    TeamRef,
)
from phoenix.store import tables
from phoenix.store.deliveries import Delivered, deliver
from phoenix.store.deliveries.fixtures import GOALS
from phoenix.store.news import news_of
from phoenix.store.reading import Archive
from phoenix.store.schedule import Schedule
from phoenix.store.store import Store
from phoenix.store.writing import Origin, Saved, save

DAY = timedelta(days=1)
ODDS = Prices("B", Phase.CLOSING, PriceMarket.RESULT, None, (2.0, 3.0, 4.0))
FILE = {"home_counts": Counts(shots=9), "prices": (ODDS,), "referee": "R"}
NEAR = {
    name: {"day": KICKOFF.date() + days * DAY, "kickoff": None}
    for name, days in (("C", 0), ("D", 1), ("E", -1), ("F", 2), ("G", -2))
}
NEVER_PLAYED = (Status.POSTPONED, Status.ABANDONED, Status.AWARDED, Status.CANCELLED)
FACTS = (tables.standing, tables.lineup, tables.appearance, tables.absence, tables.price)
EVERYTHING = (
    tables.competition, tables.season, tables.team, tables.team_alias, tables.fixture,
    tables.fixture_alias, tables.statistics, tables.standing, tables.quarantine, tables.fetched,
    tables.revision,
)  # fmt: skip


async def rows(store: Store, table: Table) -> list[Any]:
    async with store.reading() as connection:
        return list((await connection.execute(select(table).order_by(*table.primary_key))).all())


async def put(store: Store, *deliveries: Delivery) -> Delivered:
    """One after the other; what the last one changed."""
    done = Delivered()
    for delivery in deliveries:
        done = await deliver(store, PROVIDER, delivery)
    return done


async def the_fixture(store: Store) -> Any:
    """The row of the only fixture."""
    (row,) = await rows(store, tables.fixture)
    return row


async def history_of(store: Store, country: str = "Land") -> History:
    return await Archive(store).history(country, date(2024, 1, 1), date(2024, 12, 31))


async def test_a_delivery_twice_is_known(store: Store) -> None:
    """The second time nothing is written that was not there, and the revision stays."""
    delivery = told(counted(), tables=(ProvidedTable("71", 2024, (line("L", HOME, 1),)),))
    assert await put(store, delivery) == Delivered(new=1)
    before = [await rows(store, table) for table in EVERYTHING]
    assert await put(store, delivery) == Delivered(known=1)
    assert [await rows(store, table) for table in EVERYTHING] == before


async def test_each_delivery_that_tells_results_raises_the_revision(store: Store) -> None:
    """A new match and its result raise it by one each; a new kick-off does not."""
    await put(store, told(coming()), told(coming(kickoff=KICKOFF + DAY)))
    assert await Archive(store).revision() == 1
    await put(store, told(played()))
    assert await Archive(store).revision() == 2


async def test_a_moved_match_is_the_same_match(store: Store) -> None:
    """However far it is moved, it keeps its row, and both its day and its kick-off are new."""
    await put(store, told(coming()))
    before = await the_fixture(store)
    later = KICKOFF + 40 * DAY
    assert await put(store, told(coming(kickoff=later))) == Delivered(changed=1)
    after = await the_fixture(store)
    assert (after.id, after.day, after.kickoff) == (before.id, later.date(), later)


@pytest.mark.parametrize("known", [True, False])
async def test_what_was_not_played_has_no_goals(store: Store, known: bool) -> None:
    """What was called off or decided at a desk has none, told before or not, and no history."""
    results = {"extra": (1, 0), "penalties": (4, 3)}
    off = [
        played(id=status, status=status, home=TeamRef(status, status), **results)
        for status in NEVER_PLAYED
    ]
    if known:
        await put(store, told(*(replace(match, status=Status.FINISHED) for match in off)))
        assert len(await history_of(store)) == len(off)
    await put(store, told(*off))
    assert len(await history_of(store)) == 0
    kept = await rows(store, tables.fixture)
    assert {row.status for row in kept} == set(NEVER_PLAYED)
    assert {getattr(row, name) for row in kept for name in GOALS} == {None}


async def test_a_corrected_result_replaces_the_old_one(store: Store) -> None:
    """What the provider says last of the goals holds."""
    await put(store, told(played()), told(played(score=Score(2, 2, 1, 1))))
    history = await history_of(store)
    assert history.column("away_goals").tolist() == [2]
    assert history.column("away_first_half_goals").tolist() == [1]


async def test_what_is_not_told_any_more_stays(store: Store) -> None:
    """A referee and corners that were told once are kept when the next answer lacks them."""
    await put(store, told(counted(referee="R")), told(played()))
    history = await history_of(store)
    assert history.referees == ("R",)
    assert history.column("home_corners").tolist() == [7]


async def test_a_files_match_is_taken_over(store: Store, match: Any, origin: Origin) -> None:
    """It keeps its row, statistics and prices, if the file's day is no further than two."""
    await save(store, [match(home=home, **near, **FILE) for home, near in NEAR.items()], origin)
    before = {row.id for row in await rows(store, tables.fixture)}
    delivery = told(*(counted(id=name, home=TeamRef(name, name)) for name in NEAR))
    assert await put(store, delivery) == Delivered(changed=len(NEAR))
    after = await rows(store, tables.fixture)
    assert {row.id for row in after} == before
    assert {(row.day, row.kickoff, row.referee) for row in after} == {
        (KICKOFF.date(), KICKOFF, "R")
    }
    home = [row for row in await rows(store, tables.statistics) if row.side == "home"]
    assert [(row.shots, row.corners) for row in home] == [(9, 7)] * len(NEAR)
    assert [price.first for price in await rows(store, tables.price)] == [2.0] * len(NEAR)


async def test_a_match_three_days_away_is_another(store: Store, match: Any, origin: Origin) -> None:
    """What a file has further off is not taken over, and does not find the provider's row."""
    far = match(day=KICKOFF.date() + 3 * DAY, kickoff=None)
    await save(store, [far], origin)
    assert await put(store, told(played())) == Delivered(new=1)
    before = match(day=KICKOFF.date() - 3 * DAY, kickoff=None)
    assert await save(store, [before], origin) == Saved(new=1)


async def test_the_nearest_of_two_files_matches_is_taken_over(
    store: Store, match: Any, origin: Origin
) -> None:
    """A postponed match does not take the row of the one that was played in its place."""
    await save(store, [match(day=KICKOFF.date() + DAY, kickoff=None, **FILE)], origin)
    off = played(id="8", status=Status.POSTPONED, score=None)
    await put(store, told(off, played(kickoff=KICKOFF + DAY)))
    off_row, row = sorted(await rows(store, tables.fixture), key=lambda row: row.status, reverse=1)
    assert (off_row.status, off_row.home_goals, row.home_goals) == ("postponed", None, 2)
    assert {shots.fixture_id for shots in await rows(store, tables.statistics)} == {row.id}


async def test_a_file_finds_the_providers_match(store: Store, match: Any, origin: Origin) -> None:
    """Read after the provider it fills that row in, under whatever neighbouring day it has it."""
    await put(store, told(*(played(id=name, home=TeamRef(name, name)) for name in NEAR)))
    late = [match(home=home, **near, **FILE) for home, near in NEAR.items()]
    assert await save(store, late, origin) == Saved(changed=len(NEAR))
    after = await rows(store, tables.fixture)
    assert [(row.day, row.kickoff, row.referee) for row in after] == [
        (KICKOFF.date(), KICKOFF, "R")
    ] * len(NEAR)
    assert await save(store, late, origin) == Saved(known=len(NEAR))


async def test_a_file_does_not_overrule_a_desk(store: Store, match: Any, origin: Origin) -> None:
    """What was awarded stays so when a file has goals of it, and is in no history."""
    await put(store, told(played(status=Status.AWARDED)))
    await save(store, [match()], origin)
    assert (await the_fixture(store)).status == Status.AWARDED
    assert len(await history_of(store)) == 0


async def test_a_moved_match_meets_a_files_row(store: Store, match: Any, origin: Origin) -> None:
    """Where it lands on a row that a file brought, or beside it, both become one."""
    teams = {name: TeamRef(name, name) for name in NEAR}
    await put(store, told(*(coming(id=name, home=team) for name, team in teams.items())))
    before = {row.id for row in await rows(store, tables.fixture)}
    days = {name: near["day"] + 40 * DAY for name, near in NEAR.items()}
    await save(store, [match(home=n, day=d, kickoff=None, **FILE) for n, d in days.items()], origin)
    assert len(await rows(store, tables.fixture)) == 2 * len(NEAR)
    moved = {"kickoff": KICKOFF + 40 * DAY}
    await put(store, told(*(counted(id=name, home=team, **moved) for name, team in teams.items())))
    after = await rows(store, tables.fixture)
    assert {row.id for row in after} == before
    assert {(row.kickoff, row.home_goals, row.referee) for row in after} == {
        (KICKOFF + 40 * DAY, 2, "R")
    }
    home = [row for row in await rows(store, tables.statistics) if row.side == "home"]
    assert [(row.shots, row.corners) for row in home] == [(9, 7)] * len(NEAR)


async def test_one_match_under_two_ids_does_not_stop_the_rest(store: Store) -> None:
    """The second id is put aside with its reason, whether it is told with the first or later."""
    twin, other = played(id="10"), played(id="11", home=TeamRef("3", "C"))
    assert await put(store, told(played(), twin, other)) == Delivered(new=2, rejected=1)
    assert await put(store, told(twin)) == Delivered(rejected=1)
    assert len(await rows(store, tables.fixture)) == 2
    (aside,) = await rows(store, tables.quarantine)
    assert (aside.asked, aside.times) == ("fixture 10", 2)
    assert "9" in aside.reason


async def test_a_match_that_is_moved_onto_another_id_is_put_aside(store: Store) -> None:
    """It stays where it was: two ids of one provider are never made one by guessing."""
    other = coming(id="10", kickoff=KICKOFF + 40 * DAY)
    await put(store, told(coming(), other))
    moved = told(replace(other, kickoff=KICKOFF))
    assert await put(store, moved) == Delivered(rejected=1)
    assert len(await rows(store, tables.fixture)) == 2


async def test_two_ids_of_one_row_are_both_heard(store: Store) -> None:
    """Where a person's word has made two of a provider's matches one, either may tell of it."""
    await put(store, told(played()))
    alias = {"source": PROVIDER, "external": "10", "digest": ""}
    async with store.writing() as connection:
        key = (await connection.execute(select(tables.fixture.c.id))).scalar_one()
        await connection.execute(insert(tables.fixture_alias), [{**alias, "fixture_id": key}])
    for external, goals in (("10", 3), ("9", 4)):
        again = played(id=external, score=Score(goals, 0))
        assert await put(store, told(again)) == Delivered(changed=1)
        assert (await the_fixture(store)).home_goals == goals


async def test_a_place_that_becomes_free_is_taken_the_next_time(store: Store) -> None:
    """What was put aside because another match stood there is kept once that one has moved."""
    later = KICKOFF + 40 * DAY
    await put(store, told(coming(id="8"), coming(id="9", kickoff=later)))
    moved = told(coming(id="9"), coming(id="8", kickoff=later + DAY))
    assert await put(store, moved) == Delivered(changed=1, rejected=1)
    assert await put(store, moved) == Delivered(changed=1, known=1)
    days = sorted(row.day for row in await rows(store, tables.fixture))
    assert days == [KICKOFF.date(), (later + DAY).date()]


async def test_a_team_of_no_known_country_waits(store: Store) -> None:
    """Its match is put aside with its name, and taken once the teams were delivered."""
    seasons = (season(CUP),)
    match = played(league="13", home=TeamRef("1", "A", "Land"))
    assert await put(store, told(match, seasons=seasons)) == Delivered(rejected=1)
    assert await rows(store, tables.fixture) == []
    (aside,) = await rows(store, tables.quarantine)
    assert (aside.asked, aside.reason) == ("fixture 9", "the country of B (2) is not known")
    await put(store, Delivery(AT, teams=(TeamRef("2", "B", "Shire"),)))
    assert await put(store, told(match, seasons=seasons)) == Delivered(new=1)


async def test_a_season_that_nobody_follows_is_strange(store: Store) -> None:
    """Its matches are counted and left out; no team is made of them."""
    other = played(id="10", league="72", home=TeamRef("8", "H"), away=TeamRef("9", "I"))
    last_year = played(id="11", year=2023)
    assert await put(store, told(played(), other, last_year)) == Delivered(new=1, strange=2)
    assert await Archive(store).teams() == (KnownTeam("A", "Land"), KnownTeam("B", "Land"))
    assert len(await rows(store, tables.fixture)) == 1


async def test_namesakes_are_told_apart_abroad(store: Store) -> None:
    """Two teams of one name bear their countries in a cup of many, and nobody does at home."""
    there = TeamRef("3", "A", "Shire")
    cup = played(id="10", league="13", away=there)
    alone = played(id="11", league="13", home=AWAY, away=there, kickoff=KICKOFF + DAY)
    seasons = (season(), season(CUP))
    await put(store, told(teams=(there,)), told(played(), cup, alone, seasons=seasons))
    home, abroad = KnownTeam("A", "Land"), KnownTeam("A", "Shire")
    (at_home,) = await Archive(store).fixtures(home, KnownTeam("B", "Land"))
    (met,) = await Archive(store).fixtures(home, abroad)
    assert (at_home.home, at_home.away) == ("A", "B")
    assert (met.home, met.away) == ("A (Land)", "A (Shire)")
    assert (await history_of(store)).teams == ("A", "B")
    assert (await history_of(store, "World")).teams == ("A (Land)", "A (Shire)", "B")
    listed = await Schedule(store, PROVIDER).between(KICKOFF, KICKOFF + 2 * DAY)
    assert {(one.home, one.away) for one in listed} == {
        ("A", "B"), ("A (Land)", "A (Shire)"), ("B", "A (Shire)"),
    }  # fmt: skip


async def test_rejects_are_kept_and_counted(store: Store) -> None:
    """What could not be understood is kept with its reason, first and last instant, and times."""
    reject = Reject("/fixtures", "no kick-off", "{}")
    first = told(rejects=(reject, reject))
    assert await put(store, first) == Delivered(rejected=2)
    again = replace(first, at=AT + DAY, rejects=(reject, replace(reject, reason="no teams")))
    await put(store, again)
    kept = {row.reason: row for row in await rows(store, tables.quarantine)}
    row = kept["no kick-off"]
    assert (row.source, row.asked, row.body) == (PROVIDER, "/fixtures", "{}")
    assert (row.first_at, row.last_at, row.times) == (AT, AT + DAY, 2)
    assert kept["no teams"].times == 1


async def test_absences_that_are_not_told_any_more_are_gone(store: Store) -> None:
    """Each answer replaces the one before, side by side."""
    out = Absence("9", "1", "p1", "P", doubtful=False, reason="Knee")
    maybe = Absence("9", "2", "p2", "Q", doubtful=True, reason="Cold")
    stranger = replace(out, team="77", player="p3")
    for missing in ((out, maybe, stranger), (maybe,)):
        await put(store, told(coming(), absences=(FixtureAbsences("9", missing),)))
    news = await news_of(store, (await the_fixture(store)).id, absences_asked=True)
    assert news.home.absences == ()
    assert [(a.name, a.doubtful, a.reason) for a in news.away.absences or ()] == [
        ("Q", True, "Cold")
    ]


async def test_nobody_missing_is_not_nobody_asked(store: Store) -> None:
    """No absence means that nobody is missing only if somebody asked."""
    await put(store, told(coming(), absences=(FixtureAbsences("9", ()),)))
    key = (await the_fixture(store)).id
    asked = await news_of(store, key, absences_asked=True)
    never = await news_of(store, key, absences_asked=False)
    assert [side.absences for side in (*asked.sides, *never.sides)] == [(), (), None, None]


async def test_prices_are_the_newest_and_the_first(store: Store) -> None:
    """The newest replace each other, an empty answer none; the first stay as the opening ones."""
    for days in range(3):
        now = replace(ODDS, phase=Phase.LATEST, outcomes=(2.0 + days, 3.0, 4.0))
        await put(store, told(coming(), quotes=(quotes(AT + days * DAY, now),)))
    await put(store, told(quotes=(quotes(AT + 3 * DAY),)))
    news = await news_of(store, (await the_fixture(store)).id, absences_asked=False)
    assert (news.prices, news.taken) == ((now,), AT + 2 * DAY)
    kept = {row.phase: (row.first, row.taken_at) for row in await rows(store, tables.price)}
    assert kept == {"opening": (2.0, AT), "latest": (4.0, AT + 2 * DAY)}


async def test_prices_that_are_not_offered_any_more_are_not_the_newest(store: Store) -> None:
    """A line that a bookmaker took away is kept as an opening one alone."""
    half = Prices("B", Phase.LATEST, PriceMarket.TOTAL, 2.5, (1.9, 1.9))
    whole = replace(half, line=3.0)
    await put(store, told(coming(), quotes=(quotes(AT, half),)))
    await put(store, told(quotes=(quotes(AT + DAY, whole),)))
    news = await news_of(store, (await the_fixture(store)).id, absences_asked=False)
    assert news.prices == (whole,)
    opening = [row.line for row in await rows(store, tables.price) if row.phase == "opening"]
    assert opening == [2.5, 3.0]


async def test_line_ups_are_replaced(store: Store) -> None:
    """Who is not named any more does not play; an empty answer leaves the line-ups."""
    await put(store, told(coming(lineups=(eleven("2", "c"),))))
    half = await news_of(store, (await the_fixture(store)).id, absences_asked=False)
    assert [side.lineup is None for side in half.sides] == [True, False]
    first = coming(lineups=(eleven("1", "a", "b"), eleven("2", "c")))
    await put(store, told(first))
    second = FixtureLineups("9", (eleven("1", "a", "d"), eleven("2", "c"), eleven("77", "x")))
    await put(store, told(lineups=(second,)), told(lineups=(FixtureLineups("9", ()),)))
    news = await news_of(store, (await the_fixture(store)).id, absences_asked=False)
    sides = [side.lineup for side in news.sides]
    assert [lineup and lineup.coach for lineup in sides] == ["Coach of 1", "Coach of 2"]
    assert [[p.id for p in lineup.players] for lineup in sides if lineup] == [["a", "d"], ["c"]]


async def test_a_table_is_replaced_with_all_its_groups(store: Store) -> None:
    """A team may stand in two groups, and lines that are not told any more are gone."""
    lines = (line("East", HOME, 1), line("East", AWAY, 2), line("All", AWAY, 1))
    await put(store, told(tables=(ProvidedTable("71", 2024, lines),)))
    assert len(await rows(store, tables.standing)) == 3
    await put(store, told(tables=(ProvidedTable("71", 2024, lines[1:]),)))
    kept = [(row.group, row.rank, row.points) for row in await rows(store, tables.standing)]
    assert kept == [("All", 1, 9), ("East", 2, 6)]


async def test_facts_of_what_is_not_known_are_left_out(store: Store) -> None:
    """What is told of a fixture or season that is not stored writes no row."""
    absence = Absence("9", "1", "p1", "P", doubtful=False, reason="Knee")
    facts = told(
        tables=(ProvidedTable("71", 2023, (line("L", HOME, 1),)),),
        lineups=(FixtureLineups("9", (eleven("1", "a"),)),),
        absences=(FixtureAbsences("9", (absence,)),),
        quotes=(quotes(AT, replace(ODDS, phase=Phase.LATEST)),),
    )
    assert await put(store, facts) == Delivered()
    for table in (*FACTS, tables.team):
        assert await rows(store, table) == []


async def test_two_sources_do_not_share_ids(store: Store) -> None:
    """Another provider's fixture of the same id is its own, and of the same match the same row."""
    await put(store, told(coming()))
    shifted = coming(home=TeamRef("2", "A"), away=TeamRef("1", "B"))
    assert await deliver(store, "other", told(shifted)) == Delivered(changed=1)
    aliases = await rows(store, tables.fixture_alias)
    assert {a.source for a in aliases} == {PROVIDER, "other"}
    assert len({a.fixture_id for a in aliases}) == 1


async def test_a_delivery_that_breaks_writes_nothing(store: Store) -> None:
    """The last of it fails, and neither its seasons, teams, matches nor instants are there."""
    naive = AT.replace(tzinfo=None)
    broken = told(
        counted(),
        teams=(TeamRef("3", "C", "Land"),),
        fetched=(("season", "71"),),
        quotes=(quotes(naive, replace(ODDS, phase=Phase.LATEST)),),
    )
    with pytest.raises(StatementError, match="without a time zone"):
        await put(store, broken)
    assert [await rows(store, table) for table in EVERYTHING] == [[]] * len(EVERYTHING)


STEPS = st.lists(
    st.tuples(st.integers(0, 40), st.sampled_from((Status.SCHEDULED, Status.FINISHED))),
    min_size=1,
    max_size=5,
)


@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS, near=st.integers(-2, 2), between=st.booleans())
async def test_a_match_stays_one(
    store: Store, match: Any, origin: Origin, steps: Any, near: int, between: bool
) -> None:
    """Wherever it is moved, and whenever a file tells of the day it was played, it is one row."""
    name = f"{uuid.uuid4()}"
    *moves, (last, _) = steps
    told_so = [(days, status) for days, status in moves] or [(0, Status.SCHEDULED)]
    deliveries = [
        told(coming(id=name, home=TeamRef(name, name), kickoff=KICKOFF + days * DAY, status=status))
        for days, status in told_so
    ]
    end = KICKOFF + last * DAY
    file = [match(home=name, day=end.date() + near * DAY, kickoff=None)]
    await put(store, *deliveries)
    if between:
        await save(store, file, origin)
    await put(store, told(played(id=name, home=TeamRef(name, name), kickoff=end)))
    await save(store, file, origin)
    stored = await Archive(store).fixtures(KnownTeam(name, "Land"), KnownTeam("B", "Land"))
    assert len(stored) == 1
