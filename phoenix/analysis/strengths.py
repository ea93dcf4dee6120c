"""How strong leagues are, learned from all that is stored of them.

Leagues are compared by clubs that meet in cups, of their country or of many, and by clubs that
change league. A club is a name and a country in every history; a league is the competition that
the club last played in. Cups are leagues for nobody.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from phoenix.domain.history import History
from phoenix.domain.matches import KnownTeam
from phoenix.forecasting.decay import half_life_weights
from phoenix.forecasting.league_strength import (
    GOALS_PER_UNIT,
    LeagueStrengths,
    Meetings,
    Moves,
    learn_league_strengths,
    on_prior_scale,
)
from phoenix.forecasting.standings import (
    EVIDENCE_HALF_LIFE,
    InLeague,
    Standings,
    season_moves,
)


@dataclass(frozen=True, slots=True)
class Strength:
    """How strong a league is, 1.0 the strongest; None is unknown.

    Attributes:
        prior: the rough strength that was told beforehand.
        learned: what became of it; a league that proved stronger than the strongest exceeds 1.0.
        error: the standard error of ``learned``.
        matches, moves: on how many it rests; on none of both, ``learned`` is the prior alone.
    """

    prior: float | None
    learned: float | None
    error: float | None
    matches: int
    moves: int


def league_strengths(
    histories: Mapping[str, History],
    teams: Iterable[KnownTeam],
    leagues: Collection[str],
    priors: Mapping[str, float],
    today: date,
) -> dict[str, Strength]:
    """The strength of each league, by code.

    Args:
        histories: all matches by country, with none later than ``today``; those of competitions
            of many countries under a country of their own.
        teams: every team. In competitions of many countries a name that two countries share is
            told with its country.
        leagues: the codes that are leagues; any other competition is a cup.
        priors: rough strengths by code, 1.0 the strongest; a league may have none.
        today: the day from which evidence is old.
    """
    codes = sorted(leagues)
    within = {country: _only(history, codes) for country, history in histories.items()}
    clubs = _Clubs(teams, within)
    met = [one for land, history in histories.items() for one in _met(history, land, codes, clubs)]
    prior = np.array([priors.get(code, np.nan) for code in codes], dtype=np.float64)
    learned = learn_league_strengths(
        prior, _meetings(met, codes, today), _moves(within.values(), codes, today)
    )
    return {code: _strength(priors.get(code), learned, at) for at, code in enumerate(codes)}


def _strength(prior: float | None, learned: LeagueStrengths, at: int) -> Strength:
    unknown = bool(np.isnan(learned.goals[at]))
    return Strength(
        prior=prior,
        learned=None if unknown else float(on_prior_scale(learned.goals[at])),
        error=None if unknown else float(learned.error[at] / GOALS_PER_UNIT),
        matches=int(learned.matches[at]),
        moves=int(learned.moves[at]),
    )


def _only(history: History, codes: Collection[str]) -> History:
    """The league matches."""
    return history.select(_in_league(history, codes))


def _in_league(history: History, codes: Collection[str]) -> NDArray[np.bool_]:
    leagues = np.array([code in codes for code in history.competitions], dtype=np.bool_)
    return leagues[history.competition]


@dataclass(frozen=True, slots=True)
class _Side:
    """A club by its number, and where it stood on the day."""

    club: int
    place: InLeague


@dataclass(frozen=True, slots=True)
class _Met:
    """A cup match between clubs of different leagues."""

    home: _Side
    away: _Side
    goals: tuple[float, float]
    day: date


class _Clubs:
    """Clubs as the histories name them."""

    def __init__(self, teams: Iterable[KnownTeam], leagues: Mapping[str, History]) -> None:
        self._numbers = {team: number for number, team in enumerate(teams)}
        named = Counter(team.name for team in self._numbers)
        self._shown = {
            team.name if named[team.name] == 1 else f"{team.name} ({team.country})": team
            for team in self._numbers
        }
        self._standings = {land: Standings(history) for land, history in leagues.items()}

    def side(self, name: str, country: str, day: date) -> _Side | None:
        """A club of a match in a competition of that country; None if its league is not known."""
        team = KnownTeam(name, country)
        if team not in self._numbers:
            team = self._shown.get(name, team)
        if team not in self._numbers or team.country not in self._standings:
            return None
        place = self._standings[team.country].of(team.name, day)
        return _Side(self._numbers[team], place) if place else None


def _met(history: History, country: str, codes: Collection[str], clubs: _Clubs) -> Iterator[_Met]:
    """Its cup matches between clubs of different leagues."""
    goals = np.column_stack([history.column("home_goals"), history.column("away_goals")])
    wanted = ~_in_league(history, codes) & ~np.isnan(goals).any(axis=1)
    for row in np.flatnonzero(wanted):
        day = history.day[row].item()
        home, away = (
            clubs.side(history.teams[side[row]], country, day)
            for side in (history.home, history.away)
        )
        if home and away and home.place.league != away.place.league:
            yield _Met(home, away, (goals[row, 0], goals[row, 1]), day)


def _meetings(met: Sequence[_Met], codes: Sequence[str], today: date) -> Meetings:
    """In columns; nobody tells which grounds were neutral (few are), so none is taken for one."""
    if not met:
        return Meetings.none()
    league = {code: place for place, code in enumerate(codes)}
    days = np.array([one.day for one in met], dtype="datetime64[D]")
    return Meetings(
        home=np.array([league[one.home.place.league] for one in met]),
        away=np.array([league[one.away.place.league] for one in met]),
        home_club=np.array([one.home.club for one in met]),
        away_club=np.array([one.away.club for one in met]),
        home_goals=np.array([one.goals[0] for one in met]),
        away_goals=np.array([one.goals[1] for one in met]),
        home_standing=np.array([one.home.place.standing for one in met]),
        away_standing=np.array([one.away.place.standing for one in met]),
        neutral=np.zeros(len(met), dtype=np.bool_),
        weights=half_life_weights(days, np.datetime64(today), EVIDENCE_HALF_LIFE),
    )


def _moves(histories: Iterable[History], codes: Sequence[str], today: date) -> Moves:
    """Those of all countries, with the leagues' places among the codes."""
    parts = [Moves.none()]
    for history in histories:
        places = np.array([codes.index(code) for code in history.competitions], dtype=np.intp)
        moves = season_moves(history, today)
        parts.append(replace(moves, left=places[moves.left], entered=places[moves.entered]))
    columns = (
        np.concatenate([getattr(part, column.name) for part in parts]) for column in fields(Moves)
    )
    return Moves(*columns)
