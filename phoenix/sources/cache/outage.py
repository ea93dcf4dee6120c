"""A fault that lasts is told once when it begins, and once when it is over."""

import logging


class Outage:
    """Tells of one thing that may fail for a while.

    Args:
        log: where to.
        fails: what is said when it begins, before the reason.
        works: what is said when it is over.
    """

    def __init__(self, log: logging.Logger, fails: str, works: str) -> None:
        self._log = log
        self._fails = fails
        self._works = works
        self._lasts = False

    def failed(self, reason: object) -> None:
        """It failed: a warning, if it had not failed before."""
        if not self._lasts:
            self._log.warning("%s: %s", self._fails, reason)
        self._lasts = True

    def worked(self) -> None:
        """It worked: told, if it had failed before."""
        if self._lasts:
            self._log.info("%s", self._works)
        self._lasts = False
