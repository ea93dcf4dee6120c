"""Run: ask every specialist concurrently, each guarded and within its deadline."""

import asyncio
import time
from collections.abc import Sequence
from typing import Any

from phoenix.bounded import Overdue, bounded
from phoenix.domain.context import MatchContext
from phoenix.domain.errors import ForecastRefused
from phoenix.domain.needs import Need
from phoenix.domain.opinions import Abstention, Answer, Opinion
from phoenix.domain.words import Words
from phoenix.host.checks import check_opinion
from phoenix.host.loading import Specialist, describe
from phoenix.host.models import ModelCache, ModelKey


async def consult(
    specialists: Sequence[Specialist], context: MatchContext, models: ModelCache
) -> tuple[Answer, ...]:
    """One answer per specialist, in their order; never raises for what a specialist does."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(_ask(one, context, models)) for one in specialists]
    return tuple(task.result() for task in tasks)


async def _ask(specialist: Specialist, context: MatchContext, models: ModelCache) -> Answer:
    began = time.perf_counter()
    fault = False
    try:
        opinion = await _opinion(specialist, context, models)
    except Overdue:
        fault, opinion = True, Abstention(_late(specialist.deadline))
    except ForecastRefused as refused:
        fault, opinion = True, Abstention(refused.problem)
    except Exception as error:  # noqa: BLE001 - whatever a plugin raises costs its opinion alone
        fault, opinion = True, Abstention(describe(error))
    return Answer(
        analyzer=specialist.analyzer.id,
        version=specialist.version,
        title=specialist.title,
        weight=specialist.weight,
        opinion=opinion,
        fault=fault,
        seconds=time.perf_counter() - began,
    )


async def _opinion(specialist: Specialist, context: MatchContext, models: ModelCache) -> Opinion:
    analyzer = specialist.analyzer
    missing = sorted(analyzer.needs - context.supplied)
    if missing:
        return Abstention(_unserved(missing))
    opinion = await bounded(_fit_and_forecast(specialist, context, models), specialist.deadline)
    return check_opinion(opinion, analyzer.quantities)


async def _fit_and_forecast(
    specialist: Specialist, context: MatchContext, models: ModelCache
) -> Any:
    analyzer = specialist.analyzer
    view = context.seen_by(analyzer.needs)
    key = ModelKey(
        analyzer=analyzer.id,
        version=specialist.version,
        settings=specialist.settings,
        competition=context.fixture.competition.code,
        fingerprint=context.history.fingerprint,
    )
    if key not in models:
        models.put(key, await specialist.fit(view.history))
    return await specialist.forecast(view, models.get(key))


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
