"""What only one process does: works that begin and end with the lead, and the schedules."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Protocol

from phoenix import metrics
from phoenix.app.health import Condition
from phoenix.app.leader import Leadership, Lease, make_lock
from phoenix.app.places import data_dir
from phoenix.app.schedules import Outcome, Schedules
from phoenix.app.settings import Settings
from phoenix.store.store import Store
from phoenix.tasks import end, spawn

ENDING = 1.0  # seconds


class Work(Protocol):
    """Something that only a leader does."""

    async def on_won(self, epoch: int) -> None:
        """Begin."""
        ...

    async def on_lost(self, reason: str) -> None:
        """End; afterwards nothing of it goes on."""
        ...


class Whilst:
    """Work that runs while this process leads, or until it has ended by itself."""

    def __init__(self, name: str, run: Callable[[], Coroutine[Any, Any, Any]]) -> None:
        self._name = name
        self._run = run
        self._running: asyncio.Task[Any] | None = None

    async def on_won(self, epoch: int) -> None:
        """Begin it, whichever epoch it is."""
        del epoch
        self._running = spawn(self._run(), name=self._name)

    async def on_lost(self, reason: str) -> None:
        """Cut it off, whatever the reason."""
        del reason
        running, self._running = self._running, None
        if running is not None:
            await end([running], ENDING)


class Leading:
    """A candidate for the lead, and what it does once it leads.

    Args:
        settings: of the service.
        store: opened before it starts.
    """

    def __init__(self, settings: Settings, store: Store) -> None:
        self.lease = Lease(settings.lease_seconds)
        self.schedules = Schedules(store, on_tick=_count, lease=self.lease)
        self.works: list[Work] = []
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

    async def condition(self) -> Condition:
        """For ``/health``: who leads; that another does is well too."""
        epoch = self.leadership.epoch
        return Condition(
            detail="another leads, or soon will" if epoch is None else f"epoch {epoch}"
        )

    async def _won(self, epoch: int) -> None:
        for work in self.works:
            await work.on_won(epoch)
        await self.schedules.run(epoch)

    async def _lost(self, reason: str) -> None:
        async with asyncio.TaskGroup() as together:
            together.create_task(self.schedules.stop())
            for work in self.works:
                together.create_task(work.on_lost(reason))


def _secret(secret: Any) -> str | None:
    return None if secret is None else str(secret.get_secret_value())


def _count(name: str, outcome: Outcome, _seconds: float) -> None:
    metrics.SCHEDULE_TICKS.add(name, outcome.value)
