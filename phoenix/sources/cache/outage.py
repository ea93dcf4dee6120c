"""A fault that lasts is told once when it begins, and once when it is over."""

from structlog.stdlib import BoundLogger


class Outage:
    """Tells of one thing that may fail for a while.

    Args:
        log: where to.
        fails: the event when it begins.
        works: the event when it is over.
        fields: of both.
    """

    def __init__(self, log: BoundLogger, fails: str, works: str, **fields: str) -> None:
        self._log = log
        self._fails = fails
        self._works = works
        self._fields = fields
        self._lasts = False

    def failed(self, reason: object) -> None:
        """It failed: a warning, if it had not failed before."""
        if not self._lasts:
            self._log.warning(self._fails, **self._fields, reason=str(reason))
        self._lasts = True

    def worked(self) -> None:
        """It worked: told, if it had failed before."""
        if self._lasts:
            self._log.info(self._works, **self._fields)
        self._lasts = False
