"""What the leader does for chats: hears them, sends them letters, and thinks of them in time."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import structlog

from phoenix.app import day_dossiers, sheets
from phoenix.app.day_dossiers import DayDossiers, LastHeard
from phoenix.app.errors import PhoenixError
from phoenix.app.requests import Match
from phoenix.app.schedules import Tick
from phoenix.app.service.bounds import rules
from phoenix.app.service.core import Core
from phoenix.app.service.leading import Leading, Whilst
from phoenix.app.service.polling import Polling
from phoenix.app.service.talking import Talking
from phoenix.app.service.telegram import Telegram
from phoenix.bot import digests, outbox
from phoenix.bot.answering import Answers
from phoenix.bot.delivering import Deliverer
from phoenix.bot.digests import Digests
from phoenix.bot.dispatching import utc_now
from phoenix.bot.hooked import Hooked, Wanted
from phoenix.bot.html import Html
from phoenix.bot.incoming import KINDS
from phoenix.bot.poller import Poller
from phoenix.bot.progress import Progress

if TYPE_CHECKING:
    from telegram import Bot

log = structlog.get_logger(__name__)

SHEETS_KEPT = timedelta(days=30)

Fatal = Callable[[PhoenixError], None]


def chatting(
    core: Core, road: Telegram, talking: Talking, answers: Answers, leading: Leading, fatal: Fatal
) -> Polling:
    """Have the leader do all of it; what tells how it goes."""
    settings, store, bot = core.settings, core.store, talking.app.bot
    deliverer = Deliverer(
        store, bot, leading.leadership, leading.lease, rate=settings.telegram_rate
    )
    road.bell.hearers.append(deliverer.nudge)
    heard: Poller | Hooked = (
        Hooked(bot, Wanted.by(settings), fatal=fatal)
        if settings.bot_mode == "webhook"
        else Poller(road.api, talking.inbox.accept, leading.leadership, fatal=fatal, allowed=KINDS)
    )
    dossiers = _day_dossiers(core, talking)
    progress = Progress(store, partial(_edit, bot), partial(_names, talking))
    first = (
        lambda: answers.sweep(utc_now()),
        dossiers.ask,
        lambda: talking.library.finder.search(""),
    )
    leading.works += [
        deliverer, heard, Whilst("progress of dossiers", progress.run),
        Whilst("first things", partial(_one_after_the_other, first)),
    ]  # fmt: skip
    _schedule(core, talking, road, answers, leading, dossiers)
    return Polling(heard)


def _day_dossiers(core: Core, talking: Talking) -> DayDossiers:
    room = rules(core.settings).room(-1)
    library = talking.library
    return DayDossiers(
        library.finder, library.sheets, LastHeard(core.store), core.jobs,
        zone=core.settings.zone, most=room, now=utc_now,
    )  # fmt: skip


def _schedule(
    core: Core,
    talking: Talking,
    road: Telegram,
    answers: Answers,
    leading: Leading,
    dossiers: DayDossiers,
) -> None:
    store, library = core.store, talking.library
    daily = Digests(
        store, library.finder, library.sheets, signer=road.signer, defaults=road.defaults,
        now=utc_now,
    )  # fmt: skip

    async def untold(tick: Tick) -> None:
        await answers.sweep(tick.due)

    async def prune(tick: Tick) -> None:
        await talking.inbox.prune(tick.due)
        await outbox.forget(store, tick.due)
        await store.write(partial(sheets.prune, before=tick.due - SHEETS_KEPT))

    leading.schedules.add("prune chats", "27 * * * *", prune)
    leading.schedules.add("untold", "* * * * *", untold)
    leading.schedules.add(day_dossiers.NAME, day_dossiers.CRON, dossiers.ask)
    leading.schedules.add(digests.NAME, digests.CRON, daily.send)


async def _one_after_the_other(things: tuple[Callable[[], Awaitable[object]], ...]) -> None:
    """What cannot be done now is done by a schedule later."""
    for thing in things:
        try:
            await thing()
        except PhoenixError as error:
            log.info("left to a schedule", error=str(error))


async def _edit(bot: "Bot", chat: int, message: int, text: Html) -> None:
    await bot.edit_message_text(str(text), chat, message, parse_mode="HTML")


async def _names(talking: Talking, match: Match) -> tuple[str, str]:
    """Both sides; empty where the fixture is gone."""
    if match.fixture is None:
        return match.home, match.away
    found = await talking.library.finder.fixture(match.fixture)
    return ("", "") if found is None else (found.home, found.away)
