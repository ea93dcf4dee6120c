"""A process that accepts updates and delivers letters while it leads, made to be killed at it.

A text asks for an analysis: it is acknowledged, and a job writes the result. ``/all N`` writes a
letter to each of so many chats.
"""

import asyncio
import json
import logging
import sys
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from bot_api_server import TOKEN
from pydantic import SecretStr

from phoenix.app import logs
from phoenix.app.leader import Leadership, Lease, make_lock
from phoenix.app.wishes import granted
from phoenix.bot import outbox
from phoenix.bot.accepting import Accepting
from phoenix.bot.api import BotApi
from phoenix.bot.application import make_bot
from phoenix.bot.chat import Defaults
from phoenix.bot.delivering import Deliverer
from phoenix.bot.dispatching import Dispatcher, utc_now
from phoenix.bot.html import Html
from phoenix.bot.inbox import AT_ONCE, Inbox
from phoenix.bot.incoming import KINDS
from phoenix.bot.letter import Act, Letter, Rank
from phoenix.bot.pace import Pace, Rates
from phoenix.bot.poller import Poller
from phoenix.bot.routes import Command, Routes
from phoenix.bot.screen import Screen
from phoenix.bot.signing import Signer
from phoenix.bot.transport import make_request
from phoenix.bot.turn import Wish
from phoenix.jobs.choice import make_jobs
from phoenix.jobs.rules import Rules
from phoenix.store.store import Store

FAST = Rates(100_000.0, 100_000.0, 100_000.0, 100_000)
MANY = Rules(most_waiting=100_000, most_in_background=50_000, slots=100_000, pulse=0.2)


class Parts:
    """What the bot does."""

    def __init__(self, store, nudge) -> None:
        self._store = store
        self._nudge = nudge

    def routes(self) -> Routes:
        """See the module."""
        return Routes((Command(("all",), self.broadcast),), text=self.analyse)

    async def analyse(self, turn, text) -> None:
        """Acknowledge, and ask for the job."""
        turn.say(Screen(Html(f"working {text}")))
        told = {"chat": turn.chat.id, "text": text}
        turn.ask(Wish("analysis", told, text, f"telegram:{turn.user.id}", None, 60.0))

    async def broadcast(self, turn, count) -> None:
        """A letter to each chat, written with all the rest."""
        for chat in range(1, int(count) + 1):
            key, screen = f"all:{turn.update}:{chat}", Screen(Html(f"all {chat}"))
            turn.letters.append(
                Letter(chat, Act.SEND, screen, key=key, rank=Rank.BROADCAST, purpose="broadcast:1")
            )

    async def work(self, running) -> None:
        """The job: its last step writes the result, once however often it is done."""
        chat, text = running.job.payload["chat"], running.job.payload["text"]
        letter = Letter(
            chat, Act.SEND, Screen(Html(f"result {text}")), key=f"result:{text}", rank=Rank.RESULT
        )
        await self._store.write(partial(outbox.put, letters=(letter,), now=utc_now()))
        self._nudge()


async def main(place: dict) -> None:
    """Lead and work, until it is killed."""
    lease, token = Lease(place["lease"]), SecretStr(TOKEN)
    store = Store(place["database_url"])
    await store.open(migrate=False)
    bot = make_bot(token, place["telegram"], make_request("aiohttp", token), Pace(FAST))
    await bot.initialize()

    async def won(epoch: int) -> None:
        await deliverer.on_won(epoch)
        await poller.on_won(epoch)

    async def lost(reason: str) -> None:
        await poller.on_lost(reason)
        await deliverer.on_lost(reason)

    lock = make_lock(place["database_url"], None, None, Path(place["folder"]), lease)
    leadership = Leadership(lock, on_won=won, on_lost=lost)
    deliverer = Deliverer(store, bot, leadership, lease)
    parts = Parts(store, deliverer.nudge)
    jobs = make_jobs(store, {"analysis": parts.work}, rules=MANY)
    await jobs.open()
    dispatcher = Dispatcher(
        store, parts.routes(), signer=Signer.of(token), me=bot, leads=None, per_minute=100_000,
        defaults=Defaults("en", ZoneInfo("UTC"), 6.0),
    )  # fmt: skip
    accepting = Accepting(
        dispatcher, bot, grant=partial(granted, jobs), told=None, nudge=deliverer.nudge
    )
    inbox = Inbox(store, accepting.handle, lease, seen=accepting.seen, at_once=AT_ONCE)
    async with BotApi(token, place["telegram"]) as api:
        poller = Poller(api, inbox.accept, leadership, fatal=lambda _: None, allowed=KINDS)
        await leadership.start()
        await jobs.run()


logs.to_standard_loggers()
logging.basicConfig(level=logging.INFO, format="%(message)s")
logging.getLogger("httpx").setLevel(logging.WARNING)
asyncio.run(main(json.loads(sys.argv[1])))
