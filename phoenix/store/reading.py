"""What the analysis reads: histories as columns, teams, fixtures, and what there is."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Row, and_, func, select

from phoenix.domain.competitions import Competition
from phoenix.domain.history import RESULT_COLUMNS, STATISTIC_NAMES, History
from phoenix.domain.matches import Fixture, KnownTeam
from phoenix.store import tables
from phoenix.store.store import Store

MATCH_LENGTH = timedelta(minutes=150)  # from kick-off until a result is surely known

_EPOCH_DAY = date(1970, 1, 1).toordinal()


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

    async def history(self, country: str) -> History:
        """All played matches of a country's competitions."""
        names = await self._rows(
            select(tables.team.c.id, tables.team.c.name).where(tables.team.c.country == country)
        )
        codes = await self._rows(
            select(tables.competition.c.id, tables.competition.c.code).where(
                tables.competition.c.country == country
            )
        )
        rows = await self._rows(_history_query([place for place, _ in codes]))
        return _history(rows, {row[0]: row[1] for row in names}, {row[0]: row[1] for row in codes})

    async def teams(self) -> tuple[KnownTeam, ...]:
        """Every team, with the day of its last known match or fixture in each competition."""
        f, t, c = tables.fixture.c, tables.team.c, tables.competition.c
        found: dict[tuple[str, str], dict[str, date]] = defaultdict(dict)
        for side in (f.home_id, f.away_id):
            query = (
                select(t.country, t.name, c.code, func.max(f.day))
                .select_from(tables.fixture.join(tables.team, side == t.id).join(tables.competition))
                .group_by(t.country, t.name, c.code)
            )
            for country, name, code, day in await self._rows(query):
                seen = found[country, name]
                seen[code] = max(day, seen.get(code, day))
        return tuple(KnownTeam(name, country, seen) for (country, name), seen in sorted(found.items()))

    async def fixtures(self, home: KnownTeam, away: KnownTeam) -> tuple[Fixture, ...]:
        """All meetings of two teams of one country at this venue, played or not, oldest first."""
        f, c = tables.fixture.c, tables.competition.c
        h, a = tables.team.alias(), tables.team.alias()
        query = (
            select(c.code, c.name, c.country, c.simulated, f.season, f.day, f.kickoff, f.referee)
            .select_from(
                tables.fixture.join(tables.competition)
                .join(h, f.home_id == h.c.id)
                .join(a, f.away_id == a.c.id)
            )
            .where(
                h.c.country == home.country, h.c.name == home.name,
                a.c.country == away.country, a.c.name == away.name,
            )
            .order_by(f.day, c.code)
        )  # fmt: skip
        return tuple(
            Fixture(Competition(*row[:4]), row.season, row.day, row.kickoff, home.name, away.name, row.referee)
            for row in await self._rows(query)
        )

    async def upcoming(self, home: KnownTeam, away: KnownTeam) -> Fixture | None:
        """Their first fixture without a result, or None."""
        f, h, a = tables.fixture.c, tables.team.alias(), tables.team.alias()
        query = (
            select(func.min(f.day))
            .select_from(tables.fixture.join(h, f.home_id == h.c.id).join(a, f.away_id == a.c.id))
            .where(
                h.c.country == home.country, h.c.name == home.name,
                a.c.country == away.country, a.c.name == away.name,
                f.home_goals.is_(None),
            )
        )  # fmt: skip
        day = (await self._rows(query))[0][0]
        return next((x for x in await self.fixtures(home, away) if x.day == day), None)

    async def competitions(self) -> dict[str, Competition]:
        """All competitions by code."""
        c = tables.competition.c
        rows = await self._rows(select(c.code, c.name, c.country, c.simulated).order_by(c.code))
        return {row.code: Competition(*row) for row in rows}

    async def next_round(self, code: str) -> tuple[Fixture, ...]:
        """The fixtures without a result of a competition, soonest first."""
        f, c = tables.fixture.c, tables.competition.c
        h, a = tables.team.alias(), tables.team.alias()
        query = (
            select(
                c.code, c.name, c.country, c.simulated, f.season, f.day, f.kickoff,
                h.c.name, a.c.name, f.referee,
            )
            .select_from(
                tables.fixture.join(tables.competition)
                .join(h, f.home_id == h.c.id)
                .join(a, f.away_id == a.c.id)
            )
            .where(c.code == code, f.home_goals.is_(None))
            .order_by(f.day, f.kickoff, h.c.name)
        )  # fmt: skip
        return tuple(Fixture(Competition(*row[:4]), *row[4:]) for row in await self._rows(query))

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
                func.count(side.c.corners), func.count(side.c.yellow_cards), func.count(side.c.shots),
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
        return tuple(Holding(Competition(*row[:4]), *row[4:]) for row in await self._rows(query))

    async def _rows(self, query: Any) -> Sequence[Row[Any]]:
        async with self._store.reading() as connection:
            return (await connection.execute(query)).all()


def _history_query(competitions: Sequence[int]) -> Any:
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
        .where(f.competition_id.in_(competitions), f.home_goals.is_not(None))
    )  # fmt: skip


def _history(rows: Sequence[Row[Any]], teams: dict[int, str], codes: dict[int, str]) -> History:
    columns = list(zip(*rows, strict=True)) if rows else [()] * (7 + len(RESULT_COLUMNS) + 12)
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
