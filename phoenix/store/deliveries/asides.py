"""What could not be understood, and when facts were told."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from phoenix.domain.provided import Reject
from phoenix.store import tables
from phoenix.store.deliveries.desk import Desk
from phoenix.store.upserts import Row, insert_of, upsert


async def keep_aside(desk: Desk, rejects: Iterable[Reject], at: datetime) -> None:
    """Into quarantine; what was there already is counted again."""
    rows: dict[str, Row] = {
        (digest := _digest(desk.source, reject)): {
            "digest": digest,
            "source": desk.source,
            "asked": reject.asked,
            "reason": reject.reason,
            "body": reject.body,
            "first_at": at,
            "last_at": at,
            "times": 1,
        }
        for reject in rejects
    }
    if not rows:
        return
    table = tables.quarantine
    statement = insert_of(desk.dialect)(table)
    again = {"last_at": statement.excluded.last_at, "times": table.c.times + 1}
    await desk.connection.execute(
        statement.on_conflict_do_update(index_elements=["digest"], set_=again), list(rows.values())
    )


async def note_fetched(desk: Desk, facts: Iterable[tuple[str, str]], at: datetime) -> None:
    """Each fact (what, subject) is known as of ``at``."""
    rows: list[Row] = [
        {"source": desk.source, "what": what, "subject": subject, "at": at}
        for what, subject in dict.fromkeys(facts)
    ]
    await upsert(desk.connection, tables.fetched, rows, ("source", "what", "subject"))


def _digest(source: str, reject: Reject) -> str:
    said = f"{source}\x1f{reject.asked}\x1f{reject.reason}\x1f{reject.body}"
    return hashlib.blake2b(said.encode(), digest_size=16).hexdigest()
