"""A process that competes, and polls while it leads.

It writes into a diary ``begin`` and ``end`` with epoch, process and time, and into a file of
updates what a poller would handle: the next number after the last one there. SIGTERM stops it;
SIGUSR1 pauses it where it stands, until somebody lets it go on; SIGUSR2 is a ``Conflict`` from
Telegram.
"""

import asyncio
import json
import logging
import os
import signal
import sys
import time
from pathlib import Path

from phoenix.app import logs
from phoenix.app.leader import Leadership, Lease, make_lock
from phoenix.tasks import spawn

WIDTH = 40  # of the line of one update: how many there are is told by the file's size
EVERY = 0.005


class Poller:
    """Handles update after update, each in its epoch, for as long as it may."""

    def __init__(self, folder: Path) -> None:
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT
        self._diary = os.open(folder / "diary", flags)
        self._updates = os.open(folder / "updates", flags)
        self._polling: asyncio.Task[None] | None = None
        self.leadership: Leadership | None = None

    async def begin(self, epoch: int) -> None:
        self._write("begin", epoch)
        self._polling = spawn(self._poll(epoch), name="poller")

    async def end(self, reason: str) -> None:
        del reason
        self._polling.cancel()
        await asyncio.wait({self._polling})
        self._write("end", self._epoch)

    async def _poll(self, epoch: int) -> None:
        self._epoch = epoch
        while True:
            number = os.fstat(self._updates).st_size // WIDTH + 1
            await asyncio.sleep(EVERY)
            if self.leadership.epoch == epoch:
                line = f"{number} {epoch} {os.getpid()}".ljust(WIDTH - 1) + "\n"
                os.write(self._updates, line.encode())

    def _write(self, what: str, epoch: int) -> None:
        line = f"{what} {epoch} {os.getpid()} {time.monotonic()}\n"
        os.write(self._diary, line.encode())


async def main(place: dict[str, str]) -> None:
    """Compete until SIGTERM."""
    poller = Poller(Path(place["diaries"]))
    lock = make_lock(
        place["database_url"], None, place["redis_url"], Path(place["folder"]),
        Lease(float(place["lease"])),
    )  # fmt: skip
    leadership = Leadership(lock, on_won=poller.begin, on_lost=poller.end)
    poller.leadership = leadership
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    loop.add_signal_handler(signal.SIGUSR1, os.kill, os.getpid(), signal.SIGSTOP)
    loop.add_signal_handler(signal.SIGUSR2, leadership.recheck)
    await leadership.start()
    print("ready", flush=True)  # noqa: T201 - the test reads it
    await stop.wait()
    await leadership.stop()
    assert asyncio.all_tasks() == {asyncio.current_task()}


logs.to_standard_loggers()
logging.basicConfig(level=logging.INFO, format="%(message)s")
asyncio.run(main(json.loads(sys.argv[1])))
