"""How a service is: its parts say so themselves, when somebody asks.

A part that does not answer in time is failing and holds up no answer; one that was just asked is
not asked again. So a flood of questions costs a database few queries.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from typing import TypeAlias

import structlog

from phoenix import __version__
from phoenix.app.errors import PhoenixError
from phoenix.app.polled import Polled
from phoenix.bounded import Overdue

log = structlog.get_logger(__name__)

LIMIT = 2.0  # seconds for a probe
KEPT = 1.0  # seconds for which its answer holds

SERVICE = "service"


class State(StrEnum):
    """Ok works; degraded works with less; failing does not."""

    OK = "ok"
    DEGRADED = "degraded"
    FAILING = "failing"


@dataclass(frozen=True, slots=True)
class Condition:
    """What a probe says: a state, why, and since when if it knows.

    The detail is shown to whoever asks, so it never holds a secret.
    """

    state: State = State.OK
    detail: str = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the service in its state; ``since`` is when it was first seen in it, at least."""

    name: str
    state: State
    detail: str
    since: datetime


@dataclass(frozen=True, slots=True)
class PluginState:
    """A plugin, whether it takes part, and why not."""

    id: str
    verdict: str
    reason: str


@dataclass(frozen=True, slots=True)
class Summary:
    """All that is known of a service; ``status`` is that of its worst part."""

    status: State
    version: str
    role: str
    parts: tuple[Part, ...]
    plugins: tuple[PluginState, ...]


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether work may be sent here; if not, the parts that stand in the way."""

    ready: bool
    missing: tuple[Part, ...]


Probe: TypeAlias = Callable[[], Awaitable[Condition]]


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _no_plugins() -> Iterable[PluginState]:
    return ()


class Health:
    """Knows the parts of a service, and asks them.

    It begins not ready, is ready from :meth:`open` on if its parts are, and never again from
    :meth:`closing` on.

    Args:
        role: which part of Phoenix runs here.
        plugins: tells of the plugins.
        now: the clock.
        limit: seconds that a probe may take.
        kept: seconds for which its answer holds, whoever asks.
        version: of Phoenix.
        redact: takes secrets out of a detail, should one ever have come into it.
    """

    def __init__(
        self,
        role: str,
        *,
        plugins: Callable[[], Iterable[PluginState]] = _no_plugins,
        now: Callable[[], datetime] = _utc_now,
        limit: float = LIMIT,
        kept: float = KEPT,
        version: str = __version__,
        redact: Callable[[str], str] = str,
    ) -> None:
        self.role = role
        self.version = version
        self._plugins = plugins
        self._now = now
        self._limit = limit
        self._kept = kept
        self._redact = redact
        self._probes: dict[str, Polled[Part]] = {}
        self._needed: set[str] = set()
        self._seen: dict[str, Part] = {}
        self._service = Condition(State.FAILING, "it is starting")
        self.add(SERVICE, self._own, ready=True, kept=0.0)

    def add(self, name: str, probe: Probe, *, ready: bool, kept: float | None = None) -> None:
        """Ask ``probe`` how the part is; what it raises is a failing part.

        Args:
            name: of the part.
            probe: never called twice at a time.
            ready: whether the service is ready only if this part is not failing.
            kept: seconds for which an answer holds, if others than usual.

        Raises:
            ValueError: there is one of that name.
        """
        if name in self._probes:
            raise ValueError(f"two parts are called {name}")

        async def asked() -> Part:
            return self._part(name, await probe())

        self._probes[name] = Polled(
            asked,
            partial(self._failed, name),
            limit=self._limit,
            kept=self._kept if kept is None else kept,
        )
        if ready:
            self._needed.add(name)

    def open(self) -> None:
        """Preflight has passed, and all has started."""
        self._service = Condition()

    def closing(self) -> None:
        """It stops: work shall go elsewhere."""
        self._service = Condition(State.FAILING, "it is stopping")

    async def summary(self) -> Summary:
        """How all parts are."""
        parts = await self._ask(self._probes)
        worst = max((part.state for part in parts), key=list(State).index)
        plugins = (replace(one, reason=self._redact(one.reason)) for one in self._plugins())
        return Summary(worst, self.version, self.role, parts, tuple(plugins))

    async def readiness(self) -> Readiness:
        """Whether it is ready, and what is missing if not."""
        parts = await self._ask(name for name in self._probes if name in self._needed)
        missing = tuple(part for part in parts if part.state is State.FAILING)
        return Readiness(not missing, missing)

    async def is_ready(self) -> bool:
        """Whether work may be sent here."""
        return (await self.readiness()).ready

    async def _ask(self, names: Iterable[str]) -> tuple[Part, ...]:
        """All at once, in their order."""
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self._probes[name].value()) for name in names]
        return tuple(task.result() for task in tasks)

    async def _own(self) -> Condition:
        return self._service

    def _failed(self, name: str, error: Exception) -> Part:
        """Of what is not ours only the kind is shown: its text may hold anything."""
        told = isinstance(error, PhoenixError | Overdue)
        detail = str(error) if told else type(error).__name__
        return self._part(name, Condition(State.FAILING, detail), None if told else error)

    def _part(self, name: str, told: Condition, error: Exception | None = None) -> Part:
        before = self._seen.get(name)
        same = before is not None and before.state is told.state
        since = told.since or (before.since if before is not None and same else self._now())
        part = self._seen[name] = Part(name, told.state, self._redact(told.detail), since)
        if not same:
            self._tell(part, before, error)
        return part

    def _tell(self, part: Part, before: Part | None, error: Exception | None) -> None:
        """A change is told once; starting, stopping and being well from the start are none."""
        if part.name == SERVICE or (before is None and part.state is State.OK):
            return
        tell = log.info if part.state is State.OK else log.warning
        was = before.state.value if before else None
        tell(
            "health changed", part=part.name, state=part.state.value, was=was,
            detail=part.detail, exc_info=error,
        )  # fmt: skip
