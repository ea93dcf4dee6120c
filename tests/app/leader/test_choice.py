"""The lock is chosen by the addresses that are set."""

import subprocess
import sys

import pytest

from phoenix.app.leader import make_lock
from phoenix.app.leader.postgres import _address
from phoenix.domain.errors import ConfigurationError

POSTGRES = "postgresql+asyncpg://user:secret@pooler/name"
REDIS = "redis://:secret@host:6379/0"


@pytest.mark.parametrize(
    ("database", "redis", "backend"),
    [
        ("sqlite:///phoenix.db", None, "file"),
        ("sqlite:///phoenix.db", "", "file"),
        ("sqlite:///phoenix.db", REDIS, "redis"),
        ("postgres://host/name", None, "postgresql"),
        (POSTGRES, REDIS, "postgresql+redis"),
    ],
)
async def test_postgresql_decides_where_it_is_there(tmp_path, database, redis, backend):
    """Then Redis, then a file; no secret is in what the lock shows of itself."""
    lock = make_lock(database, None, redis, tmp_path)
    assert lock.backend == backend
    assert "secret" not in repr(lock)
    await lock.close()


async def test_the_direct_address_is_preferred(tmp_path):
    """A session of its own is not to be had through a pooler."""
    lock = make_lock(POSTGRES, "postgresql://direct/name", None, tmp_path)
    assert lock._address == "postgresql://direct/name"


async def test_a_wrong_address_of_redis_is_refused_without_showing_it(tmp_path):
    """It may hold a password."""
    with pytest.raises(ConfigurationError) as caught:
        make_lock(POSTGRES, None, "http://:secret@host", tmp_path)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        (POSTGRES, "postgresql://user:secret@pooler/name"),
        ("postgres://h/n?ssl=require", "postgresql://h/n?sslmode=require"),
        ("postgresql://u:p%40ss@h:5433/n?host=/tmp", "postgresql://u:p%40ss@h:5433/n?host=%2Ftmp"),
    ],
)
def test_an_address_of_the_store_is_read_as_the_driver_reads_it(given, meant):
    """The driver's name and SQLAlchemy's own words are translated."""
    assert _address(given) == meant


def test_clients_are_imported_where_they_are_needed():
    """Who leads by a file needs neither PostgreSQL's nor Redis's."""
    code = "import sys, phoenix.app.leader; sys.exit(bool({'asyncpg', 'redis'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
