"""The library's Application as a subsystem of ours: it starts and stops in order, and is fed.

In the order of the library's own ``run_polling``, which would own the loop and set no bounds:
``initialize``, ``post_init``, ``start``; and ``stop``, ``post_stop``, ``shutdown``,
``post_shutdown``, each with its limit and whatever the others do. Updates come from our own poller
and webhook.

To import this takes the library along: only who serves the bot does.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

import structlog
from pydantic import SecretStr
from telegram import Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ApplicationBuilder, ExtBot, TypeHandler
from telegram.request import BaseRequest

from phoenix.app.errors import PhoenixError
from phoenix.app.leader.events import Outage
from phoenix.app.lifecycle import Stage
from phoenix.app.settings import Settings
from phoenix.bot.faults import Unauthorised
from phoenix.bot.pace import Pace, Rates
from phoenix.bot.transport import make_request
from phoenix.bounded import GRACE, bounded
from phoenix.tasks import end, spawn

log = structlog.get_logger(__name__)

FIRST_REST = 0.5
LONGEST_REST = 30.0

Raw: TypeAlias = Mapping[str, Any]
Handle: TypeAlias = Callable[[Raw], Awaitable[Any]]
Hook: TypeAlias = Callable[[], Awaitable[Any]]
BotHook: TypeAlias = Callable[[ExtBot[Any]], Awaitable[Any]]
Fatal: TypeAlias = Callable[[PhoenixError], None]

_Library: TypeAlias = Application[Any, Any, Any, Any, Any, Any]


class Stopping(PhoenixError):
    """An update came when nothing is dealt with any more; it has to come again."""

    def __init__(self) -> None:
        super().__init__("the bot is stopping", "The update comes again")


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds that each step may take.

    Attributes:
        start: that the start is waited for; where Telegram is away, it goes on in the background.
        post_init: for what is told to Telegram at the start.
        feeds: for updates under way to be dealt with.
        stop: for what the library has begun.
        post_stop: for what is done then.
        shutdown: for connections to close.
        post_shutdown: for what is shared with others to close.
    """

    start: float = 3.0
    post_init: float = 20.0
    feeds: float = 3.0
    stop: float = 3.0
    post_stop: float = 2.0
    shutdown: float = 2.0
    post_shutdown: float = 2.0

    @property
    def ending(self) -> float:
        """Of all that is done at the end."""
        return self.feeds + self.stop + self.post_stop + self.shutdown + self.post_shutdown


async def _nothing(*_: object) -> None:
    """The hook of who has none."""


@dataclass(frozen=True, slots=True)
class Hooks:
    """What is done besides, at the moments that the library names.

    Attributes:
        post_init: once Telegram has said who the bot is, and before any update is dealt with.
        post_stop: once none is dealt with any more, if they ever were.
        post_shutdown: when no call can be made any more: closes what is shared, in case the
            application is run alone.
    """

    post_init: BotHook = _nothing
    post_stop: Hook = _nothing
    post_shutdown: Hook = _nothing


USUAL = Limits()
BURST = 4  # what a question sets off in its chat: word of it, the card, the text, and a deletion
NO_HOOKS = Hooks()


def application(
    settings: Settings,
    handle: Handle,
    *,
    hooks: Hooks = NO_HOOKS,
    fatal: Fatal | None = None,
    limits: Limits = USUAL,
) -> "BotApplication":
    """The application of the bot that the settings name, in the running loop and not yet started.

    Args:
        settings: with the bot's token.
        handle: deals with each update, as Telegram has written it.
        hooks: see :class:`Hooks`.
        fatal: told of a refused token, if the start has gone on in the background.
        limits: see :class:`Limits`.

    Raises:
        ValueError: there is no token.
    """
    token = settings.telegram_bot_token
    if token is None:
        raise ValueError("a bot needs a token")
    rates = Rates(
        settings.telegram_rate, settings.telegram_chat_rate, settings.telegram_group_rate, BURST
    )
    request = make_request(settings.bot_transport, token)
    bot = make_bot(token, settings.telegram_api_url, request, Pace(rates))
    return BotApplication(bot, handle, hooks=hooks, fatal=fatal, limits=limits)


