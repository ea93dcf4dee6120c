"""What came of one check."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Scan:
    """One check at one time; no text in it holds a secret.

    Attributes:
        check: its name.
        found: things that were not as they should be.
        mended: how many of them are again.
        error: why it could not be found out, or not mended; None if it could.
        at: when it began, UTC.
        seconds: that it took.
        detail: what was found, in words.
        routine: whether finding something is the order of the day.
    """

    check: str
    found: int
    mended: int
    error: str | None
    at: datetime
    seconds: float
    detail: str = ""
    routine: bool = False

    @property
    def outcome(self) -> str:
        """``error``, ``well``, ``mended`` or ``found``: the last where something is left."""
        if self.error is not None:
            return "error"
        if not self.found:
            return "well"
        return "mended" if self.mended >= self.found else "found"

    def differs_from(self, before: "Scan | None") -> bool:
        """Whether this says something that the one before had not said."""
        if self.mended or before is None:
            return True
        said = (self.outcome, self.found, self.detail, self.error)
        return said != (before.outcome, before.found, before.detail, before.error)
