"""Ninety minutes, extra time and shoot-out, from scores that do not always agree."""

from collections.abc import Callable
from typing import Any

import pytest

from phoenix.domain.matches import Score
from phoenix.domain.provided import ProvidedMatch
from phoenix.sources.api_football.bodies.fixtures import read_fixtures
from phoenix.sources.api_football.bodies.reading import Read

Make = Callable[..., Any]
Goals = tuple[int | None, int | None]
NONE: Goals = (None, None)


def read(
    make: Make,
    status: str,
    goals: Goals,
    full: Goals,
    extra: Goals = NONE,
    penalties: Goals = NONE,
    half: Goals = (0, 0),
) -> Read[ProvidedMatch]:
    told = {"halftime": half, "fulltime": full, "extratime": extra, "penalty": penalties}
    pairs = {name: {"home": pair[0], "away": pair[1]} for name, pair in told.items()}
    changes = {
        "fixture.status.short": status,
        "score": pairs,
        "goals": {"home": goals[0], "away": goals[1]},
    }
    return read_fixtures("x", [make("match", changes)])


def outcome(read: Read[ProvidedMatch]) -> tuple[Any, ...]:
    """Score of 90 minutes, extra time, penalties; the rejects have to be none."""
    (match,) = read.values
    assert read.rejects == ()
    score = match.score and (match.score.home, match.score.away)
    return score, match.extra, match.penalties


def test_goals_include_extra_time_and_the_score_does_not(make: Make) -> None:
    """Manchester United - Liverpool of 2024: 2-2 after 90 minutes, 2-1 in extra time."""
    assert outcome(read(make, "AET", (4, 3), (2, 2), (2, 1))) == ((2, 2), (2, 1), None)


def test_a_shoot_out_after_goals_in_extra_time_keeps_all_three(make: Make) -> None:
    """Argentina - France of 2022: 2-2, 1-1 in extra time, 4-2 in the shoot-out."""
    told = outcome(read(make, "PEN", (3, 3), (2, 2), (1, 1), (4, 2)))
    assert told == ((2, 2), (1, 1), (4, 2))


@pytest.mark.parametrize("extra", [(0, 0), NONE])
def test_a_shoot_out_without_goals_in_extra_time_has_no_extra_time(
    make: Make, extra: Goals
) -> None:
    """A told 0-0 may be an extra time that was not played: it is not kept."""
    assert outcome(read(make, "PEN", (1, 3), (1, 3), extra, (3, 1))) == ((1, 3), None, (3, 1))


def test_the_score_after_extra_time_is_recognised(make: Make) -> None:
    """Cruz Azul - Western Sydney of 2014: ``extratime`` 3-1 is the final score, not 3-1 more."""
    assert outcome(read(make, "AET", (3, 1), (1, 1), (3, 1))) == ((1, 1), (2, 0), None)


def test_a_shoot_out_that_nobody_told_is_not_known(make: Make) -> None:
    """PEN without penalties is a score without a shoot-out."""
    assert outcome(read(make, "PEN", (1, 1), (1, 1))) == ((1, 1), None, None)


def test_ninety_minutes_are_believed_without_goals(make: Make) -> None:
    """``score.fulltime`` is enough; so are the goals in extra time."""
    assert outcome(read(make, "FT", NONE, (2, 1))) == ((2, 1), None, None)
    assert outcome(read(make, "AET", NONE, (2, 2), (1, 0))) == ((2, 2), (1, 0), None)


@pytest.mark.parametrize(
    ("status", "goals", "full", "extra", "reason"),
    [
        ("FT", (2, 1), NONE, NONE, "a finished match without score.fulltime"),
        ("AET", (2, 1), NONE, (1, 0), "a finished match without score.fulltime"),
        ("FT", (2, 1), (2, None), NONE, "a finished match without score.fulltime"),
        ("AET", (2, 3), (2, 3), (0, 0), "2-3 after extra time without a goal in it or a shoot-out"),
        ("AET", (1, 1), (1, 1), NONE, "1-1 after extra time without a goal in it or a shoot-out"),
        ("AET", (2, 0), (4, 0), (0, 2), "4-0 and 0-2 in extra time do not make 2-0"),
        ("AET", (2, 0), (4, 0), NONE, "4-0 and none in extra time do not make 2-0"),
        ("FT", (3, 0), (1, 0), NONE, "1-0 and none in extra time do not make 3-0"),
        ("PEN", (3, 3), (2, 2), (0, 0), "2-2 and 0-0 in extra time do not make 3-3"),
    ],
)
def test_a_score_that_contradicts_itself_is_not_known(
    make: Make, status: str, goals: Goals, full: Goals, extra: Goals, reason: str
) -> None:
    """The match is kept as finished, without a score; what was told of it is kept aside."""
    told = read(make, status, goals, full, extra)
    (match,) = told.values
    assert (match.score, match.extra, match.penalties) == (None, None, None)
    (reject,) = told.rejects
    assert reject.reason == f"fixture 1, score: {reason}"
    assert '"fulltime"' in reject.body


@pytest.mark.parametrize("half", [NONE, (1, None)])
def test_half_time_may_be_unknown(make: Make, half: Goals) -> None:
    """A score without half-time is a score; so is one with half of it."""
    told = read(make, "FT", (2, 1), (2, 1), half=half)
    assert (told.values[0].score, told.rejects) == (Score(2, 1), ())


def test_more_goals_at_half_time_than_in_the_end_are_left_out(make: Make) -> None:
    """Half-time alone is lost, and kept aside."""
    told = read(make, "FT", (2, 1), (2, 1), half=(0, 2))
    assert told.values[0].score == Score(2, 1)
    assert [reject.reason for reject in told.rejects] == [
        "fixture 1, score: half-time exceeds the score"
    ]
