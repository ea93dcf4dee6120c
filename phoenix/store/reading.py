"""What the analysis reads: histories as columns, teams, fixtures, and what there is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Row, and_, func, select

from phoenix.domain.competitions import Competition
from phoenix.domain.history import RESULT_COLUMNS, STATISTIC_NAMES, History
from phoenix.domain.matches import Fixture, KnownTeam
from phoenix.store import tables
from phoenix.store.store import Store

MATCH_LENGTH = timedelta(minutes=150)  # from kick-off until a result is surely known

_home, _away = tables.team.alias("home_team"), tables.team.alias("away_team")
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_WIDTH = 7 + len(RESULT_COLUMNS) + 2 * len(STATISTIC_NAMES)


@dataclass(frozen=True, slots=True)
class Holding:
    """What is stored of one competition; the counts are numbers of matches."""

    competition: Competition
    seasons: int
    first: date
    last: date
    matches: int
    scheduled: int
    with_corners: int
    with_cards: int
    with_shots: int
    with_prices: int


class Archive:
    """Questions to a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def revision(self) -> int:
        """A number that grows with every change of the matches."""
        rows = await self._rows(select(tables.revision.c.number))
        return int(rows[0][0]) if rows else 0

    async def first_day(self, competition: str) -> date | None:
        """The day of a competition's first known result, or None."""
        f, c = tables.fixture.c, tables.competition.c
        query = (
            select(func.min(f.day).label("first_day"))
            .select_from(tables.fixture.join(tables.competition))
            .where(c.code == competition, f.home_goals.is_not(None))
        )
        first: date | None = (await self._rows(query))[0].first_day
        return first

    async def history(self, country: str, first: date, last: date) -> History:
        """The played matches of a country's competitions between two days, both included."""
        names = await self._rows(
            select(tables.team.c.id, tables.team.c.name).where(tables.team.c.country == country)
        )
        codes = await self._rows(
            select(tables.competition.c.id, tables.competition.c.code).where(
                tables.competition.c.country == country
            )
        )
        rows = await self._rows(_history_query([row.id for row in codes], first, last))
        return _history(
            rows, {row.id: row.name for row in names}, {row.id: row.code for row in codes}
        )

    async def teams(self) -> tuple[KnownTeam, ...]:
        """Every team, by country and name."""
        t = tables.team.c
        rows = await self._rows(select(t.name, t.country).order_by(t.country, t.name))
        return tuple(KnownTeam(row.name, row.country) for row in rows)

    async def fixtures(self, home: KnownTeam, away: KnownTeam) -> tuple[Fixture, ...]:
        """All meetings of two teams at this venue, played or not, oldest first."""
        return await self._fixtures(*_meetings(home, away))

    async def upcoming(self, home: KnownTeam, away: KnownTeam, today: date) -> Fixture | None:
        """Their next fixture without a result, else the last one that never got any, or None."""
        unplayed = tables.fixture.c.home_goals.is_(None)
        found = await self._fixtures(*_meetings(home, away), unplayed)
        coming = [fixture for fixture in found if fixture.day >= today]
        return next(iter(coming or found[::-1]), None)

    async def next_round(self, code: str) -> tuple[Fixture, ...]:
        """The fixtures without a result of a competition, soonest first."""
        unplayed = tables.fixture.c.home_goals.is_(None)
        return await self._fixtures(tables.competition.c.code == code, unplayed)

    async def competitions(self) -> dict[str, Competition]:
        """All competitions by code."""
        c = tables.competition.c
        rows = await self._rows(select(c.code, c.name, c.country, c.simulated).order_by(c.code))
        return {row.code: _competition(row) for row in rows}

    async def holdings(self) -> tuple[Holding, ...]:
        """What is stored, a line per competition, by country and code."""
        f, c = tables.fixture.c, tables.competition.c
        side = tables.statistics.alias()
        priced = select(tables.price.c.fixture_id).where(tables.price.c.fixture_id == f.id).exists()
        query = (
            select(
                c.code, c.name, c.country, c.simulated, func.count(f.season.distinct()),
                func.min(f.day), func.max(f.day), func.count(f.home_goals),
                func.count(f.id) - func.count(f.home_goals),
                func.count(side.c.corners), func.count(side.c.yellow_cards),
                func.count(side.c.shots),
                func.sum(priced.cast(tables.fixture.c.id.type)),
            )
            .select_from(
                tables.fixture.join(tables.competition).outerjoin(
                    side,
                    and_(side.c.fixture_id == f.id, side.c.side == "home", side.c.period == "full"),
                )
            )
            .group_by(c.code, c.name, c.country, c.simulated)
            .order_by(c.country, c.code)
        )  # fmt: skip
        return tuple(Holding(_competition(row), *tuple(row)[4:]) for row in await self._rows(query))

    async def _fixtures(self, *conditions: ColumnElement[bool]) -> tuple[Fixture, ...]:
        """Fixtures that meet all conditions, oldest first."""
        f, c = tables.fixture.c, tables.competition.c
        query = (
            select(
                c.code, c.name, c.country, c.simulated, f.season, f.day, f.kickoff,
                _home.c.name.label("home"), _away.c.name.label("away"), f.referee,
            )
            .select_from(
                tables.fixture.join(tables.competition)
                .join(_home, f.home_id == _home.c.id)
                .join(_away, f.away_id == _away.c.id)
            )
            .where(*conditions)
            .order_by(f.day, f.kickoff, _home.c.name)
        )  # fmt: skip
        return tuple(
            Fixture(_competition(r), r.season, r.day, r.kickoff, r.home, r.away, r.referee)
            for r in await self._rows(query)
        )

    async def _rows(self, query: Any) -> Sequence[Row[Any]]:
        async with self._store.reading() as connection:
            return (await connection.execute(query)).all()


