"""The settings: well-formed one by one, and complete together."""

from collections.abc import Iterable
from typing import Protocol

from phoenix.app.preflight.check import Check
from phoenix.app.preflight.finding import Finding, Found, Report, passed, refused
from phoenix.app.preflight.surroundings import Surroundings

NAME = "settings"


class Fault(Protocol):
    """What is wrong with one variable, without its value."""

    @property
    def variable(self) -> str:
        """Its name in the environment."""

    @property
    def problem(self) -> str:
        """What is wrong."""

    @property
    def cure(self) -> str:
        """What mends it."""


def refusal(faults: Iterable[Fault]) -> Report:
    """A finding per fault of settings that could not be read at all."""
    found = (refused(f"{one.variable} {one.problem}", one.variable, one.cure) for one in faults)
    return Report(tuple(Finding.of(NAME, one) for one in found))


async def look(_at: Surroundings) -> Found:
    """Settings that are here were read without a fault."""
    return passed("complete and well-formed")


CHECK = Check(NAME, look, refused("reading the settings does not end"))
