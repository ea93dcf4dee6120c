"""Analyzers that learn in many ways: a child of the pool can import these."""

import os
import signal
import threading
from functools import partial, wraps
from pathlib import Path
from typing import ClassVar

from phoenix.bounded import as_async
from phoenix.host.loading import Specialist
from phoenix.plugin import Abstention, Analyzer, Quantity


class Learner(Analyzer):
    """Learns the mean goals of the home sides, and where it learned."""

    id: ClassVar[str] = "learner"
    title: ClassVar[str] = "Learner"
    quantities: ClassVar[frozenset[Quantity]] = frozenset({Quantity.GOALS})

    def fit(self, history):
        return float(history.column("home_goals").mean()), os.getpid()

    def forecast(self, context, model):
        return Abstention(repr(model))


class Closing(Learner):
    """Its model cannot travel."""

    def fit(self, history):
        return lambda: history


class _Odd(Exception):
    """Cannot be unpickled: it wants two arguments and keeps one."""

    def __init__(self, one, two):
        super().__init__(one)


class Raising(Learner):
    """Fails with an error that cannot travel."""

    def fit(self, history):
        raise _Odd("bad luck\nand more", 2)


class Exiting(Learner):
    """Wants to end the program."""

    def fit(self, history):
        raise SystemExit(3)


class Dying(Learner):
    """Takes its process with it."""

    def fit(self, history):
        os.kill(os.getpid(), signal.SIGKILL)


class Hanging(Learner):
    """Leaves a mark, if it was given a place for it, and never comes back."""

    def fit(self, history):
        if self.settings is not None:
            Path(self.settings).touch()
        threading.Event().wait()


class Spoiling(Learner):
    """Writes where it may only read."""

    def fit(self, history):
        history.column("home_goals")[0] = 7.0


class Async(Learner):
    """Learns as a coroutine."""

    async def fit(self, history):
        return os.getpid()


def _looks_plain(function):
    @wraps(function)
    def plain(*arguments):
        return function(*arguments)

    return plain


class Wrapped(Learner):
    """Learns as a coroutine that does not look like one."""

    @_looks_plain
    async def fit(self, history):
        return os.getpid()


class Local(Learner):
    """Holds what cannot be pickled."""

    def __init__(self, settings=None):
        super().__init__(settings)
        self.lock = threading.Lock()


class _Touchy:
    """Can be saved, and not loaded outside of the child."""

    def __reduce__(self):
        return (partial(_refuse), (os.getpid(),))


def _refuse(process):
    raise ValueError("not here")


class Touchy(Learner):
    """Its model comes back, and cannot be opened."""

    def fit(self, history):
        return _Touchy()


def specialist(kind, settings=None, *, deadline=60.0):
    """An analyzer of a kind, ready to be asked."""
    analyzer = kind(settings)
    fit, forecast = as_async(analyzer.fit), as_async(analyzer.forecast)
    return Specialist(analyzer, fit, forecast, "plug", "1.0", kind.title, 1.0, deadline, "")
