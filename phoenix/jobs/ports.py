"""What jobs need of other rooms, and what is behind their own port."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeAlias, TypeVar

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.jobs.values import Job, Json, Progress

T = TypeVar("T")


class Database(Protocol):
    """An opened database; ``phoenix.store.store.Store`` is one."""

    @property
    def url(self) -> URL:
        """Its address."""
        ...

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        ...

    async def read(self, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """What ``work`` makes of one transaction."""
        ...

    async def write(self, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """The same for changes; ``work`` may be done again, and must be idempotent."""
        ...


class Running(Protocol):
    """A job as its handler sees it."""

    @property
    def job(self) -> Job:
        """What was written of it when it began."""
        ...

    async def progress(self, fraction: float, phrase: str) -> None:
        """Tell how far it has come (0 to 1), and with what it is busy."""
        ...


Handler: TypeAlias = Callable[[Running], Awaitable[Json]]
Watcher: TypeAlias = Callable[[Progress], None]
Deliver: TypeAlias = Callable[[int], Awaitable[float | None]]


@dataclass(frozen=True, slots=True)
class Message:
    """What an engine carries: which job is to be run, by whom, and before which others."""

    job: int
    kind: str
    rank: int


class Engine(Protocol):
    """Carries messages from whoever takes a job to whoever runs it, at least once.

    What is written of a job is the truth; messages only say that there is something to do.
    """

    mend_every: float

    async def open(self) -> None:
        """Make what it needs in the database; may be called twice, and by several at once."""
        ...

    def prepare(self, kinds: Collection[str], deliver: Deliver) -> None:
        """Get ready to serve: hand messages of these kinds to ``deliver``.

        What that answers are seconds after which the message shall come again, or None.
        """
        ...

    async def serve(self) -> None:
        """Hand out messages until it is stopped, and what was handed out has been dealt with."""
        ...

    def stop(self) -> None:
        """Hand out no more."""
        ...

    async def close(self) -> None:
        """Give up: a connection that is waited for is waited for no longer."""
        ...

    async def put(self, connection: AsyncConnection, messages: Sequence[Message]) -> None:
        """Carry messages of different jobs if this transaction is kept; again: a rank may rise."""
        ...

    async def withdraw(self, connection: AsyncConnection, job: int) -> None:
        """Carry a message no longer, unless it was handed out."""
        ...

    async def missing(self, connection: AsyncConnection, now: datetime) -> list[Message]:
        """Messages that should be there and are not."""
        ...

    async def prune(self, connection: AsyncConnection, now: datetime) -> None:
        """Forget what the engine itself has written down of the past."""
        ...
