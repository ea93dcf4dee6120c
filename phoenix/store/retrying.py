"""Trying again while the database is away.

The package ``backoff`` (its maintained fork) drives the attempts. Waits are made here, because its
``max_time`` counts from the beginning of the work, which may rightly take long.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Generator
from dataclasses import dataclass
from typing import TypeVar

import backoff
import structlog

from phoenix.domain.errors import StoreAway

log = structlog.get_logger(__name__)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to put up with a database that is away, in seconds.

    The first wait is doubled each time, up to the longest, and each is lengthened by up to half, so
    that those who wait do not all come back at once. No attempt begins later than ``total`` after
    the first one that failed.
    """

    first: float = 0.05
    longest: float = 2.0
    total: float = 30.0
    jitter: Callable[[], float] = random.random


async def persistently(attempt: Callable[[], Awaitable[T]], patience: Patience) -> T:
    """The result of the first attempt that does not find the database away.

    Raises:
        StoreAway: the time was up.
    """
    tried = 0

    async def counted() -> T:
        nonlocal tried
        tried += 1
        try:
            return await attempt()
        except StoreAway as away:
            log.info("store is away", fault=str(away))
            raise

    keep_trying = backoff.on_exception(
        waits, StoreAway, jitter=None, logger=None, patience=patience
    )
    try:
        return await keep_trying(counted)()
    except StoreAway as away:
        raise StoreAway(f"{away.problem} (asked {tried} times)", away.cure) from away


def waits(patience: Patience) -> Generator[float, Exception | None, None]:
    """Seconds to wait, until the time is up; the first value only starts it."""
    yield 0.0
    clock = asyncio.get_running_loop().time
    until, step = clock() + patience.total, patience.first
    while (left := until - clock()) > 0:
        yield min(step * (1.0 + 0.5 * patience.jitter()), left)
        step = min(2.0 * step, patience.longest)
