"""Every real body is read whole; the exceptions are listed with their reasons."""

import csv
from collections import Counter
from collections.abc import Callable
from datetime import UTC
from pathlib import Path
from typing import Any

from phoenix.domain.matches import SideCounts
from phoenix.domain.provided import Status
from phoenix.sources.api_football.bodies.fixtures import read_fixtures
from phoenix.sources.api_football.bodies.injuries import read_injuries
from phoenix.sources.api_football.bodies.leagues import read_leagues
from phoenix.sources.api_football.bodies.lineups import read_lineups
from phoenix.sources.api_football.bodies.odds import read_odds
from phoenix.sources.api_football.bodies.standings import read_standings
from phoenix.sources.api_football.bodies.statistics import read_statistics
from phoenix.sources.api_football.bodies.teams import read_teams

Real = Callable[[str], Any]
SIDES = ("home", "away")
SCORES = ("halftime", "fulltime", "extratime", "penalty")


def test_a_season_of_the_serie_a(real: Real) -> None:
    """380 fixtures, 170 of them finished, one being played."""
    read = read_fixtures("x", real("fixtures.json"))
    assert (len(read.values), read.rejects) == (380, ())
    assert Counter(match.status for match in read.values) == {
        Status.SCHEDULED: 209, Status.FINISHED: 170, Status.LIVE: 1,
    }  # fmt: skip
    finished = {match for match in read.values if match.score is not None}
    assert {match.status for match in finished} == {Status.FINISHED}
    assert len(finished) == 170
    assert {match.kickoff.tzinfo for match in read.values} == {UTC}
    assert not any("," in (match.referee or "") for match in read.values)
    assert len({team.id for match in read.values for team in (match.home, match.away)}) == 20


def test_a_libertadores(real: Real) -> None:
    """155 matches with a score; six shoot-outs, and no extra time is made of their 0-0."""
    read = read_fixtures("x", real("fixtures_libertadores_2024.json"))
    assert (len(read.values), read.rejects) == (155, ())
    assert all(match.score for match in read.values)
    shoot_outs = [match for match in read.values if match.penalties]
    assert len(shoot_outs) == 6
    assert {match.extra for match in read.values} == {None}


def test_meetings_of_two_teams(real: Real) -> None:
    """``fixtures/headtohead`` has the shape of ``fixtures``."""
    read = read_fixtures("x", real("fixtures_headtohead.json"))
    assert (len(read.values), read.rejects) == (18, ())
    assert all(match.score for match in read.values)


def test_matches_to_come(real: Real) -> None:
    """178 fixtures of many countries, none played."""
    read = read_fixtures("x", real("recorded-2025-10/fixtures_upcoming.json"))
    assert (len(read.values), read.rejects) == (178, ())
    assert {(match.status, match.score) for match in read.values} == {(Status.SCHEDULED, None)}


def test_finished_matches_with_statistics(real: Real) -> None:
    """1,306 finished, 381 with statistics; one has more goals in 90 minutes than in 120."""
    rows = [as_sent(told) for told in real("recorded-2025-10/finished_fixtures.json")]
    read = read_fixtures("x", rows)
    assert len(read.values) == 1306
    assert [reject.reason for reject in read.rejects] == [
        "fixture 1477537, score: 4-0 and 0-2 in extra time do not make 2-0"
    ]
    assert sum(match.score is not None for match in read.values) == 1305
    assert sum(match.extra is not None for match in read.values) == 8
    assert sum(match.penalties is not None for match in read.values) == 14
    with_counts = [match for match in read.values if match.statistics_asked]
    assert len(with_counts) == 381
    sides = [s for match in with_counts for s in (match.home_counts, match.away_counts)]
    assert sum(side is not None for side in sides) == 762
    assert missing(sides) == {
        "shots": 32, "shots_on_target": 32, "corners": 32, "fouls": 32, "possession": 32,
        "yellow_cards": 12, "red_cards": 12, "expected_goals": 470,
    }  # fmt: skip


def missing(sides: list[SideCounts | None]) -> Counter[str]:
    names = SideCounts.__dataclass_fields__
    return Counter(name for side in sides for name in names if getattr(side, name, None) is None)


def as_sent(told: dict[str, Any]) -> dict[str, Any]:
    """A recorded match (which has a shape of its own) as the provider sends it."""
    row = {
        "fixture": {"id": told["fixture_id"], "date": told["date"]},
        "league": {"id": (told["league_candidates"] or [1])[0], "season": 2025, "round": None},
        "teams": {side: told[side] for side in SIDES},
        "goals": told["goals"],
        "score": told["score"],
    }
    row["fixture"]["status"] = {"short": told["status"]}
    if told["statistics"] is not None:
        row["statistics"] = [
            {
                "team": told[side],
                "statistics": [
                    {"type": kind, "value": value}
                    for kind, value in told["statistics"][side].items()
                ],
            }
            for side in SIDES
        ]
    return row


def test_cups_with_extra_time(real_bodies: Path) -> None:
    """Of 2,603 cup matches, 26 went to extra time in which nothing is told: no score is known."""
    path = real_bodies.parent / "knockout" / "api_football_cup_fixtures.csv"
    with path.open(encoding="utf-8", newline="") as file:
        told = list(csv.DictReader(file))
    read = read_fixtures("x", [cup_match(row) for row in told])
    assert len(read.values) == 2603
    assert sum(match.score is None for match in read.values) == len(read.rejects) == 26
    doubted = {match.id for match in read.values if match.score is None}
    assert {row["league"] for row in told if row["fixture_id"] in doubted} == {
        "FA Cup", "Copa Argentina",
    }  # fmt: skip
    after = {match.id: match.extra for match in read.values}
    assert after["349630"] == (2, 0), "extratime 3-1 is the score after it"
    assert sum(extra is not None for extra in after.values()) == 37