def _meetings(home: KnownTeam, away: KnownTeam) -> tuple[ColumnElement[bool], ...]:
    pairs = ((_home, home), (_away, away))
    return tuple(
        condition
        for table, team in pairs
        for condition in (table.c.country == team.country, table.c.name == team.name)
    )


def _competition(row: Row[Any]) -> Competition:
    return Competition(row.code, row.name, row.country, row.simulated)


def _history_query(competitions: Sequence[int], first: date, last: date) -> Any:
    f = tables.fixture.c
    home, away = tables.statistics.alias(), tables.statistics.alias()
    sides = tables.fixture
    for table, side in ((home, "home"), (away, "away")):
        sides = sides.outerjoin(  # type: ignore[assignment]
            table, and_(table.c.fixture_id == f.id, table.c.side == side, table.c.period == "full")
        )
    counts = [table.c[name] for name in STATISTIC_NAMES for table in (home, away)]
    return (
        select(
            f.competition_id, f.season, f.day, f.kickoff, f.home_id, f.away_id, f.referee,
            *(f[name] for name in RESULT_COLUMNS), *counts,
        )
        .select_from(sides)
        .where(
            f.competition_id.in_(competitions),
            f.day.between(first, last),
            f.home_goals.is_not(None),
        )
    )  # fmt: skip


def _history(rows: Sequence[Row[Any]], teams: dict[int, str], codes: dict[int, str]) -> History:
    columns = list(zip(*rows, strict=True)) if rows else [()] * _WIDTH
    code, season, day, kickoff, home, away, referee, *counts = columns
    names = list(RESULT_COLUMNS)
    names += [f"{side}_{name}" for name in STATISTIC_NAMES for side in ("home", "away")]
    competitions, competition = _vocabulary([codes[place] for place in code])
    seasons, season_index = _vocabulary(season)
    team_names, sides = _vocabulary([teams[place] for place in (*home, *away)])
    referees, referee_index = _vocabulary([word or "" for word in referee])
    days = np.array([d.toordinal() - _EPOCH_DAY for d in day], dtype="datetime64[D]")
    known = np.array(
        [_known(d, k) for d, k in zip(day, kickoff, strict=True)], dtype="datetime64[m]"
    )
    unsorted = History(
        teams=team_names,
        competitions=competitions,
        seasons=seasons,
        referees=referees,
        day=days,
        known=known,
        competition=competition,
        season=season_index,
        home=sides[: len(rows)],
        away=sides[len(rows) :],
        referee=_blank_to_unknown(referees, referee_index),
        columns={
            name: np.array(count, dtype=float) for name, count in zip(names, counts, strict=True)
        },
    )
    return _sorted(unsorted)


def _known(day: date, kickoff: datetime | None) -> datetime:
    """When the result was known, as a naive UTC instant (NumPy's have no zone)."""
    if kickoff is None:
        return datetime(day.year, day.month, day.day) + timedelta(days=1)  # noqa: DTZ001
    return kickoff.replace(tzinfo=None) + MATCH_LENGTH


def _vocabulary(words: Iterable[str]) -> tuple[tuple[str, ...], NDArray[np.intp]]:
    """The sorted words, and each word's place among them."""
    listed = list(words)
    known = sorted(set(listed))
    places = {word: place for place, word in enumerate(known)}
    return tuple(known), np.array([places[word] for word in listed], dtype=np.intp)


def _blank_to_unknown(words: tuple[str, ...], places: NDArray[np.intp]) -> NDArray[np.intp]:
    return np.where(places == words.index(""), -1, places) if "" in words else places


def _sorted(history: History) -> History:
    order = np.lexsort((history.home, history.known, history.day))
    return History(
        history.teams, history.competitions, history.seasons, history.referees,
        history.day[order], history.known[order], history.competition[order],
        history.season[order], history.home[order], history.away[order], history.referee[order],
        {name: column[order] for name, column in history.columns.items()},
    ).select(np.ones(len(order), dtype=bool))  # fmt: skip
