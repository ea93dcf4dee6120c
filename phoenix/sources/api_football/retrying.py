"""Trying again: when, how often, and after how long.

The package ``backoff`` (its maintained fork) drives the attempts. Waits are made here, because its
own jitter shortens what ``Retry-After`` asks for, and its ``max_time`` never interrupts a call.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Generator
from dataclasses import dataclass
from typing import TypeVar

import backoff

from phoenix.sources.api_football.faults import MinuteQuotaSpent, Unavailable

T = TypeVar("T")


class Transient(Exception):
    """A try that failed in a way that may pass: why, and how long the provider asks to wait.

    Caught in this module.
    """

    def __init__(self, reason: str, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Patience:
    """Waits between attempts (seconds), each lengthened by up to half, and a cap on everything."""

    steps: tuple[float, ...] = (1.0, 2.0, 4.0, 8.0)
    total: float = 90.0
    jitter: Callable[[], float] = random.random

    @property
    def attempts(self) -> int:
        """How often a question is asked in all."""
        return len(self.steps) + 1


async def persistently(attempt: Callable[[], Awaitable[T]], asked: str, patience: Patience) -> T:
    """The result of the first attempt that succeeds.

    Raises:
        Unavailable: all attempts failed, or the time was up.
        MinuteQuotaSpent: the provider still counted too many calls at the last attempt.
        ProviderFault: an attempt failed in a way that will not pass.
    """
    tried = 0

    async def counted() -> T:
        nonlocal tried
        tried += 1
        return await attempt()

    keep_trying = backoff.on_exception(
        backoff_waits,
        (Transient, MinuteQuotaSpent),
        max_tries=patience.attempts,
        jitter=None,
        giveup=lambda error: _asked_wait(error) > patience.total,
        logger=None,
        patience=patience,
    )
    try:
        async with asyncio.timeout(patience.total):
            return await keep_trying(counted)()
    except Transient as error:
        raise Unavailable(asked, error.reason, tried) from error
    except TimeoutError as error:
        reason = f"the time of {patience.total:g} s was up"
        raise Unavailable(asked, reason, tried) from error


def backoff_waits(patience: Patience) -> Generator[float, Exception | None, None]:
    """Seconds to wait, given the exception that was raised; the first value only starts it."""
    error = yield 0.0
    for step in patience.steps:
        asked = _asked_wait(error)
        error = yield asked if asked > 0 else step * (1.0 + 0.5 * patience.jitter())


def _asked_wait(error: BaseException | None) -> float:
    wait = getattr(error, "retry_after", None)
    return float(wait) if wait is not None else 0.0
