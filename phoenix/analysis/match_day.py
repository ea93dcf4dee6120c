"""What is known of a competition on one day: shared by all its matches of that day."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from phoenix.analysis.table import table
from phoenix.domain.context import MatchContext, SideFeatures, TableRow
from phoenix.domain.history import QSC_COLUMNS, History
from phoenix.domain.matches import Fixture
from phoenix.domain.needs import Need
from phoenix.domain.news import News
from phoenix.domain.quantities import Quantity
from phoenix.forecasting.adjusted import weighted_metric
from phoenix.forecasting.elo import elo_path
from phoenix.forecasting.qsc import QscSettings, Standing, qsc_path

METRICS = (Quantity.GOALS, Quantity.SHOTS, Quantity.CORNERS, Quantity.CARDS)
SCHEDULE_MATCHES = 5


@dataclass(frozen=True)
class MatchDay:
    """Knowledge at ``as_of``.

    Attributes:
        country: all matches of the country's competitions, which ratings span.
        history: those of the competition, with both sides' QSC before each match.
        standing: where the season stands.
        table: the same, for people.
    """

    as_of: datetime
    season: str
    country: History
    history: History
    standing: Standing
    table: tuple[TableRow, ...]


def match_day(everything: History, fixture: Fixture, settings: QscSettings) -> MatchDay:
    """Cut the country's history at the fixture's day, and work out what all its matches share."""
    country = everything.before(fixture.as_of)
    elo = elo_path(country)
    path = qsc_path(country, elo, fixture.competition.code, settings)
    known_season = fixture.season in country.seasons
    season = country.seasons.index(fixture.season) if known_season else len(country.seasons)
    path.state.begin(season, elo)
    qsc = dict(zip(QSC_COLUMNS, (path.home, path.away), strict=True))
    history = country.with_columns(qsc).of_competition(fixture.competition.code)
    return MatchDay(
        fixture.as_of, fixture.season, country, history, path.state,
        table(history, fixture.season),
    )  # fmt: skip


def context(day: MatchDay, fixture: Fixture, news: News | None) -> MatchContext:
    """All that is known of one fixture."""
    parts = {
        Need.STATISTICS: True,
        Need.TABLE: day.table,
        Need.FEATURES: sides(day, fixture),
        Need.REFEREE: fixture.referee,
        **(_told(news) if news else {}),
    }
    return MatchContext(fixture, day.as_of, day.history, parts)


def _told(news: News) -> dict[Need, object]:
    """The parts that the news hold: what nobody has told is no part."""
    lineups = tuple(side.lineup for side in news.sides)
    absences = tuple(side.absences for side in news.sides)
    parts: dict[Need, object] = {}
    if any(lineup is not None for lineup in lineups):
        parts[Need.LINEUPS] = lineups
    if any(missing is not None for missing in absences):
        parts[Need.ABSENCES] = absences
    if news.prices:
        parts[Need.PRICES] = news.prices
    if news.tie is not None:
        parts[Need.FIRST_LEG] = news.tie
    return parts


def sides(day: MatchDay, fixture: Fixture) -> tuple[SideFeatures, SideFeatures]:
    """QSC, strength of schedule and weighted metrics of both sides."""
    home, away = day.country.team(fixture.home), day.country.team(fixture.away)
    return (
        _side(day, fixture.home, home, away),
        _side(day, fixture.away, away, home),
    )


def _side(day: MatchDay, name: str, team: int | None, opponent: int | None) -> SideFeatures:
    today = np.datetime64(day.as_of.date(), "D")
    metrics = {
        str(quantity): metric
        for quantity in METRICS
        if (metric := weighted_metric(day.history, name, quantity, today)) is not None
    }
    return SideFeatures(day.standing.of(team, opponent), _schedule(day, team), metrics)


def _schedule(day: MatchDay, team: int | None) -> float | None:
    """Strength of schedule: mean present QSC of the last five opponents of the season."""
    h = day.country
    if team is None or day.season not in h.seasons or not day.history.competitions:
        return None
    code = day.history.competitions[0]
    mine = (
        ((h.home == team) | (h.away == team))
        & (h.season == h.seasons.index(day.season))
        & (h.competition == h.competitions.index(code))
    )
    rows = np.flatnonzero(mine)[-SCHEDULE_MATCHES:]
    if not len(rows):
        return None
    opponents = np.where(h.home[rows] == team, h.away[rows], h.home[rows])
    values = day.standing.composite(day.standing.parts(day.standing.peers()))[opponents]
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else None
