"""What is stored of a chat: shown as it is, or deleted."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from phoenix.app import chat_book
from phoenix.bot.database import Database
from phoenix.bot.for_leaders import for_leaders
from phoenix.bot.html import Html, html, joined
from phoenix.bot.routes import Routes
from phoenix.bot.screen import Screen
from phoenix.bot.screens.menu import back
from phoenix.bot.screens.settings import DATA
from phoenix.bot.turn import Turn

EXPORT = "export"
FORGET = "forget"

LONGEST = 3000  # characters of a piece, as markup: well within a message
SURE = timedelta(minutes=10)  # for which the last question stands


class OwnData:
    """Exports and deletes; in a group for its admins, and nothing of its members.

    Args:
        database: where it stands.
        now: the clock.
    """

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def routes(self) -> Routes:
        """Three buttons."""
        return Routes(
            buttons={
                DATA: self.offer,
                EXPORT: for_leaders(self.export),
                FORGET: for_leaders(self.forget),
            }
        )

    async def offer(self, turn: Turn, arguments: tuple[str, ...]) -> None:
        """Both ways."""
        del arguments
        label = turn.words.label
        ways = (
            (turn.button(label("data-export"), EXPORT),),
            (turn.button(label("data-forget"), FORGET),),
        )
        turn.show(Screen(turn.words.say("data-heading"), (*ways, back(turn))))

    async def export(self, turn: Turn, arguments: tuple[str, ...]) -> None:
        """Send a JSON document, in as many messages as it takes."""
        del arguments
        work = partial(chat_book.told, chat_id=turn.chat.id, user_id=_user(turn))
        document = await self._database.read(work)
        pieces = list(_pieces(self._written(turn, document)))
        for number, piece in enumerate(pieces, 1):
            head = turn.words.say("data-piece", n=number, of=len(pieces))
            turn.say(Screen(joined((head, Html(f"<pre>{piece}</pre>")))))

    async def forget(self, turn: Turn, arguments: tuple[str, ...]) -> None:
        """Ask whether it is meant; then delete, and say so last.

        Raises:
            ValueError: the question was asked too long ago.
        """
        if not arguments:
            self._ask(turn)
            return
        (asked,) = arguments
        age = int(self._now().timestamp()) - int(asked, 36)
        if not 0 <= age <= SURE.total_seconds():
            raise ValueError("an old question")
        turn.also(partial(chat_book.forget, chat_id=turn.chat.id, user_id=_user(turn)))
        turn.show(Screen(turn.words.say("data-gone")))

    def _ask(self, turn: Turn) -> None:
        sure = turn.button(
            turn.words.label("data-sure"), FORGET, base36(int(self._now().timestamp()))
        )
        rows = ((sure,), (turn.button(turn.words.label("data-keep"), DATA),))
        turn.show(Screen(turn.words.say("data-ask"), rows))

    def _written(self, turn: Turn, document: Mapping[str, Any]) -> str:
        head = {"chat_id": turn.chat.id, "made": self._now().isoformat(timespec="seconds")}
        return json.dumps({**head, **document}, ensure_ascii=False, indent=1)


def base36(number: int) -> str:
    """A whole number from 0, short."""
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    written = ""
    while number or not written:
        number, digit = divmod(number, 36)
        written = digits[digit] + written
    return written


def _user(turn: Turn) -> int | None:
    """In a group nothing is told of its members."""
    return None if turn.in_group else turn.user.id


def _pieces(text: str) -> Iterator[Html]:
    """The text as markup in pieces, between lines where that can be."""
    piece = ""
    for line in text.splitlines(keepends=True):
        for part in _cut(line):
            if len(piece) + len(part) > LONGEST:
                yield Html(piece)
                piece = ""
            piece += part
    yield Html(piece)


def _cut(line: str) -> Iterator[Html]:
    """A line in parts that fit, escaped; a character takes at most five."""
    step = LONGEST // 5
    for start in range(0, len(line), step):
        yield html(line[start : start + step])
