"""``teams``: the teams of a league and season, with their countries."""

from typing import Any

from phoenix.domain.provided import TeamRef
from phoenix.sources.api_football.bodies.reading import Body, Read, Reader
from phoenix.sources.api_football.bodies.written import Id, MaybeText, Text


class TeamId(Body):
    """A team where its id is enough."""

    id: Id


class Team(TeamId):
    """A team as most bodies name it; the country is told by ``teams`` alone."""

    name: Text
    country: MaybeText = None

    @property
    def ref(self) -> TeamRef:
        """As a value of ours."""
        return TeamRef(self.id, self.name, self.country)


class TeamRow(Body):
    """A row of ``teams``; the venue is not read."""

    team: Team


def read_teams(asked: str, response: Any) -> Read[TeamRef]:
    """All teams of an answer of ``teams``."""
    reader = Reader(asked)
    teams = tuple(row.team.ref for row in reader.each(TeamRow, response))
    return Read(teams, reader.rejects)
