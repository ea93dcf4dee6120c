"""Look at everything that the service needs, all at once, before it opens to the world."""

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

import httpx

from phoenix.app.preflight.check import Check, run
from phoenix.app.preflight.checks import (
    api_football,
    clock,
    database,
    direct_database,
    disk,
    plugins,
    redis,
    settings,
    telegram,
)
from phoenix.app.preflight.finding import Finding, Report
from phoenix.app.preflight.surroundings import Surroundings, utc_now
from phoenix.app.settings import Settings

LIMIT = 8.0  # seconds for one check
SHARE = 0.9  # of the whole limit: what is cut off takes a moment to end

CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        check.name: check
        for check in (
            settings.CHECK,
            telegram.CHECK,
            api_football.CHECK,
            database.CHECK,
            direct_database.CHECK,
            redis.CHECK,
            clock.CHECK,
            disk.CHECK,
            plugins.CHECK,
        )
    }
)
TELL_THE_TIME = (telegram.CHECK.name, api_football.CHECK.name, database.CHECK.name)

Progress = Callable[[int, int, str], None]


def _quiet(_done: int, _total: int, _name: str) -> None:
    """Nobody looks."""


async def preflight(
    settings: Settings,
    *,
    only: Collection[str] = CHECKS.keys(),
    required: Collection[str] = (),
    transport: httpx.AsyncBaseTransport | None = None,
    now: Callable[[], datetime] = utc_now,
    progress: Progress = _quiet,
) -> Report:
    """What the checks find, within ``settings.preflight_seconds``.

    Args:
        settings: of the service.
        only: names of :data:`CHECKS` to run.
        required: names of checks that refuse what is not configured.
        transport: carries what is asked over HTTP instead of the network.
        now: this machine's clock.
        progress: is told how many of how many have ended, and which.
    """
    surroundings = Surroundings(settings, transport, now)
    chosen = [check for name, check in CHECKS.items() if name in only]
    limit = min(LIMIT, SHARE * settings.preflight_seconds)
    ended = 0

    async def one(check: Check) -> Finding:
        nonlocal ended
        finding = await run(check, surroundings, limit, required)
        ended += 1
        progress(ended, len(chosen), check.name)
        return finding

    async with asyncio.TaskGroup() as group:
        tasks = {check.name: group.create_task(one(check)) for check in chosen}
        await _all(task for name, task in tasks.items() if name in TELL_THE_TIME)
        surroundings.clocks.close()
    return Report(tuple(task.result() for task in tasks.values()))


async def _all(tasks: Iterable[asyncio.Task[Finding]]) -> None:
    for task in tasks:
        await task


async def recheck(
    name: str,
    settings: Settings,
    *,
    transport: httpx.AsyncBaseTransport | None = None,
    now: Callable[[], datetime] = utc_now,
) -> Finding:
    """What one check finds now.

    Raises:
        KeyError: there is no check of that name.
    """
    others = TELL_THE_TIME if CHECKS[name] is clock.CHECK else ()
    report = await preflight(settings, only={name, *others}, transport=transport, now=now)
    return next(finding for finding in report.findings if finding.check == name)
