"""What the faces ask of the workers, as jobs, and who waits for what came of them.

Who has been told is taken off the list of those who wait, in the transaction in which the answer
is written: whoever is left on it when a job is over has still to be told.
"""

import json
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.jobs.tables import IS_LIVE, job, job_result, job_subscriber
from phoenix.jobs.values import LIVE, Job, Json, Status
from phoenix.jobs.worker import Hooks

SHEET = "sheet"
LIMIT = 90.0  # seconds that one attempt may take, the provider's answers included


@dataclass(frozen=True, slots=True)
class Match:
    """Which match is asked for: a fixture by its number, or two sides and perhaps a day."""

    fixture: int | None = None
    home: str = ""
    away: str = ""
    day: date | None = None

    @property
    def key(self) -> str:
        """What makes two requests the same, whoever asks and in whatever language."""
        if self.fixture is not None:
            return f"fixture\n{self.fixture}"
        sides = (" ".join(side.casefold().split()) for side in (self.home, self.away))
        return "\n".join((*sides, self.day.isoformat() if self.day else ""))

    @property
    def payload(self) -> dict[str, Json]:
        """What the worker is told."""
        if self.fixture is not None:
            return {"fixture": self.fixture}
        day = self.day.isoformat() if self.day else None
        return {"home": self.home, "away": self.away, "day": day}

    @classmethod
    def of(cls, payload: Mapping[str, Any]) -> "Match":
        """What a payload asks for."""
        if (fixture := payload.get("fixture")) is not None:
            return cls(fixture)
        day = payload.get("day")
        return cls(None, payload["home"], payload["away"], date.fromisoformat(day) if day else None)


@dataclass(frozen=True, slots=True)
class Unknown:
    """Why nothing can be said of a match.

    Attributes:
        reason: ``team`` (no team has this name), ``ambiguous`` (several have), ``match`` (they do
            not meet anywhere, or nothing is known before that day) or ``gone`` (there is no such
            fixture any more).
        name: which name it is about, if it is about one.
        suggestions: pairs of sides that may have been meant.
    """

    reason: str
    name: str = ""
    suggestions: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> dict[str, Json]:
        """As a job's result holds it."""
        pairs = [list(pair) for pair in self.suggestions]
        return {"reason": self.reason, "name": self.name, "suggestions": pairs}

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Unknown":
        """What :meth:`to_json` wrote."""
        pairs = tuple((home, away) for home, away in told["suggestions"])
        return cls(told["reason"], told["name"], pairs)


@dataclass(frozen=True, slots=True)
class Ended:
    """What came of a job: a sheet, by its number, or why there is none; neither: it failed."""

    job: int
    match: Match
    sheet: int | None
    unknown: Unknown | None


@dataclass(frozen=True, slots=True)
class Going:
    """A job that waits or runs, who waits for it, and with what it is busy ("" while it waits)."""

    job: int
    subscriber: str
    match: Match
    phrase: str


TellOf = Callable[[int], Awaitable[Any]]


def telling(tell: TellOf, redact: Callable[[str], str]) -> Hooks:
    """What the workers call when a sheet is made, or will never be.

    Args:
        tell: tells those who wait for the job of this number.
        redact: takes secrets out of a text.
    """

    async def told(job: Job, _result: Json = None) -> None:
        if job.kind == SHEET:
            await tell(job.id)

    return Hooks(told, told, redact)


async def ended(connection: AsyncConnection, job_id: int) -> Ended | None:
    """What came of a job that makes a sheet; None: it is not over, or forgotten."""
    query = (
        select(job.c.payload, job.c.status, job_result.c.body)
        .select_from(job.outerjoin(job_result))
        .where(job.c.id == job_id, job.c.kind == SHEET)
    )
    row = (await connection.execute(query)).first()
    if row is None or row.status in LIVE:
        return None
    done = row.status == Status.DONE and row.body is not None
    result = json.loads(row.body) if done else {}
    unknown = result.get("unknown")
    return Ended(
        job_id,
        Match.of(json.loads(row.payload)),
        result.get("sheet"),
        None if unknown is None else Unknown.of(unknown),
    )


async def untold(connection: AsyncConnection, face: str) -> tuple[int, ...]:
    """Jobs that are over while somebody still waits for them, the oldest first.

    ``face`` is what the names of subscribers of a face begin with.
    """
    table = job_subscriber
    query = (
        select(table.c.job_id)
        .join(job)
        .where(job.c.kind == SHEET, ~IS_LIVE, table.c.subscriber.startswith(face, autoescape=True))
        .group_by(table.c.job_id)
        .order_by(table.c.job_id)
    )
    return tuple((await connection.execute(query)).scalars())


async def waiting(
    connection: AsyncConnection, job_id: int, face: str, most: int
) -> tuple[str, ...]:
    """So many of those who wait for a job and were not told yet."""
    table = job_subscriber
    mine = (table.c.job_id == job_id) & table.c.subscriber.startswith(face, autoescape=True)
    query = select(table.c.subscriber).where(mine).order_by(table.c.subscriber).limit(most)
    return tuple((await connection.execute(query)).scalars())


async def told(
    connection: AsyncConnection, job_id: int, subscribers: Collection[str]
) -> frozenset[str]:
    """Take these off the list of those who wait; those that were on it.

    Of two that do so at a time only one gets each: the other waits for it, and finds nobody left.
    """
    table = job_subscriber
    these = (table.c.job_id == job_id) & table.c.subscriber.in_(subscribers)
    gone = await connection.execute(delete(table).where(these).returning(table.c.subscriber))
    return frozenset(gone.scalars())


async def going(connection: AsyncConnection, face: str) -> tuple[Going, ...]:
    """All jobs that wait or run and that somebody of a face waits for."""
    table = job_subscriber
    query = (
        select(job.c.id, job.c.payload, job.c.phrase, table.c.subscriber)
        .join(table)
        .where(job.c.kind == SHEET, IS_LIVE, table.c.subscriber.startswith(face, autoescape=True))
    )
    return tuple(
        Going(row.id, row.subscriber, Match.of(json.loads(row.payload)), row.phrase)
        for row in await connection.execute(query)
    )
