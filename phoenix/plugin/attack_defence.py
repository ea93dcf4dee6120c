"""A ready-made specialist for anything that two sides count: attack against defence.

Subclass :class:`AttackDefence`, name the quantity, and turn expected counts into a joint
distribution. Not imported by ``phoenix.plugin`` itself, because pydantic is slow to import.
"""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from phoenix.domain.context import MatchContext
from phoenix.domain.history import History
from phoenix.domain.opinions import Abstention, Evidence, Forecast, Grid, Opinion
from phoenix.domain.quantities import Quantity
from phoenix.domain.words import Words
from phoenix.forecasting.samples import TeamSample, team_sample
from phoenix.forecasting.strengths import Strengths, fit_strengths
from phoenix.plugin.analyzer import Analyzer

HALF_COVERED = 8.0

NO_MATCHES: Words = {
    "pt-BR": "nenhum jogo conhecido na competição com este dado",
    "en": "no known match in the competition with this count",
    "es": "ningún partido conocido en la competición con este dato",
}


class AttackDefenceSettings(BaseModel):
    """Memory and shrinkage of the model.

    The defaults are the best of a walk-forward over E0, SP1, D1 and I1, 2014/15 to 2018/19 (7,054
    matches, refitted monthly, log score of the exact result).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    half_life_days: float = Field(500.0, gt=0, description="age at which a match counts half")
    window_days: float = Field(1500.0, gt=0, description="older matches are left out")
    ridge: float = Field(10.0, gt=0, description="precision of the prior on attack and defence")
    min_matches: int = Field(5, ge=1, description="abstain if a team has played fewer")


@dataclass(frozen=True, slots=True)
class AttackDefenceModel:
    """Fitted strengths, the teams they belong to, and what the subclass learned besides."""

    data: TeamSample
    strengths: Strengths
    shape: Any


class AttackDefence(Analyzer):
    """Fits strengths with time decay; forecasts a joint distribution from expected counts."""

    quantity: ClassVar[Quantity]
    expected: ClassVar[Words]
    low_scores: ClassVar[bool] = False
    Settings: ClassVar[type[Any] | None] = AttackDefenceSettings
    settings: AttackDefenceSettings

    def learn_shape(self, data: TeamSample, strengths: Strengths) -> Any:  # noqa: ARG002
        """What the distribution needs besides its means; nothing by default."""
        return None

    @abstractmethod
    def joint(self, home_mean: float, away_mean: float, model: AttackDefenceModel) -> Grid:
        """The joint distribution of both counts."""

    def fit(self, history: History) -> AttackDefenceModel | None:
        s = self.settings
        data = team_sample(history, self.quantity, half_life=s.half_life_days, window=s.window_days)
        if data is None:
            return None
        strengths = fit_strengths(data.sample, ridge=s.ridge, low_scores=self.low_scores)
        return AttackDefenceModel(data, strengths, self.learn_shape(data, strengths))

    def forecast(self, context: MatchContext, model: AttackDefenceModel | None) -> Opinion:
        if model is None:
            return Abstention(NO_MATCHES)
        names = (context.fixture.home, context.fixture.away)
        places = [model.data.place(name) for name in names]
        enough = [
            place is not None and model.data.played[place] >= self.settings.min_matches
            for place in places
        ]
        home, away = places
        if home is None or away is None or not all(enough):
            few = [name for name, ok in zip(names, enough, strict=True) if not ok]
            return too_few(few, self.settings.min_matches)
        home_mean, away_mean = model.strengths.means(home, away)
        fewest = float(min(model.strengths.matches[home], model.strengths.matches[away]))
        return Forecast(
            grids={self.quantity: self.joint(home_mean, away_mean, model)},
            coverage=coverage(fewest),
            evidence=(Evidence(self.expected, home_mean, away_mean),),
        )


def coverage(matches: float) -> float:
    """From 0 to 1: n / (n + 8) for n (weighted) matches of the side with the fewest."""
    return matches / (matches + HALF_COVERED)


def too_few(teams: Sequence[str], needed: int) -> Abstention:
    """An abstention that names the teams without enough matches."""
    names = ", ".join(teams)
    return Abstention(
        {
            "pt-BR": f"menos de {needed} jogos conhecidos na competição: {names}",
            "en": f"fewer than {needed} known matches in the competition: {names}",
            "es": f"menos de {needed} partidos conocidos en la competición: {names}",
        }
    )
