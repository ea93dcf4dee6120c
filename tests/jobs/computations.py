"""What children compute in tests: a child can import these."""

import os
import signal
import time
from pathlib import Path


def double(number):
    """The simplest."""
    return 2 * number


def busy(seconds):
    """Never gives its core back before the time is up."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        pass


def busy_until(began, let):
    """Tells that it is at work by a file, and ends when another one is there."""
    Path(began).touch()
    while not Path(let).exists():
        pass
    return os.getpid()


def raise_time_out():
    """A time-out of the function's own."""
    raise TimeoutError("a socket's")


def die():
    """As if the kernel were out of memory."""
    os.kill(os.getpid(), signal.SIGKILL)


def variable(name):
    """The child's environment."""
    return os.environ.get(name)


def process():
    """The child's number."""
    return os.getpid()


def warm():
    """Leaves a mark."""
    os.environ["PHOENIX_TEST_WARM"] = "yes"
