"""The database, as the bot needs it."""

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

T = TypeVar("T")


class Database(Protocol):
    """An opened database; ``phoenix.store.store.Store`` is one."""

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        ...

    async def read(self, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """What ``work`` makes of one transaction; it may be done again."""
        ...

    async def write(self, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """The same with changes: all of them are kept, or none; ``work`` is idempotent."""
        ...
