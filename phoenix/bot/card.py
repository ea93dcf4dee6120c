"""The picture above a dossier: what stands on it, and how it is drawn.

It is drawn in a child of the pool, which imports nothing but this and Pillow.
"""

import hashlib
import json
from dataclasses import asdict, dataclass

DESIGN = 1  # of the picture: another one is another picture, though it says the same
OTHERS = 3
FORM = 6


@dataclass(frozen=True, slots=True)
class Result:
    """A past match of a side: its letter in the reader's language, and the goal difference."""

    letter: str
    difference: int


@dataclass(frozen=True, slots=True)
class Line:
    """A tendency: its confidence (0 to 10) as a number and in words."""

    text: str
    confidence: float
    shown: str


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on a card, in the reader's own words; what is not known is empty.

    Attributes:
        competition: and season.
        when: day and time by the reader's clocks.
        home: the side at home.
        away: the other one.
        home_form: its last matches, oldest first.
        away_form: the same of the other side.
        heading: above the main tendency.
        main: the main tendency; None: nothing is sure enough.
        market: of the main tendency.
        note: what has to be known of its confidence; without a main tendency, why there is none.
        others: further tendencies.
    """

    competition: str
    when: str
    home: str
    away: str
    home_form: tuple[Result, ...]
    away_form: tuple[Result, ...]
    heading: str
    main: Line | None
    market: str
    note: str
    others: tuple[Line, ...]

    @property
    def digest(self) -> str:
        """Names what is shown: the same content has the same picture."""
        said = json.dumps([DESIGN, asdict(self)], sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()


def draw(card: Card) -> bytes:
    """The card as PNG; the same card gives the same bytes."""
    from phoenix.bot.card_layout import picture  # noqa: PLC0415 - Pillow is for the children

    return picture(card)
