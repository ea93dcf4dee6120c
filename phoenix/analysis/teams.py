"""Finding a team by the name somebody typed: accents, case, typos and abbreviations forgiven.

Nothing is guessed: a name that fits several teams about equally well is ambiguous.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from phoenix.domain.errors import TeamNotFound
from phoenix.domain.matches import KnownTeam

ENOUGH = 0.80  # a name this like is taken for the team ...
CLEAR = 0.05  # ... if the next best is this much less like it
NEAR = 0.55  # a name this like is worth offering
ABBREVIATED = 0.95
OFFERS = 6


def find_pair(home: str, away: str, teams: Sequence[KnownTeam]) -> tuple[KnownTeam, KnownTeam]:
    """Both teams of a match.

    A name that fits several teams is settled by the other one, if only one of them plays in that
    team's country.

    Raises:
        TeamNotFound: for the first name that fits no team, or several.
    """
    homes, aways = fitting(home, teams), fitting(away, teams)
    if len(homes) > 1 or len(aways) > 1:
        pairs = [(h, a) for h in homes for a in aways if h != a and h.country == a.country]
        if len(pairs) == 1:
            return pairs[0]
    return _only(home, homes, teams), _only(away, aways, teams)


def fitting(name: str, teams: Sequence[KnownTeam]) -> tuple[KnownTeam, ...]:
    """The teams that a name may mean.

    Those of that name; else those whose name has all its words; else those clearly most like it.
    """
    wanted = plain(name)
    exact = tuple(
        team for team in teams if wanted in {plain(team.name), plain(f"{team.name} {team.country}")}
    )
    if exact or not wanted:
        return exact
    named = tuple(team for team in teams if set(wanted.split()) <= set(plain(team.name).split()))
    if named:
        return named
    ranked = sorted(((likeness(wanted, plain(t.name)), t) for t in teams), key=_descending)
    best = ranked[0][0] if ranked else 0.0
    if best < ENOUGH:
        return ()
    return tuple(team for score, team in ranked if score > best - CLEAR)


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """Without accents, case, apostrophes and punctuation."""
    letters = unicodedata.normalize("NFKD", name.casefold())
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
    return fuzz.ratio(one, other) / 100.0


def _contracted(short: str, long: str) -> bool:
    """Whether ``short`` drops letters inside ``long``: nottm, nottingham."""
    if short[0] != long[0] or short[-1] != long[-1]:
        return False
    rest = iter(long)
    return all(letter in rest for letter in short)


def _only(name: str, found: Sequence[KnownTeam], teams: Sequence[KnownTeam]) -> KnownTeam:
    if len(found) == 1:
        return found[0]
    if found:
        raise TeamNotFound(name, _labels(found, teams), ambiguous=True)
    wanted = plain(name)
    ranked = sorted(((likeness(wanted, plain(t.name)), t) for t in teams), key=_descending)
    near = [team for score, team in ranked if score >= NEAR]
    raise TeamNotFound(name, _labels(near, teams), ambiguous=False)


def _labels(found: Iterable[KnownTeam], teams: Sequence[KnownTeam]) -> list[str]:
    """Names, with the country where two countries share one."""
    names = [team.name for team in teams]
    return [
        f"{team.name} ({team.country})" if names.count(team.name) > 1 else team.name
        for team in found
    ][:OFFERS]


def _descending(scored: tuple[float, KnownTeam]) -> tuple[float, str]:
    return (-scored[0], scored[1].name)