def cup_match(row: dict[str, str]) -> dict[str, Any]:
    def pair(name: str) -> dict[str, int | None]:
        cells = {side: row[f"{name}_{side}"] for side in SIDES}
        return {side: int(cell) if cell else None for side, cell in cells.items()}

    fixture = {"id": row["fixture_id"], "date": row["date"], "status": {"short": row["status"]}}
    return {
        "fixture": fixture,
        "league": {"id": row["league_id"], "season": row["season"], "round": row["round"]},
        "teams": {side: {"id": row[f"{side}_id"], "name": row[side]} for side in SIDES},
        "goals": pair("goals"),
        "score": {name: pair(name) for name in SCORES},
    }


def test_statistics_alone(real: Real) -> None:
    """Both sides of a match, and the answer to a question about one kind."""
    read = read_statistics("x", real("fixtures_statistics.json"))
    assert read.rejects == ()
    assert {side.team: side.counts for side in read.values} == {
        "463": SideCounts(9, 3, 3, 22, 5, 1, 0.32),
        "442": SideCounts(7, 0, 5, 10, 5, 0, 0.68),
    }
    (side,) = read_statistics("x", real("fixtures_statistics_single_type.json")).values
    assert side.counts == SideCounts(possession=0.39)


def test_line_ups_alone(real: Real) -> None:
    """Eleven start on each side, seven sit on the bench."""
    read = read_lineups("x", real("fixtures_lineups.json"))
    assert read.rejects == ()
    assert [
        (lineup.team, lineup.formation, Counter(p.starts for p in lineup.players))
        for lineup in read.values
    ] == [("463", "4-3-3", {True: 11, False: 7}), ("442", "4-4-2", {True: 11, False: 7})]


def test_minutes_of_a_real_match(real: Real) -> None:
    """27 of the 28 who played stand in the line-ups (one under another id) with their minutes."""
    (row,) = real("fixtures_headtohead.json")[:1]
    parts = {part: real(f"fixtures_{part}.json") for part in ("lineups", "players")}
    (match,) = read_fixtures("x", [row | parts]).values
    assert match.lineups is not None
    minutes = [player.minutes for lineup in match.lineups for player in lineup.players]
    assert sum(minute is not None for minute in minutes) == 27
    assert minutes.count(90) == 16


def test_a_table(real: Real) -> None:
    """The Serie A in the middle of a season: one group of 20."""
    (table,) = read_standings("x", real("standings.json")).values
    assert (table.league, table.year, len(table.rows)) == ("135", 2025, 20)
    assert (table.rows[1].team.name, table.rows[1].form) == ("Inter", "LWWWW")


def test_tables_of_many_countries(real: Real) -> None:
    """38 tables with 622 lines and the names of their groups."""
    told = real("recorded-2025-10/standings.json")
    rows = [
        {"league": {"id": one["league_id"], "season": 2025, "standings": [one["table"]]}}
        for one in told
    ]
    read = read_standings("x", rows)
    assert (len(read.values), read.rejects) == (38, ())
    assert sum(len(table.rows) for table in read.values) == 622
    assert all(row.group for table in read.values for row in table.rows)
    cups = [table for table in read.values if table.league in {"11", "13"}]
    merged = [{"league": rows[0]["league"] | {"standings": [one["table"] for one in told[:3]]}}]
    (table,) = read_standings("x", merged).values
    assert {len(cup.rows) for cup in cups} == {4}
    assert len({row.group for row in table.rows}) == 3


def test_prices_of_twelve_bookmakers(real: Real) -> None:
    """423 whole sets in eleven markets, as many as the body has with every price above one."""
    read = read_odds("x", real("odds.json"))
    (quotes,) = read.values
    assert read.rejects == ()
    assert len({price.bookmaker for price in quotes.prices}) == 12
    assert Counter(str(price.market) for price in quotes.prices) == {
        "total": 92, "corners-total": 82, "handicap": 73, "first-half-total": 51,
        "away-total": 32, "home-total": 29, "cards-total": 19, "result": 12,
        "first-half-result": 12, "both-score": 11, "double-chance": 10,
    }  # fmt: skip


def test_injuries_of_a_season(real: Real) -> None:
    """150 absences, no player twice in a fixture."""
    read = read_injuries("x", real("injuries.json"))
    assert (len(read.values), read.rejects) == (150, ())
    assert {absence.doubtful for absence in read.values} == {False}


def test_seasons_under_way(real: Real) -> None:
    """28 competitions, each with its current season; Brazil's is a calendar year."""
    read = read_leagues("x", real("leagues.json"))
    assert (len(read.values), read.rejects) == (28, ())
    assert all(season.current for season in read.values)
    assert {season.kind for season in read.values} == {"League", "Cup"}
    (brazil,) = (season for season in read.values if season.league == "71")
    assert (brazil.year, brazil.first.year, brazil.last.year) == (2026, 2026, 2026)


def test_teams_of_a_league(real: Real) -> None:
    """20 teams of Italy."""
    read = read_teams("x", real("teams.json"))
    assert (len(read.values), read.rejects) == (20, ())
    assert {team.country for team in read.values} == {"Italy"}
