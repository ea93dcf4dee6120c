"""``injuries``: who will or may miss a fixture."""

from typing import Any, Literal

from phoenix.domain.provided import Absence
from phoenix.sources.api_football.bodies.reading import Body, Read, Reader
from phoenix.sources.api_football.bodies.teams import TeamId
from phoenix.sources.api_football.bodies.written import Id, MaybeText, Text


class _Player(Body):
    id: Id
    name: Text
    type: Literal["Missing Fixture", "Questionable"]
    reason: MaybeText = None


class _Fixture(Body):
    id: Id


class InjuryRow(Body):
    """A row of ``injuries``: a player and the fixture missed."""

    player: _Player
    team: TeamId
    fixture: _Fixture


def read_injuries(asked: str, response: Any) -> Read[Absence]:
    """All absences of an answer of ``injuries``; ``reason`` is empty where none was told.

    A player is told once per fixture: the first row counts, but one who is surely missing is not
    doubtful.
    """
    reader = Reader(asked)
    absences: dict[tuple[str, str], Absence] = {}
    for row in reader.each(InjuryRow, response):
        absence = _absence(row)
        known = absences.setdefault((absence.fixture, absence.player), absence)
        if known.doubtful and not absence.doubtful:
            absences[absence.fixture, absence.player] = absence
    return Read(tuple(absences.values()), reader.rejects)


def _absence(row: InjuryRow) -> Absence:
    return Absence(
        fixture=row.fixture.id,
        team=row.team.id,
        player=row.player.id,
        name=row.player.name,
        doubtful=row.player.type == "Questionable",
        reason=row.player.reason or "",
    )
