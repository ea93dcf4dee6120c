"""The newest sheets of many matches, read once each."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol, TypeVar

from cachetools import LRUCache
from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.app.sheets import Counted, Said, Sheet, SheetTendency
from phoenix.store.chat_tables import sheet as table

T = TypeVar("T")

REMEMBERED = 512  # sheets, of a few thousand words each
AT_ONCE = 500  # numbers in one question

_NOTHING_COUNTED = Counted((), None)


class Reading(Protocol):
    """What is asked of a database; ``phoenix.store.store.Store`` is one."""

    async def read(self, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """What ``work`` makes of one transaction."""
        ...


class NewestSheets:
    """Reads sheets without what only a whole dossier shows.

    A sheet never changes, so that it is read from JSON once: in a thread, for it takes long.
    """

    def __init__(self, store: Reading) -> None:
        self._store = store
        self._known: LRUCache[int, Sheet | None] = LRUCache(REMEMBERED)

    async def of(self, fixtures: Iterable[int]) -> Mapping[int, Sheet]:
        """By match; those without a sheet, or with one of another version, are left out.

        Raises:
            StoreError: the database cannot be read.
        """
        heads = await self._heads(sorted(set(fixtures)))
        known = {head.id: self._known[head.id] for head in heads if head.id in self._known}
        known |= await self._read([head.id for head in heads if head.id not in known])
        self._known.update(known)
        found = ((head, known.get(head.id)) for head in heads)
        return {
            head.fixture_id: replace(sheet, made=head.made)
            for head, sheet in found
            if sheet is not None
        }

    async def _heads(self, fixtures: Sequence[int]) -> Sequence[Row[Any]]:
        """The newest sheet of each match, without its content."""
        c = table.c
        rows: list[Row[Any]] = []
        for some in _portions(fixtures):
            query = (
                select(c.id, c.fixture_id, c.made)
                .where(c.fixture_id.in_(some))
                .order_by(c.fixture_id, c.made, c.id)
            )
            rows += await self._rows(query)
        return list({row.fixture_id: row for row in rows}.values())

    async def _read(self, numbers: Sequence[int]) -> dict[int, Sheet | None]:
        read: dict[int, Sheet | None] = {}
        for some in _portions(numbers):
            rows = await self._rows(select(table).where(table.c.id.in_(some)))
            sheets = await asyncio.to_thread(lambda rows: [_slim(row) for row in rows], rows)
            read |= zip((row.id for row in rows), sheets, strict=True)
        return read

    async def _rows(self, query: Any) -> Sequence[Row[Any]]:
        async def work(connection: AsyncConnection) -> Sequence[Row[Any]]:
            return (await connection.execute(query)).all()

        return await self._store.read(work)


def _portions(numbers: Sequence[int]) -> Iterable[Collection[int]]:
    return (numbers[first : first + AT_ONCE] for first in range(0, len(numbers), AT_ONCE))


def _slim(row: Row[Any]) -> Sheet | None:
    """A sheet with its tendencies alone; None: another version of Phoenix wrote it."""
    try:
        sheet = Sheet.from_json(row.body, row.made, row.id)
    except ValueError:
        return None
    return replace(
        sheet,
        tendencies=tuple(map(_named, sheet.tendencies)),
        chances=(),
        form=((), ()),
        meetings=(),
        spoken={},
    )


def _named(tendency: SheetTendency) -> SheetTendency:
    words = {
        language: Said(said.market, said.tendency, "", _NOTHING_COUNTED, _NOTHING_COUNTED)
        for language, said in tendency.words.items()
    }
    return replace(tendency, marks=("", ""), words=words)
