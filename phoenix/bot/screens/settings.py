"""``/configuracoes``: what a chat has chosen, all in one message that is edited."""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from phoenix.app import zones
from phoenix.bot.choosing import chosen, keep_settings
from phoenix.bot.database import Database
from phoenix.bot.for_leaders import for_leaders
from phoenix.bot.routes import Command, Routes
from phoenix.bot.screen import Button, Row, Screen
from phoenix.bot.screens.echo import seen
from phoenix.bot.screens.menu import LABELS, MARKETS, back
from phoenix.bot.screens.zone_buttons import city, rows, usual, zone_button
from phoenix.bot.texts import LANGUAGES
from phoenix.bot.turn import Turn

MAIN = "cfg"
LANGUAGE = "cfg_lang"
ZONE = "cfg_tz"
CONFIDENCE = "cfg_conf"
PICTURE = "cfg_pic"
FAVOURITE_MARKETS = "cfg_mkt"
FAVOURITE_LEAGUES = "cfg_lg"
DATA = "data"

NAMES: Mapping[str, str] = MappingProxyType(
    {"pt-BR": "Português (Brasil)", "en": "English", "es": "Español"}
)
ZONE_WORDS = frozenset({"fuso", "zona", "timezone", "zone", "tz"})
CONFIDENCES = tuple(half / 2 for half in range(10, 19))  # 5.0 to 9.0


class Settings:
    """Shows and changes a chat's settings; in a group only its admins change them.

    Args:
        database: where they stand.
        now: the clock.
    """

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def routes(self) -> Routes:
        """The command, and a button for each setting."""
        command = Command(
            ("configuracoes", "config", "settings", "ajustes"), self.handle,
            "command-configuracoes", {"en": "settings", "es": "ajustes"},
        )  # fmt: skip
        buttons = {
            MAIN: self.main,
            LANGUAGE: for_leaders(self.language),
            ZONE: for_leaders(self.zone),
            CONFIDENCE: for_leaders(self.confidence),
            PICTURE: for_leaders(self.picture),
        }
        return Routes((command,), buttons)

    async def handle(self, turn: Turn, rest: str) -> None:
        """Deal with ``/configuracoes`` and ``/configuracoes fuso madrid``."""
        what, _, name = rest.strip().partition(" ")
        if what.casefold() in ZONE_WORDS and name.strip():
            await for_leaders(self._named)(turn, (name.strip(),))
        else:
            turn.show(await self._main(turn))

    async def main(self, turn: Turn, arguments: tuple[str, ...]) -> None:
        """All settings as they are."""
        del arguments
        turn.show(await self._main(turn))

    async def language(self, turn: Turn, arguments: tuple[str, ...]) -> None:
        """The languages, or the one that was chosen.

        Raises:
            ValueError: it is none of ours.
        """
        if not arguments:
            own = turn.chat.language
            buttons = (_choice(turn, NAMES[tag], tag == own, LANGUAGE, tag) for tag in LANGUAGES)
            text = turn.words.say("settings-language-which")
            turn.show(Screen(text, (*rows(buttons, 1), up(turn))))
            return
        tag = one_of(LANGUAGES, arguments)
        keep_settings(turn, self._now(), language=tag)
        turn.chat = replace(turn.chat, language=tag, language_chosen=True)
        await self._kept(turn)

    async def zone(self, turn: Turn, arguments: tuple[str, ...]) -> None:
        """The usual zones, or the one that was chosen.

        Raises:
            ValueError: it is no zone.
        """
        if not arguments:
            text = turn.words.say("settings-zone-which")
            turn.show(Screen(text, (*usual(turn, ZONE, self._now()), up(turn))))
            return
        (name,) = arguments
        if await asyncio.to_thread(zones.found, name) != (name,):
            raise ValueError(f"no zone: {name!r}")
        await self._zoned(turn, name)

    async def confidence(self, turn: Turn, arguments: tuple[str, ...]) -> None:
        """The least confidence that may be asked for, or the one that was chosen.

        Raises:
            ValueError: it is none of :data:`CONFIDENCES`.
        """
        if not arguments:
            text = turn.words.say("settings-confidence-which")
            turn.show(Screen(text, (*rows(_confidences(turn), 3), up(turn))))
            return
        least = float(one_of([str(step) for step in CONFIDENCES], arguments))
        keep_settings(turn, self._now(), min_confidence=least)
        turn.chat = replace(turn.chat, min_confidence=least)
        await self._kept(turn)

    async def picture(self, turn: Turn, arguments: tuple[str, ...]) -> None:
        """Let dossiers come with their card, or as text alone.

        Raises:
            ValueError: the button says neither.
        """
        picture = one_of(("0", "1"), arguments) == "1"
        keep_settings(turn, self._now(), picture=picture)
        turn.chat = replace(turn.chat, picture=picture)
        await self._kept(turn)

    async def _named(self, turn: Turn, arguments: tuple[str, ...]) -> None:
        """A zone by name: kept if it can only be one, else all that it may be."""
        (text,) = arguments
        found = await asyncio.to_thread(zones.found, text)
        if len(found) == 1:
            await self._zoned(turn, found[0])
            return
        words = turn.words
        several = words.say("settings-zone-several", name=seen(text))
        unknown = words.say("settings-zone-unknown", name=seen(text))
        buttons = rows(zone_button(turn, name, ZONE, self._now()) for name in found)
        turn.show(Screen(several if found else unknown, (*buttons, up(turn))))

    async def _zoned(self, turn: Turn, name: str) -> None:
        keep_settings(turn, self._now(), zone=name)
        turn.chat = replace(turn.chat, zone=ZoneInfo(name), zone_chosen=True)
        await self._kept(turn)

    async def _kept(self, turn: Turn) -> None:
        turn.note(turn.words.label("settings-kept"))
        turn.show(await self._main(turn))

    async def _main(self, turn: Turn) -> Screen:
        words, chat = turn.words, turn.chat
        stars = await chosen(self._database, turn, "market")
        markets = [words.label(LABELS[name]) for name, code in MARKETS.items() if code in stars]
        leagues = await chosen(self._database, turn, "favourite")
        text = words.say(
            "settings-heading",
            spoken=NAMES[chat.language],
            zone=city(turn, chat.zone.key),
            time=words.time(self._now()),
            confidence=words.number(chat.min_confidence),
            markets=", ".join(markets) or "–",
            leagues=", ".join(leagues.values()) or "–",
            picture="on" if chat.picture else "off",
        )
        return Screen(text, (*rows(_main_buttons(turn)), back(turn)))


