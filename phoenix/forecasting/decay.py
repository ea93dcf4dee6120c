"""How much a past match still counts."""

import numpy as np
from numpy.typing import NDArray


def half_life_weights(
    days: NDArray[np.datetime64], today: np.datetime64, half_life: float
) -> NDArray[np.float64]:
    """Weights that halve every ``half_life`` days before ``today`` (n days -> n weights)."""
    age = (today - days).astype("timedelta64[D]").astype(float)
    weights: NDArray[np.float64] = np.exp2(-age / half_life)
    return weights
