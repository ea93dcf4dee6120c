"""What an examination says, and what all of them come to."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """How an examination ended."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"  # it does not apply here, or cannot be known from here


@dataclass(frozen=True, slots=True)
class Told:
    """An outcome in words; ``cure`` is what to do where it did not pass."""

    outcome: Outcome
    detail: str
    cure: str = ""


def passed(detail: str) -> Told:
    """All is well."""
    return Told(Outcome.PASSED, detail)


def failed(detail: str, cure: str) -> Told:
    """Something is not, and what mends it."""
    return Told(Outcome.FAILED, detail, cure)


def skipped(detail: str, cure: str = "") -> Told:
    """Not looked at, and why; it counts neither for nor against."""
    return Told(Outcome.SKIPPED, detail, cure)


@dataclass(frozen=True, slots=True)
class Audit:
    """What one examination said of one part; neither text holds a secret."""

    part: str
    name: str
    outcome: Outcome
    detail: str
    cure: str = ""


def score(audits: Iterable[Audit]) -> float | None:
    """Ten times the share that passed, of those that passed or failed; None if there is none."""
    outcomes = [audit.outcome for audit in audits]
    good, bad = outcomes.count(Outcome.PASSED), outcomes.count(Outcome.FAILED)
    return 10 * good / (good + bad) if good + bad else None
