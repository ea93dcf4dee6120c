"""What runs here: its version, its plugins, and where its data come from."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

import structlog
from sqlalchemy import func, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix import __version__
from phoenix.app.plugins import listed
from phoenix.domain.errors import ConfigurationError
from phoenix.store.tables import UtcDateTime, metadata

log = structlog.get_logger(__name__)

T = TypeVar("T")

LICENSE = "MIT"

_fetched, _imported = metadata.tables["fetched"], metadata.tables["imported_file"]


@dataclass(frozen=True, slots=True)
class Plugin:
    """A plugin in one language; ``version`` is None where its manifest cannot be read."""

    title: str
    version: str | None
    verdict: str


@dataclass(frozen=True, slots=True)
class Source:
    """A source of data, and when it was last read."""

    name: str
    read: datetime


@dataclass(frozen=True, slots=True)
class About:
    """What there is to say; ``plugins`` is None where ``plugins.toml`` cannot be used."""

    version: str
    license: str
    plugins: tuple[Plugin, ...] | None
    sources: tuple[Source, ...]


class Database(Protocol):
    """An opened database."""

    async def read(self, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """What ``work`` makes of one transaction."""
        ...


async def about(database: Database, language: str) -> About:
    """Look it up; of the plugins as this process finds them.

    Raises:
        StoreError: the database cannot be read.
    """
    plugins = await asyncio.to_thread(_plugins, language)
    return About(__version__, LICENSE, plugins, await database.read(_sources))


def _plugins(language: str) -> tuple[Plugin, ...] | None:
    try:
        rows, _ = listed(language)
    except ConfigurationError as fault:
        log.warning("plugins not listed", error=str(fault))
        return None
    return tuple(Plugin(row["title"] or row["id"], row["version"], row["verdict"]) for row in rows)


async def _sources(connection: AsyncConnection) -> tuple[Source, ...]:
    i = _imported.c
    told = union_all(
        select(_fetched.c.source, _fetched.c.at), select(i.source, i.imported_at.label("at"))
    ).subquery()
    latest = func.max(told.c.at, type_=UtcDateTime())
    query = select(told.c.source, latest).group_by(told.c.source).order_by(told.c.source)
    return tuple(Source(*row) for row in await connection.execute(query))
