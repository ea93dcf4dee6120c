"""Fits in the process pool: they hold up neither the loop nor, when they hang, anything else."""

import asyncio
import inspect
import pickle
from collections.abc import Sequence
from typing import Any

import structlog

from phoenix.app import child
from phoenix.bounded import Overdue, as_async, bounded
from phoenix.domain.history import History
from phoenix.host.fitting import FitFailed, Fitter, ThreadFitter
from phoenix.host.loading import Specialist, describe
from phoenix.jobs.cpu import Processes
from phoenix.jobs.faults import ChildDied, TimeLimit

log = structlog.get_logger(__name__)

PICKLING_LIMIT = 10.0  # seconds: megabytes take milliseconds, another's class may hang

Known = tuple[str, str]


class PoolFitter:
    """Has specialists learn in children of a pool.

    What cannot travel to a child and back (a model that is a closure, a coroutine function) is
    fitted in this process; that is found out once, and told once.

    Args:
        processes: the pool; whoever made it closes it.
        warming: what its children do first; told what to import once the plugins are loaded.
        otherwise: who fits what cannot travel.
    """

    def __init__(
        self,
        processes: Processes,
        warming: child.Warming | None = None,
        otherwise: Fitter | None = None,
    ) -> None:
        self._processes = processes
        self._warming = warming or child.Warming()
        self._otherwise = otherwise or ThreadFitter()
        self._staying: set[Known] = set()

    def prepare(self, specialists: Sequence[Specialist]) -> None:
        """Have children import what these need."""
        modules = {type(one.analyzer).__module__: None for one in specialists}
        self._warming.modules = tuple(modules)
        self._otherwise.prepare(specialists)

    async def fit(self, specialist: Specialist, history: History) -> Any:
        """What the specialist makes of the history; the time until a child is free does not count.

        Raises:
            Overdue: it took longer than its deadline; its child was ended.
            FitFailed: it raised, or its child died.
        """
        if _name(specialist) in self._staying or _is_async(specialist):
            return await self._otherwise.fit(specialist, history)
        try:
            return await self._fit_away(specialist, history)
        except _Stays as stays:
            self._tell(specialist, str(stays))
            return await self._otherwise.fit(specialist, history)

    async def _fit_away(self, specialist: Specialist, history: History) -> Any:
        # Off the loop: it may be megabytes, and another's classes have a say in it.
        work = await _travelling(pickle.dumps, (specialist.analyzer, history), child.PROTOCOL)
        outcome = await self._outcome(specialist, work)
        if isinstance(outcome, child.Broken):
            raise FitFailed(outcome.reason)
        if isinstance(outcome, child.Immovable):
            raise _Stays(outcome.reason)
        return await _travelling(pickle.loads, outcome.model)

    async def _outcome(self, specialist: Specialist, work: bytes) -> child.Outcome:
        try:
            return await self._computed(work, specialist.deadline)
        except TimeLimit as late:
            raise Overdue(late.problem) from late
        except ChildDied as died:
            raise FitFailed(died.problem) from died
        except asyncio.CancelledError:
            if (task := asyncio.current_task()) is not None and task.cancelling():
                raise
            raise FitFailed("the pool of processes was closed") from None

    async def _computed(self, work: bytes, limit: float) -> child.Outcome:
        """Once more if the child died before it had any work, which is not this fit's fault."""
        try:
            return await self._processes.run(child.fit, work, limit=limit)
        except ChildDied as died:
            if died.exit_code is not None:
                raise
            return await self._processes.run(child.fit, work, limit=limit)

    def _tell(self, specialist: Specialist, reason: str) -> None:
        self._staying.add(_name(specialist))
        log.warning(
            "plugin cannot be fitted in a child, fits in a thread",
            plugin=specialist.plugin, analyzer=specialist.analyzer.id, reason=reason,
        )  # fmt: skip


class _Stays(Exception):
    """Why a fit cannot be done elsewhere. Caught in this module."""


async def _travelling(pickling: Any, *arguments: Any) -> Any:
    """What a function of ``pickle`` makes of them, in a thread that is waited for only so long."""
    try:
        return await bounded(as_async(pickling)(*arguments), PICKLING_LIMIT)
    except Exception as error:
        raise _Stays(describe(error)) from error


def _is_async(specialist: Specialist) -> bool:
    return inspect.iscoroutinefunction(specialist.analyzer.fit)


def _name(specialist: Specialist) -> Known:
    return (specialist.analyzer.id, specialist.version)
