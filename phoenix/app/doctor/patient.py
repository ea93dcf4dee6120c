"""An installation with its database opened, if that could be."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from phoenix.app.doctor.audit import Outcome, Told, failed, passed, skipped
from phoenix.app.doctor.installation import Installation
from phoenix.app.settings import Settings
from phoenix.bounded import Overdue, bounded
from phoenix.domain.errors import StoreError
from phoenix.store import schema
from phoenix.store.retrying import Patience
from phoenix.store.store import PoolSize, Store

OPENING = 15.0  # seconds
IMPATIENT = Patience(total=2.0)


@dataclass(frozen=True, slots=True)
class Patient:
    """What an examination is given.

    Attributes:
        installation: as it is found.
        store: None where the database cannot be opened.
        database: what came of opening it.
        revision: of its schema; None where there is none, or it was not reached.
    """

    installation: Installation
    store: Store | None
    database: Told
    revision: str | None = None

    @property
    def settings(self) -> Settings | None:
        """None where they cannot be read."""
        return self.installation.settings

    @property
    def current(self) -> Store | None:
        """The store, if its tables are those that this Phoenix reads."""
        return self.store if self.revision == schema.HEAD else None


@asynccontextmanager
async def patient(installation: Installation) -> AsyncIterator[Patient]:
    """The installation with its database, which is neither made nor migrated."""
    file = installation.database_file
    if installation.settings is None:
        yield Patient(installation, None, skipped("its address cannot be read"))
    elif file is not None and not file.exists():
        absent = failed(f"there is no database at {file}", "phoenix db upgrade")
        yield Patient(installation, None, absent)
    else:
        async with _opened(installation, installation.settings) as opened:
            yield opened


@asynccontextmanager
async def _opened(installation: Installation, settings: Settings) -> AsyncIterator[Patient]:
    try:
        store = Store(settings.database, PoolSize(1, 2), IMPATIENT)
    except StoreError as error:
        yield Patient(installation, None, failed(error.problem, error.cure))
        return
    try:
        told, revision = await _told(store)
        usable = store if told.outcome is Outcome.PASSED else None
        yield Patient(installation, usable, told, revision)
    finally:
        await store.close()


async def _told(store: Store) -> tuple[Told, str | None]:
    try:
        revision = await bounded(_revision(store), OPENING)
    except StoreError as error:
        return failed(error.problem, error.cure), None
    except Overdue as error:
        return failed(f"the database gives {error}", "See that its server is running"), None
    return passed(f"{store.dialect} answers"), revision


async def _revision(store: Store) -> str | None:
    await store.open(migrate=False)
    async with store.reading() as connection:
        return await connection.run_sync(schema.current)
