"""Run: ask every specialist concurrently, each guarded and within its deadline."""

import asyncio
import time
from collections.abc import Sequence
from functools import partial

from phoenix import metrics
from phoenix.bounded import Overdue, bounded
from phoenix.domain.context import MatchContext
from phoenix.domain.errors import ForecastRefused
from phoenix.domain.needs import Need
from phoenix.domain.opinions import Abstention, Answer, Opinion
from phoenix.domain.words import Words
from phoenix.host.checks import check_opinion
from phoenix.host.fitting import FitFailed, Fitter, ThreadFitter
from phoenix.host.loading import Specialist, describe
from phoenix.host.models import ModelCache, ModelKey


async def consult(
    specialists: Sequence[Specialist],
    context: MatchContext,
    models: ModelCache,
    fitter: Fitter | None = None,
) -> tuple[Answer, ...]:
    """One answer per specialist, in their order; never raises for what a specialist does."""
    where = fitter or ThreadFitter()
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(_ask(one, context, models, where)) for one in specialists]
    return tuple(task.result() for task in tasks)


async def _ask(
    specialist: Specialist, context: MatchContext, models: ModelCache, fitter: Fitter
) -> Answer:
    began = time.perf_counter()
    fault = False
    try:
        opinion = await _opinion(specialist, context, models, fitter)
    except Overdue:
        fault, opinion = True, Abstention(_late(specialist.deadline))
    except (ForecastRefused, FitFailed) as error:
        fault, opinion = True, Abstention(error.problem)
    except Exception as error:  # noqa: BLE001 - whatever a plugin raises costs its opinion alone
        fault, opinion = True, Abstention(describe(error))
    answer = Answer(
        analyzer=specialist.analyzer.id,
        version=specialist.version,
        title=specialist.title,
        weight=specialist.weight,
        opinion=opinion,
        fault=fault,
        seconds=time.perf_counter() - began,
    )
    metrics.ANALYZER.observe(answer.seconds, answer.analyzer, _outcome(answer))
    return answer


def _outcome(answer: Answer) -> str:
    if answer.fault:
        return "fault"
    return "abstention" if isinstance(answer.opinion, Abstention) else "forecast"


async def _opinion(
    specialist: Specialist, context: MatchContext, models: ModelCache, fitter: Fitter
) -> Opinion:
    analyzer = specialist.analyzer
    missing = sorted(analyzer.needs - context.supplied)
    if missing:
        return Abstention(_unserved(missing))
    view = context.seen_by(analyzer.needs)
    key = ModelKey(
        analyzer=analyzer.id,
        version=specialist.version,
        settings=specialist.settings,
        competition=context.fixture.competition.code,
        fingerprint=context.history.fingerprint,
    )
    model = await models.model(key, partial(fitter.fit, specialist, view.history))
    opinion = await bounded(specialist.forecast(view, model), specialist.deadline)
    return check_opinion(opinion, analyzer.quantities)


def _late(deadline: float) -> Words:
    return {
        "pt-BR": f"não respondeu em {deadline:g} s",
        "en": f"no answer within {deadline:g} s",
        "es": f"sin respuesta en {deadline:g} s",
    }


def _unserved(needs: Sequence[Need]) -> Words:
    names = ", ".join(needs)
    return {
        "pt-BR": f"nenhuma fonte fornece: {names}",
        "en": f"no source provides: {names}",
        "es": f"ninguna fuente ofrece: {names}",
    }
