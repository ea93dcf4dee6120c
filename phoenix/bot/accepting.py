"""What comes of an update is written in one piece: the mark, the chat, changes, jobs and letters.

:class:`phoenix.bot.inbox.Inbox` writes the mark, and with it what is made ready here. A queue that
is full is part of that: the answer says so then, and nothing else of the turn is kept.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Protocol, TypeAlias

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection
from telegram.error import TelegramError

from phoenix.app.errors import QueueFull, TooMany
from phoenix.bot import bucket, outbox
from phoenix.bot.chat import noted
from phoenix.bot.dispatching import NOTHING, Dispatcher, Reply, Upshot
from phoenix.bot.inbox import Dealt, Update, tell_failed
from phoenix.bot.incoming import Pushed, Sought, read
from phoenix.bot.letter import Act, Letter
from phoenix.bot.screen import Screen
from phoenix.bot.turn import Turn, Wish
from phoenix.bot.words import Words
from phoenix.tasks import end, spawn

log = structlog.get_logger(__name__)

CLOSING = 2.0  # seconds that answers of buttons get at the end

Grant: TypeAlias = Callable[[AsyncConnection, Wish], Awaitable[object]]


class Told(Protocol):
    """Tells of a fault; :meth:`phoenix.bot.mishap.Mishaps.told` does."""

    def __call__(
        self, error: Exception, *, update_id: int, chat: int | None, words: Words
    ) -> tuple[Letter, ...]:
        """The letters that tell the chat, if there is one, and perhaps the admins."""
        ...


class Answers(Protocol):
    """Answers the query of a button; ``telegram.Bot`` does."""

    async def answer_callback_query(
        self, callback_query_id: str, text: str | None = None, show_alert: bool | None = None
    ) -> object:
        """Show a text over the chat, or only end the waiting of the button."""
        ...


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Accepting:
    """Has updates dispatched, and makes ready what is to be kept of them; for an inbox.

    Args:
        dispatcher: finds who deals with an update.
        answers: answers buttons, at once and beside all else.
        grant: takes a job within a transaction; see :func:`phoenix.app.wishes.granted`.
        told: tells of what went wrong.
        nudge: called when letters wait.
        now: the clock.
    """

    def __init__(
        self,
        dispatcher: Dispatcher,
        answers: Answers,
        *,
        grant: Grant,
        told: Told,
        nudge: Callable[[], None],
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._dispatcher = dispatcher
        self._answers = answers
        self._grant = grant
        self._told = told
        self._nudge = nudge
        self._now = now
        self._answering: set[asyncio.Task[None]] = set()

    async def handle(self, update: Update) -> Dealt | None:
        """What comes of an update; nothing of it is written yet.

        Raises:
            PhoenixError: the database is away.
            Exception: what a handler raises.
        """
        return self._dealt(await self._dispatcher.dispatch(update))

    async def sorry(self, update: Update, error: Exception) -> Dealt | None:
        """What comes of an update that failed: its chat is told, in its own language.

        Raises:
            PhoenixError: the database is away.
        """
        incoming = read(update)
        if incoming is None:
            await tell_failed(update, error)
            return None
        place = None if isinstance(incoming, Sought) else incoming.place
        words = self._dispatcher.words
        if place is not None:
            words = (await self._dispatcher.chat_of(place, incoming.sender)).words
        chat = None if place is None else place.id
        letters = self._told(error, update_id=incoming.update, chat=chat, words=words)
        reply = Reply(incoming.query) if isinstance(incoming, Pushed) else None
        return Dealt(partial(self._put, letters), partial(self._after, reply, said=bool(letters)))

    def seen(self, update: Update) -> None:
        """A button that was dealt with before is answered all the same."""
        incoming = read(update)
        if isinstance(incoming, Pushed):
            self._after(Reply(incoming.query), said=False)

    async def close(self) -> None:
        """What is being answered is answered, or left."""
        if self._answering:
            await asyncio.wait(self._answering, timeout=CLOSING)
        await end(self._answering, CLOSING)

    def _dealt(self, upshot: Upshot) -> Dealt | None:
        if upshot is NOTHING:
            return None
        return Dealt(partial(self._keep, upshot), partial(self._done, upshot))

    async def _keep(self, upshot: Upshot, connection: AsyncConnection) -> None:
        turn, now = upshot.turn, self._now()
        if turn is None:
            return
        if turn.chat.is_new:
            await noted(connection, turn.chat, now)
        if upshot.spent is not None:
            await bucket.keep(connection, turn.user.id, upshot.spent)
        refused = await self._refused(turn, connection)
        if refused is not None:
            await self._put((refused,), connection)
            return
        for change in turn.changes:
            await change(connection)
        await self._put(turn.letters, connection)

    async def _refused(self, turn: Turn, connection: AsyncConnection) -> Letter | None:
        """Ask for the jobs, all or none; what is said if they are not taken."""
        if not turn.wishes:
            return None
        try:
            async with connection.begin_nested():
                for wish in turn.wishes:
                    await self._grant(connection, wish)
        except QueueFull:
            text = turn.words.say("inbox-busy")
        except TooMany as refused:
            text = turn.words.say("inbox-too-many", n=refused.slots)
        else:
            return None
        log.info("job not taken", update_id=turn.update, user=turn.user.id)
        return Letter(turn.chat.id, Act.SEND, Screen(text))

    async def _put(self, letters: Sequence[Letter], connection: AsyncConnection) -> None:
        if letters:
            await outbox.put(connection, letters, self._now())

    def _done(self, upshot: Upshot) -> None:
        turn = upshot.turn
        said = turn is not None and bool(turn.letters or turn.wishes)
        self._after(upshot.reply, said=said)

    def _after(self, reply: Reply | None, *, said: bool) -> None:
        if said:
            self._nudge()
        if reply is not None:
            task = spawn(self._answer(reply), name="answer of a button")
            self._answering.add(task)
            task.add_done_callback(self._answering.discard)

    async def _answer(self, reply: Reply) -> None:
        """Nobody waits for it, and it is not made up for: soon the button has been forgotten."""
        try:
            await self._answers.answer_callback_query(
                reply.query, reply.text or None, reply.confirm or None
            )
        except TelegramError as error:
            log.debug("button not answered", error=str(error))
