"""What is written of a chat: its settings and choices; all of it told, or all of it forgotten.

Each function does its statements on a connection that is given, within the caller's transaction,
and may be done twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Table, delete, false, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.app.chat_tables import (
    broadcast,
    chat,
    chat_choice,
    chat_state,
    command_bucket,
    complaint,
    insert_of,
    outbox,
)
from phoenix.store.tables import metadata

job, job_subscriber = metadata.tables["job"], metadata.tables["job_subscriber"]
competition, fixture = metadata.tables["competition"], metadata.tables["fixture"]

NOBODY = ""  # who asked for a job, once that is forgotten
PREFIX = "telegram:"  # of owners and subscribers of jobs

Kind = Literal["team", "league", "alert", "market", "favourite"]


@dataclass(frozen=True, slots=True)
class Choice:
    """Something a chat has chosen; see ``phoenix.store.chat_tables.ChatChoiceRow``."""

    kind: Kind
    subject: str
    mode: str = "on"
    label: str = ""


@dataclass(frozen=True, slots=True)
class League:
    """A competition that plays."""

    code: str
    name: str
    country: str


@dataclass(frozen=True, slots=True)
class _Kept:
    """Rows of one table that belong to a chat or its user."""

    table: Table
    own: ColumnElement[bool]
    hidden: tuple[str, ...] = ()


async def choices(connection: AsyncConnection, chat_id: int, kind: Kind) -> tuple[Choice, ...]:
    """What a chat has chosen of one kind, by label."""
    c = chat_choice.c
    own = (c.chat_id == chat_id, c.kind == kind)
    query = select(c.kind, c.subject, c.mode, c.label).where(*own).order_by(c.label, c.subject)
    return tuple(Choice(*row) for row in await connection.execute(query))


async def choose(connection: AsyncConnection, chat_id: int, choice: Choice) -> None:
    """Write a choice of a chat that is noted; one of the same subject is replaced."""
    row = {"mode": choice.mode, "label": choice.label}
    key = {"chat_id": chat_id, "kind": choice.kind, "subject": choice.subject}
    insert = insert_of(connection.dialect.name)(chat_choice).values(**key, **row)
    await connection.execute(insert.on_conflict_do_update(index_elements=list(key), set_=row))


async def drop(connection: AsyncConnection, chat_id: int, kind: Kind, subject: str) -> None:
    """Take a choice back."""
    c = chat_choice.c
    own = (c.chat_id == chat_id, c.kind == kind, c.subject == subject)
    await connection.execute(delete(chat_choice).where(*own))


async def change(connection: AsyncConnection, chat_id: int, **settings: Any) -> None:
    """Write settings of a chat that is noted, by the names of their columns."""
    await connection.execute(update(chat).where(chat.c.id == chat_id).values(**settings))


async def leagues(connection: AsyncConnection, first: date, last: date) -> tuple[League, ...]:
    """The competitions with a match from one day to another, by country and name."""
    plays = select(fixture.c.competition_id).where(fixture.c.day.between(first, last))
    c = competition.c
    query = select(c.code, c.name, c.country).where(c.id.in_(plays))
    found = await connection.execute(query.order_by(c.country, c.name, c.code))
    return tuple(League(*row) for row in found)


async def told(
    connection: AsyncConnection, chat_id: int, user_id: int | None
) -> Mapping[str, list[dict[str, Any]]]:
    """All that is kept of a chat, and of its user if it is a private one, as JSON has it."""
    document = {}
    for name, kept in _kept(chat_id, user_id).items():
        columns = [column for column in kept.table.c if column.name not in kept.hidden]
        rows = await connection.execute(select(*columns).where(kept.own))
        document[name] = [
            {key: _plain(value) for key, value in row._mapping.items()}  # noqa: SLF001 - SQLAlchemy's own name for it
            for row in rows
        ]
    return document


async def forget(connection: AsyncConnection, chat_id: int, user_id: int | None) -> None:
    """Delete all that :func:`told` tells; of jobs and broadcasts, who asked for them.

    A job goes on for others who wait for the same.
    """
    kept = _kept(chat_id, user_id)
    jobs, broadcasts = kept.pop("jobs"), kept.pop("broadcasts")
    await connection.execute(update(job).where(jobs.own).values(owner=NOBODY))
    await connection.execute(update(broadcast).where(broadcasts.own).values(admin=0))
    for rows in kept.values():
        await connection.execute(delete(rows.table).where(rows.own))


def _kept(chat_id: int, user_id: int | None) -> dict[str, _Kept]:
    """Where something of a chat or a user stands; what refers to another comes before it."""
    user = false() if user_id is None else command_bucket.c.user_id == user_id
    admin = false() if user_id is None else broadcast.c.admin == user_id
    owner = false() if user_id is None else job.c.owner == f"{PREFIX}{user_id}"
    waits = job_subscriber.c.subscriber.startswith(f"{PREFIX}{chat_id}:", autoescape=True)
    return {
        "choices": _Kept(chat_choice, chat_choice.c.chat_id == chat_id),
        "chat": _Kept(chat, chat.c.id == chat_id),
        "letters": _Kept(outbox, outbox.c.chat == chat_id),
        "buttons": _Kept(chat_state, chat_state.c.chat_id == chat_id),
        "complaints": _Kept(complaint, complaint.c.chat_id == chat_id),
        "commands": _Kept(command_bucket, user),
        "waits_for": _Kept(job_subscriber, waits),
        "jobs": _Kept(job, owner, hidden=("turn", "limit_seconds", "priority")),
        "broadcasts": _Kept(broadcast, admin),
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
