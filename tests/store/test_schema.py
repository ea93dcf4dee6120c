"""Tables and migrations say the same, and other databases are refused."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, inspect

from phoenix.domain.errors import StoreError
from phoenix.store import schema
from phoenix.store.store import Store
from phoenix.store.tables import OUR_TABLES


def _tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


async def test_models_and_migrations_agree(store: Store) -> None:
    """Alembic finds nothing to add to the migrations."""
    async with store.writing() as connection:
        await connection.run_sync(lambda c: command.check(schema.configuration(c)))


async def test_down_and_up_again(store: Store) -> None:
    """The migrations can be undone to nothing and done again."""
    async with store.writing() as connection:
        await connection.run_sync(lambda c: command.downgrade(schema.configuration(c), "base"))
        assert await connection.run_sync(_tables) == {"alembic_version"}
        await connection.run_sync(schema.upgrade)
        assert await connection.run_sync(_tables) >= OUR_TABLES
        assert await connection.run_sync(schema.current) == schema.HEAD


def test_a_newer_schema_is_refused(demo_store: Path, phoenix: Callable[..., Any]) -> None:
    """A database of a later Phoenix is one line, exit code 2."""
    with closing(sqlite3.connect(demo_store)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    ran = phoenix("data", "status")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "schema 9999" in ran.err


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://user:secret@127.0.0.1:1/x",
        "postgresql://127.0.0.1:1/x?user=user&password=secret",
        "postgresql://user@host:secret/x",
        "nonsense://user:secret@host/x",
    ],
)
async def test_a_password_is_never_told(url: str) -> None:
    """Whatever is wrong with a database's address, the error does not hold its password."""
    with pytest.raises(StoreError) as failed:
        await Store(url).open()
    assert "secret" not in str(failed.value)


def test_a_file_that_is_no_database(own_places: Path, phoenix: Callable[..., Any]) -> None:
    """A file of something else is one line, exit code 2, and stays as it is."""
    file = own_places / "data" / "phoenix.db"
    file.parent.mkdir()
    file.write_text("a letter\n" * 1000)
    ran = phoenix("data", "status")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "Move that file away" in ran.err
    assert file.read_text() == "a letter\n" * 1000
