"""A connection to PostgreSQL whose making may be cancelled at any moment.

asyncpg asks for TLS before it hands out a connection. Cut off in the instant in which the socket
has just been opened, it leaves a future that fails and that nobody can ask: "Future exception was
never retrieved" on the way out of a program that was told to stop. So its making is given a moment
more.
"""

import asyncio
from typing import Any

from phoenix.tasks import spawn

MOMENT = 0.05  # seconds: the instant lasts some turns of the loop, and who is cut off is in a hurry


async def connect(*where: Any, **options: Any) -> Any:
    """What ``asyncpg.connect`` answers; nothing is left of it when it is cancelled.

    Raises:
        OSError, TimeoutError, asyncpg.PostgresError: as asyncpg says.
    """
    import asyncpg  # type: ignore[import-untyped]  # noqa: PLC0415 - not everybody has PostgreSQL

    making = spawn(asyncpg.connect(*where, **options), name="connecting to postgresql")
    try:
        return await asyncio.shield(making)
    except asyncio.CancelledError:
        making.add_done_callback(_cut)
        asyncio.get_running_loop().call_later(MOMENT, making.cancel)
        await asyncio.wait({making}, timeout=2 * MOMENT)
        await asyncio.sleep(0)  # a socket is closed in the loop's next turn
        raise


def _cut(making: asyncio.Task[Any]) -> None:
    """Nobody asks for it any more."""
    if not making.cancelled() and making.exception() is None:
        making.result().terminate()
