"""The database: whatever keeps it from being used refuses the start, and is named."""

import asyncio
import sqlite3
from pathlib import Path

import asyncpg
import pytest
from answering import saying, silent
from postgres import QUICK, free_port, running

from phoenix.store import schema
from phoenix.store.store import Store

PASSWORD = "s3cret of/the@database"
QUOTED = "s3cret%20of%2Fthe%40database"
RIGHTS = """
host all postgres 127.0.0.1/32 trust
host all stranger 127.0.0.1/32 reject
host all all 127.0.0.1/32 scram-sha-256
"""
WRITE = "with / ? # and @ of the password as %2F"
OLDER = schema.REVISIONS[-2]


@pytest.fixture(scope="module")
def guarded():
    """Host and port of a PostgreSQL that asks everybody but its owner for a password."""
    with running(QUICK) as server:
        asyncio.run(_peopled(server.address))
        Path(server._data, "pg_hba.conf").write_text(RIGHTS)
        server.stop("fast")
        server.start()
        server.await_ready()
        yield server.address.partition("@")[2]


async def _peopled(address):
    """A database with users of several kinds, its schema the newest."""
    admin = await asyncpg.connect(f"{address}/postgres")
    await admin.execute("SET client_min_messages = error")
    for user in ("phoenix", "reader", "stranger", "newcomer"):
        await admin.execute(f"CREATE ROLE {user} LOGIN PASSWORD '{PASSWORD}'")
    await admin.execute("ALTER ROLE reader SET default_transaction_read_only = on")
    await admin.execute("CREATE DATABASE football OWNER phoenix")
    await admin.close()
    store = Store(f"{address}/football")
    await store.open()
    await store.close()
    owner = await asyncpg.connect(f"{address}/football")
    await owner.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO phoenix, reader")
    await owner.close()


def at(place, user="phoenix", password=QUOTED, name="football"):
    """An address there."""
    return f"postgresql://{user}:{password}@{place}/{name}"


async def test_a_postgresql_at_the_newest_schema_passes(look, guarded):
    """A connection is borrowed, asked and given back."""
    finding = await look("database", database_url=at(guarded))
    assert finding.line == (
        f"✓ database: PostgreSQL answers, its schema {schema.HEAD} is the newest."
    )
    admin = await asyncpg.connect(f"postgresql://postgres@{guarded}/postgres")
    left = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'phoenix'"
    while await admin.fetchval(left):  # the server needs a moment to see that it was closed
        pass
    await admin.close()


@pytest.mark.parametrize("password", ["wr0ng-password", ""])
async def test_a_wrong_password_refuses_the_start(look, guarded, password):
    """So does none."""
    finding = await look("database", database_url=at(guarded, password=password))
    assert finding.setting == "DATABASE_URL"
    assert finding.line == (
        "✗ database: the database refuses the password in DATABASE_URL. "
        f"Write the right one into DATABASE_URL, {WRITE}."
    )


async def test_a_user_who_is_not_let_in_refuses_the_start(look, guarded):
    """As the server's own rules say."""
    finding = await look("database", database_url=at(guarded, user="stranger"))
    assert finding.line == (
        "✗ database: the database does not let in the user of DATABASE_URL. "
        "Correct the user in DATABASE_URL, or let the server admit it (pg_hba.conf)."
    )


async def test_a_role_that_does_not_exist_refuses_the_start(look, server):
    """Where no password is asked for, the server says so."""
    url = f"{server.replace('postgres@', 'nobody@')}/postgres"
    finding = await look("database", database_url=url)
    assert finding.detail == "the database does not let in the user of DATABASE_URL"


async def test_a_database_that_does_not_exist_refuses_the_start(look, guarded):
    """Its name is not repeated: it may be the end of a password that was not quoted."""
    finding = await look("database", database_url=at(guarded, name="nowhere"))
    assert finding.line == (
        "✗ database: the server of DATABASE_URL has no such database. "
        "Create it (createdb), or correct its name in DATABASE_URL."
    )


async def test_a_user_who_may_not_read_the_schema_refuses_the_start(look, guarded):
    """It was let in, and no further."""
    finding = await look("database", database_url=at(guarded, user="newcomer"))
    assert finding.detail == "the user of DATABASE_URL lacks rights in the database"


async def test_a_database_that_takes_no_writes_refuses_the_start(look, guarded):
    """A replica, or a user who may only read."""
    finding = await look("database", database_url=at(guarded, user="reader"))
    assert finding.line == (
        "✗ database: the database of DATABASE_URL takes no writes. "
        "Point DATABASE_URL at the primary, or let its user write."
    )


async def test_an_empty_postgresql_is_not_migrated_by_the_way(look, postgres_url):
    """Others may be running on it: a release step does that."""
    finding = await look("database", database_url=postgres_url)
    assert finding.line == (
        "✗ database: the database is behind: its schema is not made yet, "
        f"the newest is {schema.HEAD}. Run 'phoenix db upgrade'."
    )


async def migrated(url, revision):
    """The database at an older revision."""
    store = Store(url)
    await store.open()
    async with store.writing() as connection:
        await connection.run_sync(schema.downgrade, revision)
    await store.close()


async def renamed(url, revision):
    """The database as another Phoenix left it."""
    store = Store(url)
    await store.open()
    async with store.writing() as connection:
        await connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{revision}'")
    await store.close()


async def test_a_postgresql_behind_refuses_the_start(look, postgres_url):
    """Where it stands and where it should is said, and what to run."""
    await migrated(postgres_url, OLDER)
    finding = await look("database", database_url=postgres_url)
    assert finding.line == (
        f"✗ database: the database is behind: its schema is {OLDER}, "
        f"the newest is {schema.HEAD}. Run 'phoenix db upgrade'."
    )


