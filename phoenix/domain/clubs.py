"""Whether two names mean one club, as two sources write it.

Alike is not enough, whatever the number says: Dundee is not Dundee United, Botafogo SP not Botafogo
RJ, Fleet Town not Fleetwood Town. So names *agree* only if each word of one stands in the other,
where words before a name that only say what a club is (FC, 1., SV) may be left out and customary
abbreviations are written out.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from phoenix.domain.names import likeness, plain

MISSPELT = 0.85  # long words this like are one word: athletico, atletico
RELATED = 0.75  # words this like may be one word: karlsruhe, karlsruher

# A side with such a word is not the club's first.
MARKS = frozenset({
    "amateure", "aspirantes", "b", "c", "castilla", "fem", "feminin", "feminino", "femenino",
    "frauen", "ii", "iii", "iv", "jong", "juvenil", "ladies", "primavera", "promesas", "res",
    "reserve", "reserves", "u15", "u16", "u17", "u18", "u19", "u20", "u21", "u22", "u23", "w",
    "women", "youth",
})  # fmt: skip

# Behind a name such a word tells one club from another ("Bournemouth FC" never was in the Premier
# League, "Vasco AC" is of Acre), and those of Spain (cd, sd, ud) do so before a name, too.
_KINDS = frozenset({"ac", "as", "fc", "fsv", "sc", "spvgg", "sv", "tsg", "vfb", "vfl"})

# Words that so many clubs share that next to them nothing may be misspelt.
_COMMON = frozenset({
    "ad", "al", "albion", "athletic", "athletico", "atletico", "ca", "cd", "city", "club", "county",
    "da", "de", "del", "deportivo", "do", "el", "fc", "la", "las", "los", "racing", "rangers",
    "real", "rovers", "saint", "san", "santa", "sd", "sporting", "sv", "town", "ud", "union",
    "united", "wanderers",
})  # fmt: skip

_WRITTEN_OUT = {
    "1fc": "fc", "atl": "atletico", "dep": "deportivo", "ein": "eintracht",
    "ind": "independiente", "independ": "independiente", "jrs": "juniors", "man": "manchester",
    "munchen": "munich", "nottm": "nottingham", "rvs": "rovers", "sp": "sporting", "st": "saint",
    "utd": "united", "weds": "wednesday",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ClubName:
    """A name taken apart: words that tell which club it is, and words that tell what kind."""

    words: tuple[str, ...]
    kind: frozenset[str]

    def likeness(self, other: "ClubName") -> float:
        """From 0 to 1; 0 for another side of a club, and where no word is like any other's."""
        score = likeness(" ".join(self.words), " ".join(other.words))
        return score if self._same_side(other) and self._touches(other) else 0.0

    def agrees(self, other: "ClubName") -> bool:
        """Whether nothing in the names speaks against their being one club's."""
        if not self._same_side(other) or self._another_kind(other):
            return False
        ours, theirs = set(self.words), set(other.words)
        anchored = ours == theirs or bool((ours & theirs) - _COMMON)
        return anchored and _within(ours, theirs) and _within(theirs, ours)

    def _same_side(self, other: "ClubName") -> bool:
        return MARKS.isdisjoint(self.words) == MARKS.isdisjoint(other.words)

    def _another_kind(self, other: "ClubName") -> bool:
        return bool(self.kind and other.kind) and self.kind.isdisjoint(other.kind)

    def _touches(self, other: "ClubName") -> bool:
        theirs = (*other.words, *other.kind)
        ours = [word for word in (*self.words, *self.kind) if len(word) > 2]
        return any(likeness(word, o) >= RELATED for word in ours for o in theirs)


def folded(name: str) -> str:
    """The plain name; where that would lose letters of another script, the name in small ones."""
    short = plain(name)
    return short if _letters(short) >= _letters(name) else name.casefold()


def _letters(name: str) -> int:
    return sum(letter.isalpha() for letter in name)


@lru_cache(maxsize=4096)
def club_name(name: str) -> ClubName:
    """The name taken apart; at least one word is left to tell which club it is."""
    words = [_WRITTEN_OUT.get(word, word) for word in folded(name).split()]
    first, end = 0, len(words)
    while first < end - 1 and (words[first] in _KINDS or _is_number(words[first])):
        first += 1
    while end - 1 > first and _is_number(words[end - 1]):
        end -= 1
    return ClubName(tuple(words[first:end]), frozenset([*words[:first], *words[end:]]))


def _is_number(word: str) -> bool:
    """As in 1. FC and Schalke 04. A year in full tells a club from the one that went under."""
    return word.isdigit() and (word == "1" or len(word) == 2)


def _within(words: Collection[str], others: Collection[str]) -> bool:
    return all(any(_same_word(word, other) for other in others) for word in words)


def _same_word(one: str, other: str) -> bool:
    """Equal, or long and misspelt; one that is merely shortened is not."""
    if one == other:
        return True
    from rapidfuzz import fuzz  # noqa: PLC0415 - as in names: values are imported by many

    return min(len(one), len(other)) > 4 and fuzz.ratio(one, other) >= 100.0 * MISSPELT
