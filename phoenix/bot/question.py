"""Which match a message means."""

import re
from dataclasses import dataclass

LONGEST = 80  # characters of a team's name

_MATCH = re.compile(
    r"\s*(?:/\w+\s+)?(?P<home>\S.*?)\s+(?:x|×|vs?\.?|-|–|—)\s+(?P<away>\S.*?)\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Question:
    """Two sides, as they were written."""

    home: str
    away: str


def question(text: str) -> Question | None:
    """The match in a text such as ``Flamengo x Palmeiras``, or None."""
    found = _MATCH.fullmatch(text)
    if found is None or max(map(len, found.groups())) > LONGEST:
        return None
    return Question(found["home"], found["away"])