def make_bot(token: SecretStr, site: str, request: BaseRequest, pace: Pace) -> ExtBot[Any]:
    """A bot at this site, which nobody has asked yet who it is."""
    # At DEBUG the library writes down each call with its texts, and the address with its token;
    # what it tells at INFO is told here.
    logging.getLogger("telegram").setLevel(logging.WARNING)
    secret = token.get_secret_value()
    return _Bot(secret, f"{site}/bot", f"{site}/file/bot", request, request, rate_limiter=pace)


class BotApplication:
    """An application of the library, fed by us.

    Args:
        bot: through which it calls.
        handle: deals with each update; what it returns or raises, :meth:`feed` does.
        hooks: see :class:`Hooks`.
        fatal: told of a refused token, if the start has gone on in the background.
        limits: see :class:`Limits`.
    """

    def __init__(
        self,
        bot: ExtBot[Any],
        handle: Handle,
        *,
        hooks: Hooks = NO_HOOKS,
        fatal: Fatal | None = None,
        limits: Limits = USUAL,
    ) -> None:
        self.bot = bot
        self._library = _built(bot)
        self._handle = handle
        self._hooks = hooks
        self._fatal = fatal
        self._limits = limits
        self._beginning: asyncio.Task[None] | None = None
        self._left_behind = False
        self._ready = asyncio.Event()
        self._ending = False
        self._feeding = 0
        self._idle = asyncio.Event()
        self._idle.set()

    @property
    def is_ready(self) -> bool:
        """Whether updates are dealt with."""
        return self._ready.is_set() and not self._ending

    def stage(self) -> Stage:
        """For a lifecycle."""
        limits = self._limits
        return Stage(
            "bot", self.start, self.stop, start_limit=limits.start + 1.0, stop_limit=limits.ending
        )

    async def start(self) -> None:
        """Begin; where Telegram does not answer soon, the beginning goes on in the background.

        Raises:
            Unauthorised: Telegram refuses the token.
        """
        beginning = self._beginning = spawn(self._begin(), name="start of the bot")
        beginning.add_done_callback(self._begun)
        await asyncio.wait({beginning}, timeout=self._limits.start)
        if beginning.done():
            return beginning.result()
        self._left_behind = True
        log.warning("bot starts later", limit=self._limits.start)
        return None

    async def feed(self, raw: Raw) -> Any:
        """What is made of an update, once the application has started.

        Raises:
            Stopping: nothing is dealt with any more.
            Exception: what ``handle`` raises.
        """
        await self._ready.wait()
        if self._ending:
            raise Stopping
        self._feeding += 1
        self._idle.clear()
        try:
            return await self._fed(raw)
        finally:
            self._feeding -= 1
            if self._feeding == 0:
                self._idle.set()

    async def stop(self) -> None:
        """End in order: each step has its limit, and none keeps the next one from being done.

        May be called twice. If it is cancelled, what is left is done in haste.

        Raises:
            ExceptionGroup: what went wrong; it was logged, and all else is done.
        """
        if self._ending:
            return
        self._ending = True
        self._ready.set()  # whoever waits for it learns that it is too late
        faults: list[Exception] = []
        most, cut = self._limits.ending, False
        for name, step, limit in self._steps():
            try:
                await bounded(step(), min(limit, most))
            except asyncio.CancelledError:
                most, cut = GRACE, True
            except Exception as error:  # noqa: BLE001 - the next step is done too
                log.warning("bot did not stop in order", step=name, error=repr(error))
                faults.append(error)
        if cut:
            raise asyncio.CancelledError
        if faults:
            raise ExceptionGroup("the bot did not stop in order", faults)

    def _steps(self) -> Iterator[tuple[str, Hook, float]]:
        """What is done at the end; each is looked at once those before it are done."""
        limits, library = self._limits, self._library
        yield "feeds", self._no_beginning, limits.feeds
        if library.running:
            yield "stop", library.stop, limits.stop
            yield "post_stop", self._hooks.post_stop, limits.post_stop
        yield "shutdown", self._shutdown, limits.shutdown
        yield "post_shutdown", self._hooks.post_shutdown, limits.post_shutdown

    async def _no_beginning(self) -> None:
        if self._beginning is not None:
            await end([self._beginning], GRACE)
        await self._idle.wait()

    async def _shutdown(self) -> None:
        try:
            await self._library.shutdown()
        finally:
            await self.bot.shutdown()  # not done by it, if Telegram never said who the bot is

    async def _begin(self) -> None:
        away = Outage("telegram away", "telegram back", logger=log)
        rest = FIRST_REST
        while (fault := await self._fault()) is not None:
            if isinstance(fault, Unauthorised):
                raise fault
            away.began(str(fault))
            await asyncio.sleep(rest)
            rest = min(2.0 * rest, LONGEST_REST)
        away.ended()
        await self._post_init()
        await self._library.start()
        self._ready.set()
        log.info("bot started", bot=self.bot.username)

    async def _fault(self) -> TelegramError | Unauthorised | None:
        """None, once Telegram has said who the bot is.

        It is handed back, so that the library's own error, which tells the token, is no context.
        """
        try:
            await self._library.initialize()
        except InvalidToken:
            return Unauthorised()
        except TelegramError as error:
            return error
        return None

    async def _post_init(self) -> None:
        """A bot whose list of commands is an old one is better than none."""
        try:
            await bounded(self._hooks.post_init(self.bot), self._limits.post_init)
        except Exception:
            log.exception("post_init failed")

    def _begun(self, beginning: asyncio.Task[None]) -> None:
        """A late failure is told, since nobody waits for it any more."""
        if beginning.cancelled() or (error := beginning.exception()) is None:
            return
        if not self._left_behind:
            return
        log.error("bot did not start", error=str(error))
        if isinstance(error, PhoenixError) and self._fatal is not None:
            self._fatal(error)

    async def _fed(self, raw: Raw) -> Any:
        feeding = _Feeding(partial(self._handle, raw))
        mark = _fed.set(feeding)
        try:
            await self._library.process_update(_update(raw, self.bot))
        finally:
            _fed.reset(mark)
        if feeding.error is not None:
            raise feeding.error
        return feeding.result


