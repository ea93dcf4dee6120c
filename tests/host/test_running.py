"""Each specialist is asked on its own: what it does costs its own opinion and nothing else."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from exposed import counting
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from phoenix.bounded import as_async
from phoenix.domain.words import in_language
from phoenix.host.loading import Specialist
from phoenix.host.models import ModelCache, ModelKey
from phoenix.host.running import consult
from phoenix.plugin import Abstention, Analyzer, Evidence, Forecast, Need, Proposition, Quantity

FLAT = np.full((2, 2), 0.25)
FINE = Forecast({Quantity.GOALS: FLAT}, 1.0)


def fits_nothing(history):
    """A specialist that needs no past."""


@dataclass
class Fake(Analyzer):
    """An analyzer made of two functions."""

    tells: Callable[[Any, Any], Any]
    learns: Callable[[Any], Any] = fits_nothing
    id: str = "fake"
    title: str = "Fake"
    quantities: frozenset[Quantity] = frozenset({Quantity.GOALS})
    needs: frozenset[Need] = frozenset()

    def forecast(self, context, model):
        """Not called: the specialist holds the function itself."""
        raise NotImplementedError


def specialist(tells, learns=fits_nothing, *, deadline=5.0, digest="", **declared):
    """A specialist that answers what ``tells(context, model)`` returns."""
    analyzer = Fake(tells, learns, **declared)
    fit, forecast = as_async(learns), as_async(tells)
    return Specialist(
        analyzer, fit, forecast, analyzer.id, "1.0", analyzer.title, 1.0, deadline, digest
    )


def answering(opinion):
    """A specialist that always says the same."""
    return specialist(lambda context, model: opinion)


HEALTHY = replace(answering(FINE), version="healthy")


async def heard_beside_a_healthy_one(one, context):
    """The answer of one specialist, with a healthy one at its side that must be heard."""
    answer, beside = await consult([one, HEALTHY], context, ModelCache())
    assert beside.opinion is FINE
    assert not beside.fault
    return answer


def reason(answer):
    """Why a specialist said nothing, in English."""
    return in_language(answer.opinion.reason, "en")


async def test_answers_stand_in_the_order_of_the_specialists(context):
    """Whoever is quickest, the order is that of the plugins."""
    first = asyncio.Event()

    async def slow(context, model):
        await first.wait()
        return FINE

    async def quick(context, model):
        first.set()
        return FINE

    answers = await consult(
        [specialist(slow, id="slow"), specialist(quick, id="quick")], context, ModelCache()
    )
    assert [answer.analyzer for answer in answers] == ["slow", "quick"]


async def test_an_answer_bears_its_specialists_name_weight_and_time(context):
    """A dossier says who spoke."""
    one = replace(answering(FINE), weight=0.5, version="2.0")
    (answer,) = await consult([one], context, ModelCache())
    assert (answer.analyzer, answer.version, answer.weight) == ("fake", "2.0", 0.5)
    assert answer.seconds >= 0


async def test_nobody_to_ask_is_no_answer(context):
    """Without specialists there is nothing to wait for."""
    assert await consult([], context, ModelCache()) == ()


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ValueError("bad luck\nand more"), "ValueError: bad luck"),
        (KeyError(), "KeyError"),
        (SystemExit(3), "RuntimeError: SystemExit: 3"),
        (StopIteration(), "RuntimeError: "),
        (asyncio.CancelledError(), "RuntimeError: CancelledError"),
        (TimeoutError("its own"), "TimeoutError: its own"),
    ],
)
@pytest.mark.parametrize("is_async", [True, False])
@pytest.mark.parametrize("fitting", [True, False])
async def test_one_that_raises_costs_its_own_opinion(context, error, told, is_async, fitting):
    """Sync or async, in fit or in forecast: a fault with its reason in one line."""

    def breaks(*_):
        raise error

    async def breaks_async(*_):
        raise error

    broken = breaks_async if is_async else breaks
    one = specialist(lambda *_: FINE, broken) if fitting else specialist(broken)
    answer = await heard_beside_a_healthy_one(one, context)
    assert answer.fault
    assert reason(answer).startswith(told)
    assert "\n" not in reason(answer)


@pytest.mark.parametrize(
    ("grid", "told"),
    [
        (np.array([[np.nan, 1.0]]), "goals: probabilities that are not finite"),
        (np.array([[np.inf, 1.0]]), "goals: probabilities that are not finite"),
        (np.array([[-0.5, 1.5]]), "goals: negative probability -0.5"),
        (np.full((2, 2), 0.5), "goals: probabilities sum to 2, not to 1"),
        (np.zeros((2, 2)), "goals: probabilities sum to 0, not to 1"),
        (np.array([1.0]), "goals: not a table of probabilities (shape (1,))"),
        (np.zeros((0, 0)), "goals: not a table of probabilities (shape (0, 0))"),
        (np.eye(1, dtype=int), "goals: not a table of probabilities"),
        ([[1.0]], "goals: a list, not an array"),
        (None, "goals: a NoneType, not an array"),
    ],
)
async def test_what_is_no_distribution_is_a_fault(context, grid, told):
    """A table that is negative, not finite or does not sum to 1 is refused with its reason."""
    one = answering(Forecast({Quantity.GOALS: grid}, 1.0))
    answer = await heard_beside_a_healthy_one(one, context)
    assert (answer.fault, reason(answer).startswith(told)) == (True, True)


@pytest.mark.parametrize(
    ("opinion", "told"),
    [
        (None, "it answered with a NoneType, not a Forecast or an Abstention"),
        (0.7, "it answered with a float, not a Forecast or an Abstention"),
        (Forecast, "it answered with a type, not"),
        (Forecast({Quantity.CARDS: FLAT}, 1.0), "cards was forecast but not declared"),
        (Forecast({Quantity.GOALS: FLAT}, 1.5), "coverage 1.5 is not between 0 and 1"),
        (Forecast({Quantity.GOALS: FLAT}, float("nan")), "coverage nan is not between"),
        (Forecast({Quantity.GOALS: FLAT}, None), "coverage None is not a number"),
        (Forecast({}, 1.0), "it forecast nothing, and did not abstain"),
        (Forecast(None, 1.0), "it forecast nothing, and did not abstain"),
        (Forecast([1], 1.0), "AttributeError: "),
        (Forecast({}, 1.0, propositions=(Proposition("x", 2.0),)), "probability of 'x' is not"),
        (Forecast({Quantity.GOALS: FLAT}, 1.0, (Evidence("", 1.0, None),)), "Evidence(name=''"),
        (
            Forecast({Quantity.GOALS: FLAT}, 1.0, (Evidence("x", float("nan"), None),)),
            "Evidence(name='x'",
        ),
        (Forecast({Quantity.GOALS: FLAT}, 1.0, ("seen it",)), "'seen it' is no evidence"),
        (Abstention(None), "it abstained without a reason"),
        (Abstention(""), "it abstained without a reason"),
        (Abstention({}), "it abstained without a reason"),
    ],
)
async def test_nonsense_is_a_fault(context, opinion, told):
    """Whatever cannot be pooled or shown is refused before anybody relies on it."""
    answer = await heard_beside_a_healthy_one(answering(opinion), context)
    assert (answer.fault, reason(answer)[: len(told)]) == (True, told)


async def test_an_abstention_is_no_fault(context):
    """To say why one says nothing is good manners."""
    answer = await heard_beside_a_healthy_one(answering(Abstention("too few matches")), context)
    assert (answer.fault, reason(answer)) == (False, "too few matches")


async def wait_for_ever(*_):
    """What never comes, as a coroutine."""
    await asyncio.Event().wait()


def block_for_ever(*_):
    """What never comes, as a blocked thread."""
    threading.Event().wait()


@pytest.mark.parametrize("hang", [wait_for_ever, block_for_ever])
@pytest.mark.parametrize("fitting", [True, False])
async def test_one_that_is_too_late_costs_its_own_opinion(context, hang, fitting):
    """The deadline bounds fit and forecast, sync and async; the reason is in all languages."""
    functions = (lambda *_: FINE, hang) if fitting else (hang,)
    one = specialist(*functions, deadline=0.02)
    answer = await heard_beside_a_healthy_one(one, context)
    assert answer.fault
    assert answer.opinion.reason == {
        "pt-BR": "não respondeu em 0.02 s",
        "en": "no answer within 0.02 s",
        "es": "sin respuesta en 0.02 s",
    }


@pytest.mark.parametrize(
    ("reaches", "told"),
    [
        (lambda c, _: c.history.column("home_corners"), "column 'home_corners' was not declared"),
        (lambda c, _: c.history.pair(Quantity.CARDS), "column 'home_yellow_cards' was not"),
        (lambda c, _: c.table, "the context's table was not declared"),
        (lambda c, _: c.sides, "the context's features was not declared"),
    ],
)
async def test_reaching_for_undeclared_data_is_a_fault(context, reaches, told):
    """What is not declared is not seen, and the reason says what was reached for."""
    seen = replace(context, parts={Need.TABLE: (), Need.STATISTICS: True})
    answer = await heard_beside_a_healthy_one(specialist(reaches), seen)
    assert answer.fault
    assert told in reason(answer)


async def test_fit_does_not_see_undeclared_data_either(context):
    """The past is cut like the present."""
    one = specialist(lambda *_: FINE, lambda history: history.column("home_corners"))
    answer = await heard_beside_a_healthy_one(one, context)
    assert "column 'home_corners' was not declared" in reason(answer)


async def test_declared_data_are_seen(context):
    """A need that is declared and served opens its columns."""

    def tells(context, model):
        assert context.history.column("home_corners")[0] == 5
        return FINE

    seen = replace(context, parts={Need.STATISTICS: True})
    (answer,) = await consult(
        [specialist(tells, needs=frozenset({Need.STATISTICS}))], seen, ModelCache()
    )
    assert answer.opinion is FINE


async def test_a_need_that_nobody_serves_is_an_abstention_and_no_fault(context):
    """A fault of the sources is not a fault of the plugin, and the plugin is not even called."""
    one = specialist(block_for_ever, needs=frozenset({Need.PRICES, Need.LINEUPS}))
    answer = await heard_beside_a_healthy_one(one, context)
    assert not answer.fault
    assert reason(answer) == "no source provides: lineups, prices"


async def test_async_analyzers_work(context):
    """Both methods may be coroutines."""

    async def learns(history):
        return len(history)

    async def tells(context, model):
        return Abstention(f"{model} match")

    (answer,) = await consult([specialist(tells, learns)], context, ModelCache())
    assert (answer.fault, reason(answer)) == (False, "1 match")


class Teacher:
    """Counts how often it is asked to learn."""

    def __init__(self):
        self.lessons = 0

    def learns(self, history):
        self.lessons += 1
        return self.lessons

    def specialist(self, **changed):
        return specialist(lambda context, model: Abstention(str(model)), self.learns, **changed)


async def test_a_model_is_fitted_once_per_settings_and_history(context, make_history):
    """The same question is answered from the same model; other settings or matches need another."""
    teacher, models = Teacher(), ModelCache()
    longer = replace(
        context,
        history=make_history([("2024-08-01", "A", "B", 1, 0), ("2024-08-08", "B", "A", 0, 0)]),
    )
    for digest, seen, lessons in (
        ("", context, 1),
        ("", context, 1),
        ("other", context, 2),
        ("", longer, 3),
        ("", context, 3),
        ("other", context, 3),
    ):
        await consult([teacher.specialist(digest=digest)], seen, models)
        assert teacher.lessons == lessons


async def test_a_model_of_none_is_kept_like_any_other(context):
    """Nothing learnt is learnt once."""
    lessons = []
    one, models = specialist(lambda *_: FINE, lessons.append), ModelCache()
    await consult([one], context, models)
    await consult([one], context, models)
    assert len(lessons) == 1


async def test_a_fit_that_failed_is_tried_again(context):
    """A fault is not kept as a model."""
    lessons = []

    def learns(history):
        lessons.append(history)
        if len(lessons) == 1:
            raise OSError

    one, models = specialist(lambda *_: FINE, learns), ModelCache()
    first, second = [(await consult([one], context, models))[0] for _ in range(2)]
    assert (first.fault, second.fault) == (True, False)


def key(name):
    """The key of a model that differs by its analyzer alone."""
    return ModelKey(name, "1.0", "", "L", "f")


def test_the_oldest_model_makes_room():
    """The cache keeps what was used last."""
    models = ModelCache(size=2)
    models.put(key("a"), 1)
    models.put(key("b"), 2)
    assert models.get(key("a")) == 1
    models.put(key("c"), 3)
    assert key("b") not in models
    assert (models.get(key("a")), models.get(key("c"))) == (1, 3)


@settings(deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.sampled_from("abcdef")), max_size=40))
def test_a_cache_never_outgrows_its_size(steps):
    """Whatever is put and asked for, the newest is there and no more than the size are kept."""
    models = ModelCache(size=3)
    for putting, name in steps:
        if putting:
            models.put(key(name), name)
        if key(name) in models:
            assert models.get(key(name)) == name
    assert sum(key(name) in models for name in "abcdef") <= 3


def fails(context, model):
    """What a broken analyzer does."""
    raise ValueError("broken")


async def test_each_answer_is_counted_with_its_end(context):
    """A forecast, an abstention and a fault are told apart."""
    counted = counting()
    asked = {"sure": lambda *_: FINE, "silent": lambda *_: Abstention("why"), "broken": fails}
    ones = [specialist(tells, id=name) for name, tells in asked.items()]
    await consult(ones, context, ModelCache())
    assert counted("phoenix_analyzer_seconds_count") == {
        ("sure", "forecast"): 1, ("silent", "abstention"): 1, ("broken", "fault"): 1,
    }  # fmt: skip


FLOATS = st.floats(width=32, allow_nan=True, allow_infinity=True)
SHAPES = st.sampled_from([(0, 0), (1,), (1, 1), (2, 2), (2, 3), (1, 1, 1)])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(arrays(np.float64, SHAPES, elements=FLOATS), st.floats())
def test_whatever_passes_is_a_distribution(context, grid, coverage):
    """No array gets through that is not finite, not negative and sums to 1."""
    one = answering(Forecast({Quantity.GOALS: grid}, coverage))
    (answer,) = asyncio.run(consult([one], context, ModelCache()))
    if not answer.fault:
        assert np.isfinite(grid).all()
        assert grid.min() >= 0
        assert abs(grid.sum() - 1) < 1e-5
        assert 0 <= coverage <= 1
