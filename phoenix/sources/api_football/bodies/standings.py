"""``standings``: the table of a season, with all its groups."""

from collections.abc import Iterator
from typing import Any

from pydantic import Field

from phoenix.domain.provided import ProvidedTable, Standing
from phoenix.sources.api_football.bodies.reading import Body, Read, Reader
from phoenix.sources.api_football.bodies.teams import Team
from phoenix.sources.api_football.bodies.written import Count, Id, MaybeText, Points, Year


class _Goals(Body):
    scored: Count = Field(alias="for")
    conceded: Count = Field(alias="against")


class _Record(Body):
    played: Count
    win: Count
    draw: Count
    lose: Count
    goals: _Goals


class _Line(Body):
    """One team's line; home and away together are the only figures that are always told."""

    rank: Count
    team: Team
    points: Points
    group: MaybeText = None
    form: MaybeText = None
    description: MaybeText = None
    record: _Record = Field(alias="all")


class _League(Body):
    id: Id
    season: Year
    standings: list[Any]


class StandingsRow(Body):
    """A row of ``standings``: a league, its groups in a list of lists."""

    league: _League


def read_standings(asked: str, response: Any) -> Read[ProvidedTable]:
    """The tables of an answer of ``standings``: one, or none.

    A line that cannot be understood is left out of its table. A table with lines none of which
    can is left out as a whole, so that it replaces no better one.
    """
    reader = Reader(asked)
    tables = (_table(row.league, reader) for row in reader.each(StandingsRow, response))
    return Read(tuple(table for table in tables if table), reader.rejects)


def _table(league: _League, reader: Reader) -> ProvidedTable | None:
    lines: dict[tuple[str, str], Standing] = {}
    for line in _lines(league, reader):
        standing = _standing(line)
        known = lines.setdefault((standing.group, standing.team.id), standing)
        if known is not standing:
            problem = f"team {standing.team.id} stands twice in {standing.group!r}"
            reader.refuse(f"league {league.id}", problem, line.model_dump(by_alias=True))
    if not lines and any(group != [] for group in league.standings):
        return None
    return ProvidedTable(league.id, league.season, tuple(lines.values()))


def _lines(league: _League, reader: Reader) -> Iterator[_Line]:
    for place, group in enumerate(league.standings):
        yield from reader.each(_Line, group, f"league {league.id}, standings.{place}")


def _standing(line: _Line) -> Standing:
    return Standing(
        group=line.group or "",
        rank=line.rank,
        team=line.team.ref,
        played=line.record.played,
        won=line.record.win,
        drawn=line.record.draw,
        lost=line.record.lose,
        goals_for=line.record.goals.scored,
        goals_against=line.record.goals.conceded,
        points=line.points,
        form=line.form[::-1] if line.form else None,  # newest first there
        note=line.description,
    )
