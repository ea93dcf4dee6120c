"""What came of a job is told to the chats that wait for it: card, text and buttons.

The letters of a chat are written in the transaction that takes it off the list of those who wait.
So it is told once, whoever tells it and however often; whoever is left on the list of a job that
is over was forgotten by a crash, and is told by the next sweep.
"""

from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.app import requests, sheets
from phoenix.app.chat_tables import chat as chat_table
from phoenix.app.chat_tables import insert_of, picture
from phoenix.app.requests import Ended
from phoenix.app.sheets import Sheet
from phoenix.bot.card import Card
from phoenix.bot.chat import Chat, Defaults, Kind
from phoenix.bot.database import Database
from phoenix.bot.letter import Act, Letter, Rank
from phoenix.bot.outbox import put
from phoenix.bot.screen import Screen
from phoenix.bot.sheet_card import card_of
from phoenix.bot.sheet_words import Reader
from phoenix.bot.shown import Shown, unknown
from phoenix.bot.signing import Signer
from phoenix.bot.subscriber import PREFIX
from phoenix.bot.subscriber import Chat as Subscriber

log = structlog.get_logger(__name__)

_Taste: TypeAlias = tuple[str, str, float]
Draw: TypeAlias = Callable[[Card], Awaitable[bytes]]

FACE = f"{PREFIX}:"
AT_ONCE = 200  # who waits and is told in one transaction


@dataclass(frozen=True, slots=True)
class Waiter:
    """A chat that waits: with its settings, and all its requests for the same job.

    ``gone`` chats have put the bot out: nothing is sent to them.
    """

    chat: Chat
    asked: tuple[Subscriber, ...]
    gone: bool

    @property
    def progress(self) -> tuple[str, ...]:
        """The keys of the messages that told it how far its requests had come."""
        return tuple(one.progress for one in self.asked if one.progress is not None)


def _nobody() -> None:
    """Whoever delivers letters looks for itself."""


