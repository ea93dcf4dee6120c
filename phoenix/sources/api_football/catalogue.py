"""The competitions that we know at API-Football: its ids, our codes and names, their calendars.

The facts lie in ``competitions.csv`` beside this file. In its column ``calendar`` a word after a
year (``2018:year``) holds from that season on, and a year alone (``2026:``) ends what was known.
``strength`` is a prior for as long as nothing better was learned. ``also`` are names that the
provider has in its own language, for the comparison with what it lists.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files

from phoenix.domain.competitions import Competition
from phoenix.domain.errors import InputError
from phoenix.domain.names import likeness, plain
from phoenix.domain.provided import ProvidedSeason
from phoenix.sources.football_data.catalogue import EXTRA, MAIN, extra_competition

ENOUGH = 0.80  # a typed name this like is taken for the competition ...
CLEAR = 0.02  # ... if the next best is this much less like it: one letter parts Série A and B
NEAR = 0.55  # a name this like is worth offering
OFFERS = 6
ALIKE = 0.80  # the provider's name has to be this like one of ours

# Whoever types a bare "Série B" in Portuguese may well mean Brazil's, not Italy's.
HOME = "Brazil"


class Calendar(StrEnum):
    """When a season is played: from summer to spring, or within a calendar year."""

    SPLIT = "split"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Listed:
    """A competition as listed: the provider's ``id`` and country, our ``code``, Portuguese names.

    ``code`` is that of football-data.co.uk where the competition is there, else ``AF`` and the id.
    ``kind`` is the provider's word, League or Cup. ``strength`` lies between 0 and 1, the best
    leagues at 1; None is unknown. ``calendars`` says from which season's year on which one holds,
    the latest first.
    """

    id: int
    code: str
    name: str
    country: str
    country_pt: str
    kind: str
    calendars: tuple[tuple[int, Calendar | None], ...]
    strength: float | None
    also: tuple[str, ...]

    def calendar(self, year: int) -> Calendar | None:
        """The calendar of the season of ``year``; None is unknown."""
        return next((calendar for since, calendar in self.calendars if year >= since), None)


class CompetitionNotFound(InputError):
    """A name that fits no listed competition, or several; carries the candidates."""

    def __init__(self, words: str, candidates: tuple[str, ...], *, ambiguous: bool) -> None:
        self.words = words
        self.candidates = candidates
        self.ambiguous = ambiguous
        offers = ", ".join(candidates)
        if ambiguous:
            super().__init__(f"{words!r} fits several competitions: {offers}", "Type the code")
        else:
            cure = f"Did you mean {offers}?" if offers else "See 'phoenix data leagues'"
            super().__init__(f"no competition is called {words!r}", cure)


@cache
def catalogue() -> tuple[Listed, ...]:
    """All listed competitions, by id; read once."""
    table = files("phoenix.sources.api_football").joinpath("competitions.csv")
    rows = csv.DictReader(table.read_text(encoding="utf-8").splitlines())
    return tuple(_listed(row) for row in rows)


def lookup(key: int | str) -> Listed | None:
    """By the provider's id or by our code: 39, "39", "E0"."""
    return _by_key().get(str(key).strip().casefold())


def find(words: str) -> Listed:
    """By id, by code, or by the name as somebody typed it, with its country or without.

    Raises:
        CompetitionNotFound: the name fits none, or several.
    """
    if exact := lookup(words):
        return exact
    wanted = plain(words)
    found = _fitting(wanted)
    if len(found) == 1:
        return found[0]
    near = found or [one for like, one in _ranked(wanted) if like >= NEAR]
    labels = tuple(f"{one.name} ({one.code})" for one in near[:OFFERS])
    raise CompetitionNotFound(words, labels, ambiguous=bool(found))


def competition_of(listed: Listed) -> Competition:
    """Ours, equal to that of football-data.co.uk's files where they have it."""
    return _football_data().get(listed.code) or Competition(
        listed.code, listed.name, listed.country
    )


