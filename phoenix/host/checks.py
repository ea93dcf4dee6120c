"""What a plugin hands over, looked at before anybody relies on it.

``domain.opinions.check_forecast`` looks at the probabilities; here stands what else could break a
dossier further down the road.
"""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from phoenix.domain.dossier import Section
from phoenix.domain.errors import ForecastRefused
from phoenix.domain.opinions import Abstention, Evidence, Forecast, Opinion, check_forecast
from phoenix.domain.quantities import Quantity
from phoenix.plugin.offers import Source


def readable(words: Any) -> bool:
    """Whether it is a text, or texts by language, none of them empty."""
    texts = list(words.values()) if isinstance(words, Mapping) else [words]
    return bool(texts) and all(isinstance(text, str) and text.strip() for text in texts)


def fits(item: Any, kind: type[Any]) -> bool:
    """Whether an item that a hook offers is what the hook is for."""
    if not isinstance(item, kind):
        return False
    if isinstance(item, Section):
        return all(map(readable, (item.title, *item.lines)))
    if kind is Source:  # what it says is looked at: since Python 3.12 isinstance does not
        return isinstance(item.id, str) and readable(item.title) and callable(item.read)
    return True


def check_opinion(opinion: Any, declared: frozenset[Quantity]) -> Opinion:
    """The opinion, if it is one.

    Raises:
        ForecastRefused: with what is wrong, in one line.
    """
    if isinstance(opinion, Forecast):
        _check_shape(opinion)
        check_forecast(opinion, declared)
        return opinion
    if not isinstance(opinion, Abstention):
        kind = type(opinion).__name__
        raise ForecastRefused(f"it answered with a {kind}, not a Forecast or an Abstention")
    if not readable(opinion.reason):
        raise ForecastRefused("it abstained without a reason")
    return opinion


def _check_shape(forecast: Forecast) -> None:
    if not forecast.grids and not forecast.propositions:
        raise ForecastRefused("it forecast nothing, and did not abstain")
    if not isinstance(forecast.coverage, (int, float)):
        raise ForecastRefused(f"coverage {forecast.coverage!r} is not a number")
    for quantity, grid in forecast.grids.items():
        if not isinstance(grid, np.ndarray):
            raise ForecastRefused(f"{quantity}: a {type(grid).__name__}, not an array")
    for item in forecast.evidence:
        if not _is_evidence(item):
            raise ForecastRefused(f"{item!r} is no evidence that can be shown")


def _is_evidence(item: Any) -> bool:
    return (
        isinstance(item, Evidence)
        and readable(item.name)
        and all(_shown(value) for value in (item.home, item.away))
    )


def _shown(value: Any) -> bool:
    return value is None or (isinstance(value, (int, float)) and math.isfinite(value))
