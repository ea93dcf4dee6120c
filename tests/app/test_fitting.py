"""Fits in children of the pool: what they cost, and what becomes of those that cannot go there."""

import asyncio
import gc
import logging
import multiprocessing
import os
import pickle
import subprocess
import sys
from functools import partial

import numpy as np
import pytest
from app import learners
from app.learners import specialist
from jobs.waiting import until

from phoenix.app import child
from phoenix.app.child import Warming
from phoenix.app.fitting import PoolFitter
from phoenix.app.warmup import Step, Warmup
from phoenix.bounded import Overdue
from phoenix.host.fitting import FitFailed, ThreadFitter
from phoenix.host.models import ModelCache, ModelKey
from phoenix.host.running import consult
from phoenix.jobs.cpu import Processes
from phoenix.jobs.faults import ChildDied


@pytest.fixture
async def processes():
    """One child, once it is needed."""
    pool = Processes(1)
    yield pool
    await pool.close()
    assert multiprocessing.active_children() == []


@pytest.fixture
def fitter(processes):
    """A fitter of that pool."""
    return PoolFitter(processes)


@pytest.fixture
def history(make_history):
    """Two matches."""
    return make_history([("2024-08-01", "A", "B", 1, 0), ("2024-08-08", "B", "A", 2, 2)])


def warnings(caplog):
    """What was warned of."""
    return [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_a_model_comes_from_a_child(fitter, history):
    """It is the one that a thread would have made, learned in another process."""
    mean, process = await fitter.fit(specialist(learners.Learner), history)
    assert mean == 1.5
    assert process != os.getpid()


@pytest.mark.parametrize(
    "kind", [learners.Closing, learners.Wrapped, learners.Local, learners.Touchy]
)
async def test_what_cannot_travel_is_fitted_here(fitter, history, caplog, kind):
    """That is found out once and told once, by the plugin's name."""
    one = specialist(kind)
    models = [await fitter.fit(one, history) for _ in range(2)]
    assert not any(model is None for model in models)
    (warned,) = warnings(caplog)
    assert "plugin=plug" in warned.getMessage()
    assert "analyzer=learner" in warned.getMessage()


def test_a_child_leaves_no_coroutine_behind(history):
    """One that it cannot hand over is closed, and not reported as never awaited."""
    outcome = child.fit(pickle.dumps((learners.Wrapped(), history)))
    gc.collect()
    assert outcome == child.Immovable("its fit is to be awaited")


async def test_a_coroutine_function_stays_on_the_loop(fitter, history, caplog):
    """It promises not to hold it up, so nothing is said."""
    assert await fitter.fit(specialist(learners.Async), history) == os.getpid()
    assert multiprocessing.active_children() == []
    assert not warnings(caplog)


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (learners.Raising, "_Odd: bad luck"),
        (learners.Exiting, "SystemExit: 3"),
        (learners.Dying, "the process that computed it has died (exit code -9)"),
        (learners.Spoiling, "ValueError: assignment destination is read-only"),
    ],
)
async def test_a_fit_that_fails_costs_itself_alone(fitter, history, kind, told):
    """The reason is one line, and the next fit is done."""
    with pytest.raises(FitFailed) as caught:
        await fitter.fit(specialist(kind), history)
    assert caught.value.problem == told
    mean, _ = await fitter.fit(specialist(learners.Learner), history)
    assert mean == 1.5


async def test_a_fit_that_hangs_is_ended(fitter, history):
    """Its child goes with it, which no thread would have done."""
    await fitter.fit(specialist(learners.Learner), history)
    with pytest.raises(Overdue):
        await fitter.fit(specialist(learners.Hanging, deadline=0.2), history)
    assert (await fitter.fit(specialist(learners.Learner), history))[0] == 1.5


async def test_who_goes_away_frees_the_child(fitter, history, tmp_path):
    """A fit that nobody waits for is not finished, and the next one finds a child."""
    mark = tmp_path / "begun"
    hanging = specialist(learners.Hanging, str(mark), deadline=600.0)
    fitting = asyncio.ensure_future(fitter.fit(hanging, history))
    await until(partial(asyncio.to_thread, mark.exists))
    fitting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await fitting
    assert (await fitter.fit(specialist(learners.Learner), history))[0] == 1.5


