"""Names of what is logged, the same for all locks, and one way of writing them."""

from typing import Any

import structlog

log = structlog.get_logger("phoenix.app.leader")

LEADER_WON = "LEADER_WON"
LEADER_LOST = "LEADER_LOST"
LEADER_WORK_FAILED = "LEADER_WORK_FAILED"  # a callback raised, or did not end in time
LOCK_AWAY = "LOCK_AWAY"  # whoever keeps the lock cannot be asked
LOCK_BACK = "LOCK_BACK"
LOCK_EVICTED = "LOCK_EVICTED"  # a holder that was silent for a whole lease lost its connection
LOCK_FALLBACK = "LOCK_FALLBACK"  # Redis is away; PostgreSQL goes on alone
LOCK_FALLBACK_OVER = "LOCK_FALLBACK_OVER"
LOCK_RELEASED = "LOCK_RELEASED"
LOCK_RELEASE_FAILED = "LOCK_RELEASE_FAILED"
LOCK_RELEASE_SKIPPED = "LOCK_RELEASE_SKIPPED"


def tell(level: int, event: str, *, error: BaseException | None = None, **fields: Any) -> None:
    """Log an event with its fields, and the traceback of an error."""
    log.log(level, event, **fields, **_traced(error))


def _traced(error: BaseException | None) -> dict[str, Any]:
    return {} if error is None else {"exc_info": error}


class Outage:
    """A fault that lasts: told once when it begins, and once when it is over.

    Args:
        begins: the event of its beginning, told with a reason.
        ends: the event of its end.
        logger: of whoever suffers it.
        fields: told with both.
    """

    def __init__(self, begins: str, ends: str, *, logger: Any = log, **fields: Any) -> None:
        self._begins = begins
        self._ends = ends
        self._log = logger
        self._fields = fields
        self.lasts = False

    def began(self, reason: str, error: BaseException | None = None) -> None:
        """It failed (again)."""
        if not self.lasts:
            self._log.warning(self._begins, **self._fields, reason=reason, **_traced(error))
        self.lasts = True

    def ended(self) -> None:
        """It works (again)."""
        if self.lasts:
            self._log.info(self._ends, **self._fields)
        self.lasts = False
