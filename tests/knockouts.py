"""Recorded cup matches and ties, read from the files of real knock-outs."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from phoenix.domain.tie_rules import rule_of
from phoenix.domain.ties import CupMatch, Score, Tie

# Names in ties.csv and matches.csv, without the season; the ids are API-Football's.
LEAGUES = {
    "UEFA Champions League": 2,
    "UEFA Europa League": 3,
    "UEFA Conference League": 848,
    "Copa Libertadores": 13,
    "Copa Sudamericana": 11,
}
BRAZIL_CUP = 73

Row = Mapping[str, str]


@dataclass(frozen=True)
class RecordedTie:
    """A tie with the winner that the file gives it, and how it says it was decided."""

    name: str
    tie: Tie
    winner: str
    decided_by: str


def recorded_ties(folder: Path) -> list[RecordedTie]:
    """The ties of ``ties.csv``, each seen from its last match."""
    return [_recorded(row) for row in _rows(folder / "ties.csv")]


def calendar(folder: Path) -> list[CupMatch]:
    """The matches of ``matches.csv`` that were not called off; their times are not known."""
    rows = (row for row in _rows(folder / "matches.csv") if row["note"] != "cancelled")
    return [_match(number, row) for number, row in enumerate(rows)]


def api_fixtures(folder: Path) -> list[CupMatch]:
    """The fixtures of ``api_football_cup_fixtures.csv``; some stand in it twice."""
    rows = _rows(folder / "api_football_cup_fixtures.csv")
    return list({row["fixture_id"]: _api_match(row) for row in rows}.values())


def brazil_cup(folder: Path) -> list[CupMatch]:
    """The matches of the Copa do Brasil, 90 minutes only."""
    rows = _rows(folder / "copa_do_brasil_2012_2021.csv")
    return [
        CupMatch(
            key=number,
            competition="BRC",
            season=row["season"],
            round=f"Round {row['round']}",
            kickoff=datetime.fromisoformat(row["datetime"]).replace(tzinfo=UTC),
            home=row["home_team"],
            away=row["away_team"],
            league=BRAZIL_CUP,
            score90=_score(row["home_goal"], row["away_goal"]),
            finished=True,
        )
        for number, row in enumerate(rows)
    ]


def _rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _score(home: str, away: str) -> Score | None:
    return (int(home), int(away)) if home.isdigit() and away.isdigit() else None


def _written(score: str) -> Score | None:
    return _score(*score.split("-")) if score else None


def _beyond(after_120: Score | None, score90: Score | None) -> Score | None:
    """Goals in extra time; these files give the score after it."""
    if after_120 is None or score90 is None:
        return None
    return after_120[0] - score90[0], after_120[1] - score90[1]


def _midnight(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


def _recorded(row: Row) -> RecordedTie:
    name, _, season = row["competition"].rpartition(" ")
    league, first, second = LEAGUES[name], row["team_a"], row["team_b"]
    extra_of = _written(row["leg2_et"])
    kicks = _score(row["pens_a"], row["pens_b"])
    leg_one = CupMatch(
        1, name, season, row["stage"], _midnight(row["date1"]), first, second,
        league=league, score90=_written(row["leg1"]), finished=True,
    )  # fmt: skip
    rule = rule_of(league, season, row["stage"])
    label = f"{row['competition']}, {row['stage']}: {first} - {second}"
    if row["legs"] == "1":
        extra = _beyond(extra_of, leg_one.score90)
        last = _with(leg_one, extra, kicks)
        return RecordedTie(label, Tie(last, 1, rule=rule), row["winner"], row["decided_by"])
    leg_two = CupMatch(
        2, name, season, row["stage"], _midnight(row["date2"]), second, first,
        league=league, score90=_written(row["leg2_ft"]), finished=True,
    )  # fmt: skip
    last = _with(leg_two, _beyond(extra_of, leg_two.score90), kicks and kicks[::-1])
    return RecordedTie(label, Tie(last, 2, leg_one, rule), row["winner"], row["decided_by"])


def _with(match: CupMatch, extra: Score | None, penalties: Score | None) -> CupMatch:
    return replace(match, extra=extra, penalties=penalties)


def _match(number: int, row: Row) -> CupMatch:
    name, _, season = row["competition"].rpartition(" ")
    score90 = _score(row["ft_h"], row["ft_a"])
    return CupMatch(
        key=number,
        competition=name,
        season=season,
        round=row["stage"],
        kickoff=_midnight(row["date"]),
        home=row["home"],
        away=row["away"],
        league=LEAGUES[name],
        score90=score90,
        extra=_beyond(_score(row["et_h"], row["et_a"]), score90),
        penalties=_score(row["pen_h"], row["pen_a"]),
        finished=True,
    )


def _api_match(row: Row) -> CupMatch:
    return CupMatch(
        key=row["fixture_id"],
        competition=row["league_id"],
        season=row["season"],
        round=row["round"],
        kickoff=datetime.fromisoformat(row["date"]),
        home=row["home_id"],
        away=row["away_id"],
        league=int(row["league_id"]),
        score90=_score(row["fulltime_home"], row["fulltime_away"]),
        extra=_score(row["extratime_home"], row["extratime_away"]),
        penalties=_score(row["penalty_home"], row["penalty_away"]),
        finished=row["status"] in {"FT", "AET", "PEN"},
    )
