"""Ten of a list at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from phoenix.bot.screen import Row
from phoenix.bot.turn import Turn

T = TypeVar("T")

TEN = 10


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A part of a list: the page's number from 0, how many there are, how many things in all."""

    number: int
    pages: int
    total: int
    shown: Sequence[T]


def page_of(things: Sequence[T], number: int, size: int = TEN) -> Page[T]:
    """A page; where the list has become shorter, its last one.

    Raises:
        ValueError: the number is below 0.
    """
    if number < 0:
        raise ValueError(f"no page {number}")
    pages = max(1, -(-len(things) // size))
    number = min(number, pages - 1)
    return Page(number, pages, len(things), things[number * size : (number + 1) * size])


def turning(turn: Turn, page: Page[T], action: str, *arguments: object) -> tuple[Row, ...]:
    """The row that leads to the pages beside this one; the page's number is the last argument."""
    buttons = []
    if page.number > 0:
        back = turn.words.label("matches-page-before")
        buttons.append(turn.button(back, action, *arguments, page.number - 1))
    if page.number < page.pages - 1:
        on = turn.words.label("matches-page-after", page=page.number + 2, pages=page.pages)
        buttons.append(turn.button(on, action, *arguments, page.number + 1))
    return (tuple(buttons),) if buttons else ()
