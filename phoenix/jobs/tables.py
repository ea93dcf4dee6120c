"""The tables of jobs, in the shape that the store's own definitions and migrations give them."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    Column,
    ColumnElement,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    any_,
    bindparam,
    literal_column,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite

_WAITING = text("status = 'waiting'")
_LIVE = text("status IN ('waiting', 'running')")
_FINISHED = text("finished IS NOT NULL")

metadata = MetaData(
    naming_convention={
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

job = Table(
    "job",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("key", String, nullable=False),
    Column("owner", String, nullable=False),
    Column("payload", String, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("limit_seconds", Float, nullable=False),
    Column("status", String, nullable=False),
    Column("progress", Float, nullable=False),
    Column("phrase", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("interruptions", Integer, nullable=False),
    Column("error", String),
    Column("created", DateTime(timezone=True), nullable=False),
    Column("started", DateTime(timezone=True)),
    Column("finished", DateTime(timezone=True)),
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
    sqlite_autoincrement=True,  # an id is not given again when its job has been forgotten
)  # fmt: skip

# In the very words of the indexes, and with nothing bound: for anything else SQLite does not see
# that an index holds all that is asked for, and looks through every job that is over.
IS_WAITING = job.c.status == literal_column("'waiting'")
IS_LIVE = job.c.status.in_((literal_column("'waiting'"), literal_column("'running'")))

job_subscriber = Table(
    "job_subscriber",
    metadata,
    Column("job_id", ForeignKey("job.id", ondelete="CASCADE"), primary_key=True),
    Column("subscriber", String, primary_key=True),
)

job_result = Table(
    "job_result",
    metadata,
    Column("job_id", ForeignKey("job.id", ondelete="CASCADE"), primary_key=True),
    Column("attempt", Integer, nullable=False),
    Column("body", String, nullable=False),
    Column("made", DateTime(timezone=True), nullable=False),
)


def insert_new(dialect: str, table: Table) -> Any:
    """``INSERT`` of what is not there yet; what is there stays as it is."""
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert(table).on_conflict_do_nothing()


def one_of(dialect: str, ids: Iterable[int]) -> ColumnElement[bool]:
    """Whether a job is one of these; on PostgreSQL in the same words however many they are.

    Each text of a statement is prepared once for each connection, and kept there.
    """
    if dialect == "postgresql":
        return job.c.id == any_(bindparam(None, list(ids), ARRAY(Integer)))
    return job.c.id.in_(ids)


def in_utc(stored: datetime) -> datetime:
    """A time as it was written: SQLite forgets the zone, which is UTC for all of ours."""
    return stored.replace(tzinfo=UTC) if stored.tzinfo is None else stored.astimezone(UTC)
