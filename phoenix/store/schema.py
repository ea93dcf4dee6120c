"""The version of the database's schema: checked at every start, migrated when it is behind.

Revisions are numbered, so that one which this Phoenix does not know can be told from an older one.
Alembic is imported only when there is something to migrate: it takes half a second.
"""

import io
from typing import Any

from sqlalchemy import Connection, inspect, text

from phoenix.domain.errors import StoreError

HEAD = "0001"


def current(connection: Connection) -> str | None:
    """The revision the database stands at, or None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def refuse_newer(revision: str | None) -> None:
    """Raise if the database belongs to a later Phoenix.

    Raises:
        StoreError: with both revisions.
    """
    if revision is not None and revision > HEAD:
        raise StoreError(
            f"the database has schema {revision}, this Phoenix knows schemas up to {HEAD}",
            "Install a newer Phoenix, or point DATABASE_URL at another database",
        )


def upgrade(connection: Connection) -> None:
    """Bring the schema to :data:`HEAD`."""
    from alembic import command  # noqa: PLC0415 - see the module's docstring

    command.upgrade(configuration(connection), "head")


def configuration(connection: Connection) -> Any:
    """Alembic's configuration for our migrations on an open connection."""
    from alembic.config import Config  # noqa: PLC0415 - see the module's docstring

    config = Config(stdout=io.StringIO())  # what migrations print is nobody's answer
    config.set_main_option("script_location", "phoenix.store:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
