"""What is known of a match shortly before it: who plays, who is missing, prices, the tie."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from phoenix.domain.matches import Prices
from phoenix.domain.provided import Absence, Lineup
from phoenix.domain.ties import Tie


@dataclass(frozen=True, slots=True)
class SideNews:
    """One side's line-up (None while nobody has told it) and absences (None if never asked)."""

    lineup: Lineup | None = None
    absences: tuple[Absence, ...] | None = None


@dataclass(frozen=True, slots=True)
class News:
    """All of it. ``taken`` is when the newest of the prices was taken."""

    home: SideNews = SideNews()
    away: SideNews = SideNews()
    prices: tuple[Prices, ...] = ()
    taken: datetime | None = None
    tie: Tie | None = None

    @property
    def sides(self) -> tuple[SideNews, SideNews]:
        """Home and away."""
        return self.home, self.away


class Why(StrEnum):
    """Why something of a match could not be had."""

    UNAVAILABLE = "unavailable"
    QUOTA = "quota"
    PLAN = "plan"
    KEY = "key"
    UNINTELLIGIBLE = "unintelligible"
    PENDING = "pending"


@dataclass(frozen=True, slots=True)
class Gap:
    """Something of a match that could not be had now.

    ``what`` is the fact that was asked for, ``why`` the reason that it is not there, ``at`` when
    that was found; ``since`` is when what is stored instead was fetched, if ever.
    """

    what: str
    why: Why
    at: datetime
    since: datetime | None

    @property
    def age(self) -> timedelta | None:
        """How old what is stored instead is."""
        return None if self.since is None else self.at - self.since
