"""``/start``: what a new user meets."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TypeAlias
from zoneinfo import ZoneInfo

from phoenix.app import chat_book, zones
from phoenix.bot.chat import noted
from phoenix.bot.choosing import keep_settings
from phoenix.bot.html import Html, joined
from phoenix.bot.routes import Command, Routes
from phoenix.bot.screen import Screen
from phoenix.bot.screens.echo import seen
from phoenix.bot.screens.menu import Menu, back
from phoenix.bot.screens.zone_buttons import city, usual
from phoenix.bot.turn import Turn

Opened: TypeAlias = Callable[[Turn, str], Awaitable[bool]]

ZONE = "tz"


class Start:
    """Greets, asks for the time zone once, and opens what a link leads to.

    Args:
        menu: what comes next.
        opened: opens what stands behind ``/start`` in a link; False: it leads nowhere.
        now: the clock.
    """

    def __init__(self, menu: Menu, opened: Opened, now: Callable[[], datetime]) -> None:
        self._menu = menu
        self._opened = opened
        self._now = now

    def routes(self) -> Routes:
        """The command, and the answers to its question."""
        command = Command(("start",), self.handle, title="command-start")
        return Routes((command,), {ZONE: self.zone})

    async def handle(self, turn: Turn, rest: str) -> None:
        """Deal with ``/start``, and with links that end in ``?start=...``."""
        turn.also(partial(noted, chat=turn.chat, now=self._now()))
        link = rest.strip()
        if link and await self._opened(turn, link):
            return
        if link:
            turn.say(Screen(turn.words.say("start-link"), (back(turn),)))
        elif turn.in_group:
            turn.say(Screen(turn.words.say("start-group"), (back(turn),)))
        else:
            await self._greet(turn)

    async def zone(self, turn: Turn, arguments: tuple[str, ...]) -> None:
        """Keep the zone that was chosen, or tell how any other is named.

        Raises:
            ValueError: it is none of those that were offered.
        """
        if not arguments:
            example = turn.words.say("start-zone-other")
            turn.show(Screen(example, (*usual(turn, ZONE, self._now()), back(turn))))
            return
        (name,) = arguments
        if name not in zones.USUAL:
            raise ValueError(f"no zone that was offered: {name!r}")
        keep_settings(turn, self._now(), zone=name)
        turn.chat = replace(turn.chat, zone=ZoneInfo(name), zone_chosen=True)
        turn.note(turn.words.label("start-zone-kept", city=city(turn, name)))
        turn.show(await self._menu.screen(turn))

    async def _greet(self, turn: Turn) -> None:
        hello = _hello(turn)
        if turn.chat.zone_chosen:
            menu = await self._menu.screen(turn)
            turn.say(replace(menu, text=joined((hello, menu.text), "\n\n")))
            return
        # Whoever passes the question over has answered it: it is asked once.
        zone = turn.chat.zone.key
        turn.also(partial(chat_book.change, chat_id=turn.chat.id, zone=zone))
        clock = turn.words.time(self._now())
        question = turn.words.say("start-zone", city=city(turn, zone), time=clock)
        other = turn.button(turn.words.label("start-zone-more"), ZONE)
        buttons = (*usual(turn, ZONE, self._now()), (other, *back(turn)))
        about = turn.words.say("start-about")
        turn.say(Screen(joined((hello, about, question), "\n\n"), buttons))


def _hello(turn: Turn) -> Html:
    name = seen(turn.user.name)
    return turn.words.say("start-hello", name=name) if name else turn.words.say("start-hello-you")
