"""How many updates a second an echo bot answers on our transport, beside a bare aiogram 3.

    python -m venv /somewhere && /somewhere/bin/pip install 'aiogram>=3.31,<4'
    python benchmarks/echo.py --aiogram /somewhere/bin/python

aiogram is needed for this alone, and pins other packages: it gets an environment of its own. Asked:
at least 1.3 times its throughput. Both bots are one process each, have their webhook on aiohttp's
server, and say "done" to Telegram before they answer; this process is Telegram, which answers at
once, and floods them. They take turns, since the machine may have other things to do; for the same
reason their processor time for each update stands beside, which needs Linux.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

TOKEN = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"
CONNECTIONS = 40
WARMING = 200  # updates that are not counted
PATIENCE = 120.0  # seconds for all answers to come
TEXT = "Flamengo x Palmeiras, hoje às 21h30"
ASKED = 1.3


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one round."""

    rate: float  # updates a second
    cost: float  # ms of processor time for each


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is done."""

    updates: int
    rounds: int


FULL, QUICK = Sizes(5000, 3), Sizes(2000, 3)


def main() -> None:
    """Print both throughputs, and their ratio."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="less of everything")
    parser.add_argument("--aiogram", default=sys.executable, help="a Python that has aiogram")
    parser.add_argument("--bot", nargs=2, metavar=("WHICH", "URL"), help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.bot:
        which, url = told.bot
        asyncio.run(BOTS[which](url))
        return
    version = aiogram_in(told.aiogram)
    if version is None:
        sys.exit(f"{told.aiogram} has no aiogram: {told.aiogram} -m pip install 'aiogram>=3.31,<4'")
    sizes = QUICK if told.quick else FULL
    pythons = {"phoenix": sys.executable, "aiogram": told.aiogram}
    show(asyncio.run(measured(pythons, sizes)), version)


def aiogram_in(python: str) -> str | None:
    """Which aiogram this Python has."""
    code = "from importlib.metadata import version; print(version('aiogram'))"
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else None


def show(rounds: dict[str, list[Figures]], version: str) -> None:
    """Medians, the lowest and the highest."""
    names = {"phoenix": "echo on our transport", "aiogram": f"echo on aiogram {version}"}
    for which, figures in rounds.items():
        rates, costs = [one.rate for one in figures], [one.cost for one in figures]
        spread = f"{median(rates):,.0f}/s ({min(rates):,.0f} to {max(rates):,.0f})"
        print(f"{names[which]:28} {spread:>28}   {median(costs):.3f} ms of processor an update")
    ours, theirs = rounds["phoenix"], rounds["aiogram"]
    rate = median(o.rate for o in ours) / median(t.rate for t in theirs)
    cost = median(t.cost for t in theirs) / median(o.cost for o in ours)
    print(f"throughput {rate:.2f} times aiogram's; asked for {ASKED}. By processor time {cost:.2f}")


async def measured(pythons: dict[str, str], sizes: Sizes) -> dict[str, list[Figures]]:
    """Figures of each bot, in turns."""
    rounds: dict[str, list[Figures]] = {which: [] for which in pythons}
    async with telegram() as server:
        for _ in range(sizes.rounds):
            for which, python in pythons.items():
                async with bot(python, which, server.url) as (process, port):
                    await server.flood(port, WARMING)
                    before = used(process)
                    seconds = await server.flood(port, sizes.updates)
                    cost = 1000.0 * (used(process) - before) / sizes.updates
                    rounds[which].append(Figures(sizes.updates / seconds, cost))
    return rounds


def used(process: Process) -> float:
    """Seconds of processor time that a process has used."""
    fields = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2]
    user, system = fields.split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


@asynccontextmanager
async def bot(python: str, which: str, url: str) -> AsyncIterator[tuple[Process, int]]:
    """A bot that listens, and where."""
    command = [python, __file__, "--bot", which, url]
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE)
    assert process.stdout is not None
    try:
        yield process, int(await process.stdout.readline())
    finally:
        await process.communicate(b"")  # the end of its input ends it


