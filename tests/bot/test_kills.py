"""A process is killed at random at its work: all that it had accepted is answered, nearly once.

With PHOENIX_SOAK_BOT there are as many kills as it says, in the middle of 200 analyses and a
broadcast to 5,000 chats.
"""

import asyncio
import json
import os
import random
import sys
from collections import Counter
from pathlib import Path

import pytest

from phoenix.store.store import Store

KILLS = int(os.environ.get("PHOENIX_SOAK_BOT", "0"))
SOAK = KILLS > 0
LEASE = 0.6
PATIENCE = 600.0 if SOAK else 120.0
CHATS = 20
PROGRAM = Path(__file__).with_name("keeping.py")
PATHS = os.pathsep.join((str(Path(__file__).parent.parent), os.environ.get("PYTHONPATH", "")))
FORBIDDEN = ("Traceback", "never retrieved", "was never awaited")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows kills otherwise")


class Bot:
    """A process that is begun again after each kill; what users see of it."""

    def __init__(self, telegram, place, folder, analyses, chats) -> None:
        self.telegram = telegram
        self.kills = 0
        self._place = {
            "database_url": place.database_url, "folder": str(place.folder), "lease": LEASE,
            "telegram": telegram.url,
        }  # fmt: skip
        self._log = folder / "log"
        self._process = None
        self.wanted = Counter(f"all {chat}" for chat in range(1, chats + 1))
        for number in range(analyses):
            self.wanted += Counter((f"working {number}", f"result {number}"))

    @property
    def seen(self) -> Counter:
        """How often each text was sent."""
        return Counter(message.text for message in self.telegram.sent)

    @property
    def repeats(self) -> int:
        """Messages that were sent once too often."""
        return sum((self.seen - self.wanted).values())

    @property
    def missing(self) -> Counter:
        """What nobody was told."""
        return self.wanted - self.seen

    async def begin(self) -> None:
        """Let it live."""
        with self._log.open("a") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, PROGRAM, json.dumps(self._place),
                stdout=log, stderr=log, env={**os.environ, "PYTHONPATH": PATHS},
            )  # fmt: skip

    async def kill(self) -> None:
        """Without a word."""
        self._process.kill()
        await self._process.wait()
        self.kills += 1

    async def sends(self, more: int) -> None:
        """Wait until it has sent so many messages more."""
        until = len(self.telegram.sent) + more
        sent = asyncio.ensure_future(
            self.telegram.until(lambda: len(self.telegram.sent) >= until, PATIENCE)
        )
        ended = asyncio.ensure_future(self._process.wait())
        await asyncio.wait({sent, ended}, return_when=asyncio.FIRST_COMPLETED)
        assert not ended.done(), self.log
        ended.cancel()
        await sent

    async def ends(self) -> None:
        """Wait until all is said, and end it."""
        total = self.wanted.total()
        await self.telegram.until(
            lambda: len(self.telegram.sent) >= total and not self.missing, PATIENCE
        )
        self._process.kill()
        await self._process.wait()

    @property
    def log(self) -> str:
        """What all of them have logged."""
        return self._log.read_text()


async def suffer(telegram, place, folder, *, kills: int, analyses: int, chats: int) -> Bot:
    """Kill the bot so often while it has this to do; then let it finish."""
    chance = random.Random(5)
    store = Store(place.database_url)
    await store.open()
    await store.close()
    for chat in range(1, chats + 1):
        telegram.user(chat)
    bot = Bot(telegram, place, folder, analyses, chats)
    telegram.say(1, f"/all {chats}")
    for number in range(analyses):
        telegram.say(1 + number % CHATS, str(number))
    most = (2 * analyses + chats) // (kills + 1)
    for _ in range(kills):
        await bot.begin()
        await bot.sends(chance.randint(1, most))
        await bot.kill()
    await bot.begin()
    await bot.ends()
    return bot


@pytest.mark.parametrize("place", ["file", "postgresql"] if SOAK else ["file"], indirect=True)
async def test_whoever_was_accepted_is_answered_though_the_process_is_killed(
    place, telegram, tmp_path
):
    """At most one message a kill is said twice; none is lost, and each chat's are in order."""
    kills, analyses, chats = (KILLS, 200, 5000) if SOAK else (3, 12, 40)
    bot = await suffer(telegram, place, tmp_path, kills=kills, analyses=analyses, chats=chats)
    assert bot.missing == Counter()
    assert bot.repeats <= kills
    print(f"{place.kind}: {kills} kills, {bot.repeats} messages twice")  # noqa: T201 - for the soak
    for chat in range(1, CHATS + 1):
        firsts = list(dict.fromkeys(telegram.texts(chat)))
        acknowledged = [int(text.split()[1]) for text in firsts if text.startswith("working")]
        assert acknowledged == sorted(acknowledged)
    assert not [line for line in FORBIDDEN if line in bot.log], bot.log
