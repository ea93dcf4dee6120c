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
from phoenix.store.chat_tables import OUR_TABLES
from phoenix.store.store import Store


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


@pytest.fixture
def database(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands work on this database."""
    monkeypatch.setenv("DATABASE_URL", url)


def test_the_schema_goes_up_and_down_by_hand(database: None, phoenix: Callable[..., Any]) -> None:
    """`phoenix db` tells where the schema stands, and moves it both ways, on both engines."""
    assert "schema none" in phoenix("db", "current").out
    assert phoenix("db", "check").code == 2
    assert phoenix("db", "upgrade").out == f"schema {schema.HEAD}\n"
    assert f"schema {schema.HEAD}, the newest" in phoenix("db", "current").out
    assert "as it should be" in phoenix("db", "check").out
    assert phoenix("db", "downgrade", "base").out == "schema base\n"
    assert "schema none" in phoenix("db", "current").out


def test_a_revision_that_is_none_is_refused(database: None, phoenix: Callable[..., Any]) -> None:
    """Going back to what never was is one line, exit code 2."""
    phoenix("db", "upgrade")
    ran = phoenix("db", "downgrade", "0815")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "base, 0001" in ran.err


def test_a_table_that_somebody_changed_is_found(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, phoenix: Callable[..., Any]
) -> None:
    """A column that was dropped by hand makes the check fail."""
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    phoenix("db", "upgrade")
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as connection, connection:
        connection.execute("ALTER TABLE fixture DROP COLUMN referee")
    ran = phoenix("db", "check")
    assert ran.code == 2
    assert "referee" in ran.err


def test_every_migration_is_numbered() -> None:
    """The revisions that the program knows are those that lie there, in their order."""
    files = Path(schema.__file__).parent.joinpath("migrations", "versions").glob("0*.py")
    assert tuple(sorted(file.name[:4] for file in files)) == schema.REVISIONS
