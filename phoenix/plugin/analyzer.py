"""The specialist: fit on the past, then forecast a match."""

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from phoenix.domain.context import MatchContext
from phoenix.domain.history import History
from phoenix.domain.needs import Need
from phoenix.domain.opinions import Opinion
from phoenix.domain.quantities import Quantity
from phoenix.domain.words import Words


class Analyzer(ABC):
    """One specialist. Subclass it and return the class from ``phoenix_analyzers``.

    ``fit`` is slow and its result is kept (by analyzer, version, settings, competition and the
    history's fingerprint); ``forecast`` is fast. Both must depend on their arguments alone, and
    neither may change them. Either may be a coroutine; a plain method runs in a thread. A service
    fits in a process of its own: what ``fit`` needs comes with its module, settings and arguments
    (what ``phoenix_startup`` left in the module is not there), and its model is pickled.

    Class attributes:
        id: the plugin's id, or ``<plugin id>.<name>`` where a plugin offers several.
        title: what people read, in one language or several.
        quantities: what is forecast.
        needs: what must be seen beyond the results; anything else is hidden.
        Settings: a pydantic model, filled from the plugin's table in ``plugins.toml``, or None.
    """

    id: ClassVar[str]
    title: ClassVar[Words]
    quantities: ClassVar[frozenset[Quantity]]
    needs: ClassVar[frozenset[Need]] = frozenset()
    Settings: ClassVar[type[Any] | None] = None

    def __init__(self, settings: Any = None) -> None:
        self.settings = settings

    def fit(self, history: History) -> Any:  # noqa: ARG002 - the signature is the contract
        """Learn from the competition's matches known so far. The default learns nothing."""
        return None

    @abstractmethod
    def forecast(self, context: MatchContext, model: Any) -> Opinion:
        """Say what is expected of the match, or abstain and say why.

        Args:
            context: all that was declared and is known of the match.
            model: what ``fit`` returned for the history in ``context``.
        """
