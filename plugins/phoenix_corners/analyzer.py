"""Joint corners: a negative binomial total, shared between the sides by a beta-binomial.

Means come from attack and defence adjusted for the opponents met. The total is modelled apart from
its share because corners of the two sides exclude each other: one side's count varies far more
than Poisson's, the total hardly does.
"""

from typing import ClassVar

import numpy as np

from phoenix.domain.opinions import Grid
from phoenix.forecasting.dispersion import Dispersion, fit_dispersion, shared_total
from phoenix.forecasting.samples import TeamSample
from phoenix.forecasting.strengths import Strengths
from phoenix.plugin import Need, Quantity, Words
from phoenix.plugin.attack_defence import AttackDefence, AttackDefenceModel, AttackDefenceSettings


class CornersSettings(AttackDefenceSettings):
    """Memory and shrinkage of the model.

    The defaults are the best of a walk-forward over E0, SP1, D1 and I1, 2014/15 to 2018/19 (7,054
    matches, refitted monthly, log score of the exact pair of counts).
    """

    half_life_days: float = 350.0
    ridge: float = 60.0


class CornersAnalyzer(AttackDefence):
    """Negative binomial with opponent-adjusted attack and defence."""

    id: ClassVar[str] = "corners"
    title: ClassVar[Words] = {
        "pt-BR": "Escanteios (binomial negativa)",
        "en": "Corners (negative binomial)",
        "es": "Córners (binomial negativa)",
    }
    quantities: ClassVar[frozenset[Quantity]] = frozenset({Quantity.CORNERS})
    needs: ClassVar[frozenset[Need]] = frozenset({Need.STATISTICS})
    quantity: ClassVar[Quantity] = Quantity.CORNERS
    expected: ClassVar[Words] = {
        "pt-BR": "escanteios esperados",
        "en": "expected corners",
        "es": "córners esperados",
    }
    Settings = CornersSettings

    def learn_shape(self, data: TeamSample, strengths: Strengths) -> Dispersion:
        s, f = data.sample, strengths
        home = np.exp(f.level + f.advantage + f.attack[s.home] + f.defence[s.away])
        away = np.exp(f.level + f.attack[s.away] + f.defence[s.home])
        return fit_dispersion(s.home_counts, s.away_counts, home, away, s.weights)

    def joint(self, home_mean: float, away_mean: float, model: AttackDefenceModel) -> Grid:
        return shared_total(home_mean, away_mean, model.shape)
