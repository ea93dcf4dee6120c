"""How the loopback Bot API server reads what it is given: forms tell everything as text."""

import json
from typing import Any

from bot_api_faults import bad
from bot_api_http import Parameters


def number(asked: Parameters, name: str, default: int = 0) -> int:
    """A whole number, from text too."""
    try:
        return int(asked.get(name, default))
    except (TypeError, ValueError):
        raise bad(f"invalid {name} specified") from None


def text(asked: Parameters, name: str) -> str:
    """A text; empty without one."""
    return str(asked.get(name) or "")


def read_json(asked: Parameters, name: str) -> Any:
    """What is no plain value comes as JSON within a form; None without one."""
    value = asked.get(name)
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value) if value else None
    except ValueError:
        raise bad(f"can't parse {name} JSON object") from None


def record(asked: Parameters, name: str) -> dict[str, Any]:
    """An object; an empty one without."""
    value = read_json(asked, name)
    if value is not None and not isinstance(value, dict):
        raise bad("object expected as " + name.replace("_", " "))
    return value or {}


def rows(asked: Parameters, name: str) -> list[Any]:
    """A list; an empty one without."""
    value = read_json(asked, name)
    if value is not None and not isinstance(value, list):
        raise bad(f"expected an Array of {name}")
    return value or []


def flag(asked: Parameters, name: str) -> bool:
    """Whether it is said to be so."""
    return asked.get(name) in {True, "true", "True", "1"}


def units(words: str) -> int:
    """UTF-16 units, in which Telegram counts."""
    return len(words.encode("utf-16-le", "surrogatepass")) // 2
