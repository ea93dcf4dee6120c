"""The list of commands beside the text field, and what the bot says of itself."""

from collections import Counter

import pytest
from bot_api_server import TOKEN
from telegram import Bot, BotCommand, BotDescription, BotName, BotShortDescription
from telegram.error import BadRequest, TimedOut

from phoenix.bot.menus import IN_GROUPS, menus, set_menus
from phoenix.bot.routes import Command, Routes
from phoenix.bot.texts import LANGUAGES, say

ADMIN = 42


async def handle(turn, rest):
    """Does nothing."""


ROUTES = Routes(
    (
        Command(("jogos", "today"), handle, "command-jogos", {"en": "today"}),
        Command(("bingo",), handle, "command-bingo"),
        Command(("secret",), handle),
        Command(("status",), handle, "command-sobre", admin=True),
    )
)


class Kept:
    """Stands in for ``telegram.Bot``: keeps what it is told, as Telegram does."""

    def __init__(self, *faults):
        self.faults = list(faults)
        self.commands = {}
        self.texts = {}
        self.sets = Counter()

    def _set(self, what, where, value):
        self.sets[what] += 1
        if self.faults:
            raise self.faults.pop()
        where[value[0]] = value[1]

    async def get_my_commands(self, scope, code):
        return self.commands.get((scope, code), ())

    async def set_my_commands(self, commands, scope, code):
        self._set("commands", self.commands, ((scope, code), tuple(commands)))

    async def get_my_name(self, code):
        return BotName(self.texts.get(("name", code), ""))

    async def set_my_name(self, text, code):
        self._set("name", self.texts, (("name", code), text))

    async def get_my_description(self, code):
        return BotDescription(self.texts.get(("description", code), ""))

    async def set_my_description(self, text, code):
        self._set("description", self.texts, (("description", code), text))

    async def get_my_short_description(self, code):
        return BotShortDescription(self.texts.get(("short", code), ""))

    async def set_my_short_description(self, text, code):
        self._set("short", self.texts, (("short", code), text))


def shown(code, scope):
    """The names of the commands in one menu."""
    [menu] = [
        menu for menu in menus(ROUTES, [ADMIN]) if (menu.code, menu.scope.type) == (code, scope)
    ]
    return [command.command for command in menu.commands]


def test_private_chats_see_everybody_s_commands():
    """Those with a title; in each language by the name it knows best."""
    assert shown(None, "all_private_chats") == shown("pt", "all_private_chats")
    assert shown("pt", "all_private_chats") == ["jogos", "bingo"]
    assert shown("en", "all_private_chats") == ["today", "bingo"]


def test_groups_see_fewer():
    """What is for a chat of one's own is left out."""
    assert shown("pt", "all_group_chats") == ["jogos"]


def test_admins_see_theirs_besides():
    """In their own chats alone."""
    assert shown("es", "chat") == ["jogos", "bingo", "status"]


def test_titles_are_in_the_language_of_the_menu():
    """Each menu in one."""
    titles = {(m.code, c.description) for m in menus(ROUTES, []) for c in m.commands}
    assert ("es", say("es", "command-jogos")) in titles
    assert (None, say("pt-BR", "command-jogos")) in titles


async def test_what_telegram_knows_already_is_not_set_again():
    """It minds when that is done often."""
    bot = Kept()
    await set_menus(bot, ROUTES, [ADMIN])
    assert bot.sets == {"commands": 12, "name": 4, "description": 4, "short": 4}
    await set_menus(bot, ROUTES, [ADMIN])
    assert bot.sets.total() == 24


async def test_only_what_differs_is_set():
    """A command that is new, in the menus that show it."""
    bot = Kept()
    await set_menus(bot, ROUTES, [ADMIN])
    bot.sets.clear()
    more = Command(("simples",), handle, "command-simples")
    await set_menus(bot, Routes((*ROUTES.commands, more)), [ADMIN])
    assert bot.sets == {"commands": 8}


@pytest.mark.parametrize("fault", [BadRequest("Bad Request"), TimedOut()])
async def test_what_fails_is_logged_and_costs_nothing_else(fault, caplog):
    """The bot starts all the same; all others are set."""
    bot = Kept(fault)
    await set_menus(bot, ROUTES, [])
    assert len(bot.commands) == 7
    assert caplog.text.count("menu not set") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_of_the_bot_fits(language):
    """Telegram's limits: 64 characters, 512 and 120."""
    assert len(say(language, "commands-bot-name")) <= 64
    assert len(say(language, "commands-bot-description")) <= 512
    assert len(say(language, "commands-bot-short-description")) <= 120


def test_menus_are_such_as_telegram_takes():
    """At most 100 commands; names of 32 characters, titles of 256."""
    for menu in menus(ROUTES, [ADMIN]):
        assert 0 < len(menu.commands) <= 100
        assert all(isinstance(command, BotCommand) for command in menu.commands)
        assert all(len(c.command) <= 32 and 0 < len(c.description) <= 256 for c in menu.commands)


def test_what_groups_see_has_a_name():
    """None is left out by a misspelling."""
    assert all(name.isascii() and name.islower() for name in IN_GROUPS)


async def test_telegram_shows_the_menus_that_were_set(telegram):
    """Each user those of a language and scope; asked again, nothing is set again."""

    def set_so_far():
        return sum(call.method.startswith("setMy") for call in telegram.calls)

    async with Bot(TOKEN, f"{telegram.url}/bot") as bot:
        await set_menus(bot, ROUTES, [])
        once = set_so_far()
        await set_menus(bot, ROUTES, [])
    assert set_so_far() == once > 0
    assert telegram.profile.menu(7, "en") == ["today", "bingo"]
    assert telegram.profile.menu(7, "de") == ["jogos", "bingo"]
    assert telegram.profile.texts["description", "es"] == say("es", "commands-bot-description")
