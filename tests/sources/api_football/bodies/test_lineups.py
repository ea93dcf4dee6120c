"""Who plays, from the start and from the bench."""

from collections.abc import Callable
from typing import Any

import pytest

from phoenix.domain.provided import Lineup, Player
from phoenix.sources.api_football.bodies.lineups import read_lineups

Make = Callable[..., Any]


def test_a_line_up_is_read_whole(make: Make) -> None:
    """Starters and substitutes, formation and coach."""
    read = read_lineups("x", [make("lineup")])
    players = (
        Player("10", "A. Uno", "G", 1, starts=True),
        Player("20", "B. Due", None, 12, starts=False),
    )
    assert read.values == (Lineup("496", "4-3-3", "M. Bielsa", players),)
    assert read.rejects == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"formation": None, "coach": None, "startXI": None, "substitutes": None},
        {"formation": ..., "coach": {"id": None, "name": None}, "startXI": [], "substitutes": ...},
    ],
)
def test_what_is_not_announced_is_missing(make: Make, changes: dict[str, Any]) -> None:
    """Nulls and missing keys are no fault."""
    read = read_lineups("x", [make("lineup", changes)])
    assert read.values == (Lineup("496", None, None, ()),)
    assert read.rejects == ()


def test_a_player_without_an_id_is_left_out_and_kept_aside(make: Make) -> None:
    """The line-up goes without the player, whose path the reject names."""
    nobody = [{"player": {"id": None, "name": "C. Tre", "number": 9, "pos": "F"}}]
    read = read_lineups("x", [make("lineup", {"substitutes": nobody})])
    assert [player.id for player in read.values[0].players] == ["10"]
    assert [reject.reason for reject in read.rejects] == [
        "team 496, substitutes.0.player.id: None is no whole number"
    ]


def test_a_player_named_twice_counts_once_as_a_starter(make: Make) -> None:
    """The first entry counts, and starters come first."""
    twice = [{"player": {"id": 10, "name": "A. Uno", "number": 1, "pos": "G"}}]
    (lineup,) = read_lineups("x", [make("lineup", {"substitutes": twice})]).values
    assert [(player.id, player.starts) for player in lineup.players] == [("10", True)]