class _Bot(ExtBot[Any]):
    """Does not tell its token when it is shown."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"{type(self).__name__}[{self.base_url.partition('/bot')[0]}]"


@dataclass(slots=True)
class _Feeding:
    """An update on its way through the library, and what came of it.

    The library logs what a handler raises and goes on; whoever feeds it has to know.
    """

    handle: Callable[[], Awaitable[Any]]
    result: Any = None
    error: Exception | None = None

    async def dealt_with(self) -> None:
        """Deal with it."""
        try:
            self.result = await self.handle()
        except Exception as error:  # noqa: BLE001 - raised where the update was fed
            self.error = error


_fed: ContextVar[_Feeding] = ContextVar("fed")


async def _handled(_update: Update, _context: Any) -> None:
    await _fed.get().dealt_with()


def _built(bot: ExtBot[Any]) -> _Library:
    """Without updater, jobs and persistence, of which we have our own."""
    built: _Library = ApplicationBuilder().bot(bot).updater(None).job_queue(None).build()
    built.add_handler(TypeHandler(Update, _handled))
    return built


def _update(raw: Raw, bot: ExtBot[Any]) -> Update:
    """As the library reads it; of one that it cannot read no more than that it is one."""
    try:
        return Update.de_json(dict(raw), bot)
    except Exception as error:  # noqa: BLE001 - whatever stands in it, the handler may understand it
        why = type(error).__name__
        log.info("update not read by the library", update_id=raw.get("update_id"), error=why)
        return Update(0)
