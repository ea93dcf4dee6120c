"""The schema of the database, for whoever runs it: by hand, without the rest of the program."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from phoenix.app.lifecycle import Lifecycle, Stage
from phoenix.app.places import data_dir
from phoenix.app.settings import read_settings
from phoenix.app.supervisor.journal import FILE, Journal, Mended
from phoenix.domain.errors import InputError
from phoenix.store import schema
from phoenix.store.store import Store


@asynccontextmanager
async def _untouched() -> AsyncIterator[Store]:
    """The store as it is, not migrated; past any pooler, which would not hold a lock."""
    store = Store(read_settings().direct_database)

    async def open_() -> None:
        await store.open(migrate=False)

    async with Lifecycle([Stage("store", open_, store.close)]):
        yield store


async def current() -> str:
    """Where the schema stands, in one line."""
    async with _untouched() as store, store.reading() as connection:
        revision = await connection.run_sync(schema.current)
    if revision == schema.HEAD:
        return f"schema {revision}, the newest"
    return f"schema {revision or 'none'}; 'phoenix db upgrade' brings it to {schema.HEAD}"


async def upgrade() -> str:
    """Bring the schema to the newest revision; what was mended on the way, a line each."""
    async with _untouched() as store, store.writing() as connection:
        mended = await connection.run_sync(schema.upgrade)
    journal = Journal(data_dir() / FILE)
    for line in mended:
        await journal.note(Mended(datetime.now(UTC), "phoenix db upgrade", _count(line), line))
    return "\n".join([f"schema {schema.HEAD}", *(f"mended: {line}" for line in mended)])


def _count(line: str) -> int:
    """How many things were mended, with which a line of the migrations begins."""
    return int(line.split(maxsplit=1)[0])


async def downgrade(revision: str) -> str:
    """Take the schema back; what only later revisions hold is lost.

    Raises:
        InputError: there is no such revision below the present one.
    """
    async with _untouched() as store, store.writing() as connection:
        present = await connection.run_sync(schema.current)
        known = revision == "base" or revision in schema.REVISIONS
        if not known or present is None or (revision != "base" and revision > present):
            allowed = ", ".join(["base", *schema.REVISIONS])
            raise InputError(f"the schema cannot go back to {revision!r}", f"Type one of {allowed}")
        await connection.run_sync(schema.downgrade, revision)
    return f"schema {revision}"


async def check() -> str:
    """Whether the tables are those of the migrations.

    Raises:
        InputError: they are not.
    """
    async with _untouched() as store, store.writing() as connection:
        if await connection.run_sync(schema.current) != schema.HEAD:
            raise InputError("the schema is not the newest", "Run 'phoenix db upgrade'")
        found = await connection.run_sync(schema.differences)
    if found is not None:
        raise InputError(f"the database differs from its migrations: {found}", "Restore a backup")
    return f"schema {schema.HEAD}, and every table is as it should be"
