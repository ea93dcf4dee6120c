"""Tables with one group, many groups, and gaps."""

from collections.abc import Callable
from typing import Any

import pytest

from phoenix.domain.provided import ProvidedTable, Standing, TeamRef
from phoenix.sources.api_football.bodies.reading import Read
from phoenix.sources.api_football.bodies.standings import read_standings

Make = Callable[..., Any]


def read(*groups: Any) -> Read[ProvidedTable]:
    league = {"id": 11, "season": 2025, "standings": list(groups)}
    return read_standings("x", [{"league": league}])


def test_a_line_is_read_whole_and_its_form_turned_round(make: Make) -> None:
    """The provider writes the newest result first, we the oldest."""
    line = Standing(
        "Group A", 1, TeamRef("496", "Juventus"), 3, 1, 1, 1, 4, 3, 38, form="LWDWW", note=None
    )
    assert read([make("standing")]) == Read((ProvidedTable("11", 2025, (line,)),), ())


def test_all_groups_are_kept_in_their_order(make: Make) -> None:
    """Every list of the lists is a group."""
    first = [make("standing"), make("standing", {"rank": 2, "team.id": 497})]
    second = [make("standing", {"group": "Group B", "team.id": 498})]
    (table,) = read(first, second).values
    assert [(row.group, row.rank, row.team.id) for row in table.rows] == [
        ("Group A", 1, "496"), ("Group A", 2, "497"), ("Group B", 1, "498"),
    ]  # fmt: skip


def test_what_was_not_told_is_missing(make: Make) -> None:
    """A group without a name is '', a form without results is None."""
    (table,) = read([make("standing", {"group": None, "form": None, "description": ""})]).values
    assert (table.rows[0].group, table.rows[0].form, table.rows[0].note) == ("", None, None)


def test_points_may_be_taken_away(make: Make) -> None:
    """A deduction can leave a team below zero."""
    (table,) = read([make("standing", {"points": -3})]).values
    assert table.rows[0].points == -3


@pytest.mark.parametrize("field", ["rank", "points", "all.played", "all.goals.for", "team.id"])
def test_a_null_number_costs_its_line_alone(make: Make, field: str) -> None:
    """The table stands without the line, which is kept aside."""
    bad = make("standing", {field: None})
    told = read([bad, make("standing", {"team.id": 497})])
    assert [row.team.id for row in told.values[0].rows] == ["497"]
    assert [reject.reason for reject in told.rejects] == [
        f"league 11, standings.0.0.{field}: None is no whole number"
    ]


def test_a_team_that_stands_twice_in_a_group_counts_once(make: Make) -> None:
    """The first line counts, the second is kept aside; another group is another table."""
    lines = [make("standing"), make("standing", {"rank": 2})]
    told = read(lines, [make("standing", {"group": "Group B"})])
    assert [(row.group, row.rank) for row in told.values[0].rows] == [
        ("Group A", 1), ("Group B", 1),
    ]  # fmt: skip
    assert [reject.reason for reject in told.rejects] == [
        "league 11: team 496 stands twice in 'Group A'"
    ]


@pytest.mark.parametrize("groups", [[], [[]]])
def test_a_table_before_the_season_is_empty(groups: list[Any]) -> None:
    """No lines are no fault."""
    assert read(*groups) == Read((ProvidedTable("11", 2025, ()),), ())


@pytest.mark.parametrize("groups", [[None], [{}], [[{"rank": 1}]], [[], [3]]])
def test_a_table_none_of_whose_lines_can_be_read_is_no_table(groups: list[Any]) -> None:
    """It would otherwise replace a better one by nothing."""
    told = read(*groups)
    assert told.values == ()
    assert len(told.rejects) == 1
