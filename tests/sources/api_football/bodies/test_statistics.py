"""Counts of a side, from values that come as numbers, as texts, or not at all."""

from typing import Any

import pytest

from phoenix.domain.matches import SideCounts
from phoenix.sources.api_football.bodies.reading import Read
from phoenix.sources.api_football.bodies.statistics import TeamCounts, read_statistics

ALL = {
    "Total Shots": 9,
    "Shots on Goal": "3",
    "Corner Kicks": 4,
    "Fouls": 22,
    "Yellow Cards": 5,
    "Red Cards": 1,
    "Ball Possession": "32%",
    "expected_goals": "2.39",
}


def read(values: dict[str, Any]) -> Read[TeamCounts]:
    told = [{"type": kind, "value": value} for kind, value in values.items()]
    return read_statistics("x", [{"team": {"id": 463}, "statistics": told}])


def counts(values: dict[str, Any]) -> SideCounts | None:
    told = read(values)
    assert told.rejects == ()
    return told.values[0].counts


def test_all_counts_are_read() -> None:
    """Numbers may be texts, a percentage is a share."""
    assert counts(ALL | {"Offsides": 1}) == SideCounts(9, 3, 4, 22, 5, 1, 0.32, 2.39)


def test_null_is_missing() -> None:
    """A count that is null is None, never 0."""
    assert counts(ALL | {"Fouls": None, "expected_goals": None}) == SideCounts(
        9, 3, 4, None, 5, 1, 0.32
    )


@pytest.mark.parametrize(
    ("yellow", "red", "told"),
    [(2, None, (2, 0)), (0, None, (0, 0)), (2, 1, (2, 1)), (None, 1, (None, 1))],
)
def test_red_cards_null_are_none_shown_where_yellow_ones_are_counted(
    yellow: int | None, red: int | None, told: tuple[int | None, int | None]
) -> None:
    """Null red cards are 0 beside a number of yellow ones."""
    counted = counts({"Fouls": 3, "Yellow Cards": yellow, "Red Cards": red})
    assert counted is not None
    assert (counted.yellow_cards, counted.red_cards) == told


def test_cards_that_are_both_null_are_unknown() -> None:
    """Null red cards beside null yellow ones say nothing, and neither does a missing field."""
    assert counts({"Fouls": 3, "Yellow Cards": None, "Red Cards": None}) == SideCounts(fouls=3)
    assert counts({"Yellow Cards": 3}) == SideCounts(yellow_cards=3)


@pytest.mark.parametrize("values", [{}, dict.fromkeys(ALL), {"Offsides": 4}])
def test_a_team_without_any_count_has_none(values: dict[str, Any]) -> None:
    """All null, an empty list, or nothing that is kept here: there are no statistics."""
    assert counts(values) is None


def test_statistics_that_are_null_are_none() -> None:
    """``statistics: null`` is no fault."""
    told = read_statistics("x", [{"team": {"id": 1}, "statistics": None}])
    assert told == Read((TeamCounts("1", None),), ())


def test_shots_on_target_in_excess_are_left_out_and_kept_aside() -> None:
    """More shots on target than shots: the first alone is not believed."""
    told = read({"Total Shots": 4, "Shots on Goal": 5})
    assert told.values[0].counts == SideCounts(shots=4)
    assert [reject.reason for reject in told.rejects] == [
        "team 463, Shots on Goal: 5 shots on target of 4 shots"
    ]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("Fouls", "many"), ("Fouls", -1), ("Fouls", 1000), ("Fouls", True), ("Fouls", 2.5),
        ("Fouls", "9" * 5000), ("Fouls", "٣"),
        ("Ball Possession", "101%"), ("Ball Possession", True),
        ("Ball Possession", "%"), ("expected_goals", "nan"), ("expected_goals", "31"),
        ("expected_goals", []), ("expected_goals", "-0.1"), ("expected_goals", "9" * 5000),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_costs_itself_alone(kind: str, value: Any) -> None:
    """The other counts of the team are kept, the value is kept aside."""
    told = read({"Corner Kicks": 3, kind: value})
    assert told.values[0].counts == SideCounts(corners=3)
    assert len(told.rejects) == 1
    assert told.rejects[0].reason.startswith(f"team 463, {kind}: ")
