"""How long a service takes until it is ready, and how much memory it holds when idle.

Asked: under 3 s from the start of the process to ready, embedded, on the demo league; under 150 MB
for an idle bot alone. Beside both stands a bare Python that imports what the service cannot do
without. Needs Linux: memory is read from /proc.
"""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

RUNS = 5
SETTLE = 10.0  # seconds before memory is read
BARE = (
    "import asyncpg, fastapi, httpx, pgqueuer, pydantic_settings, sqlalchemy.ext.asyncio, uvicorn"
)
READY, STOPPED = "service ready", "service stopped"


def environment(folder: Path, settings: Mapping[str, str]) -> dict[str, str]:
    """Of a process that serves from this folder."""
    return {
        "PATH": os.environ["PATH"], "LOG_FORMAT": "json", "PORT": "0",
        "PHOENIX_DATA_DIR": str(folder / "data"),
        "PHOENIX_PLUGINS_FILE": str(folder / "plugins.toml"), **settings,
    }  # fmt: skip


@contextmanager
def served(folder: Path, role: str, **settings: str) -> Iterator[tuple[subprocess.Popen, float]]:
    """A service that is ready, and the seconds that it took."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "phoenix", "serve", "--role", role], cwd=folder,
        env=environment(folder, settings), stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    for line in process.stderr:
        if json.loads(line)["event"] == READY:
            break
    else:
        raise SystemExit(f"--role {role} was never ready: {line}")
    yield process, time.perf_counter() - began
    process.terminate()
    process.stderr.read()
    assert process.wait() == 0


def resident(process: subprocess.Popen) -> float:
    """Memory of a process in MB."""
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def ready(league: Path) -> list[float]:
    """Seconds until it is ready, embedded, on the demo league."""
    took = []
    for _ in range(RUNS):
        with served(league, "all") as (_, seconds):
            took.append(seconds)
    return took


def bare() -> list[float]:
    """Seconds for a Python that only imports."""
    took = []
    for _ in range(RUNS):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", BARE], check=True)
        took.append(time.perf_counter() - began)
    return took


@contextmanager
def telegram() -> Iterator[dict[str, str]]:
    """Settings of a service that polls the suite's own Bot API server, in a thread beside us."""
    from bot_api_server import TOKEN, bot_api

    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    def done(work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, loop).result()

    stack = AsyncExitStack()
    server = done(stack.enter_async_context(bot_api()))
    yield {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_BASE_URL": server.url}
    done(stack.aclose())
    loop.call_soon_threadsafe(loop.stop)
    thread.join()


def memory(league: Path, role: str, settings: Mapping[str, str]) -> float:
    """MB that an idle role holds."""
    with served(league, role, **settings) as (process, _):
        time.sleep(SETTLE)
        return resident(process)


def demo(folder: Path, **settings: str) -> None:
    """Simulate the demo league."""
    command = [sys.executable, "-m", "phoenix", "demo"]
    subprocess.run(
        command,
        cwd=folder,
        env=environment(folder, settings),
        stdout=subprocess.DEVNULL,
        check=True,
    )


def main() -> None:
    """Print what was asked beside what was measured."""
    from postgres import postgres

    folder = Path(tempfile.mkdtemp(prefix="phoenix-bench-"))
    try:
        with postgres() as server, telegram() as bot:
            address = f"{server}/postgres"
            demo(folder)
            demo(folder, DATABASE_URL=address)
            seconds, alone = ready(folder), bare()
            print(f"ready, embedded, demo league: {median(seconds):.2f} s ", end="")
            print(f"({min(seconds):.2f}-{max(seconds):.2f}); asked under 3 s; ", end="")
            print(f"{median(seconds) / median(alone):.1f} x a Python that only imports")
            for role in ("bot", "web", "worker", "all"):
                asked = "; asked under 150 MB" if role == "bot" else ""
                settings = bot if role == "all" else {"DATABASE_URL": address, **bot}
                print(f"idle memory, {role}: {memory(folder, role, settings):.0f} MB{asked}")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
