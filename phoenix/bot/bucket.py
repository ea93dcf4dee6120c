"""How many commands a user may give: a bucket of tokens that fills again as time passes.

Who empties it is told so once, politely; what comes then gets no answer until there is a token.
"""

from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.app.chat_tables import command_bucket as table
from phoenix.app.chat_tables import insert_of

MINUTE = 60.0
ENOUGH = 1.0 - 1e-9  # of a token: thirds of one, added up, may come to a little less than it

_LOOK = select(table.c.tokens, table.c.at, table.c.told).where(table.c.user_id == bindparam("user"))


class Verdict(Enum):
    """What is done with a command."""

    TAKEN = auto()
    REFUSED = auto()  # and that is said
    PASSED_OVER = auto()  # it was said already


@dataclass(frozen=True, slots=True)
class Bucket:
    """A user's tokens at a moment, and whether a command was refused since there was one."""

    tokens: float
    at: datetime
    told: bool = False

    def wait(self, per_minute: int) -> timedelta:
        """How long until there is a token."""
        return timedelta(seconds=max(0.0, 1.0 - self.tokens) * MINUTE / per_minute)


def take(bucket: Bucket | None, now: datetime, per_minute: int) -> tuple[Bucket, Verdict]:
    """What becomes of a bucket when a command comes; None: a full one.

    A clock that goes back fills nothing, and takes nothing away.
    """
    if bucket is None:
        bucket = Bucket(float(per_minute), now)
    passed = max(0.0, (now - bucket.at).total_seconds())
    tokens = min(float(per_minute), bucket.tokens + passed * per_minute / MINUTE)
    if tokens >= ENOUGH:
        return Bucket(max(0.0, tokens - 1.0), now), Verdict.TAKEN
    if bucket.told:
        return replace(bucket, tokens=tokens, at=now), Verdict.PASSED_OVER
    return Bucket(tokens, now, told=True), Verdict.REFUSED


async def bucket_of(connection: AsyncConnection, user: int) -> Bucket | None:
    """As it was written down; None if it never was."""
    row = (await connection.execute(_LOOK, {"user": user})).first()
    return None if row is None else Bucket(row.tokens, row.at, row.told)


async def keep(connection: AsyncConnection, user: int, bucket: Bucket) -> None:
    """Write a bucket down; twice is once."""
    row = {"user_id": user, "tokens": bucket.tokens, "at": bucket.at, "told": bucket.told}
    await connection.execute(_upsert(connection.dialect.name), row)


@cache
def _upsert(dialect: str) -> Any:
    """Made once: every command has it done."""
    insert = insert_of(dialect)(table)
    new = {name: insert.excluded[name] for name in ("tokens", "at", "told")}
    return insert.on_conflict_do_update(index_elements=["user_id"], set_=new)


class Buckets:
    """Buckets of many users that are kept in this process alone: what they protect is the process.

    Args:
        per_minute: tokens, and as many at once.
        most: users who are remembered; the one who was away longest is forgotten.
    """

    def __init__(self, per_minute: int, most: int = 10_000) -> None:
        self._per_minute = per_minute
        self._most = most
        self._buckets: OrderedDict[int, Bucket] = OrderedDict()

    def take(self, user: int, now: datetime) -> Verdict:
        """One token of a user's."""
        self._buckets[user], verdict = take(self._buckets.get(user), now, self._per_minute)
        self._buckets.move_to_end(user)
        if len(self._buckets) > self._most:
            self._buckets.popitem(last=False)
        return verdict
