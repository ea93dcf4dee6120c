"""The dossiers of the next matches, made before anybody asks for them.

A dossier that was made of late is made again only if something new was heard of its match. What is
asked for twice is one job, so that it may be asked for at any time.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.app.day_tendencies import Matches, Sheets, is_to_come
from phoenix.app.errors import QueueFull
from phoenix.app.match_finder import Match
from phoenix.app.newest_sheets import AT_ONCE, Reading
from phoenix.app.requests import LIMIT, SHEET
from phoenix.app.requests import Match as Wanted
from phoenix.store.tables import fetched, fixture_alias

log = structlog.get_logger(__name__)

NAME = "day's dossiers"
CRON = "5 * * * *"
OWNER = "phoenix"
PRIORITY = -10
AHEAD = timedelta(hours=36)
LASTS = timedelta(hours=6)  # of a dossier of whose match nothing new was heard
DAY = timedelta(days=1)


class Queue(Protocol):
    """Takes jobs; ``phoenix.jobs.jobs.Jobs`` is one."""

    async def enqueue(
        self,
        kind: str,
        payload: Mapping[str, Any],
        *,
        key: str,
        owner: str,
        limit: float,
        priority: int = 0,
    ) -> Any:
        """Take a job, or join the one that has its key."""
        ...


class Heard(Protocol):
    """Knows when something was last heard of a match; :class:`LastHeard` is one."""

    async def of(self, fixtures: Iterable[int]) -> Mapping[int, datetime]:
        """By match, in UTC; those of which nothing was heard are left out."""
        ...


class LastHeard:
    """When a provider last told anything of a match: its state, line-ups, absences or prices."""

    def __init__(self, store: Reading) -> None:
        self._store = store

    async def of(self, fixtures: Iterable[int]) -> Mapping[int, datetime]:
        """By match; those of which nothing was told are left out.

        Raises:
            StoreError: the database cannot be read.
        """
        numbers, found = sorted(set(fixtures)), dict[int, datetime]()
        for first in range(0, len(numbers), AT_ONCE):
            some = numbers[first : first + AT_ONCE]

            async def work(
                connection: AsyncConnection, some: Sequence[int] = some
            ) -> dict[int, datetime]:
                rows = await connection.execute(_last_heard(some))
                return {row.fixture_id: row.at for row in rows}

            found |= await self._store.read(work)
        return found


class DayDossiers:
    """Asks for the dossiers of the followed competitions' next matches, soonest first.

    Args:
        matches: tells which there are.
        sheets: tells which dossiers there are.
        heard: tells when something was last heard of a match.
        queue: takes jobs.
        zone: whose days are read; it decides nothing but whether a match is to come of which only
            the day is known.
        most: jobs that are asked for at once: the room that the queue has for the background.
        now: the clock, in UTC.
    """

    def __init__(
        self,
        matches: Matches,
        sheets: Sheets,
        heard: Heard,
        queue: Queue,
        *,
        zone: ZoneInfo,
        most: int,
        now: Callable[[], datetime],
    ) -> None:
        self._matches = matches
        self._sheets = sheets
        self._heard = heard
        self._queue = queue
        self._zone = zone
        self._most = most
        self._now = now

    async def ask(self, _tick: object = None) -> int:
        """Ask for those that are due, until the queue has no room; how many it took.

        Raises:
            StoreError: the database does not answer.
        """
        due = await self._due()
        taken = 0
        for match in due[: self._most]:
            try:
                await self._wish(match)
            except QueueFull as full:
                log.info("day's dossiers wait for room", taken=taken, due=len(due), at=full.place)
                break
            taken += 1
        else:
            log.info("day's dossiers asked for", taken=taken, due=len(due))
        return taken

    async def _wish(self, match: Match) -> None:
        wanted = Wanted(match.number)
        await self._queue.enqueue(
            SHEET, wanted.payload, key=wanted.key, owner=OWNER, limit=LIMIT, priority=PRIORITY
        )

    async def _due(self) -> list[Match]:
        """Matches without a dossier first: an old one is better than none."""
        coming = await self._coming()
        sheets = await self._sheets.of(match.number for match in coming)
        heard = await self._heard.of(sheets)
        stale = self._now() - LASTS
        fresh = {
            number
            for number, sheet in sheets.items()
            if sheet.made > max(stale, heard.get(number, stale))
        }
        due = [match for match in coming if match.number not in fresh]
        return sorted(due, key=lambda match: match.number in sheets)

    async def _coming(self) -> list[Match]:
        """Those of the next 36 hours, soonest first, and last those of which only a day is known.

        A match belongs to one day of a zone, so that none is read twice.
        """
        now = self._now()
        found = [
            match
            for day in _days(now.astimezone(self._zone), AHEAD)
            for league in await self._matches.matches_of(day, self._zone)
            if league.followed
            for match in league.matches
            if is_to_come(match, now, self._zone)
            and (match.kickoff is None or match.kickoff <= now + AHEAD)
        ]
        return sorted(found, key=lambda m: (m.kickoff is None, m.kickoff or now, m.day, m.number))


def _days(now: datetime, ahead: timedelta) -> Iterable[date]:
    day = now.date()
    while day <= (now + ahead).date():
        yield day
        day += DAY


def _last_heard(fixtures: Sequence[int]) -> Any:
    alias, told = fixture_alias.c, fetched.c
    return (
        select(alias.fixture_id, func.max(told.at).label("at"))
        .select_from(
            fixture_alias.join(
                fetched, (told.source == alias.source) & (told.subject == alias.external)
            )
        )
        .where(alias.fixture_id.in_(fixtures), told.what.in_(("details", "absences", "prices")))
        .group_by(alias.fixture_id)
    )
