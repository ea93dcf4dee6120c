"""The row of the leader: who leads, and the epoch that each of its writes carries.

``leader(name PRIMARY KEY, epoch BIGINT, holder TEXT NULL, since TIMESTAMPTZ)``. In PostgreSQL it is
written by the holder of the lock alone: the epoch grows with each, and ``holder`` is NULL once a
holder's work has ended. Where the lock is kept elsewhere (a file, Redis), the row holds the highest
epoch that has written.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.app.leader.faults import NotLeader
from phoenix.app.leader.lease import Lease
from phoenix.app.leader.lock import POLLER

# FOR SHARE: the next holder's claim waits for this transaction, and no later one passes. Were this
# process paused in the midst of it, the server would end it after one lease, or nobody could lead.
_CHECK = text("""
    SELECT epoch, holder, set_config('idle_in_transaction_session_timeout', :idle, true)
    FROM leader WHERE name = :name FOR SHARE
""")
_CLAIM = """
    INSERT INTO leader (name, epoch, holder, since) VALUES ($1, 1, $2, now())
    ON CONFLICT (name) DO UPDATE
    SET epoch = leader.epoch + 1, holder = excluded.holder, since = excluded.since
    RETURNING epoch
"""
_RAISE = text("""
    INSERT INTO leader (name, epoch, since) VALUES (:name, :epoch, CURRENT_TIMESTAMP)
    ON CONFLICT (name) DO UPDATE SET epoch = excluded.epoch, since = excluded.since
    WHERE leader.epoch <= excluded.epoch RETURNING epoch
""")
_CURRENT = text("SELECT epoch FROM leader WHERE name = :name")


@dataclass(frozen=True, slots=True)
class Tenure:
    """One holder's time: an epoch, and who held it; ``holder`` is None when its work had ended."""

    epoch: int
    holder: str | None


async def fenced(
    connection: AsyncConnection,
    epoch: int | None,
    *,
    name: str = POLLER,
    lease: Lease | None = None,
) -> None:
    """Let a transaction go on only if ``epoch`` is the leader's; call this before its writes.

    Until the transaction ends no other can begin to lead. On PostgreSQL it must not be idle for
    longer than the lease: the server would end it.

    Raises:
        NotLeader: the epoch has passed, or is None.
    """
    if epoch is None:
        raise NotLeader(None)
    if connection.dialect.name == "postgresql":
        await _checked(connection, epoch, name, lease or Lease())
    else:
        await _raised(connection, epoch, name)


async def _checked(connection: AsyncConnection, epoch: int, name: str, lease: Lease) -> None:
    idle = str(int(lease.seconds * 1000))
    row = (await connection.execute(_CHECK, {"name": name, "idle": idle})).first()
    if row is None or row.epoch != epoch or row.holder is None:
        raise NotLeader(epoch, _epoch(row))


async def _raised(connection: AsyncConnection, epoch: int, name: str) -> None:
    """The highest epoch that wrote is the one that may write."""
    if (await connection.execute(_RAISE, {"name": name, "epoch": epoch})).first() is None:
        row = (await connection.execute(_CURRENT, {"name": name})).first()
        raise NotLeader(epoch, _epoch(row))


def _epoch(row: Row[Any] | None) -> int | None:
    return None if row is None else int(row.epoch)


async def claim(raw: Any, name: str, holder: str, patience: float) -> tuple[Tenure, Tenure | None]:
    """Take the next epoch; the tenure that begins, and the one before (None: there was none).

    Args:
        raw: an asyncpg connection that holds the lock.
        name: what is led.
        holder: who it is.
        patience: seconds to wait for writes of the tenure before.
    """
    async with raw.transaction():
        await raw.execute(
            "SELECT set_config('lock_timeout', $1, true)", str(max(1, int(patience * 1000)))
        )
        row = await raw.fetchrow(
            "SELECT epoch, holder FROM leader WHERE name = $1 FOR UPDATE", name
        )
        epoch = await raw.fetchval(_CLAIM, name, holder)
    return Tenure(epoch, holder), None if row is None else Tenure(row["epoch"], row["holder"])


async def current(raw: Any, name: str) -> int | None:
    """The epoch that leads; None where none was ever given out."""
    epoch: int | None = await raw.fetchval("SELECT epoch FROM leader WHERE name = $1", name)
    return epoch


async def end(raw: Any, name: str, epoch: int) -> None:
    """Record that the work of this epoch, and so of all before, has ended."""
    await raw.execute(
        "UPDATE leader SET holder = NULL, since = now() WHERE name = $1 AND epoch = $2", name, epoch
    )
