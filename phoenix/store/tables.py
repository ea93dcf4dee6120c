"""The tables. Their history is in ``migrations``; a test holds both to each other."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import BigInteger, Dialect, ForeignKey, Index, MetaData, UniqueConstraint, text
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
    """A match, played (goals of 90 minutes known) or to come.

    ``digest`` identifies what the last file said of it, so that saying it again changes nothing
    (what a provider said is identified in ``fixture_alias``). ``status`` is one of
    ``domain.provided.Status``, or NULL where no source told; extra goals are those *in* extra time.
    """

    __tablename__ = "fixture"
    __table_args__ = (
        UniqueConstraint("competition_id", "day", "home_id", "away_id"),
        Index("ix_fixture_kickoff", "kickoff"),
    )

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
    status: str | None = None
    round: str | None = None
    home_extra_goals: int | None = None
    away_extra_goals: int | None = None
    home_penalties: int | None = None
    away_penalties: int | None = None


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
    possession: float | None = None
    expected_goals: float | None = None


class PriceRow(SQLModel, table=True):
    """Decimal prices of one bookmaker for one market.

    Outcomes stand in the market's own order (``domain.matches.PriceMarket``); ``line`` is 0 where
    there is none (a primary key holds no NULL). ``taken_at`` is known of live prices alone.
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
    taken_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class CompetitionAliasRow(SQLModel, table=True):
    """A competition under a source's own id."""

    __tablename__ = "competition_alias"

    source: str = Field(primary_key=True)
    external: str = Field(primary_key=True)
    competition_id: int = Field(sa_column_args=[ForeignKey("competition.id")], index=True)


class TeamAliasRow(SQLModel, table=True):
    """A team under a source's own id, or under its name where the source has no ids.

    ``doubts`` lists ids of teams that it may be the same as: a person decides.
    """

    __tablename__ = "team_alias"

    source: str = Field(primary_key=True)
    external: str = Field(primary_key=True)
    team_id: int = Field(sa_column_args=[ForeignKey("team.id")], index=True)
    name: str
    doubts: str | None = None


class FixtureAliasRow(SQLModel, table=True):
    """A fixture under a provider's own id, and what the provider last said of it."""

    __tablename__ = "fixture_alias"

    source: str = Field(primary_key=True)
    external: str = Field(primary_key=True)
    fixture_id: int = Field(sa_column_args=[ForeignKey("fixture.id")], index=True)
    digest: str


class SeasonRow(SQLModel, table=True):
    """A season of a competition as the provider numbers it, and what the provider has of it."""

    __tablename__ = "season"

    competition_id: int = Field(sa_column_args=[ForeignKey("competition.id")], primary_key=True)
    year: int = Field(primary_key=True)
    label: str
    first_day: date
    last_day: date
    current: bool
    kind: str
    events: bool
    lineups: bool
    statistics: bool
    standings: bool
    injuries: bool
    odds: bool


class StandingRow(SQLModel, table=True):
    """One team's line of one group of a provider's table; ``form`` from oldest to newest."""

    __tablename__ = "standing"

    competition_id: int = Field(sa_column_args=[ForeignKey("competition.id")], primary_key=True)
    season: str = Field(primary_key=True)
    group: str = Field(primary_key=True)
    team_id: int = Field(sa_column_args=[ForeignKey("team.id")], primary_key=True)
    rank: int
    played: int
    won: int
    drawn: int
    lost: int
    goals_for: int
    goals_against: int
    points: int
    form: str | None = None
    note: str | None = None


class LineupRow(SQLModel, table=True):
    """How one side plays."""

    __tablename__ = "lineup"

    fixture_id: int = Field(sa_column_args=[ForeignKey("fixture.id")], primary_key=True)
    side: str = Field(primary_key=True)
    formation: str | None = None
    coach: str | None = None


class AppearanceRow(SQLModel, table=True):
    """A player of one side of one match, from the start or from the bench."""

    __tablename__ = "appearance"

    fixture_id: int = Field(sa_column_args=[ForeignKey("fixture.id")], primary_key=True)
    side: str = Field(primary_key=True)
    player: str = Field(primary_key=True)
    name: str
    position: str | None = None
    number: int | None = None
    starts: bool
    minutes: int | None = None


class AbsenceRow(SQLModel, table=True):
    """A player who will or may be missing from a fixture."""

    __tablename__ = "absence"

    fixture_id: int = Field(sa_column_args=[ForeignKey("fixture.id")], primary_key=True)
    side: str = Field(primary_key=True)
    player: str = Field(primary_key=True)
    name: str
    doubtful: bool
    reason: str


class DossierRow(SQLModel, table=True):
    """A dossier that was made, as JSON; the same said again of the same knowledge is one row."""

    __tablename__ = "dossier"
    __table_args__ = (UniqueConstraint("fixture_id", "digest"),)

    id: int | None = Field(default=None, primary_key=True)
    fixture_id: int = Field(sa_column_args=[ForeignKey("fixture.id")], index=True)
    as_of: datetime = Field(sa_type=UtcDateTime)
    made_at: datetime = Field(sa_type=UtcDateTime)
    fingerprint: str
    digest: str
    body: str


class ForecastRow(SQLModel, table=True):
    """What one specialist (or the pool, as ``pool``) forecast of one quantity.

    ``pmf`` is a zlib stream of ``rows * columns`` little-endian float64, row by row.
    """

    __tablename__ = "forecast"

    fixture_id: int = Field(sa_column_args=[ForeignKey("fixture.id")], primary_key=True)
    analyzer: str = Field(primary_key=True)
    version: str = Field(primary_key=True)
    quantity: str = Field(primary_key=True)
    fingerprint: str = Field(primary_key=True)
    as_of: datetime = Field(sa_type=UtcDateTime)
    made_at: datetime = Field(sa_type=UtcDateTime)
    coverage: float | None = None
    weight: float | None = None
    rows: int
    columns: int
    pmf: bytes


