"""``fixtures/lineups``: who plays, alone or within ``fixtures?ids=``."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from phoenix.domain.provided import Lineup, Player
from phoenix.sources.api_football.bodies.reading import Body, Read, Reader
from phoenix.sources.api_football.bodies.teams import TeamId
from phoenix.sources.api_football.bodies.written import Count, Id, MaybeText, Text


class _Player(Body):
    id: Id
    name: Text
    number: Count | None = None
    pos: MaybeText = None


class _Entry(Body):
    player: _Player


class _Coach(Body):
    name: MaybeText = None


class LineupRow(Body):
    """The line-up of one team; each player is read on its own."""

    team: TeamId
    formation: MaybeText = None
    coach: _Coach | None = None
    starters: list[Any] | None = Field(default=None, alias="startXI")
    substitutes: list[Any] | None = None


def read_lineups(asked: str, response: Any) -> Read[Lineup]:
    """The line-ups of an answer of ``fixtures/lineups``; none before they are announced.

    A player without an id is left out and handed back as a reject; one named twice counts once.
    """
    reader = Reader(asked)
    return Read(lineups(response, {}, reader), reader.rejects)


def lineups(
    rows: Any, minutes: Mapping[str, int], reader: Reader, where: str = ""
) -> tuple[Lineup, ...]:
    """The same of a part of a body, with the ``minutes`` that players (by id) have played."""
    return tuple(
        _lineup(row, minutes, reader, where) for row in reader.each(LineupRow, rows, where)
    )


def _lineup(row: LineupRow, minutes: Mapping[str, int], reader: Reader, where: str) -> Lineup:
    path = f"{where}{', ' if where else ''}team {row.team.id}"
    players: dict[str, Player] = {}
    for player in _players(row, minutes, reader, path):
        players.setdefault(player.id, player)
    return Lineup(
        team=row.team.id,
        formation=row.formation,
        coach=row.coach.name if row.coach else None,
        players=tuple(players.values()),
    )


def _players(
    row: LineupRow, minutes: Mapping[str, int], reader: Reader, path: str
) -> Iterator[Player]:
    parts = (("startXI", row.starters), ("substitutes", row.substitutes))
    for name, entries in parts:
        for entry in reader.each(_Entry, entries or [], f"{path}, {name}"):
            told = entry.player
            yield Player(
                id=told.id,
                name=told.name,
                position=told.pos,
                number=told.number,
                starts=name == "startXI",
                minutes=minutes.get(told.id),
            )
