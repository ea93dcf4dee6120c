"""Whether there is a copy of SQLite's file."""

import os
import shlex
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from pydantic import SecretStr

from phoenix.app.doctor import Outcome
from phoenix.app.doctor.checks.backups import OLDEST


@pytest.fixture
def backup(site):
    return site.data / "backups" / "phoenix-1.db"


def typed(cure: str, database: Path) -> None:
    """Do what the command says, without SQLite's own program, which may not be there."""
    make, _, copy = cure.partition(" && ")
    subprocess.run(shlex.split(make), check=True)
    program, file, command = shlex.split(copy)
    assert (program, file) == ("sqlite3", str(database))
    word, target = shlex.split(command)
    assert word == ".backup"
    with closing(sqlite3.connect(file)) as ours, closing(sqlite3.connect(target)) as theirs:
        ours.backup(theirs)


async def test_a_fresh_backup_is_well(site) -> None:
    """It is told which, and of when."""
    told = await site.told("backups")
    assert told.outcome is Outcome.PASSED
    assert "phoenix-1.db" in told.detail


async def test_no_backup_fails(backup, fails) -> None:
    """The cure is a command."""
    backup.unlink()
    assert ".backup" in (await fails("backups")).cure


async def test_no_folder_fails(site, backup, fails) -> None:
    """The command makes it."""
    backup.unlink()
    backup.parent.rmdir()
    assert (await fails("backups")).cure.startswith("mkdir -p ")


async def test_an_old_backup_fails(site, backup, fails) -> None:
    """It is no backup of what is there now."""
    then = (site.installation.now() - OLDEST).timestamp() - 60
    os.utime(backup, (then, then))
    assert "too old" in (await fails("backups")).detail


async def test_a_file_that_is_no_database_is_no_backup(backup, fails) -> None:
    """However fresh it is."""
    backup.write_bytes(b"")
    await fails("backups")


async def test_the_cure_cures(site, backup) -> None:
    """What is typed makes a backup that passes, as SQLite's own shell reads it."""
    backup.unlink()
    cure = (await site.told("backups")).cure
    typed(cure, site.database)
    assert (await site.told("backups")).outcome is Outcome.PASSED


async def test_a_servers_backups_cannot_be_seen(site) -> None:
    """That is said, and counts neither for nor against."""
    url = SecretStr("postgresql://127.0.0.1:9/phoenix")
    told = await site.with_settings(database_url=url).told("backups")
    assert told.outcome is Outcome.SKIPPED
    assert "pg_dump" in told.cure
