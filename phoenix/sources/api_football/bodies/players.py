"""``fixtures/players``: minutes played, the only figure of a player that is read."""

from collections.abc import Mapping
from typing import Any

from phoenix.sources.api_football.bodies.reading import Body, Reader
from phoenix.sources.api_football.bodies.written import Count, Id


class _Player(Body):
    id: Id


class _Games(Body):
    minutes: Count | None = None


class _Statistics(Body):
    games: _Games


class _Played(Body):
    player: _Player
    statistics: list[_Statistics]


class PlayersRow(Body):
    """The players of one team, each with a list of statistics of which the first counts."""

    players: Any


def minutes_played(rows: Any, reader: Reader, where: str = "") -> Mapping[str, int]:
    """Minutes by the player's id; who did not play, or was not counted, is not in it."""
    return {
        played.player.id: played.statistics[0].games.minutes
        for place, row in enumerate(reader.each(PlayersRow, rows, where))
        for played in reader.each(_Played, row.players, f"{where}.{place}.players")
        if played.statistics and played.statistics[0].games.minutes is not None
    }
