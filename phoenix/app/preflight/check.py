"""One check: bounded, timed, and guarded against its own faults."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass

import structlog

from phoenix.app.preflight.finding import Finding, Found, Verdict, refused
from phoenix.app.preflight.surroundings import Surroundings
from phoenix.bounded import Overdue, bounded

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Check:
    """Its name, what it does, and what is found if that ends in time with no answer."""

    name: str
    look: Callable[[Surroundings], Awaitable[Found]]
    late: Found


async def run(
    check: Check, surroundings: Surroundings, limit: float, required: Collection[str] = ()
) -> Finding:
    """What the check finds within ``limit`` seconds; never raises what the check raises.

    Of those ``required`` by name it is refused that they are not configured.
    """
    clock = asyncio.get_running_loop().time
    begun = clock()
    found = await _found(check, surroundings, limit)
    if found.verdict is Verdict.SKIPPED and check.name in required:
        found = refused(found.detail, found.setting, f"Set {found.setting}")
    return Finding.of(check.name, found, clock() - begun)


async def _found(check: Check, surroundings: Surroundings, limit: float) -> Found:
    try:
        found: Found = await bounded(check.look(surroundings), limit)
    except Overdue:
        return check.late
    except Exception as error:
        log.exception("preflight check broke", check=check.name)
        detail = f"the check itself broke off with {type(error).__name__}"
        return Found(check.late.verdict, detail, cure="This is a fault of Phoenix: report it")
    return found
