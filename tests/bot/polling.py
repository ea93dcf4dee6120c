"""A process that polls while it leads, and answers each update with its number and its own pid.

SIGTERM stops it.
"""

import asyncio
import json
import logging
import os
import signal
import sys
from pathlib import Path

from bot_api_server import TOKEN
from pydantic import SecretStr

from phoenix.app import logs
from phoenix.app.leader import Leadership, Lease, make_lock
from phoenix.bot.api import BotApi
from phoenix.bot.inbox import Inbox
from phoenix.bot.poller import Poller
from phoenix.store.store import Store


async def main(place: dict[str, str]) -> None:
    """Compete until SIGTERM."""
    loop, stop, lease = asyncio.get_running_loop(), asyncio.Event(), Lease(float(place["lease"]))
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    store = Store(place["database_url"])
    await store.open(migrate=False)
    async with BotApi(SecretStr(TOKEN), place["telegram"]) as api:

        async def handle(update: dict) -> None:
            text = f"{update['update_id']} {os.getpid()}"
            await api.send_message(update["message"]["chat"]["id"], text)

        async def won(epoch: int) -> None:
            await poller.on_won(epoch)

        async def lost(reason: str) -> None:
            await poller.on_lost(reason)

        lock = make_lock(
            place["database_url"], None, place["redis_url"], Path(place["folder"]), lease
        )
        leadership = Leadership(lock, on_won=won, on_lost=lost)
        inbox = Inbox(store, handle, lease)
        poller = Poller(api, inbox.accept, leadership, fatal=lambda _: stop.set())
        await leadership.start()
        logging.getLogger(__name__).info("ready")
        await stop.wait()
        await leadership.stop()
    await store.close()
    assert asyncio.all_tasks() == {asyncio.current_task()}


logs.to_standard_loggers()
logging.basicConfig(level=logging.INFO, format="%(message)s")
logging.getLogger("httpx").setLevel(logging.WARNING)
asyncio.run(main(json.loads(sys.argv[1])))
