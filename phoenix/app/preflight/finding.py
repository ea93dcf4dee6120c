"""What preflight finds: a verdict per check, with the setting that is wrong and what mends it."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

EXIT_REFUSED = 78  # EX_CONFIG of sysexits.h: a supervisor that restarts will not mend it


class Verdict(StrEnum):
    """What a check means for the start."""

    PASSED = "passed"
    SKIPPED = "skipped"  # it is not configured
    DEGRADED = "degraded"  # it starts with less, says so, and tries again
    WAITING = "waiting"  # it starts, and waits for this part
    REFUSED = "refused"  # it does not start


_SIGNS = {
    Verdict.PASSED: "✓",
    Verdict.SKIPPED: "·",
    Verdict.DEGRADED: "!",
    Verdict.WAITING: "!",
    Verdict.REFUSED: "✗",
}


@dataclass(frozen=True, slots=True)
class Found:
    """What a check says. Neither ``detail`` nor ``cure`` holds a setting's value.

    ``setting`` is the variable that the check is about, or empty.
    """

    verdict: Verdict
    detail: str
    setting: str = ""
    cure: str = ""


def passed(detail: str, setting: str = "") -> Found:
    """All is well."""
    return Found(Verdict.PASSED, detail, setting)


def skipped(detail: str, setting: str = "") -> Found:
    """Not configured; ``detail`` says what follows from that."""
    return Found(Verdict.SKIPPED, detail, setting)


def degraded(detail: str, setting: str = "", cure: str = "") -> Found:
    """It starts with less."""
    return Found(Verdict.DEGRADED, detail, setting, cure)


def waiting(detail: str, setting: str = "", cure: str = "") -> Found:
    """It starts, and waits for this part."""
    return Found(Verdict.WAITING, detail, setting, cure)


def refused(detail: str, setting: str = "", cure: str = "") -> Found:
    """It does not start."""
    return Found(Verdict.REFUSED, detail, setting, cure)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found, and how long it took."""

    check: str
    verdict: Verdict
    detail: str
    setting: str = ""
    cure: str = ""
    seconds: float = 0.0

    @classmethod
    def of(cls, check: str, found: Found, seconds: float = 0.0) -> "Finding":
        """What the check of that name says."""
        return cls(check, found.verdict, found.detail, found.setting, found.cure, seconds)

    @property
    def text(self) -> str:
        """The problem and its cure in one line."""
        return f"{self.detail}. {self.cure}".rstrip(". ") + "."

    @property
    def line(self) -> str:
        """The finding as people read it."""
        return f"{_SIGNS[self.verdict]} {self.check}: {self.text}"


@dataclass(frozen=True, slots=True)
class Report:
    """Every finding, in the order of the checks."""

    findings: tuple[Finding, ...]

    @property
    def refused(self) -> tuple[Finding, ...]:
        """Why it does not start."""
        return self._of(Verdict.REFUSED)

    @property
    def degraded(self) -> tuple[Finding, ...]:
        """With what it starts nevertheless."""
        return self._of(Verdict.DEGRADED)

    @property
    def waiting(self) -> tuple[Finding, ...]:
        """What is waited for."""
        return self._of(Verdict.WAITING)

    @property
    def exit_code(self) -> int:
        """0, or :data:`EXIT_REFUSED`."""
        return EXIT_REFUSED if self.refused else 0

    def lines(self) -> list[str]:
        """A line per finding, and one that says what comes of them all."""
        return [*(finding.line for finding in self.findings), self._sum]

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        return {
            "starts": not self.refused,
            "findings": [asdict(finding) for finding in self.findings],
        }

    @property
    def _sum(self) -> str:
        if self.refused:
            return f"Phoenix does not start: {_listed(self.refused)}"
        less = [*self.degraded, *self.waiting]
        return f"Phoenix starts with less: {_listed(less)}" if less else "All is well"

    def _of(self, verdict: Verdict) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.verdict is verdict)


def _listed(findings: "tuple[Finding, ...] | list[Finding]") -> str:
    return ", ".join(dict.fromkeys(finding.check for finding in findings))
