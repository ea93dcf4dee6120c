"""The tables. Their history is in ``migrations``; a test holds both to each other."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Dialect, ForeignKey, MetaData, UniqueConstraint
from sqlalchemy.types import DateTime, TypeDecorator
from sqlmodel import Field, SQLModel

metadata: MetaData = SQLModel.metadata
metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """Aware datetimes only, in and out; kept in UTC (SQLite forgets the zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class CompetitionRow(SQLModel, table=True):
    """A league or cup."""

    __tablename__ = "competition"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name: str
    country: str = Field(index=True)
    simulated: bool = False


class TeamRow(SQLModel, table=True):
    """A team; names are unique within a country."""

    __tablename__ = "team"
    __table_args__ = (UniqueConstraint("country", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    country: str
    name: str


class FixtureRow(SQLModel, table=True):
    """A match, played (goals known) or to come.

    ``digest`` identifies what the source last said of it, so that saying it again changes nothing.
    """

    __tablename__ = "fixture"
    __table_args__ = (UniqueConstraint("competition_id", "day", "home_id", "away_id"),)

    id: int | None = Field(default=None, primary_key=True)
    competition_id: int = Field(sa_column_args=[ForeignKey("competition.id")])
    season: str
    day: date
    kickoff: datetime | None = Field(default=None, sa_type=UtcDateTime)
    home_id: int = Field(sa_column_args=[ForeignKey("team.id")], index=True)
    away_id: int = Field(sa_column_args=[ForeignKey("team.id")], index=True)
    referee: str | None = None
    home_goals: int | None = None
    away_goals: int | None = None
    home_first_half_goals: int | None = None
    away_first_half_goals: int | None = None
    digest: str


class StatisticsRow(SQLModel, table=True):
    """What one side did in one period of a match (``side``: home, away; ``period``: full)."""

    __tablename__ = "statistics"

    fixture_id: int = Field(sa_column_args=[ForeignKey("fixture.id")], primary_key=True)
    side: str = Field(primary_key=True)
    period: str = Field(primary_key=True)
    shots: int | None = None
    shots_on_target: int | None = None
    corners: int | None = None
    fouls: int | None = None
    yellow_cards: int | None = None
    red_cards: int | None = None


class PriceRow(SQLModel, table=True):
    """Decimal prices of one bookmaker for one market.

    Outcomes stand in the market's own order (``domain.matches.PriceMarket``); ``line`` is 0 for the
    result, which has none (a primary key holds no NULL).
    """

    __tablename__ = "price"
    __table_args__ = ({"sqlite_with_rowid": False},)

    fixture_id: int = Field(sa_column_args=[ForeignKey("fixture.id")], primary_key=True)
    market: str = Field(primary_key=True)
    phase: str = Field(primary_key=True)
    bookmaker: str = Field(primary_key=True)
    line: float = Field(primary_key=True)
    first: float
    second: float
    third: float | None = None


class ImportRow(SQLModel, table=True):
    """A file that was read without a fault; reading the same bytes again would change nothing."""

    __tablename__ = "imported_file"

    digest: str = Field(primary_key=True)
    source: str
    name: str
    matches: int
    imported_at: datetime = Field(sa_type=UtcDateTime)


class RevisionRow(SQLModel, table=True):
    """One row: a number that grows with every change, so that readers notice."""

    __tablename__ = "revision"

    id: int = Field(primary_key=True)
    number: int


OUR_TABLES = frozenset(metadata.tables)

competition = metadata.tables["competition"]
team = metadata.tables["team"]
fixture = metadata.tables["fixture"]
statistics = metadata.tables["statistics"]
price = metadata.tables["price"]
imported_file = metadata.tables["imported_file"]
revision = metadata.tables["revision"]
