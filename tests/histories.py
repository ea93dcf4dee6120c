"""Small histories for tests, made from tuples."""

from collections.abc import Sequence

import numpy as np

from phoenix.domain.history import RESULT_COLUMNS, STATISTIC_COLUMNS, History

Match = tuple[str, str, str, int, int]


def history_of(
    matches: Sequence[Match],
    *,
    corners: Sequence[tuple[float, float]] | None = None,
    competition: str = "L",
    season: str = "2024/25",
) -> History:
    """A history of (day, home, away, home goals, away goals), sorted by day."""
    ordered = sorted(matches, key=lambda match: (match[0], match[1]))
    teams = sorted({name for match in ordered for name in match[1:3]})
    days = np.array([match[0] for match in ordered], dtype="datetime64[D]")
    n = len(ordered)
    columns = {name: np.full(n, np.nan) for name in (*RESULT_COLUMNS, *STATISTIC_COLUMNS)}
    columns["home_goals"] = np.array([match[3] for match in ordered], dtype=float)
    columns["away_goals"] = np.array([match[4] for match in ordered], dtype=float)
    if corners is not None:
        columns["home_corners"], columns["away_corners"] = np.array(corners, dtype=float).T.copy()
    return History(
        teams=tuple(teams),
        competitions=(competition,) if n else (),
        seasons=(season,) if n else (),
        referees=(),
        day=days,
        known=(days + np.timedelta64(1, "D")).astype("datetime64[m]"),
        competition=np.zeros(n, dtype=np.intp),
        season=np.zeros(n, dtype=np.intp),
        home=np.array([teams.index(match[1]) for match in ordered], dtype=np.intp),
        away=np.array([teams.index(match[2]) for match in ordered], dtype=np.intp),
        referee=np.full(n, -1, dtype=np.intp),
        columns=columns,
    )
