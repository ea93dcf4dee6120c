"""Letters in the database: written with what caused them, taken in order, and confirmed.

A message that is too long is split when it is written, a row for each part: so a kill between two
parts repeats neither. Each function does its statements on a connection that is given, within the
caller's transaction, and may be done twice.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache, partial
from itertools import groupby
from typing import Any

from sqlalchemy import delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.app.chat_tables import insert_of, picture
from phoenix.app.chat_tables import outbox as table
from phoenix.bot.database import Database
from phoenix.bot.html import Html
from phoenix.bot.letter import Act, Letter, body
from phoenix.bot.screen import Screen
from phoenix.bot.splitting import CAPTION, MESSAGE, pieces

KEPT = timedelta(hours=72)
AT_A_TIME = 1000  # letters that are forgotten in one transaction

_TARGET = table.alias("target")


class Outcome(StrEnum):
    """What came of a letter."""

    SENT = "sent"
    VOID = "void"  # nothing was left to do
    BLOCKED = "blocked"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter that is to be sent.

    Attributes:
        id: its row; the order in which letters were written.
        chat: where to.
        act: what is done.
        body: ``text`` and ``buttons``, see :func:`phoenix.bot.letter.body`; None: for a deletion.
        picture: digest of its picture, or of the one of the message that it edits.
        message: the message that is edited or deleted; None: it was never sent.
        silent: without a sound.
        tries: that have failed.
        written: when.
    """

    id: int
    chat: int
    act: Act
    body: Mapping[str, Any] | None
    picture: str | None
    message: int | None
    silent: bool
    tries: int
    written: datetime


async def put(connection: AsyncConnection, letters: Iterable[Letter], now: datetime) -> None:
    """Write letters down, in their order; one whose key is known is passed over.

    Of two edits of one message that both wait the older becomes void, and so does every edit of
    one that is to be deleted.
    """
    parts = [part for letter in letters for part in _parts(letter)]
    for is_new, run in groupby(parts, lambda part: part.act is Act.SEND):
        for part in (together := list(run)):
            if not is_new:
                await _overtake(connection, part, now)
                await _insert(connection, [part], now)
        if is_new:
            await _insert(connection, together, now)


async def take(
    connection: AsyncConnection, most: int, held: Collection[int]
) -> tuple[Waiting, ...]:
    """The next letters, one a chat at most; of chats that are ``held``, none.

    The edit of a message that waits itself is left until that is sent.
    """
    is_there = or_(_TARGET.c.id.is_(None), _TARGET.c.done.is_not(None))
    query = (
        select(
            table.c.id, table.c.chat, table.c.act, table.c.body, table.c.silent, table.c.tries,
            table.c.written,
            func.coalesce(table.c.message, _TARGET.c.message).label("message"),
            func.coalesce(table.c.picture, _TARGET.c.picture).label("picture"),
        )
        .outerjoin(_TARGET, _TARGET.c.key == table.c.of)
        .where(table.c.done.is_(None), is_there)
        .order_by(table.c.rank, table.c.id)
        .limit(2 * most)
    )  # fmt: skip
    if held:
        query = query.where(table.c.chat.not_in(tuple(held)))
    first: dict[int, Waiting] = {}
    for row in await connection.execute(query):
        first.setdefault(row.chat, _waiting(row))
    return tuple(first.values())[:most]


async def confirm(
    connection: AsyncConnection,
    letter: int,
    outcome: Outcome,
    now: datetime,
    *,
    message: int | None = None,
    error: str | None = None,
) -> None:
    """A letter is done with; one that was overtaken meanwhile stays what it is."""
    done: dict[str, Any] = {"outcome": outcome.value, "done": now, "body": None, "error": error}
    if message is not None:
        done["message"] = message
    waits = (table.c.id == letter) & table.c.done.is_(None)
    await connection.execute(update(table).where(waits).values(**done))


async def block(connection: AsyncConnection, chat: int, now: datetime, error: str) -> None:
    """Nothing of what waits for a chat can be sent."""
    done = {"outcome": Outcome.BLOCKED.value, "done": now, "body": None, "error": error}
    waits = (table.c.chat == chat) & table.c.done.is_(None)
    await connection.execute(update(table).where(waits).values(**done))


async def tried(connection: AsyncConnection, letter: int, error: str) -> None:
    """It could not be sent now."""
    again = {"tries": table.c.tries + 1, "error": error}
    await connection.execute(update(table).where(table.c.id == letter).values(**again))


async def prune(connection: AsyncConnection, now: datetime, most: int = AT_A_TIME) -> int:
    """Forget letters that were done with three days ago or earlier, so many at once; how many."""
    old = select(table.c.id).where(table.c.done < now - KEPT).limit(most)
    done = await connection.execute(delete(table).where(table.c.id.in_(old)))
    return int(done.rowcount)


