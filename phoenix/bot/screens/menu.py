"""The main menu: whatever the other parts offer, in the place where the command was pressed."""

from collections.abc import Collection, Mapping
from types import MappingProxyType

from phoenix.app.picks import Market
from phoenix.bot.choosing import chosen
from phoenix.bot.database import Database
from phoenix.bot.routes import Command, Handle, Routes
from phoenix.bot.screen import Button, Row, Screen
from phoenix.bot.turn import Turn

ACTION = "menu"
GO = "go"

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "jogos": "menu-jogos",
        "analisar": "menu-analisar",
        "liga": "menu-liga",
        "gols": "menu-gols",
        "escanteios": "menu-escanteios",
        "ambas": "menu-ambas",
        "resultado": "menu-resultado",
        "cartoes": "menu-cartoes",
        "simples": "menu-simples",
        "multipla": "menu-multipla",
        "bingo": "menu-bingo",
        "alertas": "menu-alertas",
        "configuracoes": "menu-configuracoes",
        "ajuda": "menu-ajuda",
    }
)
"""What stands on the button of a command, by the command's first name."""

DAY = ("jogos", "analisar", "liga")
MARKETS: Mapping[str, str] = MappingProxyType(
    {
        "gols": Market.GOALS,
        "escanteios": Market.CORNERS,
        "ambas": Market.BOTH_SCORE,
        "resultado": Market.RESULT,
        "cartoes": Market.CARDS,
    }
)
"""The markets that may come first in a chat, by their commands."""

SLIPS = ("simples", "multipla", "bingo")
OWN = ("alertas", "configuracoes", "ajuda")


def back(turn: Turn) -> Row:
    """A row that leads to the menu."""
    return (turn.button(turn.words.label("menu-back"), ACTION),)


class Menu:
    """Shows a button for each command of :data:`LABELS` that somebody deals with.

    Args:
        database: knows which markets come first in a chat.
        others: the parts that the buttons lead to.
    """

    def __init__(self, database: Database, others: Routes) -> None:
        self._database = database
        self._handles: Mapping[str, Handle] = {
            command.names[0]: command.handle
            for command in others.commands
            if command.names[0] in LABELS
        }

    def routes(self) -> Routes:
        """The menu, and its way to the others."""
        command = Command(("menu",), self.handle, title="command-menu")
        return Routes((command,), {ACTION: self.press, GO: self.go})

    async def handle(self, turn: Turn, rest: str) -> None:
        """Deal with ``/menu``."""
        del rest
        turn.say(await self.screen(turn))

    async def press(self, turn: Turn, arguments: tuple[str, ...]) -> None:
        """Let the message become the menu."""
        del arguments
        turn.show(await self.screen(turn))

    async def go(self, turn: Turn, arguments: tuple[str, ...]) -> None:
        """Do as the command does.

        Raises:
            ValueError: nobody deals with it any more.
        """
        (name,) = arguments
        handle = self._handles.get(name)
        if handle is None:
            raise ValueError(f"no command {name!r}")
        await handle(turn, "")

    async def screen(self, turn: Turn) -> Screen:
        """The menu itself."""
        stars = await chosen(self._database, turn, "market")
        markets = sorted(MARKETS, key=lambda name: MARKETS[name] not in stars)
        rows = (DAY, markets[:3], markets[3:], SLIPS, OWN)
        buttons = (self._row(turn, names, stars) for names in rows)
        return Screen(turn.words.say("menu-heading"), tuple(row for row in buttons if row))

    def _row(self, turn: Turn, names: Collection[str], stars: Collection[str]) -> Row:
        return tuple(
            _button(turn, name, MARKETS.get(name) in stars)
            for name in names
            if name in self._handles
        )


def _button(turn: Turn, name: str, starred: bool) -> Button:
    label = turn.words.label(LABELS[name])
    return turn.button(f"⭐ {label}" if starred else label, GO, name)
