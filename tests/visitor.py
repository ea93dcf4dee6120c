"""Somebody in a chat with the bot: writes commands and texts, and presses buttons."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from phoenix.bot.chat import Chat, Kind
from phoenix.bot.letter import Letter
from phoenix.bot.routes import Routes
from phoenix.bot.screen import Button, Screen
from phoenix.bot.signing import Signer
from phoenix.bot.turn import Turn, User

ZONE = ZoneInfo("America/Sao_Paulo")


async def _leads() -> bool:
    return True


def a_chat(**unusual: Any) -> Chat:
    """A private chat in Brazilian Portuguese; each test names only what is unusual in it."""
    usual = {
        "id": 7, "kind": Kind.PRIVATE, "language": "pt-BR", "zone": ZONE, "min_confidence": 6.0,
        "is_new": False,
    }  # fmt: skip
    return Chat(**{**usual, **unusual})


def a_user(**unusual: Any) -> User:
    """A user who is no admin of the bot, and leads every group."""
    return User(**{"id": 7, "name": "Ana", "is_admin": False, "leads_group": _leads, **unusual})


@dataclass
class Visitor:
    """Each of its doings is one update; the turn that is given back tells what comes of it."""

    chat: Chat = field(default_factory=a_chat)
    user: User = field(default_factory=a_user)
    signer: Signer = field(default_factory=lambda: Signer(b"a key of the tests"))
    updates: int = 0

    def turn(self, **unusual: Any) -> Turn:
        """A turn of the next update."""
        self.updates += 1
        return Turn(self.updates, self.chat, self.user, self.signer, **unusual)

    async def sends(self, routes: Routes, text: str) -> Turn:
        """Write a text: ``/jogos 25/12`` meets its command, anything else the part for texts."""
        turn = self.turn()
        name, _, rest = text.removeprefix("/").partition(" ")
        if not text.startswith("/"):
            assert routes.text is not None
            await routes.text(turn, text)
            return turn
        [command] = [command for command in routes.commands if name in command.names]
        await command.handle(turn, rest)
        return turn

    async def presses(self, routes: Routes, button: Button, *, message: int = 1) -> Turn:
        """Press a button under a message."""
        action, *arguments = self.meant(button)
        turn = self.turn(pressed=message)
        await routes.buttons[action](turn, tuple(arguments))
        return turn

    def meant(self, button: Button) -> tuple[str, ...]:
        """What a button says: its action and arguments; its signature is this chat's."""
        assert button.data is not None
        pressed = self.signer.read(self.chat.id, button.data)
        assert pressed is not None
        return (pressed.action, *pressed.arguments)


def only(turn: Turn) -> Letter:
    """The one letter of a turn."""
    [letter] = turn.letters
    return letter


def shown(turn: Turn) -> Screen:
    """What its one letter shows."""
    screen = only(turn).screen
    assert screen is not None
    return screen


def buttons(screen: Screen) -> tuple[Button, ...]:
    """All buttons from left to right and top to bottom."""
    return tuple(button for row in screen.buttons for button in row)


def labelled(screen: Screen, part: str) -> Button:
    """The one button on which ``part`` stands."""
    [button] = [button for button in buttons(screen) if part in button.text]
    return button


def labels(of: Iterable[Button]) -> list[str]:
    """What stands on them."""
    return [button.text for button in of]
