"""Which of our teams a source's team is: by its id, by its name, or a team of its own.

What is only alike is not guessed: it becomes a team of its own with its doubts beside it, and a
person decides (:mod:`phoenix.store.merging`). Nothing here depends on the order of the names.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.domain.clubs import club_name, folded
from phoenix.store import tables
from phoenix.store.doubts import as_text

ENOUGH = 0.80  # names that agree and are this like mean one team ...
CLEAR = 0.05  # ... if whatever comes next, on either side, is this much less like
NEAR = 0.55  # names this like are worth a person's look
DOUBTS = 5


@dataclass(frozen=True, slots=True, order=True)
class Named:
    """A team as a source knows it; ``external`` is the source's own id."""

    external: str
    name: str
    country: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A team of ours that the source has not named yet; ``names`` are its own and its aliases'."""

    id: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Which team it is, or None for a new one; ``doubts`` are ids that it may be, best first."""

    team: int | None
    doubts: tuple[int, ...] = ()


def by_name(country: str, name: str) -> Named:
    """A team of a source that has no ids: its country and name are its id."""
    return Named(f"{country}/{name}", name, country)


async def resolve(
    connection: AsyncConnection, dialect: str, source: str, teams: Iterable[Named]
) -> dict[str, int]:
    """Our id of each team, by the source's id; what is not known yet is matched or made.

    Works in the caller's transaction, which must be a writing one.
    """
    wanted = {team.external: team for team in sorted(set(teams), reverse=True)}
    known = await _known(connection, source, wanted)
    if len(known) < len(wanted) and dialect == "postgresql":
        # Two writers must not make the same team: the second one sees what the first one made.
        await connection.execute(text("LOCK TABLE team IN SHARE ROW EXCLUSIVE MODE"))
        known = await _known(connection, source, wanted)
    unknown = sorted(team for external, team in wanted.items() if external not in known)
    if unknown:
        known |= await _introduced(connection, source, unknown)
    return known


def decide(wanted: Sequence[Named], candidates: Sequence[Candidate]) -> dict[str, Verdict]:
    """What becomes of teams of one country that the source has not named before, by its ids."""
    found = dict(_equal(wanted, candidates))
    left = [team for team in wanted if team.external not in found]
    equal = set(found.values())
    free = [candidate for candidate in candidates if candidate.id not in equal]
    scores = {team.external: _scores(team.name, free) for team in left}
    found |= _agreeing(left, free, scores)
    taken = set(found.values())
    doubtful = {external: Verdict(None, _near(row, taken)) for external, row in scores.items()}
    return doubtful | {external: Verdict(team) for external, team in found.items()}


def _equal(wanted: Iterable[Named], candidates: Iterable[Candidate]) -> Iterator[tuple[str, int]]:
    """Pairs of one name, which neither has in common with anybody else."""
    called: dict[str, set[int]] = {}
    for candidate in candidates:
        for name in candidate.names:
            called.setdefault(folded(name), set()).add(candidate.id)
    pairs = [(t.external, place) for t in wanted for place in called.get(folded(t.name), ())]
    teams = Counter(external for external, _ in pairs)
    places = Counter(place for _, place in pairs)
    return (pair for pair in pairs if teams[pair[0]] == places[pair[1]] == 1)


def _scores(wanted: str, candidates: Iterable[Candidate]) -> dict[int, float]:
    """How like each candidate is by its likest name, of those that are worth a look."""
    name = club_name(wanted)
    scores = {c.id: max(name.likeness(club_name(n)) for n in c.names) for c in candidates}
    return {place: score for place, score in scores.items() if score >= NEAR}


def _agreeing(
    wanted: Sequence[Named],
    candidates: Iterable[Candidate],
    scores: Mapping[str, Mapping[int, float]],
) -> dict[str, int]:
    """Pairs whose names agree, and that come near to nobody else."""
    found = {}
    for candidate in candidates:
        rivals = [scores[team.external].get(candidate.id, 0.0) for team in wanted]
        for team, best in zip(wanted, rivals, strict=True):
            clear = _clear(best, rivals) and _clear(best, scores[team.external].values())
            if best >= ENOUGH and clear and _agrees(team.name, candidate):
                found[team.external] = candidate.id
    return found


def _clear(best: float, scores: Iterable[float]) -> bool:
    return sum(score > best - CLEAR for score in scores) == 1


def _agrees(wanted: str, candidate: Candidate) -> bool:
    return any(club_name(wanted).agrees(club_name(name)) for name in candidate.names)


def _near(scores: Mapping[int, float], taken: Collection[int]) -> tuple[int, ...]:
    ranked = sorted((-score, place) for place, score in scores.items() if place not in taken)
    return tuple(place for _, place in ranked[:DOUBTS])


async def _known(
    connection: AsyncConnection, source: str, externals: Collection[str]
) -> dict[str, int]:
    a = tables.team_alias.c
    query = select(a.external, a.team_id).where(a.source == source, a.external.in_(externals))
    return {row.external: row.team_id for row in await connection.execute(query)}


async def _introduced(
    connection: AsyncConnection, source: str, unknown: Sequence[Named]
) -> dict[str, int]:
    """Matched or made, and known to the source from now on."""
    countries = await _countries(connection, source, {team.country for team in unknown})
    verdicts: dict[str, Verdict] = {}
    for name, country in countries.items():
        named = [team for team in unknown if team.country == name]
        verdicts |= decide(named, country.candidates)
    new = {
        team.external: (team.country, countries[team.country].unused(team.name))
        for team in unknown
        if verdicts[team.external].team is None
    }
    made = await _made(connection, new)
    places = {
        e: made[e] if verdict.team is None else verdict.team for e, verdict in verdicts.items()
    }
    aliases = [
        {
            "source": source,
            "external": team.external,
            "team_id": places[team.external],
            "name": team.name,
            "doubts": as_text(verdicts[team.external].doubts),
        }
        for team in unknown
    ]
    await connection.execute(insert(tables.team_alias), aliases)
    return places


@dataclass(slots=True)
class _Country:
    """The names that are taken in a country, and the teams that the source has not named yet."""

    taken: set[str] = field(default_factory=set)
    candidates: list[Candidate] = field(default_factory=list)

    def unused(self, name: str) -> str:
        """The name, numbered if another team has it; taken from now on."""
        unused, number = name, 1
        while unused in self.taken:
            number += 1
            unused = f"{name} ({number})"
        self.taken.add(unused)
        return unused


async def _countries(
    connection: AsyncConnection, source: str, names: Collection[str]
) -> dict[str, _Country]:
    t, a = tables.team.c, tables.team_alias.c
    query = (
        select(t.id, t.country, t.name, a.source, a.name.label("alias"))
        .select_from(tables.team.outerjoin(tables.team_alias))
        .where(t.country.in_(names))
    )
    rows = (await connection.execute(query)).all()
    called: dict[tuple[str, int], set[str]] = {}
    for row in rows:
        called.setdefault((row.country, row.id), {row.name}).add(row.alias or row.name)
    named = {row.id for row in rows if row.source == source}
    countries = {name: _Country() for name in names}
    for row in rows:
        countries[row.country].taken.add(row.name)
    for (country, place), known_as in called.items():
        if place not in named:
            countries[country].candidates.append(Candidate(place, tuple(known_as)))
    return countries


async def _made(
    connection: AsyncConnection, teams: Mapping[str, tuple[str, str]]
) -> dict[str, int]:
    """New teams of these countries and names; their ids, by the source's ids."""
    if not teams:
        return {}
    t = tables.team.c
    rows = [{"country": country, "name": name} for country, name in teams.values()]
    statement = insert(tables.team).returning(t.country, t.name, t.id)
    returned = await connection.execute(statement, rows)
    places = {(row.country, row.name): row.id for row in returned}
    return {external: places[team] for external, team in teams.items()}
