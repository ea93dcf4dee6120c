"""Competitions and the seasons they are played in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Competition:
    """A league or cup. ``code`` is its key everywhere; teams belong to ``country``.

    ``simulated`` marks invented football: whatever is said about it has to say so.
    """

    code: str
    name: str
    country: str
    simulated: bool = False
