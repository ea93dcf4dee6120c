"""Runs the checks of a service, one after another, for as long as the service runs."""

import asyncio
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter

import structlog

from phoenix import metrics
from phoenix.app.health import Condition, State
from phoenix.app.redaction import redactor
from phoenix.app.supervisor.check import NOTHING, Check
from phoenix.app.supervisor.guarded import Guarded, reason
from phoenix.app.supervisor.journal import Journal, Mended
from phoenix.app.supervisor.scan import Scan

log = structlog.get_logger(__name__)

EVERY = 60.0  # seconds


@dataclass(slots=True)
class _Watched:
    """A check, its guarded functions, and what came of it last."""

    check: Check
    look: Guarded
    mend: Guarded | None
    last: Scan | None = None
    looked: float = -math.inf


class Supervisor:
    """Nothing that a check does stops it, or keeps it from the next check.

    Args:
        checks: made of parts of this process; more may be added.
        now: the clock.
        every: seconds between two scans.
        journal: keeps what was mended, beyond the end of the process.
        on_scan: told of each result.

    Raises:
        ValueError: two checks have one name.
    """

    def __init__(
        self,
        checks: Iterable[Check],
        now: Callable[[], datetime],
        *,
        every: float = EVERY,
        journal: Journal | None = None,
        on_scan: Callable[[Scan], None] | None = None,
    ) -> None:
        self._now = now
        self._every = every
        self._journal = journal
        self._on_scan = on_scan
        self._watched: dict[str, _Watched] = {}
        for check in checks:
            self.add(check)

    def add(self, check: Check) -> None:
        """Run this check too, from the next scan on.

        Raises:
            ValueError: there is one of that name.
        """
        if check.name in self._watched:
            raise ValueError(f"two checks are called {check.name}")
        mend = None if check.mend is None else Guarded(check.mend, check.limit)
        self._watched[check.name] = _Watched(check, Guarded(check.look, check.limit), mend)

    def latest(self) -> tuple[Scan, ...]:
        """What came of each check last, in the order of their adding."""
        return tuple(one.last for one in self._watched.values() if one.last is not None)

    async def condition(self) -> Condition:
        """For ``Health.add``: degraded where something is left, or could not be found out."""
        told = [scan for scan in self.latest() if scan.outcome in {"found", "error"}]
        if not told:
            return Condition()
        detail = "; ".join(f"{scan.check}: {scan.error or scan.detail}" for scan in told)
        return Condition(State.DEGRADED, detail, min(scan.at for scan in told))

    async def run(self) -> None:
        """Scan until cancelled, from one interval after the start on."""
        while True:
            await asyncio.sleep(self._every)
            await self.scan()

    async def scan(self) -> tuple[Scan, ...]:
        """Run every check that is due; their results."""
        clock = asyncio.get_running_loop().time
        scans = []
        for one in tuple(self._watched.values()):
            if clock() - one.looked < one.check.every:
                continue
            one.looked = clock()
            scan = await self._scanned(one)
            scans.append(scan)
            await self._told(scan, one.last)
            one.last = scan
        return tuple(scans)

    async def _scanned(self, one: _Watched) -> Scan:
        at, began = self._now(), perf_counter()
        seen, mended, error = NOTHING, 0, None
        try:
            seen = await one.look()
            if seen.count and one.mend is not None and one.check.where():
                mended = await one.mend()
        except Exception as raised:  # noqa: BLE001 - it becomes the result, and the next check runs
            error = reason(raised)
        return Scan(
            one.check.name, max(seen.count, mended), mended, error and redactor.clean(error), at,
            perf_counter() - began, redactor.clean(seen.detail), one.check.routine,
        )  # fmt: skip

    async def _told(self, scan: Scan, before: Scan | None) -> None:
        """Count, log, keep and hand on a result."""
        metrics.SUPERVISOR_CHECKS.add(scan.check, scan.outcome)
        _log(scan, before)
        if self._journal is not None and scan.mended and not scan.routine:
            await self._journal.note(Mended(scan.at, scan.check, scan.mended, scan.detail))
        if self._on_scan is not None:
            try:
                self._on_scan(scan)
            except Exception:
                log.exception("who is told of scans failed", check=scan.check)


def _log(scan: Scan, before: Scan | None) -> None:
    """A warning where something is new; what is the same every minute is told once."""
    fields = {
        "check": scan.check, "found": scan.found, "mended": scan.mended,
        "seconds": round(scan.seconds, 3),
    }  # fmt: skip
    if scan.detail:
        fields["detail"] = scan.detail
    if scan.error is not None:
        fields["error"] = scan.error
    if scan.outcome == "well":
        recovered = before is not None and before.outcome in {"found", "error"}
        (log.info if recovered else log.debug)("supervisor check is well", **fields)
    elif not scan.differs_from(before):
        log.debug("supervisor check found the same", **fields)
    elif scan.routine and scan.error is None:
        log.info("supervisor check tidied up", **fields)
    else:
        log.warning("supervisor check found something", **fields)
