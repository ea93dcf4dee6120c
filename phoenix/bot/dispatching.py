"""Finds who deals with an update, and has it dealt with; what comes of that is a turn.

Updates are taken as Telegram sends them, as plain mappings. Nothing is written here, and nothing is
sent: a handler that fails, or is cut off, leaves nothing behind.
"""

import re
import unicodedata
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from math import ceil
from typing import Any, Protocol, TypeAlias

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix import metrics
from phoenix.bot.bucket import Bucket, Buckets, Verdict, bucket_of, take
from phoenix.bot.chat import Chat, Defaults, Kind, known, noted
from phoenix.bot.database import Database
from phoenix.bot.gone import gone
from phoenix.bot.incoming import Moved, Place, Pushed, Sender, Sought, Written, read
from phoenix.bot.routes import Command, Handle, Press, Routes
from phoenix.bot.screen import Screen
from phoenix.bot.signing import Signer
from phoenix.bot.texts import language_of, say
from phoenix.bot.turn import Turn, User
from phoenix.bot.words import Words

log = structlog.get_logger(__name__)

PRESSES = 5  # times as many buttons as commands
SEARCHES = 20  # times as many inline queries: there is one for every letter that is typed
GREETING = "start"  # the command that is meant by who says the bot's name and nothing else

Inline: TypeAlias = Callable[[Sought, Words], Awaitable[object]]
Leads: TypeAlias = Callable[[int, int], Awaitable[bool]]

_COMMAND = re.compile(r"/(?P<name>\w{1,64})(?:@(?P<bot>\w+))?(?:\s+(?P<rest>.*))?", re.DOTALL)


class Me(Protocol):
    """Who the bot is; ``telegram.Bot`` knows once it has asked."""

    @property
    def id(self) -> int:
        """Its number."""
        ...

    @property
    def username(self) -> str:
        """By which it is mentioned, without the sign before it."""
        ...


@dataclass(frozen=True, slots=True)
class Reply:
    """What a button's query is answered with; a text is shown over the chat."""

    query: str
    text: str = ""
    confirm: bool = False


@dataclass(frozen=True, slots=True)
class Upshot:
    """What comes of an update.

    Attributes:
        turn: what is to be written and sent; None: nothing is.
        spent: the user's bucket as it has become; None: as it was.
        reply: to the query of a button.
    """

    turn: Turn | None = None
    spent: Bucket | None = None
    reply: Reply | None = None


NOTHING = Upshot()


@dataclass(frozen=True, slots=True)
class _Meant:
    """A text's handler, what it is given, and what is counted."""

    handle: Handle
    rest: str
    counted: str


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


