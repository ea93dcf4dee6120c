"""The way past a pooler: it has to lead, and to the same database."""

from datetime import UTC, datetime

import asyncpg
import pytest
from postgres import free_port

from phoenix.app.preflight.checks import direct_database
from phoenix.app.preflight.checks.borrowing import Loan
from phoenix.store.store import Store


@pytest.fixture
async def migrated(postgres_url):
    """A database at the newest schema."""
    store = Store(postgres_url)
    await store.open()
    await store.close()
    return postgres_url


async def test_a_way_to_the_same_database_passes(look, migrated):
    """However it is written."""
    direct = migrated.replace("127.0.0.1", "localhost").replace("postgresql:", "postgres:")
    finding = await look("direct-database", database_url=migrated, database_direct_url=direct)
    assert finding.line == ("✓ direct-database: the direct way leads to the same database.")


async def test_a_way_to_another_database_refuses_the_start(look, server, migrated):
    """Locks there would guard nothing here."""
    finding = await look(
        "direct-database", database_url=migrated, database_direct_url=f"{server}/postgres"
    )
    assert finding.line == (
        "✗ direct-database: DATABASE_DIRECT_URL leads to another database than DATABASE_URL. "
        "Point DATABASE_DIRECT_URL at the server behind the pooler, at the same database."
    )


async def test_a_database_of_that_name_on_another_server_is_another():
    """Two clusters have two identities."""
    here, there = (
        Loan("postgresql", "0004", moment=datetime.now(UTC), identity=f"football of {cluster}")
        for cluster in (1, 2)
    )
    assert direct_database.compared(here, there).verdict == "refused"
    assert direct_database.compared(here, here).verdict == "passed"


async def test_a_server_that_keeps_its_identity_to_itself_is_not_compared(look, server, migrated):
    """That nothing is known is said, and refuses nothing."""
    name = migrated.rpartition("/")[2]
    owner = await asyncpg.connect(migrated)
    await owner.execute("REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC")
    await owner.execute(f"CREATE ROLE role_{name} LOGIN")
    await owner.execute(f"GRANT SELECT ON alembic_version TO role_{name}")
    url = f"{server.replace('postgres@', f'role_{name}@')}/{name}"
    finding = await look("direct-database", database_url=migrated, database_direct_url=url)
    await owner.execute(f"DROP OWNED BY role_{name}")
    await owner.execute(f"DROP ROLE role_{name}")
    await owner.close()
    assert finding.verdict == "passed"
    assert finding.detail.endswith("whether to the same is not known")


async def test_a_closed_port_refuses_the_start_and_names_this_setting(look, migrated):
    """The other one may be right."""
    url = f"postgresql://phoenix:s3cret@127.0.0.1:{free_port()}/football"
    finding = await look("direct-database", database_url=migrated, database_direct_url=url)
    assert finding.setting == "DATABASE_DIRECT_URL"
    assert finding.line == (
        "✗ direct-database: the database of DATABASE_DIRECT_URL cannot be reached "
        "(the connection is refused). Start its server, or correct DATABASE_DIRECT_URL."
    )


async def test_what_is_wrong_with_the_other_one_is_not_told_twice(look, migrated):
    """Its own check refuses it."""
    url = f"postgresql://phoenix@127.0.0.1:{free_port()}/football"
    finding = await look("direct-database", database_url=url, database_direct_url=migrated)
    assert finding.verdict == "passed"


async def test_a_way_to_a_database_that_takes_no_writes_refuses_the_start(look, migrated):
    """The leader has to write its epoch there."""
    name = migrated.rpartition("/")[2]
    owner = await asyncpg.connect(migrated)
    await owner.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    await owner.close()
    finding = await look("direct-database", database_url=migrated, database_direct_url=migrated)
    assert finding.detail == "the database of DATABASE_DIRECT_URL takes no writes"


async def test_a_file_needs_no_direct_way(look, sqlite_url, migrated):
    """What was set beside it is not used, and that is said."""
    finding = await look("direct-database", database_url=sqlite_url, database_direct_url=migrated)
    assert finding.line == (
        "· direct-database: DATABASE_DIRECT_URL is not used: the database is a file."
    )


async def test_without_one_the_database_serves_for_all(look):
    """What follows is said."""
    finding = await look("direct-database")
    assert finding.line == (
        "· direct-database: DATABASE_DIRECT_URL is not set: locks and migrations use DATABASE_URL."
    )