async def test_a_warm_up_that_is_cut_off_drops_the_fit_under_way(fitter, history, tmp_path):
    """Nothing half-made is kept, and its child is free for others."""
    mark, kept = tmp_path / "begun", ModelCache()
    hanging = specialist(learners.Hanging, str(mark), deadline=600.0)
    key = ModelKey("learner", "1.0", "", "L", history.fingerprint)

    async def run():
        yield await kept.model(key, partial(fitter.fit, hanging, history))

    warming = asyncio.ensure_future(Warmup(600.0, [Step("models", run)]).run())
    await until(partial(asyncio.to_thread, mark.exists))
    warming.cancel()
    await asyncio.wait([warming])
    assert key not in kept
    assert (await fitter.fit(specialist(learners.Learner), history))[0] == 1.5


class Failing:
    """A pool whose first child is dead before it has any work."""

    def __init__(self, *failures):
        self.failures = list(failures)

    async def run(self, function, *args, limit):
        if self.failures:
            raise self.failures.pop(0)
        return function(*args)


async def test_a_child_that_died_idle_is_nobodys_fault(history):
    """The fit is done by the next child; if that dies as well, it is given up."""
    fitter = PoolFitter(Failing(ChildDied(None)))
    assert (await fitter.fit(specialist(learners.Learner), history))[0] == 1.5
    fitter = PoolFitter(Failing(ChildDied(None), ChildDied(None)))
    with pytest.raises(FitFailed, match="has died"):
        await fitter.fit(specialist(learners.Learner), history)


async def test_a_pool_that_closes_is_no_cancellation_of_who_asked(history):
    """Whoever is answered meanwhile hears of a failed fit."""
    fitter = PoolFitter(Failing(asyncio.CancelledError()))
    with pytest.raises(FitFailed, match="was closed"):
        await fitter.fit(specialist(learners.Learner), history)


async def test_children_import_what_the_specialists_need(history):
    """They are warm before their first fit; a module that cannot be imported is left to it."""
    warming = Warming()
    PoolFitter(Failing(), warming).prepare([specialist(learners.Learner)])
    assert warming.modules == ("app.learners",)
    warming.modules = ("no_such_module", "app.learners")
    warming()


def modules_after(code):
    """The top-level modules that a fresh interpreter has imported once it ran the code."""
    listing = f"{code}\nimport sys\nprint('modules', *sys.modules)"
    command = [sys.executable, "-c", listing]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    return {name.partition(".")[0] for name in ran.stdout.partition("modules ")[2].split()}


def test_a_child_starts_with_little():
    """What it runs imports neither NumPy nor our larger rooms: they come when they are needed."""
    heavy = {"numpy", "pluggy", "pydantic", "sqlalchemy", "structlog", "pebble"}
    assert not modules_after("import phoenix.app.child") & heavy


def test_a_command_that_ends_starts_no_pool():
    """A dossier on the command line is fitted in threads, and never imports what makes children."""
    code = [
        "from phoenix.cli.main import run",
        "assert run(['demo']) == 0",
        "assert run(['dossier', 'Ouro Velho', 'Estrela Polar']) == 0",
    ]
    modules = modules_after("\n".join(code))
    assert "phoenix_goals" in modules
    assert "pebble" not in modules


async def test_a_dossier_hears_the_same_from_a_thread_and_from_a_child(processes, demo_store):
    """Our own specialists forecast the same numbers, to the last bit."""
    from phoenix.analysis.match_day import context
    from phoenix.app.program import running
    from phoenix.app.settings import read_settings

    async with running(read_settings()) as program:
        (fixture, *_) = await program.archive.next_round("DEMO")
        seen = context(await program.analyst._day(fixture), fixture, None)
        answers = [
            await consult(program.host.specialists, seen, ModelCache(), where)
            for where in (ThreadFitter(), PoolFitter(processes))
        ]
    for here, there in zip(*answers, strict=True):
        assert not here.fault
        assert here.opinion.grids.keys() == there.opinion.grids.keys()
        for quantity, grid in here.opinion.grids.items():
            assert np.array_equal(grid, there.opinion.grids[quantity])
