"""What is asked for and when: rules on instants, with no store and no provider."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phoenix.app.due import (
    AGAIN,
    LATE,
    OVER,
    PLAYED,
    Want,
    due,
    fixture_wants,
    season_wants,
    table_want,
    worth_asking,
)
from phoenix.domain.competitions import Competition
from phoenix.domain.provided import Coverage, Status
from phoenix.store.schedule import KnownSeason, Scheduled, Undetailed

NOW = datetime(2025, 8, 16, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ALL = Coverage(True, True, True, True, True, True)
SEASON = KnownSeason(Competition("BRA", "Série A", "Brazil"), "71", 2025, "2025", True, False, ALL)

spans = st.timedeltas(timedelta(0), timedelta(days=60))
wants = st.builds(
    Want, st.sampled_from(["details", "table", "prices"]), st.sampled_from("abc"), spans
)


def fixture(to_kickoff: timedelta, status: Status = Status.SCHEDULED) -> Scheduled:
    """A match so long before its kick-off (or after it, if negative)."""
    return Scheduled(
        1, "10", SEASON, "Round 1", NOW + to_kickoff, status, "Casa", "Fora", 1, 2, None
    )


def lifetimes(to_kickoff: timedelta, status: Status = Status.SCHEDULED) -> dict[str, timedelta]:
    """What is wanted of such a match, and how long each stays fresh."""
    return {want.what: want.lifetime for want in fixture_wants(fixture(to_kickoff, status), NOW)}


@given(st.lists(wants), st.data())
def test_nothing_fresh_is_due(listed, data):
    """Due is exactly what was never told or is as old as its lifetime."""
    ages = {want.fact: data.draw(spans) for want in listed if data.draw(st.booleans())}
    asked = due(listed, {fact: NOW - age for fact, age in ages.items()}, NOW)
    for want in listed:
        old = want.fact not in ages or ages[want.fact] >= want.lifetime
        assert (want in asked) is old


@given(spans.filter(bool))
def test_what_was_just_told_is_not_due(lifetime):
    """Whatever its lifetime, a fact of this instant is fresh, and at its end it is not."""
    want = Want("table", "71/2025", lifetime)
    assert due([want], {want.fact: NOW}, NOW) == []
    assert due([want], {want.fact: NOW}, NOW + lifetime) == [want]


def test_each_fact_has_a_lifetime_of_its_own():
    """A day before kick-off state, table, absences and prices grow old each at its own pace."""
    assert lifetimes(DAY) == {
        "details": 30 * MINUTE, "table": 12 * HOUR, "absences": 4 * HOUR, "prices": HOUR,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("to_kickoff", "fresh"),
    [(10 * DAY, HOUR), (3 * HOUR + MINUTE, HOUR), (3 * HOUR, 15 * MINUTE), (MINUTE, 15 * MINUTE)],
)
def test_prices_grow_old_sooner_near_the_kickoff(to_kickoff, fresh):
    """An hour is their lifetime, a quarter of one in the last three hours."""
    assert lifetimes(to_kickoff)["prices"] == fresh


@pytest.mark.parametrize(
    ("to_kickoff", "fresh"),
    [(DAY, 30 * MINUTE), (90 * MINUTE, 30 * MINUTE), (89 * MINUTE, 5 * MINUTE)],
)
def test_line_ups_are_looked_for_in_the_last_ninety_minutes(to_kickoff, fresh):
    """The fixture, which carries them, is then asked for every five minutes."""
    assert lifetimes(to_kickoff)["details"] == fresh


@given(st.sampled_from(sorted(OVER)), st.timedeltas(-30 * DAY, 30 * DAY))
def test_nothing_is_asked_of_a_match_that_is_over(status, to_kickoff):
    """Whenever it was played, and even if it was called off beforehand."""
    assert lifetimes(to_kickoff, status) == {}


@given(st.timedeltas(-DAY, -timedelta(seconds=1)))
def test_of_a_match_under_way_the_state_and_the_table_alone_are_asked(to_kickoff):
    """After the kick-off nobody wants prices or absences of it any more."""
    assert set(lifetimes(to_kickoff, Status.LIVE)) == {"details", "table"}


@pytest.mark.parametrize(
    ("to_kickoff", "asked"),
    [
        (15 * DAY, set()), (14 * DAY, {"prices"}), (8 * DAY, {"prices"}),
        (7 * DAY, {"prices", "absences"}),
    ],
)  # fmt: skip
def test_prices_and_absences_are_not_asked_weeks_before(to_kickoff, asked):
    """Prices from fourteen days before the match, absences from seven."""
    assert set(lifetimes(to_kickoff)) - {"details", "table"} == asked


def test_what_the_provider_does_not_have_is_not_wanted():
    """Without coverage only the state of the match is left to ask for."""
    bare = replace(SEASON, coverage=Coverage())
    (want,) = fixture_wants(replace(fixture(DAY), season=bare), NOW)
    assert want.what == "details"
    assert list(table_want(bare)) == []


def test_teams_are_asked_for_where_their_countries_differ():
    """An international competition wants its teams before its fixtures; a national one does not."""
    world = replace(SEASON, competition=Competition("AF13", "Libertadores", "World"))
    assert [want.what for want in season_wants(world)] == ["teams", "season"]
    assert [want.what for want in season_wants(SEASON)] == ["season"]


def asked_again(kickoff: datetime, asked: datetime | None, now: datetime) -> bool:
    return worth_asking([Undetailed("10", kickoff, asked)], now) == ["10"]


@given(spans)
def test_statistics_never_asked_are_worth_asking_once_the_match_is_over(since):
    """From two and a half hours after the kick-off on, however long ago that is."""
    assert asked_again(NOW, None, NOW + since) is (since >= PLAYED)


@given(st.timedeltas(timedelta(0), PLAYED - MINUTE))
def test_what_was_asked_during_the_match_says_nothing_of_its_statistics(since):
    """Asked before its end, a match is asked for again as soon as it is over."""
    assert asked_again(NOW, NOW + since, NOW + PLAYED)


@given(st.timedeltas(PLAYED, LATE - MINUTE), spans)
def test_statistics_that_were_not_told_are_asked_for_again_after_twelve_hours(first, since):
    """Asked within two days of the match in vain, it is worth another call twelve hours later."""
    asked = NOW + first
    assert asked_again(NOW, asked, asked + since) is (since >= AGAIN)


@given(st.timedeltas(LATE, 60 * DAY), spans)
def test_asked_in_vain_two_days_after_the_match_there_are_none(first, since):
    """What was not told by then is never asked for again."""
    assert not asked_again(NOW, NOW + first, NOW + first + since)


def test_a_match_without_statistics_costs_few_calls_in_all():
    """Looked at every hour for a month, it is asked for five times."""
    asked, calls = None, 0
    for hours in range(24 * 30):
        now = NOW + hours * HOUR
        if asked_again(NOW, asked, now):
            asked, calls = now, calls + 1
    assert calls == 5
