"""How long an answer may be used, by its question and the time to kick-off."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phoenix.sources.cache.entry import Entry
from phoenix.sources.cache.lifetimes import (
    FINAL,
    FOREVER,
    NEVER,
    RULES,
    fresh,
    kept,
    lifetime,
    servable,
)

NOW = datetime(2026, 1, 4, 18, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def fetched(ago: timedelta) -> Entry:
    return Entry(b"{}", NOW - ago)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("fixtures?date=2026-01-04&timezone=America/Sao_Paulo", 30 * MINUTE),
        ("fixtures?date=2026-01-04&league=39&season=2025", 30 * MINUTE),
        ("fixtures?live=all", 30 * SECOND),
        ("fixtures?league=39&live=39-140", 30 * SECOND),
        ("fixtures?ids=1-2-3", NEVER),
        ("fixtures?league=39&season=2025", 6 * HOUR),
        ("fixtures?league=39", 30 * MINUTE),
        ("fixtures?id=1035037", 30 * MINUTE),
        ("fixtures/lineups?fixture=1", 5 * MINUTE),
        ("injuries?fixture=1", 4 * HOUR),
        ("odds?fixture=1", HOUR),
        ("standings?league=39&season=2025", 12 * HOUR),
        ("leagues?current=true", DAY),
        ("teams?id=33", 7 * DAY),
        ("status", NEVER),
        ("nothing?known=of", NEVER),
    ],
)
def test_the_table_rules(question, expected):
    """Each question has the lifetime of its endpoint and its parameters."""
    assert lifetime(question) == expected


@pytest.mark.parametrize(
    ("question", "to_kickoff", "expected"),
    [
        ("odds?fixture=1", 4 * HOUR, HOUR),
        ("odds?fixture=1", 3 * HOUR, 15 * MINUTE),
        ("odds?fixture=1", MINUTE, 15 * MINUTE),
        ("odds?fixture=1", -MINUTE, HOUR),
        ("fixtures/lineups?fixture=1", 2 * HOUR, HOUR),
        ("fixtures/lineups?fixture=1", 80 * MINUTE, 5 * MINUTE),
        ("fixtures/lineups?fixture=1", -MINUTE, 5 * MINUTE),
        ("standings?league=39&season=2025", MINUTE, 12 * HOUR),
    ],
)
def test_near_kickoff_prices_and_lineups_change(question, to_kickoff, expected):
    """Prices live 15 min in the last three hours, line-ups 5 min from 90 min before on."""
    assert lifetime(question, to_kickoff=to_kickoff) == expected


@pytest.mark.parametrize("endpoint", sorted(FINAL))
def test_what_is_final_is_fresh_for_ever(endpoint):
    """The statistics of a finished match are never asked for again; those of another are."""
    old = fetched(4000 * DAY)
    assert fresh(f"{endpoint}?fixture=1", old, NOW, final=True)
    assert servable(f"{endpoint}?fixture=1", old, NOW, final=True)
    assert not fresh(f"{endpoint}?fixture=1", old, NOW)


def test_a_table_is_never_final():
    """Only what belongs to one match can be finished with it."""
    assert lifetime("standings?league=39&season=2025", final=True) == 12 * HOUR


@given(st.sampled_from([rule.endpoint for rule in RULES]), st.timedeltas(NEVER, 20 * DAY))
def test_fresh_ends_with_the_lifetime_and_servable_later(endpoint, age):
    """An answer is fresh for less than its lifetime, and servable as long as it is fresh."""
    is_fresh = fresh(endpoint, fetched(age), NOW)
    assert is_fresh == (age < lifetime(endpoint))
    assert servable(endpoint, fetched(age), NOW) or not is_fresh


def test_a_week_after_its_end_an_answer_is_nothing():
    """Yesterday's table is better than none, that of last month is not."""
    table = "standings?league=39&season=2025"
    assert servable(table, fetched(7 * DAY), NOW)
    assert not servable(table, fetched(8 * DAY), NOW)


def test_live_scores_are_not_served_for_days():
    """A live score is worth nothing after an hour."""
    assert servable("fixtures?live=all", fetched(HOUR), NOW)
    assert not servable("fixtures?live=all", fetched(HOUR + MINUTE), NOW)


def test_a_lifetime_that_is_told_is_used():
    """Who knows better than the table says so."""
    assert fresh("fixtures?ids=1-2", fetched(MINUTE), NOW, told=HOUR)
    assert not fresh("odds?fixture=1", fetched(MINUTE), NOW, told=NEVER)


def test_an_answer_from_the_future_is_not_fresh():
    """Clocks may differ by minutes; an answer of tomorrow comes from a clock that was wrong."""
    assert fresh("odds?fixture=1", fetched(-MINUTE), NOW)
    assert not fresh("odds?fixture=1", fetched(-DAY), NOW)
    assert not fresh("status", fetched(-MINUTE), NOW)


@given(
    st.sampled_from([rule for rule in RULES if rule.lifetime]),
    st.timedeltas(-HOUR, 90 * DAY),
    st.none() | st.timedeltas(-DAY, DAY),
)
def test_what_is_servable_is_still_kept(rule, age, to_kickoff):
    """Nothing leaves Redis that could have been served; what never changes is in the store."""
    question = f"{rule.endpoint}?{'&'.join(f'{name}=1' for name in sorted(rule.given))}"
    if servable(question, fetched(age), NOW, to_kickoff=to_kickoff):
        assert age < kept(question) < FOREVER


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("odds?fixture=1", 7 * DAY + HOUR),
        ("fixtures?ids=1-2", 7 * DAY + 30 * MINUTE),
        ("fixtures/statistics?fixture=1", 30 * DAY),
    ],
)
def test_kept_is_the_longest_use(question, expected):
    """The question alone decides: neither the kick-off nor the end of the match is known there."""
    assert kept(question) == expected


def test_what_is_not_cached_is_not_kept():
    """Neither the account's status nor an unknown endpoint is held anywhere."""
    assert kept("status") == kept("nothing?known=of") == NEVER
