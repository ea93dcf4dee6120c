"""Teams by what somebody types: accents, case, typos, abbreviations and nicknames forgiven.

The rules are those of :mod:`phoenix.analysis.teams`, over all names of a team and quick enough to
be asked by everybody: only names that share a related word with what was typed are compared.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cachetools import LRUCache

from phoenix.app.nicknames import nicknames
from phoenix.domain.clubs import folded
from phoenix.domain.names import likeness
from phoenix.store.calendar import NamedTeam

ENOUGH = 0.80  # a name this like is taken for the team ...
CLEAR = 0.05  # ... with all that are not clearly less like it
NEAR = 0.55  # a name this like is worth offering
RELATED = 65.0  # of 100: words this like may be one word
JOINED = 85.0  # names this like, written without their spaces, are compared
SHORT = 3  # letters: what is shorter is never taken for an abbreviation or a slip
LONGEST = 6  # words of a name; nobody types more
REMEMBERED = 1024  # names that were typed: many type the same

Likeness = Mapping[str, Mapping[str, float]]  # of each word typed to the words that it may be


@dataclass(frozen=True, slots=True)
class _Name:
    team: NamedTeam
    text: str
    words: tuple[str, ...]


class TeamNames:
    """All names of some teams, made ready for being searched."""

    def __init__(self, teams: Iterable[NamedTeam]) -> None:
        self.teams = {team.id: team for team in teams}
        self._names = [
            _Name(team, text, tuple(text.split()))
            for team in self.teams.values()
            for text in sorted(_texts(team))
        ]
        self._shared = _shared(self.teams.values())
        self._exact: dict[str, list[NamedTeam]] = defaultdict(list)
        self._by_word: dict[str, list[_Name]] = defaultdict(list)
        self._joined: dict[str, list[_Name]] = defaultdict(list)
        for name in self._names:
            self._exact[name.text].append(name.team)
            self._exact[f"{name.text} {folded(name.team.country)}"].append(name.team)
            self._joined["".join(name.words)].append(name)
            for word in dict.fromkeys(name.words):
                self._by_word[word].append(name)
        self._words = tuple(self._by_word)
        self._initial: dict[str, list[str]] = defaultdict(list)
        for word in self._words:
            self._initial[word[0]].append(word)
        self._found: LRUCache[str, tuple[NamedTeam, ...]] = LRUCache(REMEMBERED)

    def fitting(self, typed: str) -> tuple[NamedTeam, ...]:
        """The teams that a name may mean, the likest first.

        Those of that name; else those with all its words, or with words that begin so; else those
        clearly most like it.
        """
        wanted = _wanted(typed)
        if (known := self._found.get(wanted)) is not None:
            return known
        words = wanted.split()
        exact = tuple(dict.fromkeys(self._exact.get(wanted, ())))
        found = exact or self._with_all(words) or self._beginning(words) or self._alike(words)
        self._found[wanted] = found
        return found

    def near(self, typed: str, most: int) -> tuple[NamedTeam, ...]:
        """Names that are worth offering for one that fits none, the likest first."""
        ranked = self._ranked(_wanted(typed).split())
        return tuple(team for score, team in ranked if score >= NEAR)[:most]

    def shown(self, team: NamedTeam) -> str:
        """Its name, with the country where two countries have one of that name."""
        return f"{team.name} ({team.country})" if team.name in self._shared else team.name

    def _with_all(self, words: Sequence[str]) -> tuple[NamedTeam, ...]:
        """The teams with a name that has all these words."""
        return _shortest_first([self._by_word.get(word, []) for word in words])

    def _beginning(self, words: Sequence[str]) -> tuple[NamedTeam, ...]:
        """The teams with a name that has a word for each of these that begins with it."""
        if min(map(len, words), default=0) < SHORT:
            return ()
        longer = [
            [other for other in self._initial[word[0]] if other.startswith(word)] for word in words
        ]
        return _shortest_first(
            [[name for other in others for name in self._by_word[other]] for others in longer]
        )

    def _alike(self, words: Sequence[str]) -> tuple[NamedTeam, ...]:
        ranked = self._ranked(words, whole=True)
        best = ranked[0][0] if ranked else 0.0
        return tuple(team for score, team in ranked if score >= max(ENOUGH, best - CLEAR))

    def _ranked(
        self, words: Sequence[str], *, whole: bool = False
    ) -> list[tuple[float, NamedTeam]]:
        """How like each team's likest name is; ``whole``: only names related to every long word."""
        table = {word: self._akin(word) for word in words}
        scores = self._run_together("".join(words))
        names = {id(n): n for akin in table.values() for word in akin for n in self._by_word[word]}
        for name in names.values():
            if not whole or all(_touches(name, word, table) for word in words):
                score = _likeness(words, name.words, table)
                scores[name.team.id] = max(score, scores.get(name.team.id, 0.0))
        ranked = sorted(scores.items(), key=lambda scored: (-scored[1], scored[0]))
        return [(score, self.teams[team]) for team, score in ranked]

    def _akin(self, word: str) -> Mapping[str, float]:
        """The words that it may be, or be a slip, a beginning or a contraction of; how like."""
        from rapidfuzz import fuzz, process  # for those who search alone

        if len(word) < SHORT:
            return {word: 1.0} if word in self._by_word else {}
        found = process.extract(
            word, self._words, scorer=fuzz.ratio, score_cutoff=RELATED, limit=None
        )
        akin = {other for other, _, _ in found}
        akin |= {other for other in self._initial[word[0]] if _may_shorten(word, other)}
        return {other: likeness(word, other) for other in akin}

    def _run_together(self, letters: str) -> dict[int, float]:
        """Teams whose names are like what was typed but for the spaces, and how like."""
        from rapidfuzz import fuzz, process  # for those who search alone

        if len(letters) < SHORT:
            return {}
        found = process.extract(
            letters, tuple(self._joined), scorer=fuzz.ratio, score_cutoff=JOINED, limit=None
        )
        best_last = [
            (name.team.id, score / 100.0)
            for text, score, _ in reversed(found)
            for name in self._joined[text]
        ]
        return dict(best_last)


