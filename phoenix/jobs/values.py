"""What a job is, and what is said of one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias

Json: TypeAlias = Any  # what ``json`` can write: None, numbers, texts, lists and mappings of these


class Status(StrEnum):
    """Where a job stands. It ends once, as done, dead or cancelled."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"  # it failed for good, or too often
    CANCELLED = "cancelled"


LIVE = (Status.WAITING, Status.RUNNING)


@dataclass(frozen=True, slots=True)
class Order:
    """A job that is asked for: see :meth:`phoenix.jobs.jobs.Jobs.enqueue`."""

    kind: str
    key: str
    owner: str
    payload: str
    priority: int
    limit: float
    subscriber: str | None


@dataclass(frozen=True, slots=True)
class Ticket:
    """A job that was taken; ``joined`` says that it was there already."""

    job: int
    joined: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job has come (0 to 1), and with what it is busy."""

    job: int
    fraction: float
    phrase: str


@dataclass(frozen=True, slots=True)
class Job:
    """A job as it is written down; times are UTC.

    ``attempts`` were begun. Of these ``failures`` ended with an error, and ``interruptions`` with
    the process that ran them. ``started`` is when the last one began.
    """

    id: int
    kind: str
    key: str
    owner: str
    payload: Mapping[str, Json]
    priority: int
    turn: int
    limit: float
    status: Status
    progress: float
    phrase: str
    attempts: int
    failures: int
    interruptions: int
    error: str | None
    created: datetime
    started: datetime | None
    finished: datetime | None
    result: Json = None


def written(value: Json) -> str:
    """``value`` as JSON, in ASCII: a database keeps any text of it, even NUL.

    Raises:
        TypeError: it holds what JSON does not know.
        ValueError: it holds a number that is not finite, or itself.
    """
    return json.dumps(value, allow_nan=False, separators=(",", ":"))


def storable(text: str, most: int = 2000) -> str:
    """``text`` without what PostgreSQL refuses (NUL, halves of surrogate pairs), and not longer."""
    return text[:most].replace("\0", "").encode("utf-8", "replace").decode("utf-8")
