"""What the doctor hands over: for a terminal, for machines, or as Markdown."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from phoenix.app.doctor.audit import Audit, Outcome, score
from phoenix.app.supervisor.journal import Mended

SHOWN = 30  # of what was mended, the newest
_SIGNS = {Outcome.PASSED: "✓", Outcome.FAILED: "✗", Outcome.SKIPPED: "·"}


@dataclass(frozen=True, slots=True)
class Report:
    """Every audit, in the order of their making.

    Attributes:
        audits: at least one.
        mended: what was mended on this machine, the oldest first.
        at: when, UTC.
        version: of Phoenix.
    """

    audits: tuple[Audit, ...]
    mended: tuple[Mended, ...]
    at: datetime
    version: str

    @property
    def score(self) -> float | None:
        """Out of ten, computed from the audits; None if nothing could be looked at."""
        return score(self.audits)

    @property
    def exit_code(self) -> int:
        """0 if nothing failed, else 1."""
        return 1 if self.of(Outcome.FAILED) else 0

    def of(self, outcome: Outcome) -> tuple[Audit, ...]:
        """The audits that ended so."""
        return tuple(audit for audit in self.audits if audit.outcome is outcome)

    @property
    def summary(self) -> str:
        """The score, and what it is made of."""
        score = "none" if self.score is None else f"{self.score:.1f} out of 10"
        counts = ", ".join(f"{len(self.of(outcome))} {outcome}" for outcome in Outcome)
        return f"score {score}: {counts}"

    def lines(self) -> list[str]:
        """For people who look at a terminal."""
        return [line for audit in self.audits for line in _lines(audit)] + [self.summary]

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        return {
            "score": self.score,
            **{outcome.value: len(self.of(outcome)) for outcome in Outcome},
            "at": self.at.isoformat(),
            "version": self.version,
            "audits": [asdict(audit) for audit in self.audits],
            "mended": [asdict(one) | {"at": one.at.isoformat()} for one in self.mended],
        }

    def as_markdown(self) -> str:
        """As a report for whoever was not there."""
        sections = (self._head(), self._findings(), self._health(), self._fixes())
        return "\n".join(line for section in sections for line in section)

    def _head(self) -> Iterator[str]:
        yield "# Phoenix: an installation, examined"
        yield ""
        yield f"{self.at:%Y-%m-%d %H:%M} UTC, Phoenix {self.version}; {self.summary}."
        yield ""

    def _findings(self) -> Iterator[str]:
        yield "## Findings"
        yield ""
        found = self.of(Outcome.FAILED)
        for audit in found:
            yield f"- **{audit.name}**: {_inline(audit.detail)}. Cure: {_inline(audit.cure)}"
        if not found:
            yield "None."
        yield ""

    def _health(self) -> Iterator[str]:
        yield "## Health of each part"
        yield ""
        yield "| part | examined | how it is | |"
        yield "|---|---|---|---|"
        for audit in self.audits:
            yield f"| {audit.part} | {audit.name} | {audit.outcome} | {_cell(audit.detail)} |"
        yield ""

    def _fixes(self) -> Iterator[str]:
        yield "## Fixes applied by migrations and self-healing"
        yield ""
        for one in reversed(self.mended[-SHOWN:]):
            what = f": {_inline(one.what)}" if one.what else ""
            yield f"- {one.at:%Y-%m-%d %H:%M} UTC, {one.by}, {one.count} mended{what}"
        if not self.mended:
            yield "None is kept on this machine."


def _lines(audit: Audit) -> Iterator[str]:
    yield f"{_SIGNS[audit.outcome]} {audit.name}: {_inline(audit.detail)}"
    if audit.cure and audit.outcome is not Outcome.PASSED:
        yield f"    {_inline(audit.cure)}"


def _inline(text: str) -> str:
    return " ".join(text.split())


def _cell(text: str) -> str:
    return _inline(text).replace("|", "\\|")
