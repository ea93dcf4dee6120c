"""Joint goals from the Quality Score Composite, by a regression fitted on the competition's past.

    log home mean = a + b (home QSC - away QSC) / 100
    log away mean = c + d (away QSC - home QSC) / 100

with the QSC that both sides had before each match, and Dixon and Coles' low-score correction left
to the specialist of goals: here both counts are Poisson.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from phoenix.forecasting.decay import half_life_weights
from phoenix.forecasting.grid import dixon_coles
from phoenix.forecasting.regression import fit_poisson
from phoenix.plugin import (
    Abstention,
    Analyzer,
    Evidence,
    Forecast,
    History,
    MatchContext,
    Need,
    Opinion,
    Qsc,
    Quantity,
    Words,
)
from phoenix.plugin.attack_defence import coverage

RATED_MATCHES = 10.0
QSC_NAME: Words = "QSC"
EXPECTED: Words = {"pt-BR": "gols esperados", "en": "expected goals", "es": "goles esperados"}


class QscSettings(BaseModel):
    """Memory of the regression."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    half_life_days: float = Field(700.0, gt=0, description="age at which a match counts half")
    ridge: float = Field(5.0, gt=0, description="precision of the prior on both slopes")
    min_matches: int = Field(100, ge=10, description="abstain if fewer matches have both QSC")


@dataclass(frozen=True, slots=True)
class QscModel:
    """Coefficients of both regressions (intercept, slope), and how many matches they rest on."""

    home: NDArray[np.float64]
    away: NDArray[np.float64]
    matches: int


class QscAnalyzer(Analyzer):
    """Maps the difference in quality to expected goals of both sides."""

    id: ClassVar[str] = "qsc"
    title: ClassVar[Words] = {
        "pt-BR": "Qualidade (QSC)",
        "en": "Quality (QSC)",
        "es": "Calidad (QSC)",
    }
    quantities: ClassVar[frozenset[Quantity]] = frozenset({Quantity.GOALS})
    needs: ClassVar[frozenset[Need]] = frozenset({Need.FEATURES})
    Settings: ClassVar[type[Any] | None] = QscSettings
    settings: QscSettings

    def fit(self, history: History) -> QscModel | None:
        gap = (history.column("home_qsc") - history.column("away_qsc")) / 100.0
        known = ~np.isnan(gap)
        if known.sum() < self.settings.min_matches:
            return None
        gap, days = gap[known], history.day[known]
        weights = half_life_weights(days, days[-1], self.settings.half_life_days)
        home, away = (column[known] for column in history.pair(Quantity.GOALS))
        one, ridge = np.ones_like(gap), self.settings.ridge
        return QscModel(
            fit_poisson(np.stack([one, gap], axis=1), home, weights, ridge=ridge),
            fit_poisson(np.stack([one, -gap], axis=1), away, weights, ridge=ridge),
            int(known.sum()),
        )

    def forecast(self, context: MatchContext, model: QscModel | None) -> Opinion:
        if model is None:
            return Abstention(_too_young(self.settings.min_matches))
        fixture = context.fixture
        home, away = (side.qsc for side in context.sides)
        if home is None or away is None:
            names = zip((fixture.home, fixture.away), (home, away), strict=True)
            return Abstention(_no_qsc(", ".join(name for name, qsc in names if qsc is None)))
        gap = (home.value - away.value) / 100.0
        home_mean = float(np.exp(model.home @ [1.0, gap]))
        away_mean = float(np.exp(model.away @ [1.0, -gap]))
        return Forecast(
            grids={Quantity.GOALS: dixon_coles(home_mean, away_mean, rho=0.0)},
            coverage=coverage(min(_rests_on(home), _rests_on(away))),
            evidence=(
                Evidence(QSC_NAME, home.value, away.value),
                Evidence(EXPECTED, home_mean, away_mean),
            ),
        )


def _rests_on(qsc: Qsc) -> float:
    """Matches behind a QSC: those of the season, and the fewest that make a reputation."""
    return qsc.played + (RATED_MATCHES if qsc.reputation is not None else 0.0)


def _too_young(needed: int) -> Words:
    return {
        "pt-BR": f"menos de {needed} jogos da competição com QSC dos dois lados",
        "en": f"fewer than {needed} matches of the competition with both sides' QSC",
        "es": f"menos de {needed} partidos de la competición con QSC de ambos lados",
    }


def _no_qsc(teams: str) -> Words:
    return {
        "pt-BR": f"sem QSC: {teams}",
        "en": f"no QSC: {teams}",
        "es": f"sin QSC: {teams}",
    }
