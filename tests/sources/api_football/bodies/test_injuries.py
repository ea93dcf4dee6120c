"""Who will or may be missing."""

from collections.abc import Callable
from typing import Any

import pytest

from phoenix.domain.provided import Absence
from phoenix.sources.api_football.bodies.injuries import read_injuries

Make = Callable[..., Any]


def test_missing_and_doubtful_are_told_apart(make: Make) -> None:
    """'Missing Fixture' is sure, 'Questionable' is not."""
    doubt = {"player.id": 8, "player.type": "Questionable", "player.reason": None}
    read = read_injuries("x", [make("injury"), make("injury", doubt)])
    assert read.rejects == ()
    assert read.values == (
        Absence("1", "496", "7", "A. Bruno", doubtful=False, reason="Knee Injury"),
        Absence("1", "496", "8", "A. Bruno", doubtful=True, reason=""),
    )


@pytest.mark.parametrize("order", [1, -1])
def test_a_player_is_missing_once_per_fixture(make: Make, order: int) -> None:
    """Rows of one player and fixture collapse, and the surer one counts."""
    sure = make("injury", {"player.reason": "Red Card"})
    doubt = make("injury", {"player.type": "Questionable"})
    other = make("injury", {"fixture.id": 2})
    read = read_injuries("x", [*[sure, doubt][::order], other])
    assert [(a.fixture, a.doubtful) for a in read.values] == [("1", False), ("2", False)]
    assert read.values[0].reason == "Red Card"


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("fixture.id", None, "fixture.id: None is no whole number"),
        ("player.id", None, "player.id: None is no whole number"),
        ("player.id", ..., "player.id: Field required"),
        ("player.type", "Ill", "player.type: Input should be 'Missing Fixture' or 'Questionable'"),
    ],
)
def test_an_absence_of_nobody_is_a_reject(make: Make, field: str, value: Any, reason: str) -> None:
    """Without player, fixture or a known kind a row is kept aside."""
    read = read_injuries("x", [make("injury", {field: value})])
    assert read.values == ()
    assert [reject.reason for reject in read.rejects] == [reason]
