"""Which engine carries the messages."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import URL

from phoenix.domain.errors import ConfigurationError
from phoenix.jobs.jobs import NO_HANDLERS, Jobs, utc_now
from phoenix.jobs.ports import Database, Engine, Handler
from phoenix.jobs.rules import Rules
from phoenix.jobs.worker import Hooks


def make_jobs(
    database: Database,
    handlers: Mapping[str, Handler] = NO_HANDLERS,
    *,
    direct: URL | None = None,
    rules: Rules | None = None,
    hooks: Hooks | None = None,
    now: Callable[[], datetime] = utc_now,
) -> Jobs:
    """Jobs in this database, with the engine that fits it.

    Args:
        database: opened; SQLite has one process, PostgreSQL any number.
        handlers: by kind of job; none where jobs are only asked for.
        direct: PostgreSQL itself, where the database is reached through a pooler.
        rules: bounds.
        hooks: told of jobs that are over.
        now: the clock.

    Raises:
        ConfigurationError: PostgreSQL's driver is not installed.
    """
    rules = rules or Rules()
    engine = _engine(database, direct or database.url, rules)
    return Jobs(database, engine, handlers, rules, hooks, now)


def _engine(database: Database, direct: URL, rules: Rules) -> Engine:
    if database.dialect == "sqlite":
        from phoenix.jobs.engines.embedded import EmbeddedEngine  # noqa: PLC0415 - slow to import

        return EmbeddedEngine(rules)
    try:
        from phoenix.jobs.engines.distributed import (  # noqa: PLC0415 - slow to import
            DistributedEngine,
        )
    except ModuleNotFoundError as error:
        problem = f"jobs on PostgreSQL need {error.name}, which is not installed"
        raise ConfigurationError(problem, "pip install 'phoenix-football[postgres]'") from None
    return DistributedEngine(direct, rules)
