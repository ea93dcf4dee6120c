"""The table of a season, from the results known so far."""

import numpy as np

from phoenix.domain.context import TableRow
from phoenix.domain.history import History


def table(history: History, season: str) -> tuple[TableRow, ...]:
    """Three points a win; order by points, goal difference, goals scored, name.

    ``history`` holds one competition; empty before the first result of ``season``.
    """
    if season not in history.seasons:
        return ()
    played = history.select(history.season == history.seasons.index(season))
    k = len(played.teams)
    home_goals, away_goals = played.column("home_goals"), played.column("away_goals")
    margin = np.sign(home_goals - away_goals)
    home_points = np.select([margin > 0, margin == 0], [3.0, 1.0], 0.0)
    away_points = np.select([margin < 0, margin == 0], [3.0, 1.0], 0.0)

    def both(at_home: np.ndarray, away: np.ndarray) -> np.ndarray:
        return np.bincount(played.home, at_home, k) + np.bincount(played.away, away, k)

    matches = both(np.ones(len(played)), np.ones(len(played)))
    points, scored = both(home_points, away_points), both(home_goals, away_goals)
    conceded = both(away_goals, home_goals)
    order = np.lexsort((np.arange(k), -scored, conceded - scored, -points))
    return tuple(
        TableRow(
            place, played.teams[team], int(matches[team]), int(points[team]),
            int(scored[team]), int(conceded[team]),
        )
        for place, team in enumerate(order, start=1)
    )  # fmt: skip
