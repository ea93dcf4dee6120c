"""Joint goals from attack and defence (Dixon and Coles 1997), recent matches counting more."""

from typing import ClassVar

from phoenix.domain.opinions import Grid
from phoenix.forecasting.grid import dixon_coles
from phoenix.plugin import Quantity, Words
from phoenix.plugin.attack_defence import AttackDefence, AttackDefenceModel


class GoalsAnalyzer(AttackDefence):
    """Dixon-Coles with exponential time decay and a ridge on attack and defence."""

    id: ClassVar[str] = "goals"
    title: ClassVar[Words] = {
        "pt-BR": "Gols (Dixon-Coles)",
        "en": "Goals (Dixon-Coles)",
        "es": "Goles (Dixon-Coles)",
    }
    quantities: ClassVar[frozenset[Quantity]] = frozenset({Quantity.GOALS})
    quantity: ClassVar[Quantity] = Quantity.GOALS
    expected: ClassVar[Words] = {
        "pt-BR": "gols esperados",
        "en": "expected goals",
        "es": "goles esperados",
    }
    low_scores: ClassVar[bool] = True

    def joint(self, home_mean: float, away_mean: float, model: AttackDefenceModel) -> Grid:
        return dixon_coles(home_mean, away_mean, model.strengths.rho)