class Dispatcher:
    """Deals with updates by the routes of all parts.

    Args:
        database: in which chats and buckets are looked up.
        routes: of all parts together.
        signer: of buttons.
        defaults: what holds for a chat that has chosen nothing.
        me: the bot.
        leads: whether a user (the second number) is an admin of a group (the first).
        inline: answers inline queries, in the words of the user's own chat with the bot; None:
            nobody does.
        admins: numbers of the users who run the bot; they may give any number of commands.
        per_minute: commands that anybody else may give.
        now: the clock.
    """

    def __init__(
        self,
        database: Database,
        routes: Routes,
        *,
        signer: Signer,
        defaults: Defaults,
        me: Me,
        leads: Leads,
        inline: Inline | None = None,
        admins: frozenset[int] = frozenset(),
        per_minute: int = 5,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._database = database
        self._routes = routes
        self._commands = {
            _folded(name): command for command in routes.commands for name in command.names
        }
        self._signer = signer
        self._defaults = defaults
        self._me = me
        self._leads = leads
        self._inline = inline
        self._admins = admins
        self._per_minute = per_minute
        self._presses = Buckets(PRESSES * per_minute)
        self._searches = Buckets(SEARCHES * per_minute)
        self._now = now

    async def dispatch(self, update: Mapping[str, Any]) -> Upshot:
        """Have an update dealt with.

        Raises:
            PhoenixError: the database is away.
            Exception: what a handler raises.
        """
        match read(update):
            case Written() as written:
                return await self._written(written)
            case Pushed() as pushed:
                return await self._pushed(pushed)
            case Moved() as moved:
                return await self._moved(moved)
            case Sought() as sought:
                return await self._sought(sought)
            case None:
                return NOTHING

    @property
    def words(self) -> Words:
        """For whoever has no chat with the bot."""
        return Words(self._defaults.language, self._defaults.zone)

    async def chat_of(self, place: Place, sender: Sender) -> Chat:
        """A chat with its settings."""
        return await self._database.read(partial(self._chat, place, sender))

    async def _written(self, written: Written) -> Upshot:
        meant = self._meant(written)
        if meant is None:
            return NOTHING
        chat, before = await self._database.read(partial(self._looked_up, written))
        turn = Turn(
            written.update, chat, self._user(written), self._signer, replied=written.replied
        )
        spent = None
        if not turn.user.is_admin:
            spent, verdict = take(before, self._now(), self._per_minute)
            if verdict is not Verdict.TAKEN:
                return self._refused(turn, spent, verdict)
        metrics.COMMANDS.add(meant.counted, "heard")
        log.info("message heard", update_id=written.update, command=meant.counted)
        await meant.handle(turn, meant.rest)
        return Upshot(turn, spent)

    def _refused(self, turn: Turn, spent: Bucket, verdict: Verdict) -> Upshot:
        """Said the first time; then it costs nobody anything."""
        metrics.COMMANDS.add("any", "refused")
        if verdict is Verdict.PASSED_OVER:
            return NOTHING
        seconds = max(1, ceil(spent.wait(self._per_minute).total_seconds()))
        turn.say(Screen(turn.words.say("inbox-too-fast", seconds=seconds)))
        log.info("user is too fast", update_id=turn.update, user=turn.user.id)
        return Upshot(turn, spent)

    def _meant(self, written: Written) -> _Meant | None:
        """What a text asks for; None: it is not for the bot, or in a group nothing it knows."""
        command = _COMMAND.fullmatch(written.text)
        if command is None:
            return self._told(written)
        if command["bot"] and command["bot"].casefold() != self._me.username.casefold():
            return None
        found = self._commands.get(_folded(command["name"]))
        if found is not None and self._may(written.sender, found):
            return _Meant(found.handle, (command["rest"] or "").strip(), found.names[0])
        in_private = written.place.kind is Kind.PRIVATE
        return _Meant(_unknown, "", "unknown") if in_private else None

    def _may(self, sender: Sender, command: Command) -> bool:
        return not command.admin or sender.id in self._admins

    def _told(self, written: Written) -> _Meant | None:
        """Plain text; in a group only what is said to the bot."""
        text = written.text.strip()
        if written.place.kind is not Kind.PRIVATE:
            name = re.compile(rf"\s*(?<!\w)@{re.escape(self._me.username)}(?!\w)\s*", re.IGNORECASE)
            if name.search(text) is None and written.to != self._me.id:
                return None
            text = name.sub(" ", text).strip()
        if text:
            handle = self._routes.text
            return None if handle is None else _Meant(handle, text, "text")
        greeting = self._commands.get(GREETING)
        return None if greeting is None else _Meant(greeting.handle, "", GREETING)

    async def _pushed(self, pushed: Pushed) -> Upshot:
        language = language_of(pushed.sender.language, self._defaults.language)
        place, now = pushed.place, self._now()
        if place is None:
            return Upshot(reply=Reply(pushed.query, say(language, "inbox-old-button")))
        if self._presses.take(pushed.sender.id, now) is not Verdict.TAKEN:
            return Upshot(reply=Reply(pushed.query, say(language, "inbox-button-too-fast")))
        turn = await self._pressed(pushed, place)
        return Upshot(turn, reply=Reply(pushed.query, *turn.notice))

    async def _pressed(self, pushed: Pushed, place: Place) -> Turn:
        chat = await self.chat_of(place, pushed.sender)
        user = self._user(pushed)

        def new() -> Turn:
            return Turn(
                pushed.update, chat, user, self._signer,
                pressed=pushed.message, pictured=pushed.pictured,
            )  # fmt: skip

        turn, meant = new(), self._signer.read(chat.id, pushed.data)
        press = self._routes.buttons.get(meant.action) if meant else None
        if meant is None or press is None:
            log.info("button not known", update_id=pushed.update, signed=meant is not None)
            return _old(turn)
        metrics.COMMANDS.add(f"button {meant.action}", "heard")
        return turn if await _read(press, turn, meant.arguments) else _old(new())

    async def _moved(self, moved: Moved) -> Upshot:
        chat = await self.chat_of(moved.place, moved.sender)
        turn = Turn(moved.update, chat, self._user(moved), self._signer)
        now = self._now()
        if moved.away:
            turn.also(lambda connection: gone(connection, chat.id, now))
        else:
            turn.also(lambda connection: noted(connection, chat, now))
        log.info("bot was moved", update_id=moved.update, chat=chat.id, away=moved.away)
        return Upshot(turn)

    async def _sought(self, sought: Sought) -> Upshot:
        taken = self._searches.take(sought.sender.id, self._now()) is Verdict.TAKEN
        if self._inline is not None and taken:
            own = Place(sought.sender.id, Kind.PRIVATE)
            await self._inline(sought, (await self.chat_of(own, sought.sender)).words)
        return NOTHING

    def _user(self, incoming: Written | Pushed | Moved) -> User:
        place, sender = incoming.place, incoming.sender
        for_group = isinstance(incoming, Written) and incoming.for_group

        async def leads_group() -> bool:
            if place is None or place.kind is Kind.PRIVATE or for_group:
                return True
            return await self._leads(place.id, sender.id)

        return User(sender.id, sender.name, sender.id in self._admins, leads_group)

    async def _looked_up(
        self, written: Written, connection: AsyncConnection
    ) -> tuple[Chat, Bucket | None]:
        chat = await self._chat(written.place, written.sender, connection)
        return chat, await bucket_of(connection, written.sender.id)

    async def _chat(self, place: Place, sender: Sender, connection: AsyncConnection) -> Chat:
        language = language_of(sender.language, self._defaults.language)
        return await known(connection, place.id, place.kind, language, self._defaults)


async def _unknown(turn: Turn, _rest: str) -> None:
    turn.say(Screen(turn.words.say("inbox-unknown")))


async def _read(press: Press, turn: Turn, arguments: tuple[str, ...]) -> bool:
    """Have a button dealt with; False: it is of a release that meant something else by it."""
    try:
        await press(turn, arguments)
    except ValueError:
        log.warning("button not understood", update_id=turn.update, exc_info=True)
        return False
    return True


def _old(turn: Turn) -> Turn:
    turn.note(turn.words.label("inbox-old-button"))
    return turn


def _folded(name: str) -> str:
    """As it is looked up: ``/Cartões`` is ``/cartoes``."""
    parts = unicodedata.normalize("NFKD", name.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))
