"""Sends what waits in the outbox, while this process leads.

The letters of a chat go one after the other. Between Telegram's receipt of a letter and the note of
it there is one at a time, so that a kill repeats one at most; another is begun beside it only if it
takes long (a chat that must not be written to yet, a server that does not answer). Where more
messages a second are allowed than Telegram's usual thirty, there are as many more at a time.

Where Telegram does not answer, the letter is sent again, though it may have arrived: an answer that
somebody waits for is rather said twice than never. For that nobody need be killed: a lost answer of
Telegram's is enough, and it repeats what was under way, no more. An edit does no harm by being made
twice.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from math import ceil

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TelegramError

from phoenix.app.errors import PhoenixError
from phoenix.app.leader import Lease, NotLeader, fenced
from phoenix.app.leader.events import Outage
from phoenix.bot import outbox
from phoenix.bot.database import Database
from phoenix.bot.gone import gone
from phoenix.bot.letter import Act
from phoenix.bot.network_faults import seconds_of
from phoenix.bot.outbox import Outcome, Waiting
from phoenix.bot.poller import Seat
from phoenix.bot.posting import Picture, Posted, post
from phoenix.metrics import Counter
from phoenix.tasks import end, spawn

log = structlog.get_logger(__name__)

LETTERS = Counter("phoenix_letters_total", "Letters that were done with.", "act", "outcome")

USUAL_RATE = 30.0  # messages a second for which one at a time is enough
LOOK_EVERY = 0.25  # seconds between two looks, and for which a letter keeps its lane
MOST_IN_HAND = 64
ENDING = 3.0  # seconds that letters in hand get when this process does not lead any more
FIRST_REST = 0.5
LONGEST_REST = 30.0
LIFE = timedelta(hours=24)  # a letter that Telegram has not answered for so long is given up


@dataclass(frozen=True, slots=True)
class _InHand:
    """A letter that is being sent, or was sent and is not noted yet."""

    letter: Waiting
    since: float
    task: asyncio.Task[None]


@dataclass(frozen=True, slots=True)
class _Came:
    """What is to be noted of a letter.

    Attributes:
        letter: which one.
        posted: what became of it; None: it is tried again.
        error: why it is; None: there was no try, it only has to wait.
    """

    letter: Waiting
    posted: Posted | None = None
    error: str | None = None


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Deliverer:
    """The work of a leader.

    Args:
        database: with the outbox.
        bot: through which letters are sent; paced as Telegram asks, if it has a rate limiter.
        seat: by which this process leads.
        lease: of the leader's lock.
        rate: messages a second that may be sent.
        now: the clock.
    """

    def __init__(
        self,
        database: Database,
        bot: Bot,
        seat: Seat,
        lease: Lease | None = None,
        *,
        rate: float = USUAL_RATE,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._database = database
        self._bot = bot
        self._seat = seat
        self._lease = lease or Lease()
        self._lanes = max(1, ceil(rate / USUAL_RATE))
        self._now = now
        self._stir = asyncio.Event()
        self._delivering: asyncio.Task[None] | None = None
        self._ending = False
        self._in_hand: dict[int, _InHand] = {}
        self._came: dict[int, _Came] = {}
        self._rests = _Rests()
        self._away = Outage("letters not noted", "letters noted again", logger=log)

    def nudge(self) -> None:
        """There may be something to send: look at once."""
        self._stir.set()

    async def on_won(self, epoch: int) -> None:
        """Begin to deliver; for :class:`~phoenix.app.leader.Leadership`."""
        self._ending, self._rests = False, _Rests()
        self._delivering = spawn(self._deliver(epoch), name="deliverer")
        self._delivering.add_done_callback(_died)

    async def on_lost(self, reason: str) -> None:
        """Deliver no more: afterwards nothing is being sent.

        What is being sent is sent to its end, for a while, unless this is cancelled.
        """
        task, self._delivering, self._ending = self._delivering, None, True
        if task is None:
            return
        log.info("delivery ends", reason=reason)
        self.nudge()
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError:
            task.cancel()
            await asyncio.wait({task})
            raise

    async def _deliver(self, epoch: int) -> None:
        log.info("delivery begins", epoch=epoch)
        try:
            while not self._ending:
                await self._guarded(epoch)
            await self._last_ones(epoch)
        finally:
            await end([hand.task for hand in self._in_hand.values()], ENDING)
            self._in_hand.clear()
            self._came.clear()

    async def _guarded(self, epoch: int) -> None:
        try:
            await self._round(epoch)
            self._away.ended()
        except NotLeader as fault:
            log.warning("delivery refused by the fence", epoch=epoch, error=str(fault))
            self._ending = True
            self._seat.recheck()
        except Exception as fault:  # noqa: BLE001 - a deliverer that died would be missed by nobody
            self._away.began(str(fault), None if isinstance(fault, PhoenixError) else fault)
            await asyncio.sleep(FIRST_REST)

    async def _round(self, epoch: int) -> None:
        """Note what came of letters, begin some more, and wait until something happens."""
        self._stir.clear()
        await self._noted(epoch)
        if self._seat.epoch != epoch:
            self._seat.recheck()
        elif (room := self._room()) > 0 and not self._rests.all_rest:
            await self._begin(room)
        if not self._came:
            await self._stirred()

    async def _stirred(self) -> None:
        try:
            async with asyncio.timeout(LOOK_EVERY):
                await self._stir.wait()
        except TimeoutError:
            return

    def _room(self) -> int:
        """How many letters may be begun; those that take long keep no other waiting."""
        clock = asyncio.get_running_loop().time()
        quick = sum(clock - hand.since < LOOK_EVERY for hand in self._in_hand.values())
        return min(self._lanes - quick, MOST_IN_HAND - len(self._in_hand))

    async def _begin(self, room: int) -> None:
        held = {hand.letter.chat for hand in self._in_hand.values()} | self._rests.chats()
        letters = await self._database.read(partial(outbox.take, most=room, held=held))
        clock = asyncio.get_running_loop().time()
        for letter in letters:
            task = spawn(self._send(letter), name=f"letter {letter.id}")
            self._in_hand[letter.id] = _InHand(letter, clock, task)

    async def _send(self, letter: Waiting) -> None:
        self._came[letter.id] = await self._sent(letter)
        self.nudge()

    async def _sent(self, letter: Waiting) -> _Came:
        """Whatever Telegram or the network does ends in something to note."""
        try:
            posted = await post(self._bot, letter, await self._picture(letter))
        except RetryAfter as flood:
            self._rests.asked(letter.chat, seconds_of(flood))
            return _Came(letter)
        except NetworkError as fault:
            return self._unanswered(letter, fault)
        except (TelegramError, PhoenixError) as fault:
            self._rests.everybody(LONGEST_REST if isinstance(fault, TelegramError) else FIRST_REST)
            log.warning("letter held up", letter=letter.id, error=str(fault))
            return _Came(letter, error=str(fault))
        except Exception as bug:
            log.exception("letter failed", letter=letter.id, chat=letter.chat)
            return _Came(letter, Posted(Outcome.FAILED, error=repr(bug)))
        self._rests.answered()
        return _Came(letter, posted)

    def _unanswered(self, letter: Waiting, fault: NetworkError) -> _Came:
        self._rests.unanswered(letter, str(fault))
        if self._now() - letter.written < LIFE:
            return _Came(letter, error=str(fault))
        log.error("letter given up", letter=letter.id, chat=letter.chat, tries=letter.tries)
        return _Came(letter, Posted(Outcome.FAILED, error=str(fault)))

    async def _picture(self, letter: Waiting) -> Picture | None:
        """None: it has none, or it is forgotten; the text goes without it then."""
        digest = letter.picture
        if digest is None or letter.act is not Act.SEND:
            return None
        found = await self._database.read(partial(outbox.picture_of, digest=digest))
        return None if found is None else Picture(found[1], found[0])

    async def _last_ones(self, epoch: int) -> None:
        """What is in hand ends, for so long; what came of it is noted."""
        tasks = {hand.task for hand in self._in_hand.values()}
        if tasks:
            await asyncio.wait(tasks, timeout=ENDING)
        try:
            await self._noted(epoch)
        except (NotLeader, PhoenixError) as fault:
            log.warning("letters not noted", letters=len(self._came), error=str(fault))

    async def _noted(self, epoch: int) -> None:
        """Note all that has come; also if this is cancelled, since what was sent was sent.

        Raises:
            NotLeader: another leads; it was noted all the same.
        """
        came = dict(self._came)
        if not came:
            return
        noting = spawn(
            self._database.write(partial(self._note, tuple(came.values()), epoch)),
            name="note of letters",
        )
        refused = await asyncio.shield(noting)
        for number, done in came.items():
            self._in_hand.pop(number, None)
            self._came.pop(number, None)
            _count(done)
        if refused is not None:
            raise refused

    async def _note(
        self, came: tuple[_Came, ...], epoch: int, connection: AsyncConnection
    ) -> NotLeader | None:
        for one in came:
            if one.posted is not None:
                await self._confirm(connection, one.letter, one.posted)
            elif one.error is not None:
                await outbox.tried(connection, one.letter.id, one.error)
        try:
            await fenced(connection, epoch, lease=self._lease)
        except NotLeader as passed:
            return passed
        return None

    async def _confirm(self, connection: AsyncConnection, letter: Waiting, posted: Posted) -> None:
        now = self._now()
        await outbox.confirm(
            connection, letter.id, posted.outcome, now,
            message=posted.message, error=posted.error,
        )  # fmt: skip
        if posted.file_id is not None and letter.picture is not None:
            await outbox.name_picture(connection, letter.picture, posted.file_id)
        if posted.outcome is Outcome.BLOCKED:
            await outbox.block(connection, letter.chat, now, posted.error or "")
            await gone(connection, letter.chat, now)


class _Rests:
    """Who is left alone for how long, by the loop's clock."""

    def __init__(self) -> None:
        self._clock = asyncio.get_running_loop().time
        self._until = self._clock()
        self._chats: dict[int, float] = {}
        self._failures = 0
        self._silence = Outage("letters held up", "letters go out again", logger=log)

    @property
    def all_rest(self) -> bool:
        """Whether nothing may be sent now."""
        return self._clock() < self._until

    def chats(self) -> set[int]:
        """Those that rest."""
        clock = self._clock()
        self._chats = {chat: until for chat, until in self._chats.items() if clock < until}
        return set(self._chats)

    def everybody(self, seconds: float) -> None:
        """Send nothing for so long."""
        self._until = max(self._until, self._clock() + seconds)

    def asked(self, chat: int, seconds: float) -> None:
        """A chat must wait so long.

        Where it is all who must wait, the bot's own pace keeps them, and tells each; it need not
        tell all of them in one moment.
        """
        self._chats[chat] = self._clock() + seconds
        self.everybody(LOOK_EVERY)

    def unanswered(self, letter: Waiting, why: str) -> None:
        """A letter found no answer: its chat rests by its own tries, all others by those of all.

        So a letter that can never be sent holds up the others but little.
        """
        self._silence.began(why)
        self._chats[letter.chat] = self._clock() + _growing(letter.tries)
        self.everybody(_growing(self._failures))
        self._failures += 1

    def answered(self) -> None:
        """Telegram has answered."""
        self._silence.ended()
        self._failures = 0


def _growing(failures: int) -> float:
    return min(LONGEST_REST, FIRST_REST * 2.0 ** min(failures, 10))


def _count(done: _Came) -> None:
    outcome = "again" if done.posted is None else done.posted.outcome.value
    LETTERS.add(done.letter.act.value, outcome)


def _died(task: asyncio.Task[None]) -> None:
    """A deliverer that ends by a bug of its own is told at once."""
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("deliverer died", exc_info=error)
