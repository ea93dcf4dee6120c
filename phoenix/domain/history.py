"""Past matches in columns: what every specialist is fitted on.

A :class:`History` is immutable and sorted by (day, instant it was known, home team). Its
vocabularies hold only what occurs in it, so nothing about matches that were left out (later ones,
above all) can be guessed from it, and its fingerprint depends on its content alone.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from phoenix.domain.errors import NeedNotDeclared
from phoenix.domain.needs import Need
from phoenix.domain.quantities import Quantity

Column = NDArray[np.float64]
Index = NDArray[np.intp]
Days = NDArray[np.datetime64]

RESULT_COLUMNS = ("home_goals", "away_goals", "home_first_half_goals", "away_first_half_goals")
STATISTIC_NAMES = (
    "shots", "shots_on_target", "corners", "fouls", "yellow_cards", "red_cards",
    "possession", "expected_goals",
)  # fmt: skip
STATISTIC_COLUMNS = tuple(f"{side}_{name}" for name in STATISTIC_NAMES for side in ("home", "away"))
QSC_COLUMNS = ("home_qsc", "away_qsc")

COLUMNS_BY_NEED: Mapping[Need, tuple[str, ...]] = {
    Need.STATISTICS: STATISTIC_COLUMNS,
    Need.FEATURES: QSC_COLUMNS,
}


@dataclass(frozen=True)
class History:
    """n past matches.

    Attributes:
        teams: names, sorted; ``home`` and ``away`` index into them (n integers each).
        competitions: codes, sorted; indexed by ``competition``.
        seasons: labels, sorted; indexed by ``season``.
        referees: names, sorted; indexed by ``referee``, -1 where unknown.
        day: calendar day of each match (``datetime64[D]``).
        known: the instant (UTC) from which its result was known (``datetime64[m]``).
        columns: n floats each, NaN where unknown, by name (``home_goals``, ``away_corners``, ...).
        hidden: names of columns that exist but were not declared as a need.
    """

    teams: tuple[str, ...]
    competitions: tuple[str, ...]
    seasons: tuple[str, ...]
    referees: tuple[str, ...]
    day: Days
    known: Days
    competition: Index
    season: Index
    home: Index
    away: Index
    referee: Index
    columns: Mapping[str, Column]
    hidden: frozenset[str] = field(default=frozenset())

    def __post_init__(self) -> None:
        for array in (self.day, self.known, *self._indices(), *self.columns.values()):
            array.flags.writeable = False

    def __len__(self) -> int:
        return len(self.day)

    def _indices(self) -> tuple[Index, ...]:
        return (self.competition, self.season, self.home, self.away, self.referee)

    def column(self, name: str) -> Column:
        """One column by name.

        Raises:
            NeedNotDeclared: the column exists, but the plugin does not declare the need for it.
            KeyError: there is no such column.
        """
        if name in self.hidden:
            raise NeedNotDeclared(
                f"column {name!r} was not declared",
                f"Add {_need_of(name)!r} to needs in phoenix.toml and in the analyzer",
            )
        return self.columns[name]

    def pair(self, quantity: Quantity) -> tuple[Column, Column]:
        """Home and away counts of a quantity (NaN where unknown; all NaN if never recorded)."""
        home, away = (self._side(side, quantity) for side in ("home", "away"))
        return home, away

    def _side(self, side: str, quantity: Quantity) -> Column:
        if quantity is Quantity.CARDS:
            return self.column(f"{side}_yellow_cards") + self.column(f"{side}_red_cards")
        name = f"{side}_{quantity}"
        if name in self.columns or name in self.hidden:
            return self.column(name)
        return np.full(len(self), np.nan)

    def team(self, name: str) -> int | None:
        """Index of a team, or None if it has played no match here."""
        place = int(np.searchsorted(np.asarray(self.teams, dtype=object), name))
        return place if place < len(self.teams) and self.teams[place] == name else None

    def select(self, rows: NDArray[np.bool_]) -> "History":
        """The rows where ``rows`` (n booleans) is true, with vocabularies cut to what is left."""
        teams, (home, away) = _reindexed(self.teams, self.home[rows], self.away[rows])
        competitions, (competition,) = _reindexed(self.competitions, self.competition[rows])
        seasons, (season,) = _reindexed(self.seasons, self.season[rows])
        referees, (referee,) = _reindexed(self.referees, self.referee[rows])
        return History(
            teams, competitions, seasons, referees, self.day[rows], self.known[rows],
            competition, season, home, away, referee,
            {name: column[rows] for name, column in self.columns.items()}, self.hidden,
        )  # fmt: skip

    def before(self, instant: datetime) -> "History":
        """What was known at ``instant`` (an aware datetime)."""
        naive = instant.astimezone(UTC).replace(tzinfo=None)
        return self.select(self.known <= np.datetime64(naive, "m"))

    def of_competition(self, code: str) -> "History":
        """The matches of one competition."""
        if code not in self.competitions:
            return self.select(np.zeros(len(self), dtype=bool))
        return self.select(self.competition == self.competitions.index(code))

    def with_columns(self, extra: Mapping[str, Column]) -> "History":
        """The same matches with further columns."""
        return replace(self, columns={**self.columns, **extra})

    def seen_by(self, needs: Iterable[Need]) -> "History":
        """The same matches, restricted to what ``needs`` declare."""
        declared = set(needs)
        hidden = {
            name
            for need, names in COLUMNS_BY_NEED.items()
            for name in names
            if need not in declared and name in self.columns
        }
        shown = {name: column for name, column in self.columns.items() if name not in hidden}
        view = replace(self, columns=shown, hidden=frozenset(hidden) | self.hidden)
        if Need.REFEREE in declared:
            return view
        return replace(view, referees=(), referee=np.full(len(self), -1, dtype=np.intp))

    @cached_property
    def fingerprint(self) -> str:
        """32 hexadecimal digits that depend on the content, and on nothing else."""
        digest = hashlib.blake2b(digest_size=16)
        for words in (self.teams, self.competitions, self.seasons, self.referees):
            digest.update("\x1f".join(words).encode() + b"\x1e")
        for array in (self.day, self.known, *self._indices()):
            digest.update(array.astype(np.int64).tobytes())
        for name in sorted(self.columns):
            digest.update(name.encode() + self.columns[name].tobytes())
        return digest.hexdigest()


def _need_of(column: str) -> str:
    return next(str(need) for need, names in COLUMNS_BY_NEED.items() if column in names)


def _reindexed(
    words: tuple[str, ...], *columns: Index
) -> tuple[tuple[str, ...], tuple[Index, ...]]:
    """Cut a vocabulary to the words that ``columns`` use (-1 stays -1), keeping its order."""
    used = np.zeros(len(words) + 1, dtype=bool)
    for column in columns:
        used[column] = True  # -1 marks the last place, which stands for no word
    kept = np.flatnonzero(used[:-1])
    places = np.full(len(words) + 1, -1, dtype=np.intp)
    places[kept] = np.arange(len(kept))
    return tuple(words[place] for place in kept), tuple(places[column] for column in columns)
