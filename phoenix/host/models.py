"""Fitted models, kept as long as they are used: one per analyzer, settings and history."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from phoenix import metrics
from phoenix.flight import SingleFlight

MODELS = metrics.Counter(
    "phoenix_models_total", "Models that were asked for: kept, shared or fitted.", "outcome"
)
FIT = metrics.Timer("phoenix_fit_seconds", "Fits of analyzers.", "analyzer", "outcome")


@dataclass(frozen=True, slots=True)
class ModelKey:
    """What a fitted model depends on."""

    analyzer: str
    version: str
    settings: str
    competition: str
    fingerprint: str


class Shelf(Protocol):
    """Models that several processes share; one that cannot be had is one that is not there."""

    async def get(self, key: ModelKey) -> Any:
        """The model.

        Raises:
            KeyError: it is not there.
        """
        ...

    def put(self, key: ModelKey, model: Any) -> None:
        """Hand a model over; it is kept later, or not, and nobody waits for it."""
        ...


class ModelCache:
    """The most recently used models; the oldest goes when there are more than ``size``.

    Args:
        size: models in memory.
        shelf: where other processes leave theirs; None: nobody shares.
    """

    def __init__(self, size: int = 256, shelf: Shelf | None = None) -> None:
        self._size = size
        self._shelf = shelf
        self._models: OrderedDict[ModelKey, Any] = OrderedDict()
        self._flights: SingleFlight[Any] = SingleFlight()
        self.gained = 0

    def __contains__(self, key: ModelKey) -> bool:
        return key in self._models

    def get(self, key: ModelKey) -> Any:
        """The model, now the most recently used.

        Raises:
            KeyError: it is not kept.
        """
        self._models.move_to_end(key)
        return self._models[key]

    def put(self, key: ModelKey, model: Any) -> None:
        """Keep a model; ``gained`` counts them, those that have gone as well."""
        self.gained += key not in self._models
        self._models[key] = model
        self._models.move_to_end(key)
        while len(self._models) > self._size:
            self._models.popitem(last=False)

    async def model(self, key: ModelKey, fit: Callable[[], Awaitable[Any]]) -> Any:
        """The model that is kept or shared, else what ``fit`` makes.

        Whoever asks for one that is being made waits for the same; the making is cancelled when
        nobody waits any more.

        Raises:
            Exception: what ``fit`` raised; nothing is kept then.
        """
        if key in self._models:
            MODELS.add("kept")
            return self.get(key)
        return await self._flights.fly(key, partial(self._gain, key, fit))

    async def _gain(self, key: ModelKey, fit: Callable[[], Awaitable[Any]]) -> Any:
        model = await self._shared_or_fitted(key, fit)
        self.put(key, model)
        return model

    async def _shared_or_fitted(self, key: ModelKey, fit: Callable[[], Awaitable[Any]]) -> Any:
        if self._shelf is not None:
            with suppress(KeyError):
                model = await self._shelf.get(key)
                MODELS.add("shared")
                return model
        with FIT.timed(key.analyzer):
            model = await fit()
        MODELS.add("fitted")
        if self._shelf is not None:
            self._shelf.put(key, model)
        return model
