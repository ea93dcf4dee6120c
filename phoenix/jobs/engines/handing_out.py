"""PgQueuer hands messages out; what is the same whatever its queue is kept in.

What it does with a message of its own accord would lose jobs: an error or a cancellation of the
handler removes the message. So nothing but the wish to have it again ever leaves the handler.
"""

import asyncio
from collections.abc import Collection
from datetime import timedelta

import structlog
from pgqueuer import Job as Carried
from pgqueuer import QueueManager, RetryRequested
from pgqueuer.domain.settings import DBSettings, Durability
from pgqueuer.domain.types import Channel
from pgqueuer.ports import RepositoryPort

from phoenix.jobs.ports import Deliver
from phoenix.jobs.rules import Rules

log = structlog.get_logger(__name__)

# PgQueuer may take the announcement of one message for that of another, and looks again after this
# while something waits: the longest that a job waits in vain. When it is full, it looks as often.
OVERHEARD = timedelta(milliseconds=25)

# PgQueuer's own names. It would look for others in the environment, even under names as common as
# CHANNEL and FUNCTION, and then would not find what another process has made.
NAMES = DBSettings.model_construct(
    prefix="", db_schema=None, channel=Channel("ch_pgqueuer"), function="fn_pgqueuer_changed",
    statistics_table="pgqueuer_statistics", queue_status_type="pgqueuer_status",
    queue_table="pgqueuer", queue_table_log="pgqueuer_log", trigger="tg_pgqueuer_changed",
    schedules_table="pgqueuer_schedules", durability=Durability.durable, widen_id=True,
)  # fmt: skip


def manager_of(
    queries: RepositoryPort, kinds: Collection[str], deliver: Deliver, rules: Rules
) -> QueueManager:
    """A manager that hands messages of these kinds to ``deliver``."""
    manager = QueueManager(queries, NAMES.channel)
    manager.min_dequeue_poll_interval = OVERHEARD

    async def handle(message: Carried) -> None:
        again = await _dealt_with(message, deliver, rules)
        if again is not None:
            raise RetryRequested(timedelta(seconds=again))

    for kind in kinds:
        manager.entrypoint(kind, accepts_context=False)(handle)
    return manager


async def hand_out(manager: QueueManager, rules: Rules) -> None:
    """Run until it is shut down; what was handed out by then is waited for."""
    await manager.run(
        dequeue_timeout=timedelta(seconds=rules.look_every),
        batch_size=max(rules.concurrency // 2, 1),
        max_concurrent_tasks=max(rules.concurrency, 2),
        heartbeat_timeout=timedelta(seconds=rules.heartbeat),
        log_aggregation_interval=timedelta(0),  # its statistics are not used
    )


def payload_of(job: int) -> bytes:
    """What a message carries."""
    return str(job).encode()


async def _dealt_with(message: Carried, deliver: Deliver, rules: Rules) -> float | None:
    try:
        return await deliver(int(message.payload or b""))
    except asyncio.CancelledError:
        return 0.0
    except Exception:
        wait = rules.wait(1)
        log.exception("message of a job put back", message=message.id, wait=wait)
        return wait