class Telegram:
    """Calls a webhook, and counts the messages that come of it."""

    def __init__(self) -> None:
        self.url = ""
        self._numbers = count(1)
        self._awaited = 0
        self._all_came = asyncio.Event()

    async def flood(self, port: int, number: int) -> float:
        """Seconds from the first call of the webhook to the last message."""
        self._awaited = number
        self._all_came.clear()
        left = iter(range(number))
        began = time.perf_counter()
        async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as callers:
            for _ in range(CONNECTIONS):
                callers.create_task(self._call(port, left))
            await self._all_came.wait()
        return time.perf_counter() - began

    async def _call(self, port: int, left: Iterator[int]) -> None:
        """One call after the other, as many as are left."""
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for _ in left:
            writer.write(posted(self._update(next(self._numbers))))
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200"), head
            await reader.readexactly(length_in(head))
        writer.close()
        await writer.wait_closed()

    def _update(self, number: int) -> bytes:
        person = {"id": number % 1000 + 1, "first_name": "Ana"}
        message = {
            "message_id": number, "date": 1_800_000_000, "text": TEXT,
            "chat": {**person, "type": "private"},
            "from": {**person, "is_bot": False, "language_code": "pt-br"},
        }  # fmt: skip
        return json.dumps({"update_id": number, "message": message}).encode()

    def answer(self, method: bytes) -> bytes:
        """What a call gets."""
        if method != b"sendMessage":
            return ME
        self._awaited -= 1
        if self._awaited == 0:
            self._all_came.set()
        return SENT


def posted(body: bytes) -> bytes:
    """A call of a webhook."""
    return (
        b"POST /webhook HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        b"Content-Length: %d\r\n\r\n%b" % (len(body), body)
    )


def answered(result: dict[str, Any]) -> bytes:
    """An answer of the Bot API."""
    body = json.dumps({"ok": True, "result": result}).encode()
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (
        len(body),
        body,
    )


def length_in(head: bytes) -> int:
    """Bytes of a body."""
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line[15:])
    return 0


ME = answered({"id": 123456789, "is_bot": True, "first_name": "Echo", "username": "echo_bot"})
SENT = answered(
    {
        "message_id": 1, "date": 1_800_000_000, "text": TEXT,
        "chat": {"id": 1, "type": "private", "first_name": "Ana"},
        "from": {"id": 123456789, "is_bot": True, "first_name": "Echo", "username": "echo_bot"},
    }
)  # fmt: skip


class Calls(asyncio.Protocol):
    """A connection over which the bot calls; as little work as can be."""

    def __init__(self, server: Telegram) -> None:
        self._server = server
        self._seen = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The bot has connected."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer each call that is complete."""
        self._seen += data
        while (at := self._seen.find(b"\r\n\r\n")) >= 0:
            head = self._seen[:at]
            end = at + 4 + length_in(head)
            if len(self._seen) < end:
                return
            self._seen = self._seen[end:]
            method = head.split(b" ", 2)[1].rpartition(b"/")[2]
            self._transport.write(self._server.answer(method))


@asynccontextmanager
async def telegram() -> AsyncIterator[Telegram]:
    """The server, on loopback."""
    told = Telegram()
    server = await asyncio.get_running_loop().create_server(lambda: Calls(told), "127.0.0.1", 0)
    told.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server:
        yield told


async def ours(url: str) -> None:
    """An application of ours, fed by the smallest webhook there is."""
    from aiohttp import web
    from pydantic import SecretStr

    from phoenix.app import logs
    from phoenix.app.settings import Settings
    from phoenix.bot.application import application
    from phoenix.tasks import spawn

    async def echo(raw: Any) -> None:
        message = raw["message"]
        await app.bot.send_message(message["chat"]["id"], message["text"])

    async def webhook(request: web.Request) -> web.Response:
        spawn(app.feed(json.loads(await request.read())), name="update")
        return web.Response()

    logs.configure("WARNING", "console")
    fast = dict.fromkeys(("telegram_rate", "telegram_chat_rate", "telegram_group_rate"), 1e5)
    settings = Settings(telegram_bot_token=SecretStr(TOKEN), telegram_api_url=url, **fast)
    app = application(settings, echo)
    await app.start()
    server = web.Application()
    server.router.add_post("/webhook", webhook)
    await served(server)
    await app.stop()


async def theirs(url: str) -> None:
    """As aiogram's own documentation has it."""
    from aiogram import Bot, Dispatcher
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.types import Message
    from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
    from aiohttp import web

    dispatcher = Dispatcher()

    @dispatcher.message()
    async def echo(message: Message) -> None:
        await message.answer(message.text or "")

    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(url)))
    server = web.Application()
    SimpleRequestHandler(dispatcher, bot).register(server, "/webhook")
    setup_application(server, dispatcher, bot=bot)
    await served(server)


async def served(server: Any) -> None:
    """Listen, say where, and go on until the input ends."""
    from aiohttp import web

    runner = web.AppRunner(server, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()


BOTS = {"phoenix": ours, "aiogram": theirs}


if __name__ == "__main__":
    main()
