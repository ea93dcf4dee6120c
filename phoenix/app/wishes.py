"""Jobs that somebody wishes for, taken in the transaction in which all else of it is written."""

from collections.abc import Mapping
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.jobs.jobs import Jobs
from phoenix.jobs.values import Ticket


class Wish(Protocol):
    """A job that is asked for; see :meth:`phoenix.jobs.jobs.Jobs.enqueue`."""

    @property
    def kind(self) -> str:
        """Names the handler."""
        ...

    @property
    def payload(self) -> Mapping[str, Any]:
        """What the handler needs to know."""
        ...

    @property
    def key(self) -> str:
        """What makes two jobs the same."""
        ...

    @property
    def owner(self) -> str:
        """Whose turn it is."""
        ...

    @property
    def subscriber(self) -> str | None:
        """Who waits for the result."""
        ...

    @property
    def limit(self) -> float:
        """Seconds that one attempt may take."""
        ...

    @property
    def priority(self) -> int:
        """Higher comes first."""
        ...


async def granted(jobs: Jobs, connection: AsyncConnection, wish: Wish) -> Ticket:
    """Take a job, if the transaction of the connection is kept; nothing is written otherwise.

    Raises:
        QueueFull, TooMany: it is not taken; the transaction can go on.
    """
    return await jobs.enqueue_within(
        connection,
        wish.kind,
        wish.payload,
        key=wish.key,
        owner=wish.owner,
        subscriber=wish.subscriber,
        limit=wish.limit,
        priority=wish.priority,
    )
