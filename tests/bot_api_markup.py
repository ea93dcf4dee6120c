"""Keyboards as Telegram takes them; what it would refuse is refused."""

import re
from typing import Any
from urllib.parse import urlsplit

from bot_api_faults import bad
from bot_api_http import Parameters
from bot_api_reading import record

DATA = 64  # bytes
ROW = 8
ALL = 100

_ACTIONS = (
    "callback_data", "url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "web_app", "login_url", "copy_text", "pay",
    "callback_game",
)  # fmt: skip
_OTHERS = {"keyboard", "remove_keyboard", "force_reply"}


def keyboard(asked: Parameters) -> dict[str, Any] | None:
    """What stands under a message; None where nothing does.

    Raises:
        Refused: Telegram takes no such keyboard.
    """
    markup = record(asked, "reply_markup")
    if not markup or markup.keys() & _OTHERS:
        return markup or None
    lines = markup.get("inline_keyboard")
    if not isinstance(lines, list) or not all(isinstance(line, list) for line in lines):
        raise bad("object expected as reply markup")
    if max(map(len, lines), default=0) > ROW or sum(map(len, lines)) > ALL:
        raise bad("REPLY_MARKUP_TOO_LONG")
    for line in lines:
        for button in line:
            _check(button)
    return {"inline_keyboard": [line for line in lines if line]} if any(lines) else None


def buttons(markup: Any) -> list[list[dict[str, Any]]]:
    """Rows of the buttons under a message."""
    return list((markup or {}).get("inline_keyboard", []))


def _check(button: Any) -> None:
    if not isinstance(button, dict):
        raise bad("can't parse inline keyboard button: expected an Object")
    if not isinstance(button.get("text"), str):
        raise bad("can't parse inline keyboard button: Can't find field \"text\"")
    told = [name for name in _ACTIONS if button.get(name) is not None]
    if not button["text"].strip():
        raise bad("inline keyboard button text is empty")
    if not told or button.get("callback_data") == "":
        raise bad(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if len(told) > 1:
        raise bad("can't parse inline keyboard button: exactly one optional field must be used")
    if len(str(button.get("callback_data", "")).encode()) > DATA:
        raise bad("BUTTON_DATA_INVALID")
    if "url" in told:
        _check_url(str(button["url"]))


def _check_url(address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https", "tg"}:
        why = "Unsupported URL protocol" if parts.scheme else "Wrong HTTP URL"
        raise bad(f"inline keyboard button URL '{address}' is invalid: {why}")
    if parts.scheme != "tg" and not re.search(r"[\w-]\.\w|^localhost", parts.hostname or ""):
        raise bad(f"inline keyboard button URL '{address}' is invalid: Wrong HTTP URL")
