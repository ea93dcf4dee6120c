"""The pool weighs by weight times coverage, and ranking tells what is news."""

from datetime import date, timedelta

import numpy as np
import pytest

from phoenix.analysis.consensus import pool
from phoenix.analysis.table import table
from phoenix.analysis.tendencies import Candidate, candidates, rank, tellable
from phoenix.domain.markets import Kind, Reading
from phoenix.domain.opinions import Abstention, Answer, Forecast
from phoenix.domain.quantities import Quantity
from phoenix.forecasting.grid import dixon_coles

GOALS = Quantity.GOALS


def answer(name: str, weight: float, opinion, *, fault: bool = False) -> Answer:
    return Answer(name, "1", name, weight, opinion, fault)


def certain(home: int, coverage: float = 1.0) -> Forecast:
    grid = np.zeros((3, 1))
    grid[home, 0] = 1.0
    return Forecast({GOALS: grid}, coverage)


def over(line: float, probability: float, base: float, kind: Kind = Kind.TOTAL) -> Candidate:
    return Candidate(Reading(GOALS, kind, "over", line), probability, base)


def test_shares_are_weight_times_coverage():
    """Twice the weight on half the coverage is the same share."""
    consensus = pool([answer("a", 2.0, certain(0, 0.5)), answer("b", 1.0, certain(1, 1.0))])
    assert consensus.grids[GOALS][:2, 0] == pytest.approx([0.5, 0.5])
    assert [voice.share for voice in consensus.voices[GOALS]] == pytest.approx([0.5, 0.5])


def test_who_abstains_is_listed_with_the_reason():
    """Silence is a value, chosen or not."""
    answers = [
        answer("a", 1.0, Abstention("no data")),
        answer("b", 1.0, Abstention("x"), fault=True),
    ]
    silences = pool(answers).silences
    assert [(s.analyzer, s.reason, s.fault) for s in silences] == [
        ("a", "no data", False),
        ("b", "x", True),
    ]


def test_a_forecast_without_weight_changes_nothing():
    """Weight 0 is heard and does not count; alone it makes no consensus."""
    assert pool([answer("a", 0.0, certain(0))]).grids == {}
    consensus = pool([answer("a", 0.0, certain(0)), answer("b", 1.0, certain(1))])
    assert consensus.grids[GOALS][1, 0] == 1.0


def test_the_obvious_is_not_told():
    """Over 0.5 at 94 % is no tendency where the league has 93 %."""
    assert rank([over(0.5, 0.94, 0.93)], 6.0, 5) == (None, ())


def test_below_the_minimum_confidence_nothing_is_told():
    """A surprise at 55 % is no tendency for whoever asks for 6."""
    assert rank([over(2.5, 0.55, 0.30)], 6.0, 5) == (None, ())


def test_information_decides_not_probability():
    """Sixty-five against a base of forty says more than ninety-three against ninety."""
    main, others = rank([over(0.5, 0.95, 0.90, Kind.HOME_TOTAL), over(2.5, 0.65, 0.40)], 6.0, 5)
    assert main.reading.line == 2.5
    assert len(others) == 1


def test_of_two_lines_in_one_direction_the_more_informative_is_told():
    """More than 1.5 is not told beside more than 2.5."""
    main, others = rank([over(2.5, 0.65, 0.40), over(1.5, 0.85, 0.70)], 6.0, 5)
    assert (main.reading.line, others) == (2.5, ())


@pytest.mark.parametrize(
    ("kind", "selection", "line", "told"),
    [
        (Kind.TOTAL, "over", 2.5, True),
        (Kind.TOTAL, "over", 2.0, False),
        (Kind.TOTAL, "over", 2.25, False),
        (Kind.ASIAN_HANDICAP, "home", -1.5, True),
        (Kind.ASIAN_HANDICAP, "home", -0.5, False),
        (Kind.ASIAN_HANDICAP, "home", 0.5, False),
        (Kind.DRAW_NO_BET, "home", None, False),
        (Kind.EXACT, "1-0", None, False),
    ],
)
def test_only_what_comes_true_or_does_not_is_told(kind, selection, line, told):
    """Stakes given back, and the result under another name, are no tendencies."""
    assert tellable(Reading(GOALS, kind, selection, line)) is told


def test_a_reading_of_a_plugin_is_read_too(make_history):
    """Further markets are candidates like ours."""
    day = date(2024, 1, 1)
    matches = [(str(day + timedelta(days=n)), "A", "B", n % 4, n % 3) for n in range(80)]
    extra = Reading(GOALS, Kind.TOTAL, "over", 6.5)
    found = candidates({GOALS: dixon_coles(2.0, 1.0, 0.0)}, make_history(matches), [extra])
    assert extra in [candidate.reading for candidate in found]


def test_without_a_base_rate_nothing_is_told(make_history):
    """A quantity that was hardly ever recorded has no candidates."""
    few = make_history([("2024-01-01", "A", "B", 1, 0)])
    assert candidates({GOALS: dixon_coles(2.0, 1.0, 0.0)}, few, []) == ()


def test_the_table_orders_by_points_then_difference_then_goals(make_history):
    """Three points a win; equal points are told apart by goals."""
    history = make_history(
        [
            ("2024-08-01", "A", "B", 1, 0),
            ("2024-08-02", "C", "D", 3, 0),
            ("2024-08-03", "B", "D", 1, 1),
        ]
    )
    rows = table(history, "2024/25")
    assert [(row.position, row.team, row.points) for row in rows] == [
        (1, "C", 3),
        (2, "A", 3),
        (3, "B", 1),
        (4, "D", 1),
    ]
    assert table(history, "2025/26") == ()
