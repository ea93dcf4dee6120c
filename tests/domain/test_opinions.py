"""What is no distribution is refused, with the reason."""

import numpy as np
import pytest

from phoenix.domain.errors import ForecastRefused
from phoenix.domain.opinions import Forecast, Proposition, check_forecast
from phoenix.domain.quantities import Quantity

GOALS = frozenset({Quantity.GOALS})
FAIR = np.full((2, 2), 0.25)


@pytest.mark.parametrize(
    ("forecast", "reason"),
    [
        (Forecast({Quantity.GOALS: FAIR * 2}, 1.0), "sum to 2"),
        (Forecast({Quantity.GOALS: np.array([[1.5, -0.5]])}, 1.0), "negative"),
        (Forecast({Quantity.GOALS: np.array([[np.nan, 1.0]])}, 1.0), "finite"),
        (Forecast({Quantity.GOALS: np.array([0.5, 0.5])}, 1.0), "table"),
        (Forecast({Quantity.CORNERS: FAIR}, 1.0), "not declared"),
        (Forecast({Quantity.GOALS: FAIR}, 1.5), "coverage"),
        (Forecast({Quantity.GOALS: FAIR}, float("nan")), "coverage"),
        (Forecast({}, 1.0, propositions=(Proposition("qualifies", 1.2),)), "qualifies"),
    ],
)
def test_nonsense_is_refused_with_its_reason(forecast, reason):
    """Each way of being no distribution is named."""
    with pytest.raises(ForecastRefused, match=reason):
        check_forecast(forecast, GOALS)


def test_a_distribution_of_a_declared_quantity_passes():
    """Probabilities that sum to 1 are accepted."""
    check_forecast(Forecast({Quantity.GOALS: FAIR}, 0.5), GOALS)