def _shortest_first(names: Sequence[Sequence[_Name]]) -> tuple[NamedTeam, ...]:
    """The teams of the names that all these have, what has the fewest letters first."""
    if not names:
        return ()
    listed = {id(name): name for group in names for name in group}
    common = set.intersection(*({id(name) for name in group} for group in names))
    ordered = sorted(
        (listed[place] for place in common), key=lambda name: (len(name.text), name.text)
    )
    return tuple(dict.fromkeys(name.team for name in ordered))


def _touches(name: _Name, word: str, table: Likeness) -> bool:
    return len(word) < SHORT or any(own in table[word] for own in name.words)


def _likeness(words: Sequence[str], others: Sequence[str], table: Likeness) -> float:
    """As :func:`phoenix.domain.names.likeness`; words that are not akin count for nothing."""
    rows = [[table[word].get(other, 0.0) for other in others] for word in words]
    typed: float = sum(len(word) * max(row) for word, row in zip(words, rows, strict=True))
    columns = zip(*rows, strict=True)
    told: float = sum(
        len(other) * max(column) for other, column in zip(others, columns, strict=True)
    )
    return 0.5 * (typed / sum(map(len, words)) + told / sum(map(len, others)))


def _may_shorten(one: str, other: str) -> bool:
    """Whether one of two words of one initial begins with the other, or has its last letter."""
    if min(len(one), len(other)) < SHORT:
        return False
    return one[-1] == other[-1] or one.startswith(other) or other.startswith(one)


def _wanted(typed: str) -> str:
    """What was typed as a plain name; what no eye can see is left out."""
    seen = "".join(letter for letter in typed if letter.isprintable() or letter.isspace())
    return " ".join(folded(seen).split()[:LONGEST])


def _texts(team: NamedTeam) -> set[str]:
    names = {folded(name) for name in team.names}
    return {text for text in names | nicknames(team.country, names) if text}


def _shared(teams: Iterable[NamedTeam]) -> frozenset[str]:
    countries: dict[str, set[str]] = defaultdict(set)
    for team in teams:
        countries[team.name].add(team.country)
    return frozenset(name for name, where in countries.items() if len(where) > 1)
