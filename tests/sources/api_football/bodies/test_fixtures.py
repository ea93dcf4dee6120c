"""Matches: status, kick-off, names, and what ``fixtures?ids=`` embeds."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from phoenix.domain.matches import Score, SideCounts
from phoenix.domain.provided import ProvidedMatch, Status, TeamRef
from phoenix.sources.api_football.bodies.fixtures import STATUSES, read_fixtures

Make = Callable[..., Any]
NOT_PLAYED = {
    "goals": {"home": None, "away": None},
    "score": {name: {"home": None, "away": None} for name in ("halftime", "fulltime")},
}
STATISTICS = [
    {"team": {"id": 867}, "statistics": [{"type": "Corner Kicks", "value": 3}]},
    {"team": {"id": 496}, "statistics": [{"type": "Corner Kicks", "value": 9}]},
]


def test_a_finished_match_is_read_whole(make: Make) -> None:
    """Ids are texts, the kick-off is UTC, the referee comes without a country."""
    read = read_fixtures("x", [make("match")])
    assert read.rejects == ()
    assert read.values == (
        ProvidedMatch(
            id="1",
            league="135",
            year=2025,
            round="Regular Season - 18",
            kickoff=datetime(2026, 1, 3, 17, tzinfo=UTC),
            status=Status.FINISHED,
            home=TeamRef("496", "Juventus"),
            away=TeamRef("867", "Lecce"),
            score=Score(2, 1, 1, 0),
            referee="Giuseppe Collu",
        ),
    )
    assert read.values[0].kickoff.tzinfo is UTC


@pytest.mark.parametrize(
    ("status", "codes"),
    [
        (Status.SCHEDULED, "TBD NS"),
        (Status.LIVE, "1H HT 2H ET BT P SUSP INT LIVE"),
        (Status.FINISHED, "FT AET PEN"),
        (Status.POSTPONED, "PST"),
        (Status.CANCELLED, "CANC"),
        (Status.ABANDONED, "ABD"),
        (Status.AWARDED, "AWD WO"),
    ],
)
def test_every_code_of_the_documentation_is_known(make: Make, status: Status, codes: str) -> None:
    """The 19 codes that the provider documents say where a fixture stands."""
    rows = [make("match", {"fixture.status.short": code}) for code in codes.split()]
    assert {match.status for match in read_fixtures("x", rows).values} == {status}
    assert len(STATUSES) == 19


def test_an_unknown_code_is_a_reject(make: Make) -> None:
    """A status that is not documented is not guessed."""
    read = read_fixtures("x", [make("match", {"fixture.status.short": "XX"})])
    assert read.values == ()
    assert read.rejects[0].reason == "fixture.status.short: 'XX' is no status"


@pytest.mark.parametrize("code", ["NS", "2H", "ET", "PST", "CANC", "ABD", "AWD", "WO"])
def test_only_a_finished_match_has_results(make: Make, code: str) -> None:
    """Goals, counts and the memory of having asked for them are kept of finished matches alone."""
    changes = {"fixture.status.short": code, "statistics": STATISTICS}
    (match,) = read_fixtures("x", [make("match", changes)]).values
    assert (match.score, match.extra, match.penalties) == (None, None, None)
    assert (match.home_counts, match.away_counts, match.statistics_asked) == (None, None, False)


def test_a_match_to_come_has_nothing_that_comes_of_it(make: Make) -> None:
    """Nulls of a match to come are no fault."""
    changes = {"fixture.status.short": "NS", "fixture.referee": None, **NOT_PLAYED}
    read = read_fixtures("x", [make("match", changes)])
    assert read.rejects == ()
    assert (read.values[0].score, read.values[0].referee) == (None, None)


@pytest.mark.parametrize(
    ("written", "name"),
    [("C. Ortega", "C. Ortega"), ("Ana, Italy", "Ana"), (" , Italy", None), ("", None)],
)
def test_a_referee_has_a_name_or_is_not_known(make: Make, written: str, name: str | None) -> None:
    """Before the comma stands the name, after it the country."""
    (match,) = read_fixtures("x", [make("match", {"fixture.referee": written})]).values
    assert match.referee == name


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("fixture.id", 0, "0 is no id"),
        ("fixture.id", 10**18, "1000000000000000000 is no id"),
        ("fixture.id", True, "True is no whole number"),
        ("fixture.date", "2026-01-03T17:00:00", "'2026-01-03T17:00:00' names no time zone"),
        ("fixture.date", 1767459600, "1767459600 is no date"),
        ("fixture.date", "0001-01-01T00:00:00+14:00", "out of range"),
        ("league.season", None, "None is no whole number"),
        ("teams.home.name", "", "at least 1 character"),
        ("teams.home.name", "a\x00b", "should match pattern"),
        ("teams.home.id", 867, "team 867 plays itself"),
        ("goals.home", 1000, "1000 is no count"),
        ("goals.home", -1, "-1 is no count"),
        ("score.fulltime", "2-1", "valid dictionary"),
    ],
)
def test_what_cannot_be_is_a_reject(make: Make, field: str, value: Any, reason: str) -> None:
    """A field that makes no sense costs its row, and is named."""
    read = read_fixtures("x", [make("match", {field: value})])
    assert read.values == ()
    assert reason in read.rejects[0].reason
    assert read.rejects[0].reason.startswith(field if "itself" not in reason else "teams")


def test_counts_go_to_their_side_whatever_the_order(make: Make) -> None:
    """Statistics belong to the team whose id they bear."""
    (match,) = read_fixtures("x", [make("match", {"statistics": STATISTICS})]).values
    assert match.home_counts == SideCounts(corners=9)
    assert match.away_counts == SideCounts(corners=3)
    assert match.statistics_asked


@pytest.mark.parametrize(("changes", "asked"), [({}, False), ({"statistics": []}, True)])
def test_a_match_without_statistics_is_told_from_one_not_asked(
    make: Make, changes: Any, asked: bool
) -> None:
    """No ``statistics`` at all is not the same as an empty list."""
    (match,) = read_fixtures("x", [make("match", changes)]).values
    assert (match.home_counts, match.away_counts, match.statistics_asked) == (None, None, asked)


def test_statistics_of_a_stranger_are_a_reject(make: Make) -> None:
    """Statistics of a team that does not play are given to nobody."""
    strange = [STATISTICS[0] | {"team": {"id": 5}}, STATISTICS[1]]
    read = read_fixtures("x", [make("match", {"statistics": strange})])
    assert read.values[0].away_counts is None
    assert read.values[0].home_counts == SideCounts(corners=9)
    assert [reject.reason for reject in read.rejects] == [
        "fixture 1, statistics: team 5 does not play in it"
    ]


def test_line_ups_not_told_differ_from_none(make: Make) -> None:
    """A missing key, or null, is None; an empty list is empty."""
    rows = [make("match"), make("match", {"lineups": None}), make("match", {"lineups": []})]
    assert [match.lineups for match in read_fixtures("x", rows).values] == [None, None, ()]


def test_players_of_a_finished_match_have_their_minutes(make: Make) -> None:
    """Minutes come from the players' statistics; who is not in them has none."""
    played = {"player": {"id": 10}, "statistics": [{"games": {"minutes": 90}}]}
    bench = {"player": {"id": 20}, "statistics": [{"games": {"minutes": None}}]}
    unseen = {"player": {"id": 30}, "statistics": []}
    changes = {"lineups": [make("lineup")], "players": [{"players": [played, bench, unseen]}]}
    read = read_fixtures("x", [make("match", changes)])
    assert read.rejects == ()
    (match,) = read.values
    assert match.lineups is not None
    assert {p.id: p.minutes for p in match.lineups[0].players} == {"10": 90, "20": None}
    live = make("match", changes | {"fixture.status.short": "2H"})
    (match,) = read_fixtures("x", [live]).values
    assert match.lineups is not None
    assert {player.minutes for player in match.lineups[0].players} == {None}


@pytest.mark.parametrize(
    ("part", "value", "reason"),
    [
        ("statistics", {"a": 1}, "fixture 1, statistics: {'a': 1} is no list"),
        ("lineups", 3, "fixture 1, lineups: it is no list"),
        ("statistics", [{}], "fixture 1, statistics.0.team: Field required"),
        ("lineups", [{}], "fixture 1, lineups.0.team: Field required"),
    ],
)
def test_a_bad_part_costs_the_part_alone(make: Make, part: str, value: Any, reason: str) -> None:
    """A match survives statistics or line-ups that cannot be understood."""
    (whole,) = read_fixtures("x", [make("match")]).values
    read = read_fixtures("x", [make("match", {part: value})])
    kept = replace(read.values[0], statistics_asked=False, lineups=None)
    assert kept == whole
    assert [reject.reason for reject in read.rejects] == [reason]
