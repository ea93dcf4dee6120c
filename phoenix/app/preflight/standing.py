"""How the parts stand that preflight looked at, after the start: what was amiss is asked again."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from phoenix.app.health import Condition, State
from phoenix.app.preflight.finding import Finding, Report, Verdict

log = structlog.get_logger(__name__)

EVERY = 60.0  # seconds; API-Football counts calls a minute

_STATES = {
    Verdict.PASSED: State.OK,
    Verdict.SKIPPED: State.OK,
    Verdict.DEGRADED: State.DEGRADED,
    Verdict.WAITING: State.DEGRADED,
    Verdict.REFUSED: State.FAILING,
}
_WELL = frozenset({Verdict.PASSED, Verdict.SKIPPED})


class Standing:
    """The newest finding of each check.

    Args:
        report: of the start.
        ask: runs a check once more, such as ``lambda name: recheck(name, settings)``.
        every: seconds between two rounds.
    """

    def __init__(
        self, report: Report, ask: Callable[[str], Awaitable[Finding]], every: float = EVERY
    ) -> None:
        self._findings = {finding.check: finding for finding in report.findings}
        self._ask = ask
        self._every = every

    @property
    def report(self) -> Report:
        """The newest findings."""
        return Report(tuple(self._findings.values()))

    async def condition(self, check: str) -> Condition:
        """How a part stands, for :meth:`phoenix.app.health.Health.add`.

        Raises:
            KeyError: that check was not run.
        """
        finding = self._findings[check]
        well = finding.verdict in _WELL
        return Condition(_STATES[finding.verdict], "" if well else finding.text)

    def note(self, finding: Finding) -> None:
        """Somebody looked again; a change is told."""
        before = self._findings.get(finding.check)
        self._findings[finding.check] = finding
        if before is None or before.verdict is finding.verdict:
            return
        tell = log.info if finding.verdict in _WELL else log.warning
        tell(
            "preflight changed", check=finding.check, verdict=finding.verdict.value,
            was=before.verdict.value, detail=finding.detail, cure=finding.cure,
        )  # fmt: skip

    async def keep(self) -> None:
        """Ask again and again for what is amiss, until it is cancelled.

        What is waited for is left to who waits.
        """
        while True:
            await asyncio.sleep(self._every)
            for finding in (*self.report.degraded, *self.report.refused):
                self.note(await self._ask(finding.check))