def season_label(listed: Listed | None, year: int, first: date, last: date) -> str:
    """The season as we write it: ``2025/26``, or ``2025`` if it keeps to a calendar year.

    ``year`` is the provider's number, ``first`` and ``last`` are the season's days so far. They
    decide where no calendar is known: a season that lies in two calendar years is a split one.
    """
    calendar = listed.calendar(year) if listed else None
    if calendar is None:
        calendar = Calendar.SPLIT if last.year == first.year + 1 else Calendar.YEAR
    if calendar is Calendar.YEAR:
        return str(year)
    start = year - 1 if first.year < year == last.year else year  # numbered by its end
    return f"{start}/{(start + 1) % 100:02d}"


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A listed competition that the provider describes otherwise; in one line as text.

    ``told`` is what it says under the id, None if it lists no such league; ``differing`` are the
    parts that do not agree; ``rather`` is the listed competition whose name it gives instead.
    """

    listed: Listed
    told: ProvidedSeason | None
    differing: tuple[str, ...] = ()
    rather: Listed | None = None

    def __str__(self) -> str:
        one = self.listed
        ours = f"league {one.id} ({one.code}): we say {one.name}, {one.country}, {one.kind}"
        if self.told is None:
            return f"{ours}; API-Football lists no such league"
        theirs = f"API-Football says {self.told.name}, {self.told.country}, {self.told.kind}"
        hint = f", which is our {self.rather.id} ({self.rather.code})" if self.rather else ""
        return f"{ours}; {theirs}{hint}; check the {' and the '.join(self.differing)}"


def mismatches(seasons: Iterable[ProvidedSeason]) -> tuple[Mismatch, ...]:
    """Where the provider's whole list of leagues contradicts ours; what we do not list is passed.

    A name agrees if it is like one of ours and not more like another of that country: in Brazil
    one letter parts four leagues.
    """
    told = {season.league: season for season in seasons}
    compared = (_compared(one, told.get(str(one.id))) for one in catalogue())
    return tuple(mismatch for mismatch in compared if mismatch)


def _compared(listed: Listed, told: ProvidedSeason | None) -> Mismatch | None:
    if told is None:
        return Mismatch(listed, None)
    rather = _named_rather(listed, told)
    agreeing = {
        "kind": listed.kind == told.kind,
        "country": listed.country == told.country,
        "name": rather is None and _naming(told.name, listed) >= ALIKE,
    }
    differing = tuple(part for part, agrees in agreeing.items() if not agrees)
    return Mismatch(listed, told, differing, rather) if differing else None


def _named_rather(listed: Listed, told: ProvidedSeason) -> Listed | None:
    """Another listed competition of the told country whose name the told one is more like."""
    others = [one for one in catalogue() if one.country == told.country and one != listed]
    best = max(others, key=lambda one: _naming(told.name, one), default=None)
    if best is None or _naming(told.name, best) < ALIKE:
        return None
    own = _naming(told.name, listed) if listed.country == told.country else 0.0
    return best if _naming(told.name, best) > own else None


def _fitting(wanted: str) -> list[Listed]:
    """The competitions that typed words may mean; none is guessed.

    Those of that name; else those that the provider calls so, or that are so called with their
    country; else those whose name has all the words; else those clearly most like it.
    """
    if not wanted:
        return []
    known = [(one, _own_names(one), _all_names(one)) for one in catalogue()]
    words = set(wanted.split())
    tests = (
        [one for one, own, _ in known if wanted in own],
        [one for one, _, names in known if wanted in names],
        [one for one, _, names in known if any(words <= set(name.split()) for name in names)],
    )
    if found := next(filter(None, tests), None):
        return found
    ranked = _ranked(wanted)
    best = ranked[0][0]
    return [one for like, one in ranked if like > best - CLEAR] if best >= ENOUGH else []


def _ranked(wanted: str) -> list[tuple[float, Listed]]:
    scored = ((_naming(wanted, one), one) for one in catalogue())
    return sorted(scored, key=lambda pair: (-pair[0], pair[1].id))


def _naming(name: str, listed: Listed) -> float:
    """From 0 to 1: how like a name is to those of a listed competition, ours and the provider's."""
    wanted = plain(name)
    return max(likeness(wanted, own) for own in _own_names(listed) | _their_names(listed))


@cache
def _own_names(listed: Listed) -> frozenset[str]:
    names = {plain(listed.name), plain(competition_of(listed).name)}
    return frozenset(names | _their_names(listed) if listed.country == HOME else names)


@cache
def _their_names(listed: Listed) -> frozenset[str]:
    return frozenset(plain(name) for name in listed.also)


@cache
def _all_names(listed: Listed) -> frozenset[str]:
    """With the country in both languages, before and behind, and without."""
    names = _own_names(listed) | _their_names(listed)
    countries = {plain(listed.country), plain(listed.country_pt)}
    behind = {f"{name} {country}" for name in names for country in countries}
    before = {f"{country} {name}" for name in names for country in countries}
    return names | behind | before


@cache
def _by_key() -> Mapping[str, Listed]:
    return {key.casefold(): one for one in catalogue() for key in (str(one.id), one.code)}


@cache
def _football_data() -> Mapping[str, Competition]:
    extra = (extra_competition(country, first) for country, (_, first, _) in EXTRA.items())
    return {**MAIN, **{competition.code: competition for competition in extra}}


def _listed(row: Mapping[str, str]) -> Listed:
    return Listed(
        id=int(row["api_football_id"]),
        code=row["code"],
        name=row["name_pt"],
        country=row["country"],
        country_pt=row["country_pt"],
        kind=row["kind"],
        calendars=_calendars(row["calendar"]),
        strength=float(row["strength"]) if row["strength"] else None,
        also=tuple(filter(None, row["also"].split("|"))),
    )


def _calendars(cell: str) -> tuple[tuple[int, Calendar | None], ...]:
    parts = [(f"0:{part}" if ":" not in part else part).split(":") for part in cell.split()]
    return tuple((int(since), Calendar(word) if word else None) for since, word in reversed(parts))
