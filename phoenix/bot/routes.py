"""Which handler deals with what: commands, buttons, and texts that are neither."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

from phoenix.bot.turn import Turn

Handle: TypeAlias = Callable[[Turn, str], Awaitable[None]]
Press: TypeAlias = Callable[[Turn, tuple[str, ...]], Awaitable[None]]

NO_BUTTONS: Mapping[str, Press] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Command:
    """A command.

    Attributes:
        names: without the stroke; the first one is Portuguese, the others are aliases.
        handle: called with what follows the command.
        title: key of the text that describes it in the menu; None: it is not in the menu.
        shown: under which of its names the menu of a language has it, if not under the first.
        admin: whether it is for admins of the bot; others get the answer to an unknown command.
    """

    names: tuple[str, ...]
    handle: Handle
    title: str | None = None
    shown: Mapping[str, str] = field(default_factory=dict)
    admin: bool = False


@dataclass(frozen=True, slots=True)
class Routes:
    """What one part of the bot deals with.

    Attributes:
        commands: see :class:`Command`.
        buttons: by action; called with the arguments. A handler raises ``ValueError`` where it
            cannot read them: the button is old.
        text: deals with a text that is no command; at most one part has it.
    """

    commands: tuple[Command, ...] = ()
    buttons: Mapping[str, Press] = field(default_factory=lambda: NO_BUTTONS)
    text: Handle | None = None


def together(parts: Iterable[Routes]) -> Routes:
    """All routes in one.

    Raises:
        ValueError: two parts deal with the same.
    """
    commands: list[Command] = []
    buttons: dict[str, Press] = {}
    text: Handle | None = None
    for part in parts:
        commands += part.commands
        if twice := buttons.keys() & part.buttons.keys():
            raise ValueError(f"two parts deal with the buttons {sorted(twice)}")
        buttons |= part.buttons
        if text is not None and part.text is not None:
            raise ValueError("two parts deal with plain texts")
        text = text or part.text
    names = [name for command in commands for name in command.names]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"two parts deal with the commands {sorted(twice)}")
    return Routes(tuple(commands), MappingProxyType(buttons), text)
