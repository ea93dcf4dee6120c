"""From a history to what attack and defence are fitted on."""

from dataclasses import dataclass

import numpy as np

from phoenix.domain.history import History
from phoenix.domain.quantities import Quantity
from phoenix.forecasting.decay import half_life_weights
from phoenix.forecasting.strengths import Sample


@dataclass(frozen=True, slots=True)
class TeamSample:
    """A sample, with the names that its indices stand for and each team's number of matches."""

    teams: tuple[str, ...]
    sample: Sample
    played: tuple[int, ...]

    def place(self, team: str) -> int | None:
        """Index of a team, or None if it is not in the sample."""
        return self.teams.index(team) if team in self.teams else None


def team_sample(
    history: History, quantity: Quantity, *, half_life: float, window: float
) -> TeamSample | None:
    """The matches of the last ``window`` days with this count, weighted by age.

    Age is counted from the last match of the history. None if there is no such match.
    """
    if not len(history):
        return None
    today = history.day[-1]
    home, away = history.pair(quantity)
    age = (today - history.day).astype("timedelta64[D]").astype(float)
    usable = ~np.isnan(home + away) & (age <= window)
    if not usable.any():
        return None
    recent = history.select(usable)
    played = np.bincount(recent.home, minlength=len(recent.teams))
    played += np.bincount(recent.away, minlength=len(recent.teams))
    sample = Sample(
        teams=len(recent.teams),
        home=recent.home,
        away=recent.away,
        home_counts=home[usable],
        away_counts=away[usable],
        weights=half_life_weights(recent.day, today, half_life),
    )
    return TeamSample(recent.teams, sample, tuple(played.tolist()))