class Answers:
    """Tells those who wait for dossiers.

    Args:
        database: with jobs, sheets, chats and letters.
        draw: makes a picture of a card, elsewhere than in the loop.
        signer: of buttons.
        defaults: what holds for a chat that has chosen nothing.
        most: how many further tendencies a dossier lists.
        now: the clock.
        nudge: called when letters wait.
    """

    def __init__(
        self,
        database: Database,
        draw: Draw,
        *,
        signer: Signer,
        defaults: Defaults,
        most: int,
        now: Callable[[], datetime],
        nudge: Callable[[], None] = _nobody,
    ) -> None:
        self._database = database
        self._draw = draw
        self._signer = signer
        self._defaults = defaults
        self._most = most
        self._now = now
        self._nudge = nudge

    async def tell(self, job: int) -> int:
        """Tell what came of a job to all who wait for it and were not told yet; how many.

        Raises:
            StoreError: the database does not answer; who was not told still waits.
        """
        ended = await self._database.read(partial(requests.ended, job_id=job))
        if ended is None:
            return 0
        sheet = await self._sheet(ended)
        waiting = partial(requests.waiting, job_id=job, face=FACE, most=AT_ONCE)
        told = 0
        while some := await self._database.read(waiting):
            await self._tell(ended, sheet, some)
            told += len(some)
        log.info("dossier told", job=job, sheet=ended.sheet, chats=told)
        return told

    async def sweep(self, now: datetime) -> int:
        """Tell what nobody was told because a process ended too early; how many are told now.

        Raises:
            StoreError: the database does not answer.
        """
        found = 0
        for job in await self._database.read(partial(requests.untold, face=FACE)):
            found += await self.tell(job)
        if found:
            log.warning("dossiers were not told", at=now.isoformat(), chats=found)
        return found

    async def _sheet(self, ended: Ended) -> Sheet | None:
        if ended.sheet is None:
            return None
        return await self._database.read(partial(sheets.read, number=ended.sheet))

    async def _tell(self, ended: Ended, sheet: Sheet | None, some: Sequence[str]) -> None:
        """Tell some of those who wait; their pictures are drawn before anything is written."""
        waiters = await self._database.read(partial(self._waiters, some))
        pictures = {} if sheet is None else await self._pictures(sheet, waiters)
        written = {} if sheet is None else self._written(sheet, waiters)
        now = self._now()

        async def work(connection: AsyncConnection) -> None:
            still = await requests.told(connection, ended.job, some)
            letters = [
                letter
                for waiter in waiters
                if not waiter.gone and any(str(one) in still for one in waiter.asked)
                for letter in self._letters(ended, waiter, written, pictures)
            ]
            await _keep(connection, pictures.values(), now)
            await put(connection, letters, now)

        await self._database.write(work)
        self._nudge()

    async def _waiters(
        self, some: Sequence[str], connection: AsyncConnection
    ) -> tuple[Waiter, ...]:
        read = (Subscriber.of(subscriber) for subscriber in some)
        asked = sorted((one for one in read if one is not None), key=attrgetter("id"))
        query = select(chat_table).where(chat_table.c.id.in_({one.id for one in asked}))
        rows = {row.id: row for row in await connection.execute(query)}
        return tuple(
            self._waiter(tuple(all_), rows.get(number))
            for number, all_ in groupby(asked, attrgetter("id"))
        )

    def _waiter(self, asked: tuple[Subscriber, ...], row: Row[Any] | None) -> Waiter:
        usual, number, language = self._defaults, asked[0].id, asked[0].language
        kind = Kind.PRIVATE if number > 0 else Kind.GROUP
        if row is None:
            chat = Chat(number, kind, language, usual.zone, usual.min_confidence)
            return Waiter(chat, asked, gone=False)
        own = row.min_confidence
        chat = Chat(
            number,
            Kind(row.kind),
            row.language or language,
            ZoneInfo(row.zone) if row.zone else usual.zone,
            usual.min_confidence if own is None else own,
            picture=row.picture,
            is_new=False,
        )
        return Waiter(chat, asked, gone=row.gone is not None)

    async def _pictures(
        self, sheet: Sheet, waiters: Collection[Waiter]
    ) -> Mapping[int, "_Picture"]:
        """The pictures of those who want one; who reads the same has the same picture.

        One that cannot be drawn is left out: the text says all that it says.
        """
        wanted = [one.chat for one in waiters if one.chat.picture and not one.gone]
        tastes = {_taste(chat): chat for chat in wanted}
        made = {taste: card_of(sheet, Reader(chat, self._most)) for taste, chat in tastes.items()}
        digests = {card.digest: card for card in made.values()}
        known = await self._database.read(partial(_known, list(digests)))
        drawn: dict[str, _Picture] = {}
        for digest, card in digests.items():
            try:
                content = None if digest in known else await self._draw(card)
            except Exception:
                log.exception("card not drawn", fixture=sheet.fixture, sheet=sheet.id)
                continue
            drawn[digest] = _Picture(digest, content)
        by_taste = {taste: drawn.get(card.digest) for taste, card in made.items()}
        found = ((chat.id, by_taste[_taste(chat)]) for chat in wanted)
        return {chat: kept for chat, kept in found if kept is not None}

    def _written(self, sheet: Sheet, waiters: Iterable[Waiter]) -> Mapping[_Taste, Shown]:
        """The dossier, once for all who read the same."""
        tastes = {_taste(waiter.chat): waiter.chat for waiter in waiters}
        return {taste: Shown.of(sheet, Reader(chat, self._most)) for taste, chat in tastes.items()}

    def _letters(
        self,
        ended: Ended,
        waiter: Waiter,
        written: Mapping[_Taste, Shown],
        pictures: Mapping[int, "_Picture"],
    ) -> Iterator[Letter]:
        """What a chat gets: picture and text in place of the message that it was shown before."""
        chat, shown = waiter.chat, written.get(_taste(waiter.chat))
        key, before = f"job:{ended.job}:{chat.id}", list(waiter.progress)
        letter = partial(Letter, chat.id, rank=Rank.RESULT, purpose=f"job:{ended.job}")
        pictured = pictures.get(chat.id)
        if shown is not None and pictured is not None:
            above = Screen(shown.above, picture=pictured.digest)
            yield letter(Act.SEND, above, key=f"{key}:picture")
        told = unknown(ended, chat, self._signer)
        if shown is not None:
            told = shown.screen(chat, self._signer)
        if pictured is None and before:
            yield letter(Act.EDIT, told, of=before.pop(0), key=f"{key}:text")
        else:
            yield letter(Act.SEND, told, key=f"{key}:text")
        for progress in before:
            yield letter(Act.DELETE, of=progress, key=f"{key}:{progress}")


def _taste(chat: Chat) -> _Taste:
    """Two chats alike in this read the same."""
    return chat.language, chat.zone.key, chat.min_confidence


@dataclass(frozen=True, slots=True)
class _Picture:
    """A picture by the digest of its card; ``content`` is None where it is kept already."""

    digest: str
    content: bytes | None


async def _known(digests: Sequence[str], connection: AsyncConnection) -> frozenset[str]:
    query = select(picture.c.digest).where(picture.c.digest.in_(digests))
    return frozenset((await connection.execute(query)).scalars())


async def _keep(connection: AsyncConnection, pictures: Collection[_Picture], now: datetime) -> None:
    drawn = {one.digest: one.content for one in pictures if one.content is not None}
    rows = [
        {"digest": digest, "content": content, "made": now} for digest, content in drawn.items()
    ]
    if rows:
        insert = insert_of(connection.dialect.name)(picture).on_conflict_do_nothing()
        await connection.execute(insert, rows)
