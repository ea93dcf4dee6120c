"""Finding a team by the name somebody typed: accents, case, typos and abbreviations forgiven.

Nothing is guessed: a name that fits several teams about equally well is ambiguous.
"""

from collections.abc import Iterable, Sequence

from phoenix.domain.errors import TeamNotFound
from phoenix.domain.matches import KnownTeam
from phoenix.domain.names import likeness, plain

ENOUGH = 0.80  # a name this like is taken for the team ...
CLEAR = 0.05  # ... if the next best is this much less like it
NEAR = 0.55  # a name this like is worth offering
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
