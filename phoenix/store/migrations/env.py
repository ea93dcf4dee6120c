"""Run by Alembic, on the connection that ``store.schema`` hands over."""

from alembic import context

from phoenix.store.chat_tables import OUR_TABLES
from phoenix.store.tables import metadata


def _ours(name: str | None, kind: str, parents: object) -> bool:
    """Leave alone the tables of others in the same database."""
    del parents
    return kind != "table" or name in OUR_TABLES


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=True,
    include_name=_ours,
)
with context.begin_transaction():
    context.run_migrations()
