"""``fixtures/statistics``: what each side did in a match, alone or within ``fixtures?ids=``."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from phoenix.domain.matches import SideCounts
from phoenix.sources.api_football.bodies.reading import Body, Read, Reader, shown
from phoenix.sources.api_football.bodies.teams import TeamId
from phoenix.sources.api_football.bodies.written import count

HIGHEST_EXPECTED_GOALS = 30.0


class _Statistic(Body):
    type: str
    value: Any = None


class StatisticsRow(Body):
    """The statistics of one team."""

    team: TeamId
    statistics: list[_Statistic] | None = None


@dataclass(frozen=True, slots=True)
class TeamCounts:
    """What a team did in a match; ``counts`` is None where the provider has none of it."""

    team: str
    counts: SideCounts | None


def read_statistics(asked: str, response: Any) -> Read[TeamCounts]:
    """Both sides of an answer of ``fixtures/statistics``; of which fixture, the caller knows.

    A value that cannot be understood is left out, and so are shots on target in excess of shots;
    both are handed back as rejects too.
    """
    reader = Reader(asked)
    return Read(tuple(team_counts(response, reader)), reader.rejects)


def team_counts(rows: Any, reader: Reader, where: str = "") -> list[TeamCounts]:
    """The same of a part of a body; ``where`` names the part."""
    return [
        TeamCounts(row.team.id, _counts(row, reader, where))
        for row in reader.each(StatisticsRow, rows, where)
    ]


def _counts(row: StatisticsRow, reader: Reader, where: str) -> SideCounts | None:
    told = {entry.type: entry.value for entry in row.statistics or ()}
    path = f"{where}{', ' if where else ''}team {row.team.id}"
    counts: dict[str, Any] = {}
    for kind, (name, read) in _KINDS.items():
        if told.get(kind) is None:
            continue
        try:
            counts[name] = read(told[kind])
        except ValueError as error:
            reader.refuse(f"{path}, {kind}", str(error), told[kind])
    if "Red Cards" in told and told["Red Cards"] is None and "yellow_cards" in counts:
        counts["red_cards"] = 0
    _check_shots(counts, told, reader, path)
    return SideCounts(**counts) if counts else None


def _check_shots(
    counts: dict[str, Any], told: Mapping[str, Any], reader: Reader, path: str
) -> None:
    shots, on_target = counts.get("shots"), counts.get("shots_on_target")
    if shots is not None and on_target is not None and on_target > shots:
        problem = f"{on_target} shots on target of {shots} shots"
        reader.refuse(f"{path}, Shots on Goal", problem, told)
        del counts["shots_on_target"]


def _share(value: Any) -> float:
    """'72%' is 0.72."""
    percent = _decimal(value.removesuffix("%") if isinstance(value, str) else value)
    if 0.0 <= percent <= 100.0:
        return percent / 100.0
    raise ValueError(f"{shown(value)} is no share")


def _expected_goals(value: Any) -> float:
    goals = _decimal(value)
    if 0.0 <= goals <= HIGHEST_EXPECTED_GOALS:
        return goals
    raise ValueError(f"{shown(value)} is no number of expected goals")


def _decimal(value: Any) -> float:
    try:
        decimal = math.nan if isinstance(value, bool) else float(value)
    except (TypeError, ValueError, OverflowError):
        decimal = math.nan
    if math.isfinite(decimal):
        return decimal
    raise ValueError(f"{shown(value)} is no number")


_KINDS: Mapping[str, tuple[str, Callable[[Any], float]]] = {
    "Total Shots": ("shots", count),
    "Shots on Goal": ("shots_on_target", count),
    "Corner Kicks": ("corners", count),
    "Fouls": ("fouls", count),
    "Yellow Cards": ("yellow_cards", count),
    "Red Cards": ("red_cards", count),
    "Ball Possession": ("possession", _share),
    "expected_goals": ("expected_goals", _expected_goals),
}
