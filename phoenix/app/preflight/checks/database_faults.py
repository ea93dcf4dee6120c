"""What is wrong with a database's address, said without any part of it.

Where a password was written without its %2F, its rest is read as the host or the database's name,
and a driver's own words repeat those.
"""

import sqlite3
from collections.abc import Iterator

from phoenix.app.preflight.finding import Found, refused
from phoenix.app.preflight.reasons import reason
from phoenix.domain.errors import StoreError

_QUOTED = "with / ? # and @ of the password as %2F"

# By SQLSTATE; the first that the code begins with.
_STATES: dict[str, tuple[str, str]] = {
    "28P01": (
        "the database refuses the password in {name}",
        "Write the right one into {name}, " + _QUOTED,
    ),
    "28": (
        "the database does not let in the user of {name}",
        "Correct the user in {name}, or let the server admit it (pg_hba.conf)",
    ),
    "3D000": (
        "the server of {name} has no such database",
        "Create it (createdb), or correct its name in {name}",
    ),
    "42501": (
        "the user of {name} lacks rights in the database",
        "Grant them (GRANT ALL ON SCHEMA public TO ..., and its tables), or use another user",
    ),
    "53300": (
        "every connection of the database's server is taken",
        "Raise its max_connections, or lower DB_POOL_MAX in each process",
    ),
    "57P": ("the database's server is starting or stopping", "Wait until it has started"),
}

_FILES: dict[int, tuple[str, str]] = {
    sqlite3.SQLITE_CANTOPEN: (
        "the database's file cannot be opened",
        "Mend the rights of its folder, or correct {name}",
    ),
    sqlite3.SQLITE_READONLY: (
        "the database's file cannot be written",
        "Mend the rights of the file and its folder, or correct {name}",
    ),
    sqlite3.SQLITE_NOTADB: (
        "the database's file is none of SQLite's",
        "Move it away, or correct {name}",
    ),
    sqlite3.SQLITE_CORRUPT: ("the database's file is damaged", "Restore a backup"),
    sqlite3.SQLITE_BUSY: (
        "another process holds the database",
        "Wait for it, or stop it",
    ),
    sqlite3.SQLITE_FULL: ("the database's disk is full", "Free some space"),
    sqlite3.SQLITE_IOERR: ("the database's disk fails", "Check the disk, or free some space"),
}

_AWAY = ("the database of {name} cannot be reached ({why})", "Start its server, or correct {name}")


def no_address(name: str) -> Found:
    """The setting holds no address."""
    cure = f"Write sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME, {_QUOTED}"
    return refused(f"{name} is no address of a database that Phoenix knows", name, cure)


def late(name: str) -> Found:
    """Nobody answered in time."""
    return _told(_AWAY, name, "no answer in time")


def explained(error: Exception, name: str) -> Found:
    """What a store that could not be opened means for the setting of that name."""
    causes = tuple(_causes(error))
    for explain in (_by_state, _by_file, _by_kind):
        if (found := explain(causes, name)) is not None:
            return found
    return _told(_AWAY, name, reason(causes[-1]))


def _by_state(causes: tuple[BaseException, ...], name: str) -> Found | None:
    states = (getattr(cause, "sqlstate", None) or "" for cause in causes)
    state = next((state for state in states if state), "")
    told = next((told for code, told in _STATES.items() if state.startswith(code)), None)
    if told is not None:
        return _told(told, name)
    return _told(_AWAY, name, f"it answers with SQLSTATE {state}") if state else None


def _by_file(causes: tuple[BaseException, ...], name: str) -> Found | None:
    codes = (getattr(cause, "sqlite_errorcode", None) for cause in causes)
    code = next((code for code in codes if code is not None), None)
    if code is None:
        return None
    return _told(_FILES.get(code & 0xFF, _AWAY), name, f"SQLite's code {code}")


def _by_kind(causes: tuple[BaseException, ...], name: str) -> Found | None:
    match causes[-1]:
        case ModuleNotFoundError(name=module):
            cure = "pip install 'phoenix-football[postgres]'"
            return refused(f"{name} needs {module}, which is not installed", name, cure)
        case StoreError() as ours:  # of the schema: no driver led to it
            return refused(ours.problem, name, ours.cure)
        case PermissionError() | NotADirectoryError() | FileExistsError():
            return _told(_FILES[sqlite3.SQLITE_CANTOPEN], name)
        case UnicodeError():  # a host such as a..b
            return no_address(name)
        case TypeError() | ValueError():  # what stands behind the ? is given to the driver
            cure = f"Correct what stands behind its ?; TLS is written ?ssl=require in {name}"
            return refused(f"an option in {name} is wrong", name, cure)
        case _:
            return None


def _told(told: tuple[str, str], name: str, why: str = "") -> Found:
    problem, cure = told
    return refused(problem.format(name=name, why=why), name, cure.format(name=name))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what led to it; SQLAlchemy keeps the driver's own under ``orig``."""
    while error is not None:
        yield error
        error = error.__cause__ or getattr(error, "orig", None)
