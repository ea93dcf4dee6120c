"""Fitted models, kept as long as they are used: one per analyzer, settings and history."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ModelKey:
    """What a fitted model depends on."""

    analyzer: str
    version: str
    settings: str
    competition: str
    fingerprint: str


class ModelCache:
    """The most recently used models; the oldest goes when there are more than ``size``."""

    def __init__(self, size: int = 256) -> None:
        self._size = size
        self._models: OrderedDict[ModelKey, Any] = OrderedDict()

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
        """Keep a model."""
        self._models[key] = model
        self._models.move_to_end(key)
        while len(self._models) > self._size:
            self._models.popitem(last=False)
