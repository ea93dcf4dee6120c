"""A history is immutable, hides what was not declared, and is known by its content."""

from datetime import UTC, datetime

import numpy as np
import pytest

from phoenix.domain.errors import NeedNotDeclared
from phoenix.domain.needs import Need
from phoenix.domain.quantities import Quantity


def test_a_cut_forgets_teams_that_only_appear_later(make_history):
    """Nothing in a cut history tells who will play after the cut."""
    history = make_history([("2024-08-01", "A", "B", 1, 0), ("2024-09-01", "C", "D", 2, 2)])
    cut = history.before(datetime(2024, 8, 15, tzinfo=UTC))
    assert cut.teams == ("A", "B")
    assert len(cut) == 1


def test_a_result_is_unknown_until_the_day_after_a_match_without_a_kickoff(make_history):
    """A match of the very day of the question is not part of its past."""
    history = make_history([("2024-08-01", "A", "B", 1, 0)])
    assert len(history.before(datetime(2024, 8, 1, 23, tzinfo=UTC))) == 0
    assert len(history.before(datetime(2024, 8, 2, tzinfo=UTC))) == 1


def test_undeclared_statistics_cannot_be_reached(make_history):
    """A view without the need raises an error that says what to declare."""
    view = make_history([("2024-08-01", "A", "B", 1, 0)], corners=[(5, 4)]).seen_by([])
    with pytest.raises(NeedNotDeclared, match="statistics"):
        view.pair(Quantity.CORNERS)


def test_declared_statistics_are_seen(make_history):
    """A view with the need shows the counts."""
    history = make_history([("2024-08-01", "A", "B", 1, 0)], corners=[(5, 4)])
    home, away = history.seen_by([Need.STATISTICS]).pair(Quantity.CORNERS)
    assert (home[0], away[0]) == (5, 4)


def test_a_count_that_nobody_recorded_is_not_zero(make_history):
    """A quantity without any column is NaN throughout."""
    home, _ = make_history([("2024-08-01", "A", "B", 1, 0)]).pair(Quantity.FIRST_HALF_CORNERS)
    assert np.isnan(home).all()


def test_columns_cannot_be_changed(make_history):
    """Writing into a history raises."""
    history = make_history([("2024-08-01", "A", "B", 1, 0)])
    with pytest.raises(ValueError, match="read-only"):
        history.column("home_goals")[0] = 9


def test_the_fingerprint_depends_on_content_alone(make_history):
    """Equal content has one fingerprint; one more goal has another."""
    matches = [("2024-08-01", "A", "B", 1, 0), ("2024-08-08", "B", "A", 1, 1)]
    same = make_history(matches).fingerprint == make_history(matches).fingerprint
    other = make_history([*matches[:1], ("2024-08-08", "B", "A", 1, 2)]).fingerprint
    assert same
    assert other != make_history(matches).fingerprint


def test_a_cut_equals_what_was_never_stored(make_history):
    """Cutting later matches away leaves the very history that never had them."""
    early = [("2024-08-01", "A", "B", 1, 0), ("2024-08-02", "C", "A", 0, 0)]
    late = [("2024-10-01", "A", "Z", 5, 0)]
    cut = make_history([*early, *late]).before(datetime(2024, 9, 1, tzinfo=UTC))
    assert cut.fingerprint == make_history(early).fingerprint
