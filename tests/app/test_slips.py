"""Slips are chosen by rule, and say no more than their legs do."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import isclose

import pytest
from a_day import KICKOFF, a_pick, priced
from hypothesis import given
from hypothesis import strategies as st

from phoenix.app.picks import Market
from phoenix.app.slips import OF_ONE_LEAGUE, Length, Question, Slip, slip

DAY = date(2026, 11, 24)
EVENTS = 12


def a_pick_of_a_league(pick):
    """The same with a league that follows from the match: three to a league."""
    told = {name: getattr(pick, name) for name in pick.__dataclass_fields__}
    return type(pick)(**told | {"league": f"L{pick.fixture // 3}"})


lengths = st.sampled_from(Length)
numbers = st.integers(0, 300)
some_picks = st.lists(
    st.builds(
        a_pick,
        st.integers(1, EVENTS),
        market=st.sampled_from(Market),
        reading=st.sampled_from(["goals:total:over:2.5", "goals:both_score:yes"]),
        probability=st.floats(0.05, 1.0),
        confidence=st.floats(0.0, 10.0),
        information=st.floats(0.0, 1.0),
        place=st.integers(0, 3),
        kickoff=st.sampled_from([None, KICKOFF, KICKOFF + timedelta(hours=1)]),
    ).map(a_pick_of_a_league),
    max_size=30,
    unique_by=lambda pick: (pick.fixture, pick.reading),
)


def several(count, league=None):
    """So many matches, the first one the surest, each of a league of its own unless told."""
    return [
        a_pick(number, confidence=10.0 - number / 10, league=league or f"L{number}")
        for number in range(1, count + 1)
    ]


def asked(length=Length.MULTIPLE, number=0, chat=7):
    """A question of today."""
    return Question(length, DAY, chat, number)


def fixtures(chosen):
    """The matches of a slip."""
    return [leg.fixture for leg in chosen.legs]


@given(some_picks, lengths, numbers)
def test_a_slip_has_as_many_legs_as_its_kind_may_have(picks, length, number):
    """There is one whenever enough matches have a tendency, and none otherwise."""
    chosen = slip(picks, asked(length, number))
    enough = len({pick.fixture for pick in picks}) >= length.legs.start
    assert (chosen is not None) is enough
    assert chosen is None or len(chosen.legs) in length.legs


@given(some_picks, lengths, numbers)
def test_a_match_gives_one_leg_that_its_dossier_puts_first(picks, length, number):
    """Two legs of one match are not independent of each other."""
    chosen = slip(picks, asked(length, number))
    for leg in chosen.legs if chosen else ():
        assert leg.place == min(p.place for p in picks if p.fixture == leg.fixture)
    assert chosen is None or len(set(fixtures(chosen))) == len(chosen.legs)


@given(some_picks, lengths, numbers)
def test_a_league_gives_two_legs_unless_it_must_give_more(picks, length, number):
    """More only where two of each would be too few for the shortest slip."""
    chosen = slip(picks, asked(length, number))
    if chosen is None:
        return
    matches = Counter({p.fixture: p.league for p in picks}.values())
    legs = Counter(leg.league for leg in chosen.legs)
    cap = OF_ONE_LEAGUE
    while sum(min(n, cap) for n in matches.values()) < length.legs.start:
        cap += 1
    assert max(legs.values()) <= cap


@given(some_picks, lengths, numbers)
def test_the_same_question_has_the_same_answer(picks, length, number):
    """In whatever order the tendencies are told."""
    once = slip(picks, asked(length, number))
    again = slip(list(reversed(picks)), asked(length, number))
    assert once == again


@given(some_picks, lengths, numbers)
def test_the_probability_is_the_product_of_the_legs(picks, length, number):
    """To the last digits of a float, against exact fractions."""
    chosen = slip(picks, asked(length, number))
    if chosen is None:
        return
    exact = Fraction(1)
    for leg in chosen.legs:
        exact *= Fraction(leg.probability)
    assert isclose(chosen.probability, exact, rel_tol=1e-12)
    assert isclose(chosen.fair_price, 1 / exact, rel_tol=1e-12)


@given(st.lists(st.integers(101, 2000), min_size=3, max_size=5, unique=True))
def test_the_price_is_the_exact_product_of_the_prices(cents):
    """Prices are decimal numbers: nothing is rounded on the way."""
    legs = tuple(priced(n, str(Decimal(cent) / 100)) for n, cent in enumerate(cents, 1))
    exact = Fraction(1)
    for cent in cents:
        exact *= Fraction(cent, 100)
    assert Fraction(Slip(legs).price) == exact


def test_the_first_slip_takes_the_best_legs():
    """By confidence."""
    assert sorted(fixtures(slip(several(9), asked()))) == [1, 2, 3]


def test_of_two_that_are_equally_sure_the_one_that_says_more_comes_first():
    """That every match has goals is sure, and says nothing."""
    picks = [a_pick(1, information=0.01), a_pick(2, information=0.2)]
    assert fixtures(slip(picks, asked(Length.SINGLE))) == [2]


def test_a_third_match_of_a_league_waits_for_other_leagues():
    """Even where it is surer than theirs."""
    picks = [*several(3, league="BRA"), a_pick(9, confidence=6.0)]
    assert sorted(fixtures(slip(picks, asked()))) == [1, 2, 9]


def test_a_day_of_one_league_has_its_slips_too():
    """On most Sundays nobody else plays here."""
    assert len(slip(several(10, league="BRA"), asked(Length.LONG)).legs) == 6


@pytest.mark.parametrize("length", Length)
def test_another_combination_is_another(length):
    """None comes twice among the first ones."""
    seen = [frozenset(fixtures(slip(several(15), asked(length, n)))) for n in range(9)]
    assert len(set(seen)) == len(seen)


def test_after_the_last_combination_the_first_one_comes_again():
    """Of three matches there is one accumulator."""
    assert slip(several(3), asked(number=41)) == slip(several(3), asked())


def test_each_chat_has_its_own_further_combinations():
    """Not everybody is sent to the same prices."""
    of_chats = {tuple(fixtures(slip(several(15), asked(number=1, chat=c)))) for c in range(20)}
    assert len(of_chats) > 10


def test_legs_stand_in_the_order_of_their_kick_offs():
    """Those of which only the day is known stand last."""
    picks = [
        a_pick(1, kickoff=None),
        a_pick(2, kickoff=KICKOFF + timedelta(hours=2)),
        a_pick(3, kickoff=KICKOFF),
    ]
    assert fixtures(slip(picks, asked())) == [3, 2, 1]


def test_a_price_that_is_too_low_has_a_negative_value():
    """Half a chance at 1.80 loses a tenth of the stake."""
    chosen = Slip((priced(1, "1.80", probability=0.5),))
    assert (chosen.price, chosen.expected_value) == (Decimal("1.80"), Decimal("-0.1"))


def test_without_all_prices_nothing_is_said_of_value():
    """A price is never made up."""
    chosen = Slip((priced(1, "1.80"), a_pick(2)))
    assert (chosen.price, chosen.expected_value) == (None, None)
