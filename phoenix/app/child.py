"""What a child of the process pool does to fit a model. It imports little: children start often.

All comes and goes as bytes, pickled here: an exception or a model that cannot be unpickled must
not reach the pool, which would not outlive it.
"""

import contextlib
import importlib
import inspect
import pickle
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

PROTOCOL = 5


@dataclass(frozen=True, slots=True)
class Fitted:
    """A model, pickled."""

    model: bytes


@dataclass(frozen=True, slots=True)
class Immovable:
    """The fit cannot be done in a child: what would have to travel does not."""

    reason: str


@dataclass(frozen=True, slots=True)
class Broken:
    """The fit raised; in one line."""

    reason: str


Outcome = Fitted | Immovable | Broken


class Warming:
    """Done by each child before its first work: imports what fits need, while no limit runs.

    Children that start later know what ``modules`` is then.
    """

    def __init__(self, modules: Iterable[str] = ()) -> None:
        self.modules = tuple(modules)

    def __call__(self) -> None:
        """Import NumPy and the modules; one that fails is left for the fit that needs it."""
        for name in ("numpy", *self.modules):
            with contextlib.suppress(Exception):
                importlib.import_module(name)


def fit(work: bytes) -> Outcome:
    """Fit a pickled (analyzer, history); never raises for what the analyzer does."""
    try:
        analyzer, history = pickle.loads(work)  # noqa: S301 - our parent made it
    except Exception as error:  # noqa: BLE001 - whatever another's class does when it is loaded
        return Immovable(f"its analyzer cannot be unpickled: {_told(error)}")
    try:
        model = analyzer.fit(history)
    except BaseException as error:  # noqa: BLE001 - a child that exits would be replaced
        return Broken(_told(error))
    return _packed(model)


def _packed(model: Any) -> Outcome:
    if inspect.iscoroutine(model):
        model.close()
        return Immovable("its fit is to be awaited")
    try:
        return Fitted(pickle.dumps(model, PROTOCOL))
    except Exception as error:  # noqa: BLE001 - whatever another's class does when it is saved
        return Immovable(f"its model cannot be pickled: {_told(error)}")


def _told(error: BaseException) -> str:
    """In one line, as :func:`phoenix.host.loading.describe` has it, which is heavy to import."""
    first = (str(error).strip().splitlines() or [""])[0]
    return f"{type(error).__name__}: {first}" if first else type(error).__name__
