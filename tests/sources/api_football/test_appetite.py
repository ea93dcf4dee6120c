"""What leagues cost, and which of them a plan has room for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phoenix.domain.provided import Coverage
from phoenix.sources.api_football.appetite import (
    SEASON,
    SHARED,
    by_interest,
    calls_on_a_busy_day,
    proposal,
)
from phoenix.sources.api_football.catalogue import catalogue

ALL = by_interest(catalogue())
BARE = Coverage()


def test_the_order_of_interest():
    """Brazil and the continent come first, then the strongest, then those of unknown strength."""
    assert [one.code for one in ALL[:7]] == ["BRA", "AF72", "AF13", "AF11", "AF73", "AF2", "E0"]
    strengths = [one.strength for one in ALL[5:]]
    known = [strength for strength in strengths if strength is not None]
    assert strengths == sorted(known, reverse=True) + [None] * (len(strengths) - len(known))
    assert set(ALL) == set(catalogue())


def test_a_free_key_has_room_for_one():
    """With 100 calls a day there is room for Brazil's first league, and not much is left."""
    free = proposal(ALL, 100)
    assert [one.code for one in free.leagues] == ["BRA"]
    assert free.kept == 30
    assert 0 <= free.left < calls_on_a_busy_day()


def test_a_paid_plan_has_room_for_many():
    """With 7,500 calls a day all that are listed fit."""
    assert len(proposal(ALL, 7_500).leagues) == len(ALL)


@pytest.mark.parametrize("calls", [0, 10, SHARED])
def test_too_small_a_plan_has_room_for_none(calls):
    """Where not even the shared calls fit, nothing is proposed, and the lack is told."""
    small = proposal(ALL, calls)
    assert small.leagues == ()
    assert small.left <= 0


def test_what_a_busy_day_costs():
    """20 teams have six matches on the busiest day: 7 calls each, and 7 for the league."""
    assert calls_on_a_busy_day() == 6 * (4 + 3) + 2 + 2 + 2 + 1
    assert calls_on_a_busy_day(teams=80) == 22 * (4 + 3) + 2 + 2 + 2 + 2


def test_what_a_league_has_not_costs_nothing():
    """Line-ups, prices, tables, injuries and statistics cost only where they are covered."""
    assert calls_on_a_busy_day(coverage=BARE) == SEASON
    odds = calls_on_a_busy_day(coverage=Coverage(odds=True))
    assert odds == SEASON + 6 * 4


def test_what_is_known_of_a_league_is_used():
    """The number of teams and the coverage of a league change its own portion alone."""
    first, second = ALL[:2]
    told = proposal(ALL[:3], 1_000, teams={first.id: 40}, coverage={second.id: BARE})
    assert [portion.calls for portion in told.portions] == [
        calls_on_a_busy_day(teams=40),
        SEASON,
        calls_on_a_busy_day(),
    ]


def test_one_that_does_not_fit_is_passed_over():
    """A league too dear for what is left makes room for a cheaper one of less interest."""
    dear, cheap = ALL[:2]
    told = proposal([dear, cheap], 100, teams={dear.id: 400}, coverage={cheap.id: BARE})
    assert [(portion.listed, portion.fits) for portion in told.portions] == [
        (dear, False),
        (cheap, True),
    ]


@given(calls=st.integers(0, 100_000), more=st.integers(0, 10_000))
def test_no_plan_is_overdrawn_and_a_larger_one_holds_no_less(calls, more):
    """Whatever the plan, its people's share is kept; more calls never mean fewer leagues."""
    small, large = proposal(ALL, calls), proposal(ALL, calls + more)
    spent = sum(portion.calls for portion in small.portions if portion.fits)
    assert spent == 0 or spent + small.shared + small.kept <= calls
    assert small.kept + small.shared + spent + small.left == calls
    assert len(large.leagues) >= len(small.leagues)
