"""Where a specialist learns: here, in a thread, unless whoever makes the host knows a better place.

A fit and a forecast may each take as long as the specialist's deadline. A model serves many askers,
and time that a fit waits for its turn is nobody's fault, so the two are not added up.
"""

from collections.abc import Sequence
from typing import Any, Protocol

from phoenix.bounded import bounded
from phoenix.domain.errors import PluginError
from phoenix.domain.history import History
from phoenix.host.loading import Specialist


class FitFailed(PluginError):
    """A fit raised, or ended its process; the problem is one line. Caught by the host."""


class Fitter(Protocol):
    """Has specialists learn."""

    def prepare(self, specialists: Sequence[Specialist]) -> None:
        """Told who may have to learn, once all are loaded."""
        ...

    async def fit(self, specialist: Specialist, history: History) -> Any:
        """What the specialist makes of the history.

        Raises:
            Overdue: it took longer than its deadline.
            FitFailed: it failed where its own exception could not be brought from.
            Exception: what the fit raised.
        """
        ...


class ThreadFitter:
    """In a thread of this process, or on the loop where ``fit`` is a coroutine function."""

    def prepare(self, specialists: Sequence[Specialist]) -> None:
        """Nothing is to be done before."""

    async def fit(self, specialist: Specialist, history: History) -> Any:
        """What the specialist makes of the history.

        Raises:
            Overdue: it took longer than its deadline.
            Exception: what the fit raised.
        """
        return await bounded(specialist.fit(history), specialist.deadline)
