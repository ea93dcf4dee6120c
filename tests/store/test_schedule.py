"""A provider's calendar comes back under its own ids, with what is known of how old it is."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select
from telling import AT, CUP, KICKOFF, LAND, PROVIDER, coming, counted, played, season, told

from phoenix.domain.matches import Score
from phoenix.domain.provided import Coverage, Delivery, Status, TeamRef
from phoenix.domain.ties import CupMatch
from phoenix.store import tables
from phoenix.store.deliveries import deliver
from phoenix.store.schedule import KnownSeason, Schedule, Undetailed
from phoenix.store.store import Store
from phoenix.store.writing import Origin, save

DAY = timedelta(days=1)
KNOWN = KnownSeason(LAND, "71", 2024, "2024", True, False, Coverage(odds=True))


async def put(store: Store, *deliveries: Delivery) -> Schedule:
    """One after the other, and the calendar thereafter."""
    for delivery in deliveries:
        await deliver(store, PROVIDER, delivery)
    return Schedule(store, PROVIDER)


async def test_one_season_is_the_current_one(store: Store) -> None:
    """A new season ends the one before, which is still known; other competitions keep theirs."""
    old, new = season(), season(year=2025, kind="Cup")
    schedule = await put(store, Delivery(AT, seasons=(season(CUP), old)))
    assert [known.year for known in await schedule.seasons()] == [2024, 2024]
    await put(store, Delivery(AT, seasons=(new,)))
    cup, league = await schedule.seasons()
    assert (cup.competition, cup.league, cup.year) == (CUP, "13", 2024)
    expected = replace(KNOWN, year=2025, label="2025", cup=True)
    assert league == expected
    await put(store, Delivery(AT, seasons=(season(year=2023, current=False),)))
    assert (await schedule.seasons())[1] == expected


async def test_fixtures_come_back_under_the_providers_id(store: Store) -> None:
    """By key or by kick-off, with goals once there are any, soonest first."""
    later = coming(id="10", kickoff=KICKOFF + DAY, home=TeamRef("3", "C"))
    schedule = await put(store, told(later, played()))
    first, second = await schedule.between(KICKOFF, KICKOFF + 2 * DAY)
    assert (first.external, first.home, first.away) == ("9", "A", "B")
    assert (first.goals, first.status, first.round) == ((2, 1), Status.FINISHED, "Round 1")
    assert (first.season, first.kickoff) == (KNOWN, KICKOFF)
    assert (second.external, second.goals, second.status) == ("10", None, Status.SCHEDULED)
    assert await schedule.fixture(second.key) == second
    assert await schedule.fixture(first.key + second.key) is None


async def test_between_includes_the_first_instant_alone(store: Store) -> None:
    """A kick-off at ``first`` counts, one at ``last`` does not; codes and sources narrow it."""
    schedule = await put(store, told(played()))
    assert len(await schedule.between(KICKOFF, KICKOFF + DAY, ["X"])) == 1
    assert await schedule.between(KICKOFF, KICKOFF + DAY, ["W"]) == ()
    assert await schedule.between(KICKOFF, KICKOFF + DAY, []) == ()
    assert await schedule.between(KICKOFF - DAY, KICKOFF) == ()
    other = Schedule(store, "other")
    assert (await other.seasons(), await other.between(KICKOFF, KICKOFF + DAY)) == ((), ())


async def test_a_match_that_only_a_file_knows_is_not_the_providers(
    store: Store, match: Any, origin: Origin
) -> None:
    """It has no id to ask for."""
    schedule = await put(store, told())
    await save(store, [match()], origin)
    async with store.reading() as connection:
        key = (await connection.execute(select(tables.fixture.c.id))).scalar_one()
    assert await schedule.fixture(key) is None
    assert await schedule.between(KICKOFF, KICKOFF + DAY) == ()


async def test_what_was_told_is_known_with_its_instant(store: Store) -> None:
    """The last instant counts, of each (what, subject) and source; the rest was never told."""
    facts = (("table", "71/2024"), ("prices", "9"), ("prices", "9"), ("table", "9"))
    later = Delivery(AT + DAY, fetched=(("prices", "9"), ("table", "13/2024")))
    schedule = await put(store, Delivery(AT, fetched=facts), later)
    wanted = [("table", "71/2024"), ("prices", "9"), ("prices", "71/2024"), ("absences", "9")]
    assert await schedule.fetched(wanted) == {
        ("table", "71/2024"): AT,
        ("prices", "9"): AT + DAY,
    }
    assert await schedule.fetched([]) == {}
    assert await Schedule(store, "other").fetched(wanted) == {}


async def test_finished_matches_without_statistics_are_named(store: Store) -> None:
    """Newest first, with when they were asked for; statistics that count nothing are none."""
    more = [
        played(id="10", kickoff=KICKOFF + DAY, home=TeamRef("3", "C")),
        counted(id="11", home=TeamRef("4", "D")),
        coming(id="12", home=TeamRef("5", "E")),
        played(id="13", home=TeamRef("6", "F"), status=Status.AWARDED),
    ]
    schedule = await put(store, told(played(), *more), Delivery(AT, fetched=(("details", "9"),)))
    assert await schedule.undetailed(KNOWN) == (
        Undetailed("10", KICKOFF + DAY, None),
        Undetailed("9", KICKOFF, AT),
    )
    (one,) = await schedule.between(KICKOFF + DAY, KICKOFF + 2 * DAY)
    assert [u.external for u in await schedule.undetailed(KNOWN, [one.home_id])] == ["10"]
    assert await schedule.undetailed(KNOWN, []) == ()
    assert await schedule.undetailed(replace(KNOWN, label="2023")) == ()
    empty = {"fixture_id": one.key, "side": "home", "period": "full"}
    async with store.writing() as connection:
        await connection.execute(insert(tables.statistics), [empty])
    assert len(await schedule.undetailed(KNOWN)) == 2


async def test_matches_of_a_cup_are_told_for_ties(store: Store) -> None:
    """Goals of 90 minutes, of extra time and of the shoot-out apart; none that was called off."""
    final = {"round": "Final", "extra": (0, 0), "penalties": (4, 3)}
    off = played(id="10", home=TeamRef("3", "C"), status=Status.CANCELLED)
    open_ended = coming(id="11", home=TeamRef("4", "D"))
    schedule = await put(store, told(played(score=Score(1, 1), **final), off, open_ended))
    first, second = sorted(await schedule.cup_matches(KNOWN), key=lambda one: one.key)
    assert first == CupMatch(
        key=first.key, competition="X", season="2024", round="Final", kickoff=KICKOFF,
        home=first.home, away=first.away, league=71, score90=(1, 1), extra=(0, 0),
        penalties=(4, 3), finished=True,
    )  # fmt: skip
    assert first.home != first.away == second.away
    assert (second.score90, second.extra, second.penalties) == (None, None, None)
    assert not second.finished


async def test_a_league_without_a_number_has_none(store: Store) -> None:
    """Only a provider's number says which cup it is."""
    named = season(league="cup")
    schedule = await put(store, Delivery(AT, seasons=(named,), matches=(played(league="cup"),)))
    (known,) = await schedule.seasons()
    (one,) = await schedule.cup_matches(known)
    assert (known.league, one.league) == ("cup", None)
