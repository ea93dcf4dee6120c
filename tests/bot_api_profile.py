"""How the bot presents itself, as the loopback Bot API server keeps it: by scope and language."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from bot_api_chats import BOT, Chats
from bot_api_faults import bad
from bot_api_http import Parameters
from bot_api_reading import number, record, rows, text, units

MOST_COMMANDS = 100
LENGTHS = {"name": 64, "description": 512, "short_description": 120}  # UTF-16 units

Key = tuple[str, str]  # scope, language

_SCOPES = {
    "default", "all_private_chats", "all_group_chats", "all_chat_administrators", "chat",
    "chat_administrators", "chat_member",
}  # fmt: skip


class Profile:
    """Commands, descriptions and the menu button."""

    def __init__(self, chats: Chats) -> None:
        self._chats = chats
        self.commands: dict[Key, list[Any]] = {}
        self.texts: dict[tuple[str, str], str] = {}
        self.menu_buttons: dict[int, Any] = {}

    def methods(self) -> dict[str, Callable[[Parameters], Any]]:
        """By their names."""
        return {
            "getMe": self.me, "setMyCommands": self.set_commands,
            "getMyCommands": self.get_commands, "deleteMyCommands": self.delete_commands,
            "setMyName": self._setting("name"), "getMyName": self._getting("name"),
            "setMyDescription": self._setting("description"),
            "getMyDescription": self._getting("description"),
            "setMyShortDescription": self._setting("short_description"),
            "getMyShortDescription": self._getting("short_description"),
            "setChatMenuButton": self.set_menu_button, "getChatMenuButton": self.menu_button,
        }  # fmt: skip

    def me(self, _asked: Parameters) -> dict[str, Any]:
        """``getMe``."""
        return {
            **BOT, "can_join_groups": True, "can_read_all_group_messages": False,
            "supports_inline_queries": True, "can_connect_to_business": False,
            "has_main_web_app": False,
        }  # fmt: skip

    def set_commands(self, asked: Parameters) -> bool:
        """``setMyCommands``."""
        commands = rows(asked, "commands")
        if len(commands) > MOST_COMMANDS:
            raise bad("BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            _check(command)
        self.commands[self._key(asked)] = commands
        return True

    def get_commands(self, asked: Parameters) -> list[Any]:
        """``getMyCommands``: of exactly this scope and language."""
        return self.commands.get(self._key(asked), [])

    def delete_commands(self, asked: Parameters) -> bool:
        """``deleteMyCommands``."""
        self.commands.pop(self._key(asked), None)
        return True

    def menu(self, chat: int, language: str) -> list[str]:
        """The commands that a user sees in a chat, by the narrowest scope that has any."""
        for scope in _scopes(chat):
            for tongue in (language[:2], ""):
                if found := self.commands.get((scope, tongue)):
                    return [command["command"] for command in found]
        return []

    def set_menu_button(self, asked: Parameters) -> bool:
        """``setChatMenuButton``."""
        self.menu_buttons[number(asked, "chat_id")] = record(asked, "menu_button")
        return True

    def menu_button(self, asked: Parameters) -> Any:
        """``getChatMenuButton``."""
        return self.menu_buttons.get(number(asked, "chat_id"), {"type": "default"})

    def _key(self, asked: Parameters) -> Key:
        scope, language = record(asked, "scope"), text(asked, "language_code")
        kind = str(scope.get("type", "default"))
        if kind not in _SCOPES:
            raise bad("can't parse BotCommandScope: unsupported type specified")
        if language and not re.fullmatch("[a-z]{2}", language):
            raise bad("invalid language code specified")
        parts = [kind]
        if "chat" in kind and "all" not in kind:
            parts.append(str(self._chats.named(scope).id))
        if kind == "chat_member":
            parts.append(str(number(scope, "user_id")))
        return ":".join(parts), language

    def _setting(self, what: str) -> Callable[[Parameters], bool]:
        def put(asked: Parameters) -> bool:
            words = text(asked, what)
            if units(words) > LENGTHS[what]:
                raise bad(f"bot {what.replace('_', ' ')} is too long")
            self.texts[what, text(asked, "language_code")] = words
            return True

        return put

    def _getting(self, what: str) -> Callable[[Parameters], dict[str, str]]:
        def get(asked: Parameters) -> dict[str, str]:
            own = self.texts.get((what, text(asked, "language_code")), "")
            return {what: own or self.texts.get((what, ""), "")}

        return get


def _scopes(chat: int) -> Iterator[str]:
    yield f"chat:{chat}"
    yield "all_private_chats" if chat > 0 else "all_group_chats"
    yield "default"


def _check(command: Any) -> None:
    if not isinstance(command, dict):
        raise bad("can't parse BotCommand: expected an Object")
    if not re.fullmatch("[a-z0-9_]{1,32}", str(command.get("command", "")).removeprefix("/")):
        raise bad("BOT_COMMAND_INVALID")
    if not 1 <= units(str(command.get("description", ""))) <= 256:
        raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
