"""``phoenix serve`` as a process of its own, and what it writes."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

PATIENCE = 60.0  # seconds: more than a busy machine takes

NEVER = (
    "Event loop is closed",
    "no current event loop",
    "_GatheringFuture exception was never retrieved",
    "was never awaited",
    "Task was destroyed but it is pending",
    "exception was never retrieved",
    "ResourceWarning",
    "Traceback (most recent call last)",
)


class Served:
    """A process that serves."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.lines: list[str] = []
        self._grown = asyncio.Condition()
        self._reading = asyncio.ensure_future(self._read())
        self.code: int | None = None

    @property
    def events(self) -> list[dict[str, Any]]:
        """What it logged."""
        return [json.loads(line) for line in self.lines if line.startswith("{")]

    def named(self, event: str) -> list[dict[str, Any]]:
        """All log lines of one event."""
        return [line for line in self.events if line["event"] == event]

    @property
    def text(self) -> str:
        """All that it wrote to stderr."""
        return "\n".join(self.lines)

    async def until(self, event: str, **fields: Any) -> dict[str, Any]:
        """The first log line of this event with these fields, waited for."""

        def found() -> dict[str, Any] | None:
            wanted = fields.items()
            return next((one for one in self.named(event) if wanted <= one.items()), None)

        async with asyncio.timeout(PATIENCE), self._grown:
            await self._grown.wait_for(lambda: found() or self._reading.done())
        line = found()
        assert line is not None, f"ended without {event!r}:\n{self.text}"
        return line

    def tell(self, number: signal.Signals) -> None:
        """Send a signal."""
        self.process.send_signal(number)

    async def stopped(self) -> int:
        """Its exit code, waited for."""
        async with asyncio.timeout(PATIENCE):
            await self._reading
            self.code = await self.process.wait()
        return self.code

    async def stop(self) -> int:
        """Ask it to stop; its exit code."""
        self.tell(signal.SIGTERM)
        return await self.stopped()

    @asynccontextmanager
    async def web(self) -> AsyncIterator[httpx.AsyncClient]:
        """A client of its web server."""
        port = (await self.until("web listens"))["port"]
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
            yield client

    def complaints(self) -> list[str]:
        """Lines that must never appear."""
        return [line for line in self.lines if any(never in line for never in NEVER)]

    async def _read(self) -> None:
        assert self.process.stderr is not None
        while line := await self.process.stderr.readline():
            self.lines.append(line.decode().rstrip("\n"))
            async with self._grown:
                self._grown.notify_all()
        async with self._grown:
            self._grown.notify_all()


@asynccontextmanager
async def served(
    folder: Path, role: str = "all", settings: Mapping[str, str] | None = None, *flags: str
) -> AsyncIterator[Served]:
    """A process that serves in this role, killed if it is still there at the end."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environment = inherited | {
        "LOG_FORMAT": "json",
        "LOG_LEVEL": "DEBUG",
        "PHOENIX_DATA_DIR": str(folder / "data"),
        "PHOENIX_PLUGINS_FILE": str(folder / "plugins.toml"),
        "PORT": "0",
        **(settings or {}),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, *flags, "-m", "phoenix", "serve", "--role", role,
        cwd=folder, env=environment, stderr=asyncio.subprocess.PIPE, limit=1 << 22,
    )  # fmt: skip
    one = Served(process)
    try:
        yield one
    finally:
        if process.returncode is None:
            process.kill()
        await one.stopped()
