"""What was found, as lines of the log."""

import logging

import structlog

from phoenix.app.preflight.finding import Report, Verdict

log = structlog.get_logger(__name__)

_EVENTS = {
    Verdict.PASSED: (logging.INFO, "preflight passed"),
    Verdict.SKIPPED: (logging.INFO, "preflight skipped"),
    Verdict.DEGRADED: (logging.WARNING, "preflight degraded"),
    Verdict.WAITING: (logging.WARNING, "preflight waiting"),
    Verdict.REFUSED: (logging.ERROR, "preflight refused"),
}


def tell(report: Report) -> None:
    """A line per finding."""
    for finding in report.findings:
        level, event = _EVENTS[finding.verdict]
        log.log(
            level, event, check=finding.check, detail=finding.detail, setting=finding.setting,
            cure=finding.cure, seconds=round(finding.seconds, 3),
        )  # fmt: skip