async def forget(database: Database, now: datetime) -> int:
    """Forget all letters that are old enough, a transaction each thousand; how many."""
    gone = 0
    while (some := await database.write(partial(prune, now=now))) > 0:
        gone += some
    return gone


async def counts(connection: AsyncConnection, purpose: str) -> Mapping[str, int]:
    """How many letters of a purpose came to what; ``waiting`` are those that still do."""
    outcome = func.coalesce(table.c.outcome, "waiting")
    query = select(outcome, func.count()).where(table.c.purpose == purpose).group_by(outcome)
    return {row[0]: row[1] for row in await connection.execute(query)}


async def waiting(connection: AsyncConnection) -> int:
    """How many letters wait."""
    query = select(func.count()).select_from(table).where(table.c.done.is_(None))
    return int((await connection.execute(query)).scalar_one())


async def picture_of(connection: AsyncConnection, digest: str) -> tuple[str | None, bytes] | None:
    """What Telegram calls a picture, once it has it, and the picture itself; None: it is gone."""
    query = select(picture.c.file_id, picture.c.content).where(picture.c.digest == digest)
    row = (await connection.execute(query)).first()
    return None if row is None else (row.file_id, row.content)


async def name_picture(connection: AsyncConnection, digest: str, file_id: str | None) -> None:
    """Note what Telegram calls a picture; None: that name is of no use any more."""
    own = picture.c.digest == digest
    await connection.execute(update(picture).where(own).values(file_id=file_id))


def _parts(letter: Letter) -> Iterator[Letter]:
    """A letter in parts that Telegram takes; the buttons stand under the last one."""
    screen = letter.screen
    if screen is None:
        yield letter
        return
    *before, last = _texts(screen)
    for number, text in enumerate(before):
        picture_ = screen.picture if number == 0 else None
        yield _part(letter, number, Screen(text, picture=picture_))
    picture_ = None if before else screen.picture
    yield _part(letter, len(before), Screen(last, screen.buttons, picture_))


def _texts(screen: Screen) -> list[Html]:
    if screen.picture is None:
        return _cut(screen.text, MESSAGE)
    caption, *rest = _cut(screen.text, CAPTION)
    return [caption, *_cut(Html("\n".join(rest)), MESSAGE)] if rest else [caption]


def _cut(text: Html, most: int) -> list[Html]:
    """A character takes two units at most: what is short by that need not be looked through."""
    return [text] if 2 * len(text) <= most else pieces(text, most) or [text]


def _part(letter: Letter, number: int, screen: Screen) -> Letter:
    """The first part is the letter itself, in what it edits and is known by."""
    if number == 0:
        return replace(letter, screen=screen)
    key = None if letter.key is None else f"{letter.key}/{number + 1}"
    return replace(letter, act=Act.SEND, screen=screen, key=key, message=None, of=None)


async def _overtake(connection: AsyncConnection, letter: Letter, now: datetime) -> None:
    same = [
        table.c.message == letter.message if letter.of is None else table.c.of == letter.of,
        table.c.chat == letter.chat,
        table.c.act == Act.EDIT.value,
        table.c.done.is_(None),
    ]
    if letter.key is not None:
        same.append(~exists().where(_TARGET.c.key == letter.key))
    void = {"outcome": Outcome.VOID.value, "done": now, "body": None}
    await connection.execute(update(table).where(*same).values(**void))


async def _insert(connection: AsyncConnection, letters: Sequence[Letter], now: datetime) -> None:
    insert = _insert_new(connection.dialect.name)
    await connection.execute(insert, [_row(letter, now) for letter in letters])


@cache
def _insert_new(dialect: str) -> Any:
    """Made once: nearly every update has it done."""
    return insert_of(dialect)(table).on_conflict_do_nothing(index_elements=["key"])


def _row(letter: Letter, now: datetime) -> dict[str, Any]:
    screen = letter.screen
    return {
        "chat": letter.chat,
        "act": letter.act.value,
        "body": None if screen is None else json.dumps(body(screen), separators=(",", ":")),
        "picture": None if screen is None else screen.picture,
        "message": letter.message,
        "of": letter.of,
        "key": letter.key,
        "rank": int(letter.rank),
        "silent": letter.silent,
        "purpose": letter.purpose,
        "written": now,
        "tries": 0,
    }


def _waiting(row: Any) -> Waiting:
    return Waiting(
        id=row.id,
        chat=row.chat,
        act=Act(row.act),
        body=None if row.body is None else json.loads(row.body),
        picture=row.picture,
        message=row.message,
        silent=row.silent,
        tries=row.tries,
        written=row.written,
    )
