"""Time zones as buttons, each with its clock."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from phoenix.app import zones
from phoenix.bot.screen import Button, Row
from phoenix.bot.turn import Turn

WIDE = 2


def usual(turn: Turn, action: str, now: datetime) -> tuple[Row, ...]:
    """Those that most users live in; the chat's own is marked."""
    return rows(zone_button(turn, zone, action, now) for zone in zones.USUAL)


def zone_button(turn: Turn, zone: str, action: str, now: datetime) -> Button:
    """A zone: São Paulo · 12:30."""
    clock = replace(turn.words, zone=ZoneInfo(zone)).time(now)
    mark = "✓ " if zone == turn.chat.zone.key else ""
    return turn.button(f"{mark}{city(turn, zone)} · {clock}", action, zone)


def city(turn: Turn, zone: str) -> str:
    """What a zone is named after, in the chat's language."""
    return zones.city(zone, turn.words.language)


def rows(buttons: Iterable[Button], wide: int = WIDE) -> tuple[Row, ...]:
    """Buttons in rows."""
    return tuple(_rows(list(buttons), wide))


def _rows(buttons: list[Button], wide: int) -> Iterator[Row]:
    for start in range(0, len(buttons), wide):
        yield tuple(buttons[start : start + wide])
