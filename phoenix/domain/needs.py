"""What an analyzer may ask to see beyond the results themselves.

What a plugin does not declare, it does not see: reaching for it raises
:class:`~phoenix.domain.errors.NeedNotDeclared`.
"""

from enum import StrEnum


class Need(StrEnum):
    """A kind of data that a manifest declares. Results and half-time scores need no declaring."""

    STATISTICS = "statistics"
    TABLE = "table"
    FEATURES = "features"  # QSC, strength of schedule, weighted metrics
    REFEREE = "referee"
    PRICES = "prices"
    LINEUPS = "lineups"
    ABSENCES = "absences"
    HEAD_TO_HEAD = "head_to_head"
    FIRST_LEG = "first_leg"
