"""A database that is away, damaged, behind or changed by hand."""

import sqlite3
from contextlib import closing

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from phoenix.app.doctor import Outcome
from phoenix.app.doctor.checks import database
from phoenix.store.schema import HEAD
from phoenix.store.store import Store

ALL = ("database", "version", "integrity", "migrations", "tables")


@pytest.mark.parametrize("name", ALL)
async def test_a_sound_database_passes(site, name) -> None:
    """It answers, is whole, and has the newest schema."""
    assert (await site.told(name)).outcome is Outcome.PASSED


async def test_a_file_that_is_no_database_fails(site, fails) -> None:
    """It is not reached."""
    site.database.write_bytes(b"no database at all, but long enough to be looked at" * 20)
    assert "not a database" in (await fails("database")).detail


async def test_a_server_that_is_not_there_fails(site) -> None:
    """Without the password in what is told."""
    url = SecretStr("postgresql://phoenix:hushhush@127.0.0.1:9/phoenix")
    told = await site.with_settings(database_url=url).told("database")
    assert told.outcome is Outcome.FAILED
    assert "hushhush" not in told.detail


async def test_a_database_of_a_newer_phoenix_fails(site, fails) -> None:
    """With both revisions."""
    await site.write(text("UPDATE alembic_version SET version_num = '9999'"))
    assert "9999" in (await fails("database")).detail


async def test_a_damaged_file_fails(site) -> None:
    """A page in its midst is not what it was."""
    with closing(sqlite3.connect(site.database)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        page = connection.execute("PRAGMA page_size").fetchone()[0]
        root = "SELECT rootpage FROM sqlite_schema WHERE name = 'ix_fixture_kickoff'"
        (number,) = connection.execute(root).fetchone()
    body = bytearray(site.database.read_bytes())
    body[(number - 1) * page : number * page] = b"\xff" * page
    site.database.write_bytes(body)
    told = await site.told("integrity")
    assert told.outcome is Outcome.FAILED
    assert "backup" in told.cure


async def test_an_older_schema_fails(site, fails) -> None:
    """What needs the newest is skipped."""
    await site.write(text("UPDATE alembic_version SET version_num = '0003'"))
    told = await fails("migrations")
    assert (told.detail, told.cure) == (f"schema 0003, the newest is {HEAD}", "phoenix db upgrade")


async def test_a_table_that_was_changed_by_hand_fails(site, fails) -> None:
    """The migrations make another."""
    await site.write(text("ALTER TABLE team ADD COLUMN colour TEXT"))
    assert "colour" in (await fails("tables")).detail


@pytest.mark.parametrize(
    ("version", "outcome"), [((3, 34, 1), Outcome.FAILED), ((3, 35, 0), Outcome.PASSED)]
)
def test_an_old_sqlite_fails(version, outcome) -> None:
    """It lacks what we use."""
    assert database._sqlite_version(version).outcome is outcome


@pytest.mark.parametrize(
    ("number", "outcome"), [(130018, Outcome.FAILED), (140000, Outcome.PASSED)]
)
def test_an_old_postgresql_fails(number, outcome) -> None:
    """The queue needs a newer one."""
    assert database._postgres_version(number).outcome is outcome


async def test_postgresql_is_examined_too(site, postgres_url) -> None:
    """All that applies to a server passes; its files are its own affair."""
    store = Store(postgres_url)
    await store.open()
    await store.close()
    here = site.with_settings(database_url=SecretStr(postgres_url))
    report = await here.report()
    assert report.of(Outcome.FAILED) == ()
    skipped = {audit.name for audit in report.of(Outcome.SKIPPED)}
    assert skipped == {"integrity", "backups", "quota"}
    assert report.score == 10.0
