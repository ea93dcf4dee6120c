"""The list of commands beside the text field, and what the bot says of itself before a chat.

Telegram keeps them for each language and scope. They are asked for first, and set only where they
differ: Telegram minds when they are set often.
"""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import TelegramError

from phoenix.bot.routes import Command, Routes
from phoenix.bot.texts import LANGUAGES, say

log = structlog.get_logger(__name__)

FIRST = LANGUAGES[0]

# Telegram's code of a menu, None for whoever has none of these, and the language that it is in.
CODES = ((None, FIRST), *((language.split("-")[0], language) for language in LANGUAGES))

IN_GROUPS = frozenset(
    {
        "jogos", "analisar", "liga", "gols", "escanteios", "ambas", "resultado", "cartoes",
        "configuracoes", "ajuda",
    }
)  # fmt: skip
"""By their first names; the others are for a chat of one's own."""


@dataclass(frozen=True, slots=True)
class Menu:
    """The commands that are shown to some in one language."""

    scope: BotCommandScope
    code: str | None
    commands: tuple[BotCommand, ...]


async def set_menus(bot: Bot, routes: Routes, admins: Sequence[int]) -> None:
    """Have Telegram show our commands and texts; what fails is logged, and stays as it was."""
    for menu in menus(routes, admins):
        await _tried("commands", menu.code, partial(_set_commands, bot, menu))
    for code, language in CODES:
        for what, set_text in _TEXTS.items():
            await _tried(what, code, partial(set_text, bot, code, language))


def menus(routes: Routes, admins: Sequence[int]) -> Iterator[Menu]:
    """The commands for each scope and language."""
    known = [command for command in routes.commands if command.title is not None]
    own = [command for command in known if not command.admin]
    shared = [command for command in own if command.names[0] in IN_GROUPS]
    scopes: list[tuple[BotCommandScope, list[Command]]] = [
        (BotCommandScopeAllPrivateChats(), own),
        (BotCommandScopeAllGroupChats(), shared),
        *((BotCommandScopeChat(admin), known) for admin in admins),
    ]
    for scope, commands in scopes:
        for code, language in CODES:
            yield Menu(scope, code, tuple(_shown(command, language) for command in commands))


def _shown(command: Command, language: str) -> BotCommand:
    title = command.title or ""
    return BotCommand(command.shown.get(language, command.names[0]), say(language, title))


async def _set_commands(bot: Bot, menu: Menu) -> bool:
    if await bot.get_my_commands(menu.scope, menu.code) == menu.commands:
        return False
    await bot.set_my_commands(menu.commands, menu.scope, menu.code)
    return True


async def _set_name(bot: Bot, code: str | None, language: str) -> bool:
    name = say(language, "commands-bot-name")
    if (await bot.get_my_name(code)).name == name:
        return False
    await bot.set_my_name(name, code)
    return True


async def _set_description(bot: Bot, code: str | None, language: str) -> bool:
    text = say(language, "commands-bot-description")
    if (await bot.get_my_description(code)).description == text:
        return False
    await bot.set_my_description(text, code)
    return True


async def _set_short_description(bot: Bot, code: str | None, language: str) -> bool:
    text = say(language, "commands-bot-short-description")
    if (await bot.get_my_short_description(code)).short_description == text:
        return False
    await bot.set_my_short_description(text, code)
    return True


_TEXTS = {
    "name": _set_name,
    "description": _set_description,
    "short description": _set_short_description,
}


async def _tried(what: str, code: str | None, work: Callable[[], Awaitable[bool]]) -> None:
    """A menu that is not set costs nobody an answer."""
    try:
        if await work():
            log.info("menu set", what=what, language=code)
    except TelegramError as fault:
        log.warning("menu not set", what=what, language=code, error=str(fault))
