"""What a team is called: its name, unique within its country; with the country where two meet.

In a competition of many countries two teams may share a name (Barcelona of Spain and of Ecuador):
there every name that is not unique is shown with its country.
"""

from typing import Any

from sqlalchemy import ColumnElement, and_, case, select

from phoenix.store import tables

WORLD = "World"  # the country of competitions whose teams come from many countries

home_team, away_team = tables.team.alias("home_team"), tables.team.alias("away_team")


def shown(team: Any) -> ColumnElement[str]:
    """The name of ``team`` (an alias of the team table) in a query over ``competition``."""
    namesake = tables.team.alias()
    shared = select(namesake.c.id).where(
        namesake.c.name == team.c.name, namesake.c.country != team.c.country
    )
    told: ColumnElement[str] = case(
        (
            and_(tables.competition.c.country == WORLD, shared.exists()),
            team.c.name + " (" + team.c.country + ")",
        ),
        else_=team.c.name,
    )
    return told
