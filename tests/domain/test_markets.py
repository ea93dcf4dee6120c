"""Markets are data; settlement is written once and is right."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from phoenix.domain.markets import LINED, SELECTIONS, Kind, Reading, standard_readings
from phoenix.domain.quantities import Quantity

counts = st.integers(0, 12)
quarters = st.integers(-16, 40).map(lambda n: n / 4)


def readings_of(kind: Kind) -> st.SearchStrategy[Reading]:
    lines = quarters if kind in LINED else st.none()
    if kind is Kind.EUROPEAN_HANDICAP:
        lines = st.integers(-4, 4).map(float)
    selections = st.sampled_from(SELECTIONS[kind])
    return st.builds(Reading, st.just(Quantity.GOALS), st.just(kind), selections, lines)


def brute_share(value: Fraction, line: Fraction, wants_more: bool) -> tuple[Fraction, Fraction]:
    """Win and loss of one unit on a whole or half line."""
    gap = value - line if wants_more else line - value
    return Fraction(gap > 0), Fraction(gap < 0)


def brute_settlement(reading: Reading, home: int, away: int) -> tuple[Fraction, Fraction]:
    """An independent settlement, score by score, in exact fractions."""
    values = {
        Kind.TOTAL: home + away,
        Kind.HOME_TOTAL: home,
        Kind.AWAY_TOTAL: away,
        Kind.ASIAN_HANDICAP: home - away,
        Kind.DRAW_NO_BET: home - away,
    }
    if reading.kind in values:
        line = Fraction(reading.line or 0)
        if reading.kind is Kind.ASIAN_HANDICAP:
            line = -line
        halves = (
            [line]
            if (line * 2).denominator == 1
            else [line - Fraction(1, 4), line + Fraction(1, 4)]
        )
        more = reading.selection in {"over", "home"}
        shares = [brute_share(Fraction(values[reading.kind]), half, more) for half in halves]
        won = sum((share[0] for share in shares), Fraction()) / len(shares)
        lost = sum((share[1] for share in shares), Fraction()) / len(shares)
        return won, lost
    if reading.kind is Kind.BOTH_SCORE:
        hit = (home > 0 and away > 0) == (reading.selection == "yes")
        return Fraction(hit), Fraction(not hit)
    margin = home - away + (reading.line or 0)
    outcome = "home" if margin > 0 else "away" if margin < 0 else "draw"
    hit = outcome in reading.selection.split("_")
    return Fraction(hit), Fraction(not hit)


@given(st.sampled_from(sorted(SELECTIONS)).flatmap(readings_of), counts, counts)
def test_settlement_agrees_with_brute_force(reading, home, away):
    """Every reading settles every score as an independent settlement in fractions does."""
    won, lost = reading.settle(home, away)
    assert (Fraction(float(won)), Fraction(float(lost))) == brute_settlement(reading, home, away)


@given(counts, counts, counts, counts)
def test_an_exact_score_is_won_by_that_score_alone(home, away, wanted_home, wanted_away):
    """An exact reading wins at its own score and loses at every other."""
    reading = Reading(Quantity.GOALS, Kind.EXACT, f"{wanted_home}-{wanted_away}")
    won, lost = reading.settle(home, away)
    assert bool(won) == ((home, away) == (wanted_home, wanted_away))
    assert float(won + lost) == 1.0


@given(st.sampled_from(sorted(SELECTIONS)).flatmap(readings_of), counts)
def test_an_unknown_count_settles_nothing(reading, known):
    """Where a count is missing, neither a win nor a loss is made up."""
    won, lost = reading.settle(math.nan, known)
    assert np.isnan(won)
    assert np.isnan(lost)


@pytest.mark.parametrize(
    ("kind", "selection", "line"),
    [
        (Kind.TOTAL, "home", 2.5),
        (Kind.TOTAL, "over", None),
        (Kind.RESULT, "home", 0.5),
        (Kind.TOTAL, "over", 2.6),
        (Kind.EXACT, "2:1", None),
    ],
)
def test_a_reading_that_makes_no_sense_is_refused(kind, selection, line):
    """Selections of another market, missing, superfluous and crooked lines raise."""
    with pytest.raises(ValueError, match=r"\S"):
        Reading(Quantity.GOALS, kind, selection, line)


@pytest.mark.parametrize("quantity", list(Quantity))
def test_every_quantity_has_standard_readings_with_keys_of_their_own(quantity):
    """No two standard readings of a quantity are called the same."""
    keys = [reading.key for reading in standard_readings(quantity)]
    assert len(keys) == len(set(keys)) > 30


def test_goals_have_at_least_eighty_readings():
    """A grid of goals answers more than eighty questions."""
    assert len(standard_readings(Quantity.GOALS)) >= 80
