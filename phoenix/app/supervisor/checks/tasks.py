"""Background tasks that have ended though they should not."""

from collections.abc import Sequence
from typing import Protocol

from phoenix.app.supervisor.check import Check, Found, found

DEAD = "dead"  # failed, and not begun anew by itself


class TaskState(Protocol):
    """A background task: ``condition`` is running, waiting, dead or ended."""

    @property
    def name(self) -> str:
        """Its own."""
        ...

    @property
    def condition(self) -> str:
        """What it is about."""
        ...

    @property
    def error(self) -> str | None:
        """What it died of."""
        ...


class Tasks(Protocol):
    """A registry of background tasks: ``phoenix.app.background.Background``."""

    def states(self) -> Sequence[TaskState]:
        """All of them."""
        ...

    def revive(self, name: str) -> bool:
        """Begin a dead one anew; False if it is not dead."""
        ...


def dead_tasks(tasks: Tasks) -> Check:
    """Tasks that are dead; each is revived.

    Args:
        tasks: of this process.
    """

    async def look() -> Found:
        return found(f"{task.name}: {task.error or 'no reason'}" for task in _dead(tasks))

    async def revive() -> int:
        return sum(tasks.revive(task.name) for task in _dead(tasks))

    return Check("background tasks", look, "Restart the service, and report its log", mend=revive)


def _dead(tasks: Tasks) -> list[TaskState]:
    return [task for task in tasks.states() if task.condition == DEAD]