async def test_a_file_behind_is_migrated_at_the_start(look, sqlite_url):
    """Nobody else is running on it; preflight itself changes nothing."""
    await migrated(sqlite_url, OLDER)
    for _ in range(2):
        finding = await look("database", database_url=sqlite_url)
        assert finding.line == (
            f"✓ database: SQLite answers; its schema is {OLDER}, "
            f"the newest is {schema.HEAD}: it is migrated at the start."
        )


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def any_url(request):
    """A database of each kind, empty."""
    return request.getfixturevalue(request.param)


async def test_a_schema_of_a_newer_phoenix_refuses_the_start(look, any_url):
    """This one would not understand it."""
    await renamed(any_url, "0999")
    finding = await look("database", database_url=any_url)
    assert finding.line == (
        f"✗ database: the database has schema 0999, this Phoenix knows schemas up to "
        f"{schema.HEAD}. Install a newer Phoenix, or point DATABASE_URL at another database."
    )


async def test_a_schema_that_nobody_knows_refuses_the_start(look, sqlite_url):
    """It is no newer one, and no older one either."""
    await renamed(sqlite_url, "0001b")
    finding = await look("database", database_url=sqlite_url)
    assert finding.line == (
        "✗ database: the database's schema is none that Phoenix knows. Install the Phoenix "
        "that made it, or point DATABASE_URL at another database."
    )


async def test_a_closed_port_refuses_the_start(look):
    """Without its database Phoenix can do nothing."""
    finding = await look("database", database_url=at(f"127.0.0.1:{free_port()}"))
    assert finding.line == (
        "✗ database: the database of DATABASE_URL cannot be reached (the connection is refused). "
        "Start its server, or correct DATABASE_URL."
    )


async def test_a_server_that_says_nothing_refuses_the_start_after_the_limit(look):
    """The check ends although the server never does."""
    async with silent() as port:
        url = at(f"127.0.0.1:{port}")
        finding = await look("database", database_url=url, preflight_seconds=0.3)
    assert finding.detail == ("the database of DATABASE_URL cannot be reached (no answer in time)")


async def test_something_else_that_answers_refuses_the_start(look):
    """A web server, say."""
    async with saying(b"HTTP/1.1 400 Bad Request\r\n\r\n") as port:
        finding = await look("database", database_url=at(f"127.0.0.1:{port}"))
    assert (finding.verdict, finding.setting) == ("refused", "DATABASE_URL")


@pytest.mark.parametrize("options", ["sslmode=wrong", "ssl=wrong", "hopes=none"])
async def test_an_option_that_the_driver_does_not_know_refuses_the_start(look, guarded, options):
    """Libpq's own word for TLS is the usual one."""
    finding = await look("database", database_url=f"{at(guarded)}?{options}")
    assert finding.line == (
        "✗ database: an option in DATABASE_URL is wrong. "
        "Correct what stands behind its ?; TLS is written ?ssl=require in DATABASE_URL."
    )


@pytest.mark.parametrize("url", ["postgresql:/football", "postgresql://u:p@a..b/football"])
async def test_what_is_no_address_refuses_the_start(look, url):
    """The form is shown, not what was written."""
    finding = await look("database", database_url=url)
    assert finding.line == (
        "✗ database: DATABASE_URL is no address of a database that Phoenix knows. "
        f"Write sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME, {WRITE}."
    )


async def test_without_an_address_a_file_is_opened_in_the_data_directory(look, own_places):
    """It is made, and stays empty until the start."""
    finding = await look("database")
    assert (finding.verdict, finding.setting) == ("passed", "PHOENIX_DATA_DIR")
    assert (own_places / "data" / "phoenix.db").stat().st_size == 0


async def test_a_file_that_is_none_of_sqlite_refuses_the_start(look, tmp_path):
    """It is left as it is."""
    file = tmp_path / "letter.txt"
    file.write_text("Dear database, " * 100)
    finding = await look("database", database_url=f"sqlite:///{file}")
    assert finding.detail == "the database's file is none of SQLite's"
    assert file.read_text() == "Dear database, " * 100


async def test_a_folder_where_the_file_should_be_refuses_the_start(look, tmp_path):
    """It cannot be opened."""
    finding = await look("database", database_url=f"sqlite:///{tmp_path}")
    assert finding.line == (
        "✗ database: the database's file cannot be opened. "
        "Mend the rights of its folder, or correct DATABASE_URL."
    )


async def test_a_folder_that_cannot_be_made_refuses_the_start(look, tmp_path):
    """A file stands in its way."""
    tmp_path.joinpath("taken").touch()
    finding = await look("database", database_url=f"sqlite:///{tmp_path}/taken/phoenix.db")
    assert finding.detail == "the database's file cannot be opened"


async def test_a_file_that_is_read_only_refuses_the_start(look, sqlite_url):
    """It is found by a write that is taken back."""
    file = sqlite_url.removeprefix("sqlite:///")
    with sqlite3.connect(file) as made:
        made.execute("CREATE TABLE t (x)")
    made.close()
    url = f"sqlite:///file:{file}?mode=ro&uri=true"
    finding = await look("database", database_url=url)
    assert finding.line == (
        "✗ database: the database's file cannot be written. "
        "Mend the rights of the file and its folder, or correct DATABASE_URL."
    )


async def test_a_file_that_another_process_holds_refuses_the_start(look, sqlite_url):
    """After the limit: it may be let go of meanwhile."""
    holder = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    holder.execute("PRAGMA journal_mode = WAL")
    holder.execute("BEGIN IMMEDIATE")
    finding = await look("database", database_url=sqlite_url, preflight_seconds=0.3)
    holder.close()
    assert finding.verdict == "refused"
