"""Wait until Telegram answers: it may be away for long, and the rest works meanwhile."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from phoenix.app.preflight.finding import Finding, Verdict

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Backoff:
    """Seconds between two questions: doubled each time up to ``longest``.

    Each is lengthened by up to half, so that those who wait do not all come back at once.
    """

    first: float = 1.0
    longest: float = 60.0
    jitter: Callable[[], float] = random.random

    def wait(self, asked: int) -> float:
        """Seconds to wait after so many questions."""
        step = self.first * 2.0 ** min(asked - 1, 30)
        return min(step, self.longest) * (1.0 + 0.5 * self.jitter())


async def wait_for_telegram(
    ask: Callable[[], Awaitable[Finding]], backoff: Backoff | None = None
) -> Finding:
    """Ask until the answer is no longer that it is waited for: passed, skipped or refused.

    That it is waited for is told once, and so is its end. Cancel it to give up.

    Args:
        ask: such as ``partial(recheck, "telegram", settings)``.
        backoff: between two questions.
    """
    backoff = backoff or Backoff()
    clock = asyncio.get_running_loop().time
    begun, asked = clock(), 0
    while (finding := await ask()).verdict is Verdict.WAITING:
        asked += 1
        if asked == 1:
            log.warning("telegram is waited for", detail=finding.detail, cure=finding.cure)
        await asyncio.sleep(backoff.wait(asked))
    if asked:
        _tell_end(finding, round(clock() - begun, 1))
    return finding


def _tell_end(finding: Finding, waited: float) -> None:
    if finding.verdict is Verdict.REFUSED:
        log.error("telegram refuses", detail=finding.detail, cure=finding.cure, waited=waited)
    else:
        log.info("telegram answers", detail=finding.detail, waited=waited)
