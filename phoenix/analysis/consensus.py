"""The pool: many specialists' distributions into one per quantity."""

from collections.abc import Mapping, Sequence

from phoenix.domain.dossier import Consensus, Silence, Voice
from phoenix.domain.opinions import Abstention, Answer, Forecast, Grid
from phoenix.domain.quantities import Quantity
from phoenix.forecasting.pooling import linear_pool


def pool(answers: Sequence[Answer]) -> Consensus:
    """Pool per quantity, each forecast weighing its specialist's weight times its coverage."""
    grids: dict[Quantity, Grid] = {}
    voices: dict[Quantity, tuple[Voice, ...]] = {}
    for quantity in Quantity:
        heard = _heard(answers, quantity)
        total = sum(heard.values())
        if total > 0:
            shares = {answer: weight / total for answer, weight in heard.items()}
            grids[quantity] = linear_pool(
                [_forecast(answers[place]).grids[quantity] for place in shares],
                list(shares.values()),
            )
            voices[quantity] = tuple(
                _voice(answers[place], quantity, share) for place, share in shares.items()
            )
    silences = tuple(
        Silence(answer.analyzer, answer.title, answer.opinion.reason, answer.fault)
        for answer in answers
        if isinstance(answer.opinion, Abstention)
    )
    return Consensus(grids, voices, silences)


def _heard(answers: Sequence[Answer], quantity: Quantity) -> Mapping[int, float]:
    """Place -> weight of those who forecast the quantity."""
    return {
        place: answer.weight * answer.opinion.coverage
        for place, answer in enumerate(answers)
        if isinstance(answer.opinion, Forecast) and quantity in answer.opinion.grids
    }


def _forecast(answer: Answer) -> Forecast:
    if not isinstance(answer.opinion, Forecast):
        raise TypeError(f"{answer.analyzer} did not forecast")
    return answer.opinion


def _voice(answer: Answer, quantity: Quantity, share: float) -> Voice:
    forecast = _forecast(answer)
    return Voice(
        answer.analyzer,
        answer.version,
        answer.title,
        share,
        forecast.coverage,
        forecast.evidence,
        forecast.grids[quantity],
    )
