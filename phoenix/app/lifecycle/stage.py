"""A part of the program, and in which order such parts start."""

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Any

LIMIT = 5.0


async def _nothing() -> None:
    """The start or stop of a stage that has none."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the program: its name, how it starts and stops, and how long each may take.

    ``start`` and ``stop`` may be plain or coroutine functions without arguments; a plain one runs
    in a thread of its own. Limits are in seconds. ``needs`` names the stages that start before
    this one and stop after it; a stage that is not enabled is as if it were not there.
    """

    name: str
    start: Callable[[], Any] = _nothing
    stop: Callable[[], Any] = _nothing
    start_limit: float = LIMIT
    stop_limit: float = LIMIT
    needs: tuple[str, ...] = ()
    enabled: bool = True


def in_order(stages: Sequence[Stage]) -> tuple[Stage, ...]:
    """The enabled stages, each after what it needs, and else as they are listed.

    Raises:
        ValueError: two have one name, one needs what is not listed, or some need each other.
    """
    listed = {stage.name: stage for stage in stages}
    if len(listed) != len(stages):
        names = [stage.name for stage in stages]
        raise ValueError(f"stages need names of their own: {names}")
    for stage in stages:
        for need in stage.needs:
            if need not in listed:
                raise ValueError(f"stage {stage.name} needs {need}, which is no stage")
    enabled = {name: stage for name, stage in listed.items() if stage.enabled}
    needs = {name: [n for n in stage.needs if n in enabled] for name, stage in enabled.items()}
    return tuple(enabled[name] for name in _sorted(needs))


def _sorted(needs: dict[str, list[str]]) -> Iterator[str]:
    """Of those whose needs have come, always the one that is listed first."""
    sorter = TopologicalSorter(needs)
    try:
        sorter.prepare()
    except CycleError as error:
        raise ValueError(f"stages need each other: {' -> '.join(error.args[1])}") from None
    places = {name: place for place, name in enumerate(needs)}
    free: list[tuple[int, str]] = []
    while sorter.is_active():
        for name in sorter.get_ready():
            heapq.heappush(free, (places[name], name))
        _, first = heapq.heappop(free)
        yield first
        sorter.done(first)