def up(turn: Turn) -> Row:
    """A row that leads back to the settings, and to the menu."""
    return (turn.button(turn.words.label("settings-back"), MAIN), *back(turn))


def one_of(known: Sequence[str], arguments: tuple[str, ...]) -> str:
    """What a button says, if it is one of these.

    Raises:
        ValueError: it is none.
    """
    (one,) = arguments
    if one not in known:
        raise ValueError(f"{one!r} is none of {list(known)}")
    return one


def _main_buttons(turn: Turn) -> Iterator[Button]:
    label, picture = turn.words.label, turn.chat.picture
    yield turn.button(label("settings-language"), LANGUAGE)
    yield turn.button(label("settings-zone"), ZONE)
    yield turn.button(label("settings-confidence"), CONFIDENCE)
    change = label("settings-picture", picture="on" if picture else "off")
    yield turn.button(change, PICTURE, int(not picture))
    yield turn.button(label("settings-markets"), FAVOURITE_MARKETS)
    yield turn.button(label("settings-leagues"), FAVOURITE_LEAGUES)
    yield turn.button(label("settings-data"), DATA)


def _confidences(turn: Turn) -> Iterator[Button]:
    for step in CONFIDENCES:
        own = step == turn.chat.min_confidence
        yield _choice(turn, turn.words.number(step), own, CONFIDENCE, str(step))


def _choice(turn: Turn, text: str, chosen: bool, *pressed: str) -> Button:
    return turn.button(f"✓ {text}" if chosen else text, *pressed)
