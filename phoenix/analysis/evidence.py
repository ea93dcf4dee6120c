"""Recent matches behind a tendency: at home of the home side, away of the away side."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from phoenix.domain.dossier import EvidenceMatch, RecentMatches
from phoenix.domain.history import History
from phoenix.domain.markets import Reading
from phoenix.domain.matches import Fixture

MATCHES = 4


@dataclass(frozen=True, slots=True)
class Recent:
    """The rows (newest first) that serve as evidence for every tendency of a match."""

    history: History
    fixture: Fixture
    at_home: NDArray[np.intp]
    away: NDArray[np.intp]


def recent(history: History, fixture: Fixture) -> Recent:
    """Find the last four home matches of the home side and away matches of the away side."""
    home, away = history.team(fixture.home), history.team(fixture.away)
    rows = np.arange(len(history))
    at_home = rows[history.home == home] if home is not None else rows[:0]
    on_tour = rows[history.away == away] if away is not None else rows[:0]
    return Recent(history, fixture, at_home[-MATCHES:][::-1], on_tour[-MATCHES:][::-1])


def behind(found: Recent, reading: Reading) -> tuple[RecentMatches, RecentMatches]:
    """The evidence of one reading: the matches, the market's own count in each, the means."""
    return (
        _seen(found.history, found.fixture.home, found.at_home, reading),
        _seen(found.history, found.fixture.away, found.away, reading),
    )


def _seen(history: History, team: str, rows: NDArray[np.intp], reading: Reading) -> RecentMatches:
    home, away = (column[rows] for column in history.pair(reading.quantity))
    count = reading.counted(home, away)
    won, lost = reading.settle(home, away)
    share = won + 0.5 * (1.0 - won - lost)
    matches = tuple(
        EvidenceMatch(
            day=history.day[row].astype(object),
            home=history.teams[history.home[row]],
            away=history.teams[history.away[row]],
            home_goals=int(history.column("home_goals")[row]),
            away_goals=int(history.column("away_goals")[row]),
            home_count=_whole(home[place]),
            away_count=_whole(away[place]),
            count=_whole(count[place]),
            won=None if np.isnan(share[place]) else float(share[place]),
        )
        for place, row in enumerate(rows)
    )
    return RecentMatches(team, matches, _mean(count), _mean(home), _mean(away))


def _whole(value: float) -> int | None:
    return None if np.isnan(value) else int(value)


def _mean(values: NDArray[np.float64]) -> float | None:
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else None