class FetchedRow(SQLModel, table=True):
    """When a fact was last asked of a provider and told: what is due is decided by this."""

    __tablename__ = "fetched"

    source: str = Field(primary_key=True)
    what: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)


class QuarantineRow(SQLModel, table=True):
    """A part of an answer that could not be understood, kept so that nothing is lost silently."""

    __tablename__ = "quarantine"

    digest: str = Field(primary_key=True)
    source: str
    asked: str
    reason: str
    body: str
    first_at: datetime = Field(sa_type=UtcDateTime)
    last_at: datetime = Field(sa_type=UtcDateTime)
    times: int


class QuotaRow(SQLModel, table=True):
    """What a provider's plan allows and has left, shared by all processes.

    ``calls`` are the instants of the last minute: little-endian float64, in epoch seconds.
    """

    __tablename__ = "quota"

    source: str = Field(primary_key=True)
    minute_limit: int
    day: date
    day_limit: int | None = None
    day_remaining: int | None = None
    calls: bytes


class LeaderRow(SQLModel, table=True):
    """Who leads, and the epoch that each of its writes carries (``app.leader.epochs``)."""

    __tablename__ = "leader"

    name: str = Field(primary_key=True)
    epoch: int = Field(sa_type=BigInteger)
    holder: str | None = None
    since: datetime = Field(sa_type=UtcDateTime)


_WAITING = text("status = 'waiting'")
_LIVE = text("status IN ('waiting', 'running')")
_FINISHED = text("finished IS NOT NULL")


class JobRow(SQLModel, table=True):
    """A job (``jobs.values.Job``); the room of jobs has the same tables in words of its own."""

    __tablename__ = "job"
    __table_args__ = (
        Index(
            "uq_job_live_kind_key", "kind", "key",
            unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE,
        ),
        Index("ix_job_live_owner", "owner", sqlite_where=_LIVE, postgresql_where=_LIVE),
        Index(
            "ix_job_waiting_priority_turn", "priority", "turn",
            sqlite_where=_WAITING, postgresql_where=_WAITING,
        ),
        Index("ix_job_finished", "finished", sqlite_where=_FINISHED, postgresql_where=_FINISHED),
        {"sqlite_autoincrement": True},  # an id is not given again when its job has been forgotten
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    key: str
    owner: str
    payload: str
    priority: int
    turn: int
    limit_seconds: float
    status: str
    progress: float
    phrase: str
    attempts: int
    failures: int
    interruptions: int
    error: str | None = None
    created: datetime = Field(sa_type=UtcDateTime)
    started: datetime | None = Field(default=None, sa_type=UtcDateTime)
    finished: datetime | None = Field(default=None, sa_type=UtcDateTime)


class JobSubscriberRow(SQLModel, table=True):
    """Who waits for a job's result."""

    __tablename__ = "job_subscriber"

    job_id: int = Field(sa_column_args=[ForeignKey("job.id", ondelete="CASCADE")], primary_key=True)
    subscriber: str = Field(primary_key=True)


class JobResultRow(SQLModel, table=True):
    """A job's result as JSON: the first that an attempt brought."""

    __tablename__ = "job_result"

    job_id: int = Field(sa_column_args=[ForeignKey("job.id", ondelete="CASCADE")], primary_key=True)
    attempt: int
    body: str
    made: datetime = Field(sa_type=UtcDateTime)


class ScheduleRunRow(SQLModel, table=True):
    """The latest tick of a schedule (``app.schedules``), written by leaders alone.

    ``due`` is the moment that it stands for, or when the schedule was first seen; ``ended`` is NULL
    while it runs, or if its leader was lost meanwhile; ``times`` counts how often it was begun.
    """

    __tablename__ = "schedule_run"

    name: str = Field(primary_key=True)
    due: datetime = Field(sa_type=UtcDateTime)
    epoch: int = Field(sa_type=BigInteger)
    times: int
    begun: datetime = Field(sa_type=UtcDateTime)
    ended: datetime | None = Field(default=None, sa_type=UtcDateTime)
    outcome: str | None = None


class TelegramUpdateRow(SQLModel, table=True):
    """An update that was accepted: Telegram delivers some more than once."""

    __tablename__ = "telegram_update"

    update_id: int = Field(
        primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False}
    )
    received: datetime = Field(sa_type=UtcDateTime)


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


absence = metadata.tables["absence"]
appearance = metadata.tables["appearance"]
competition = metadata.tables["competition"]
competition_alias = metadata.tables["competition_alias"]
dossier = metadata.tables["dossier"]
fetched = metadata.tables["fetched"]
fixture = metadata.tables["fixture"]
fixture_alias = metadata.tables["fixture_alias"]
forecast = metadata.tables["forecast"]
imported_file = metadata.tables["imported_file"]
job = metadata.tables["job"]
job_result = metadata.tables["job_result"]
job_subscriber = metadata.tables["job_subscriber"]
lineup = metadata.tables["lineup"]
price = metadata.tables["price"]
quarantine = metadata.tables["quarantine"]
quota = metadata.tables["quota"]
revision = metadata.tables["revision"]
schedule_run = metadata.tables["schedule_run"]
season = metadata.tables["season"]
standing = metadata.tables["standing"]
statistics = metadata.tables["statistics"]
team = metadata.tables["team"]
team_alias = metadata.tables["team_alias"]
telegram_update = metadata.tables["telegram_update"]
