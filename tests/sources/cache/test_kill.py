"""A process that is killed while it saves its cache loses nothing that was saved."""

import asyncio
import contextlib
import os
import random
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from phoenix.sources.cache.entry import Entry
from phoenix.sources.cache.memory import MemoryCache
from phoenix.sources.cache.saving import SavedCache

THEN = datetime(2026, 1, 4, 18, 30, tzinfo=UTC)
KILLS = int(os.environ.get("PHOENIX_SOAK_KILLS", "3"))
CHILD = Path(__file__).with_name("endless_saving.py")


async def held(path: Path) -> dict[str, Entry]:
    """What a fresh process would find."""
    memory = MemoryCache()
    cache = SavedCache(memory, path)
    await cache.open()
    found = dict(memory.snapshot())
    await cache.close()
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
def test_a_killed_save_loses_nothing_that_was_saved(tmp_path, caplog):
    """However often it is killed, the next start finds all that the last completed save held."""
    chance = random.Random(7)
    for kill in range(KILLS):
        path = tmp_path / str(kill) / "cache.bin"
        command = [sys.executable, CHILD, path]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            first = child.stdout.readline()
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(timeout=chance.uniform(0.0, 0.5))
            child.send_signal(signal.SIGKILL)
            saves = [int(line) for line in [first, *child.stdout] if line.endswith("\n")]
        assert child.returncode == -signal.SIGKILL
        found = asyncio.run(held(path))
        assert len(found) in {saves[-1], saves[-1] + 1}
        assert found == {f"q{n}": Entry(b"%d" % n * 10_000, THEN) for n in range(len(found))}
        assert [one.name for one in path.parent.iterdir()] == ["cache.bin"]
    assert caplog.text == ""
