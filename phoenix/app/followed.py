"""Which chats follow which teams and leagues, and of what they want to be told.

Each function does its statements on a connection that is given, within the caller's transaction.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.app.chat_book import League
from phoenix.app.chat_tables import chat, chat_choice
from phoenix.domain.names import plain
from phoenix.store.tables import competition, fixture, team

MOST = 10  # leagues that a text may name


class Event(StrEnum):
    """What a chat may be told of."""

    DIGEST = "digest"
    LINEUPS = "lineups"
    MOVED = "moved"
    RESULT = "result"


class Mode(StrEnum):
    """How it is told; where a chat has chosen nothing, it is told aloud."""

    ON = "on"
    SILENT = "silent"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Follower:
    """A chat that is told of something; None where it has chosen nothing.

    Attributes:
        id: of the chat.
        kind: what sort of chat.
        language: it is spoken to in.
        zone: of its clocks.
        min_confidence: of a tendency that is put forward.
        silent: whether it is told without a sound.
    """

    id: int
    kind: str
    language: str | None
    zone: str | None
    min_confidence: float | None
    silent: bool


@dataclass(frozen=True, slots=True)
class Clock:
    """A zone and an hour at which chats are told of their day; None: the usual ones."""

    zone: str | None
    hour: int | None


@dataclass(frozen=True, slots=True)
class Follows:
    """What a chat follows: teams by number, leagues by code."""

    teams: frozenset[int]
    leagues: frozenset[str]


async def followers(
    connection: AsyncConnection,
    teams: Collection[int],
    league: str,
    event: Event,
    *,
    after: int | None,
    most: int,
) -> tuple[Follower, ...]:
    """So many of the chats that follow one of these and want to be told, by number.

    Args:
        connection: to the database.
        teams: by number.
        league: by code.
        event: of what.
        after: the last chat that is passed over; None: none is.
        most: how many.
    """
    c = chat_choice.c
    named = and_(c.kind == "team", c.subject.in_([str(number) for number in teams]))
    whole = and_(c.kind == "league", c.subject == league)
    who = select(c.chat_id).where(or_(named, whole))
    return await _told(connection, event, chat.c.id.in_(who), after, most)


async def clocks(connection: AsyncConnection) -> tuple[Clock, ...]:
    """At which times by which clocks digests are wanted."""
    query = _wanted(Event.DIGEST, chat.c.id.in_(_following()), chat.c.zone, chat.c.digest_hour)
    return tuple(Clock(*row) for row in await connection.execute(query.distinct()))


async def readers(
    connection: AsyncConnection, clock: Clock, *, after: int | None, most: int
) -> tuple[Follower, ...]:
    """So many of the chats that want a digest at that time by these clocks, by number."""
    same = and_(
        chat.c.zone.is_not_distinct_from(clock.zone),
        chat.c.digest_hour.is_not_distinct_from(clock.hour),
        chat.c.id.in_(_following()),
    )
    return await _told(connection, Event.DIGEST, same, after, most)


async def follows(connection: AsyncConnection, chats: Collection[int]) -> Mapping[int, Follows]:
    """What each of these chats follows."""
    c = chat_choice.c
    query = select(c.chat_id, c.kind, c.subject).where(
        c.chat_id.in_(chats), c.kind.in_(("team", "league"))
    )
    found: dict[int, tuple[set[int], set[str]]] = {number: (set(), set()) for number in chats}
    for row in await connection.execute(query):
        teams, leagues = found[row.chat_id]
        if row.kind == "team":
            teams.add(int(row.subject))
        else:
            leagues.add(row.subject)
    return {number: Follows(frozenset(t), frozenset(g)) for number, (t, g) in found.items()}


async def team_named(connection: AsyncConnection, number: int) -> str | None:
    """What a team is called; None: there is none of this number."""
    name = await connection.scalar(select(team.c.name).where(team.c.id == number))
    return None if name is None else str(name)


async def league_of(connection: AsyncConnection, code: str) -> League | None:
    """A league by its code; None: there is none."""
    c = competition.c
    query = select(c.code, c.name, c.country).where(c.code == code)
    row = (await connection.execute(query)).first()
    return None if row is None else League(*row)


async def leagues_named(
    connection: AsyncConnection, text: str, first: date, last: date
) -> tuple[League, ...]:
    """Those that play between two days and whose name, or country, has all words of a text."""
    c = competition.c
    plays = select(fixture.c.competition_id).where(fixture.c.day.between(first, last))
    query = select(c.code, c.name, c.country).where(c.id.in_(plays)).order_by(c.country, c.name)
    words = set(plain(text).split())
    found = [League(*row) for row in await connection.execute(query)]
    return tuple(one for one in found if words and words <= _words(one))[:MOST]


def _words(league: League) -> set[str]:
    return set(plain(f"{league.name} {league.country}").split())


def _following() -> Any:
    return select(chat_choice.c.chat_id).where(chat_choice.c.kind.in_(("team", "league")))


async def _told(
    connection: AsyncConnection,
    event: Event,
    who: ColumnElement[bool],
    after: int | None,
    most: int,
) -> tuple[Follower, ...]:
    c = chat.c
    query = _wanted(event, who, c.id, c.kind, c.language, c.zone, c.min_confidence)
    if after is not None:
        query = query.where(c.id > after)
    rows = await connection.execute(
        query.add_columns(_mode().label("mode")).order_by(c.id).limit(most)
    )
    return tuple(
        Follower(
            row.id, row.kind, row.language, row.zone, row.min_confidence,
            silent=row.mode == Mode.SILENT,
        )
        for row in rows
    )  # fmt: skip


def _wanted(event: Event, who: ColumnElement[bool], *columns: Any) -> Select[Any]:
    """Chats that are there and have not switched an event off."""
    own = and_(
        chat_choice.c.chat_id == chat.c.id,
        chat_choice.c.kind == "alert",
        chat_choice.c.subject == event.value,
    )
    wanted = chat.outerjoin(chat_choice, own)
    return (
        select(*columns)
        .select_from(wanted)
        .where(who, chat.c.gone.is_(None), _mode() != Mode.OFF.value)
    )


def _mode() -> Any:
    return func.coalesce(chat_choice.c.mode, Mode.ON.value)


def modes_of(choices: Iterable[tuple[str, str]]) -> Mapping[Event, Mode]:
    """How each event is told, by what was chosen as pairs of event and mode."""
    chosen = dict(choices)
    return {event: Mode(chosen.get(event.value, Mode.ON)) for event in Event}
