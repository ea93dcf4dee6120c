"""A connection to PostgreSQL whose making may be cancelled at any moment.

asyncpg asks for TLS before it hands out a connection. Cut off in the instant in which the socket
has just been opened, it leaves a future that fails and that nobody can ask: "Future exception was
never retrieved" on the way out of a program that was told to stop.
"""

from typing import Any

from phoenix.tasks import unhurried


async def connect(*where: Any, **options: Any) -> Any:
    """What ``asyncpg.connect`` answers; nothing is left of it when it is cancelled.

    Raises:
        OSError, TimeoutError, asyncpg.PostgresError: as asyncpg says.
    """
    import asyncpg  # type: ignore[import-untyped]  # noqa: PLC0415 - not everybody has PostgreSQL

    making = asyncpg.connect(*where, **options)
    return await unhurried(making, name="connecting to postgresql", unwanted=_cut)


def _cut(connection: Any) -> None:
    connection.terminate()
