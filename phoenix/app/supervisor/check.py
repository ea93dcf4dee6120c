"""What is looked for, and how it is mended."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

LIMIT = 10.0  # seconds
NAMED = 5  # of many that were found


@dataclass(frozen=True, slots=True)
class Found:
    """How many things are not as they should be, and which, in words for people."""

    count: int = 0
    detail: str = ""


NOTHING = Found()

Look: TypeAlias = Callable[[], Awaitable[Found] | Found]
Mend: TypeAlias = Callable[[], Awaitable[int] | int]


def always() -> bool:
    """Anywhere, at any time."""
    return True


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that may go wrong by itself.

    Plain functions are run in a thread of their own, coroutine functions in the loop.

    Attributes:
        name: short, lower-case, the same for ever: metrics and reports tell checks apart by it.
        look: what is not as it should be; changes nothing.
        cure: what a person does about what is found and not mended.
        mend: mends what was found, and answers how many of it; None: nothing here can.
        where: whether this process is the one that mends, asked each time.
        every: seconds between two looks, at least: what reads much is looked at rarely.
        limit: seconds that looking may take, and mending as well.
        routine: whether finding something is the order of the day, and no warning.
    """

    name: str
    look: Look
    cure: str
    mend: Mend | None = None
    where: Callable[[], bool] = always
    every: float = 0.0
    limit: float = LIMIT
    routine: bool = False


def found(lines: Iterable[str]) -> Found:
    """A thing for each line; the first few are told in full."""
    listed = tuple(lines)
    more = len(listed) - NAMED
    told = [*listed[:NAMED], f"and {more} more"] if more > 0 else listed
    return Found(len(listed), "; ".join(told))
