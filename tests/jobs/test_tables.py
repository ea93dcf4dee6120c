"""The tables that jobs know are those that the store's migrations make."""

from sqlalchemy import inspect

from phoenix.jobs.tables import metadata
from phoenix.store import schema


def described(connection):
    """Columns, keys and indexes of the tables of jobs."""
    inspector = inspect(connection)
    return {
        name: {
            "columns": {
                column["name"]: (repr(column["type"]), column["nullable"], str(column["default"]))
                for column in inspector.get_columns(name)
            },
            "primary": inspector.get_pk_constraint(name),
            "foreign": inspector.get_foreign_keys(name),
            "indexes": [
                (index["name"], index["column_names"], index["unique"], told(index))
                for index in inspector.get_indexes(name)
            ],
        }
        for name in metadata.tables
    }


def told(index):
    """What an engine says of an index besides."""
    return {name: str(value) for name, value in index.get("dialect_options", {}).items()}


async def test_jobs_know_their_tables_as_they_are(store):
    """Made from the definitions that jobs have, they look as the migrations have made them."""
    async with store.writing() as connection:
        migrated = await connection.run_sync(described)
        assert migrated["job"]["indexes"]
        await connection.run_sync(metadata.drop_all)
        await connection.run_sync(metadata.create_all)
        assert await connection.run_sync(described) == migrated


async def test_tables_of_the_queue_are_its_own(store):
    """PgQueuer's tables beside ours are no difference, and outlive what is done to ours."""
    async with store.writing() as connection:
        assert await connection.run_sync(schema.differences) is None
        await connection.run_sync(schema.downgrade, "0003")
        left = await connection.run_sync(lambda c: inspect(c).get_table_names())
        assert ("pgqueuer" in left) == (store.dialect == "postgresql")
        assert not {name for name in left if name.startswith(("job", "telegram", "schedule"))}
        await connection.run_sync(schema.upgrade)
        assert await connection.run_sync(schema.differences) is None
