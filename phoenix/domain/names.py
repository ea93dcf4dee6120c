"""Names as people and sources write them: accents, case, typos and abbreviations forgiven."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

ABBREVIATED = 0.95

# Letters that have no accent to take away.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """Without accents, case, apostrophes and punctuation."""
    letters = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", re.sub(r"['’.]", "", kept)).split())


def likeness(wanted: str, name: str) -> float:
    """From 0 to 1: how well the words of both cover each other, by length."""
    return 0.5 * (_covered(wanted, name, _word) + _covered(name, wanted, _word))


def _covered(words: str, by: str, score: Callable[[str, str], float]) -> float:
    parts, others = words.split(), by.split()
    if not parts or not others:
        return 0.0
    weights = sum(len(part) for part in parts)
    return sum(len(p) * max(score(p, other) for other in others) for p in parts) / weights


def _word(one: str, other: str) -> float:
    short, long = sorted((one, other), key=len)
    if short == long:
        return 1.0
    if len(short) >= 3 and (long.startswith(short) or _contracted(short, long)):
        return ABBREVIATED
    from rapidfuzz import fuzz  # noqa: PLC0415 - values are imported by those who compare no names

    return fuzz.ratio(one, other) / 100.0


def _contracted(short: str, long: str) -> bool:
    """Whether ``short`` drops letters inside ``long``: nottm, nottingham."""
    if short[0] != long[0] or short[-1] != long[-1]:
        return False
    rest = iter(long)
    return all(letter in rest for letter in short)
