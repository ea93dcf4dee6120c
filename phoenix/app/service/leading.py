"""What only one process does: it polls Telegram and keeps to the schedules."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from phoenix import metrics
from phoenix.app.errors import PhoenixError
from phoenix.app.health import Condition, State
from phoenix.app.leader import Leadership, Lease, make_lock
from phoenix.app.places import data_dir
from phoenix.app.schedules import Outcome, Schedules
from phoenix.app.service.telegram import Telegram
from phoenix.app.settings import Settings
from phoenix.bot.inbox import Handle, Inbox
from phoenix.bot.poller import Poller
from phoenix.store.store import Store


class Leading:
    """A candidate for the lead, and what it does once it leads.

    Args:
        settings: of the service.
        store: opened before it starts.
        telegram: what is polled; None: nothing is.
        hear: deals with an update.
        fatal: told of a fault with which nothing can go on.
    """

    def __init__(
        self,
        settings: Settings,
        store: Store,
        telegram: Telegram | None,
        hear: Handle | None,
        fatal: Callable[[PhoenixError], None],
    ) -> None:
        self.lease = Lease(settings.lease_seconds)
        self.schedules = Schedules(store, on_tick=_count, lease=self.lease)
        self.leadership = Leadership(
            make_lock(
                settings.database,
                _secret(settings.database_direct_url),
                _secret(settings.redis_url),
                data_dir(),
                self.lease,
            ),
            on_won=self._won,
            on_lost=self._lost,
        )
        self.inbox = Inbox(store, hear or _passed_over, self.lease)
        self.poller = (
            None
            if telegram is None or settings.bot_mode != "polling"
            else Poller(telegram.api, self.inbox.accept, self.leadership, fatal=fatal)
        )

    async def condition(self) -> Condition:
        """For ``/health``: who leads; that another does is well too."""
        epoch = self.leadership.epoch
        return Condition(
            detail="another leads, or soon will" if epoch is None else f"epoch {epoch}"
        )

    async def polling(self) -> Condition:
        """For ``/health``: whether Telegram answers this process, if it is its turn to ask."""
        poller = self.poller
        if poller is None or poller.is_fresh(datetime.now(UTC)):
            return Condition()
        if poller.fault is not None:
            return Condition(State.FAILING, str(poller.fault))
        return Condition(State.FAILING, "Telegram does not answer", poller.heartbeat)

    async def _won(self, epoch: int) -> None:
        if self.poller is not None:
            await self.poller.on_won(epoch)
        await self.schedules.run(epoch)

    async def _lost(self, reason: str) -> None:
        async with asyncio.TaskGroup() as both:
            both.create_task(self.schedules.stop())
            if self.poller is not None:
                both.create_task(self.poller.on_lost(reason))


async def _passed_over(_update: Any) -> None:
    """Without Telegram nobody writes."""


def _secret(secret: Any) -> str | None:
    return None if secret is None else str(secret.get_secret_value())


def _count(name: str, outcome: Outcome, _seconds: float) -> None:
    metrics.SCHEDULE_TICKS.add(name, outcome.value)
