"""What is counted in a match, for the home and the away side together."""

from enum import StrEnum


class Quantity(StrEnum):
    """A pair of counts. Every market is a reading of one of these."""

    GOALS = "goals"
    FIRST_HALF_GOALS = "first_half_goals"
    CORNERS = "corners"
    FIRST_HALF_CORNERS = "first_half_corners"
    CARDS = "cards"
    SHOTS = "shots"
    SHOTS_ON_TARGET = "shots_on_target"
