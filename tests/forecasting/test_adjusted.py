"""A count against a stingy opponent is worth more."""

from datetime import date, timedelta

import numpy as np
import pytest

from phoenix.domain.quantities import Quantity
from phoenix.forecasting.adjusted import weighted_metric

TODAY = np.datetime64("2024-10-01", "D")


def round_robin(make_history):
    """X concedes 2 corners to everybody else and Y concedes 10; A and B win 6 against each."""
    matches, corners = [], []
    day = date(2024, 8, 1)
    for other in "CDEFGHIJ":
        for home, away, counts in (("X", other, (5, 2)), ("Y", other, (5, 10))):
            matches.append((str(day), home, away, 1, 1))
            corners.append(counts)
            day += timedelta(days=1)
    for home, away in (("A", "X"), ("B", "Y")):
        matches.append((str(day), home, away, 1, 1))
        corners.append((6, 5))
        day += timedelta(days=1)
    return make_history(matches, corners=corners)


def test_a_corner_against_a_side_that_concedes_few_counts_more(make_history):
    """Six corners against the stingy side are worth more than six against the generous one."""
    history = round_robin(make_history)
    stingy = weighted_metric(history, "A", Quantity.CORNERS, TODAY)
    generous = weighted_metric(history, "B", Quantity.CORNERS, TODAY)
    assert stingy.scored > 6 > generous.scored
    assert stingy.conceded == pytest.approx(generous.conceded)


def test_without_a_single_count_there_is_no_metric(make_history):
    """Shots that nobody recorded make no number."""
    assert weighted_metric(round_robin(make_history), "A", Quantity.SHOTS, TODAY) is None


def test_a_stranger_has_no_metric(make_history):
    """A team without a match has no mean."""
    assert weighted_metric(round_robin(make_history), "Nobody", Quantity.CORNERS, TODAY) is None
