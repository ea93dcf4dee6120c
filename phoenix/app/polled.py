"""A question that many ask is put once: all get one answer, and it holds for a moment."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from phoenix.bounded import bounded
from phoenix.flight import SingleFlight

T = TypeVar("T")


class Polled(Generic[T]):
    """Asks a probe when somebody wants to know, but never twice at a time.

    Args:
        probe: what is asked.
        instead: the answer where the probe raises, or does not answer in time
            (:class:`~phoenix.bounded.Overdue`).
        limit: seconds that the probe may take.
        kept: seconds for which an answer holds.
    """

    def __init__(
        self,
        probe: Callable[[], Awaitable[T]],
        instead: Callable[[Exception], T],
        *,
        limit: float,
        kept: float,
    ) -> None:
        self._probe = probe
        self._instead = instead
        self._limit = limit
        self._kept = kept
        self._flight: SingleFlight[T] = SingleFlight()
        self._last: tuple[T, float] | None = None

    async def value(self) -> T:
        """What the probe says, or said a moment ago."""
        if self._last is not None and self._now() < self._last[1]:
            return self._last[0]
        return await self._flight.fly(None, self._asked)

    async def _asked(self) -> T:
        try:
            answer: T = await bounded(self._probe(), self._limit)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is an answer
            answer = self._instead(error)
        self._last = (answer, self._now() + self._kept)
        return answer

    def _now(self) -> float:
        return asyncio.get_running_loop().time()
