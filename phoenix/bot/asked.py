"""A match whose dossier is asked for."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Asked:
    """A fixture of the store, or two teams by name.

    Attributes:
        fixture: the fixture's number; None: it is not scheduled, and the names tell.
        home: the home team.
        away: the away team.
        day: when they meet; None: nobody has said.
    """

    fixture: int | None
    home: str
    away: str
    day: date | None = None
