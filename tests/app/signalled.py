"""A small service that is sent signals; its first argument says how it behaves.

It prints what it does, a line each, so that a test knows when to send the next signal.
"""

# ruff: noqa: E402 - the heavy imports of a service come after its handlers

from phoenix.app.signals import early

SIGNALS = early(for_good=True)
print("imports", flush=True)  # noqa: T201 - the test reads it

import asyncio
import hashlib
import os
import signal
import sys
import threading
import time
import warnings

import structlog

from phoenix.app.lifecycle import Lifecycle, Stage

structlog.configure(processors=[structlog.processors.KeyValueRenderer(key_order=["event"])])

LONG = 600.0


def tell(line):
    """Print a line at once."""
    print(line, flush=True)  # noqa: T201 - the test reads it


async def for_ever():
    """Wait for what never comes."""
    await asyncio.Event().wait()


async def hang():
    """Tell it, and wait for what never comes."""
    tell("hanging")
    await for_ever()


async def block(_):
    """Hold up the loop where Python runs handlers."""
    tell("blocking")
    while True:
        time.sleep(LONG)  # noqa: ASYNC251 - that is the fault


async def block_deeply(_):
    """Hold up the loop where Python runs no handler, as numerics do."""
    threading.Timer(0.2, tell, ["blocking"]).start()
    hashlib.pbkdf2_hmac("sha256", b"", b"", 2**31 - 1)


async def turn_away(_):
    """Signals reach another thread, and the selector of this one sleeps on."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGHUP})
    threading.Timer(0.3, tell, ["turned away"]).start()


async def ask_itself(asked):
    """Stop without a signal."""
    asked.ask_stop("emergency")
    await asked.wanted_stop()


async def fail(_):
    """End by an error."""
    raise ValueError("broken")


async def fork(_):
    """Have a child that is sent signals of its own, and has a handler for one of them."""
    warnings.simplefilter("ignore", DeprecationWarning)  # of a fork beside threads
    if os.fork() == 0:
        signal.signal(signal.SIGINT, lambda *_: tell("child heard"))
        tell(f"child {os.getpid()}")
        time.sleep(LONG)  # noqa: ASYNC251 - only the signal ends it
    _, status = os.wait()  # noqa: ASYNC222 - nothing else is to do
    tell(f"child ended by {status}")


async def reload():
    """Read something again."""
    tell("reloading")


def fail_to_reload():
    """A file that somebody has spoilt."""
    raise ValueError("spoilt")


async def ignore_cancellation():
    """Go on whatever happens."""
    while True:
        try:
            await for_ever()
        except asyncio.CancelledError:
            continue


async def leave_a_task(_):
    """Something that cannot be cancelled holds up the end of the loop."""
    asyncio.get_running_loop().leftover = asyncio.create_task(ignore_cancellation())


async def leave_a_thread(_):
    """Something that never returns holds up the end of the interpreter."""
    threading.Thread(target=threading.Event().wait).start()


WORK = {
    "block": block,
    "block deeply": block_deeply,
    "ask itself": ask_itself,
    "fail": fail,
    "fork": fork,
    "leave a task": leave_a_task,
    "leave a thread": leave_a_thread,
    "turn away": turn_away,
}


def stages(mode):
    """One that says when it is stopped, and one that may hang."""
    told = Stage("a", stop=lambda: tell("stopped a"))
    if mode == "hang at the start":
        return [told, Stage("b", start=hang, start_limit=LONG)]
    if mode == "hang at the stop":
        return [told, Stage("b", stop=hang, stop_limit=LONG)]
    return [told]


async def serve(mode, budget):
    """Start, work until a stop is asked for, stop."""
    asyncio.get_running_loop().slow_callback_duration = LONG  # told of a busy machine under -X dev
    life = Lifecycle(stages(mode), whole=True)
    on_reload = fail_to_reload if mode == "spoilt" else reload
    async with SIGNALS.in_loop(on_hurry=life.hurry, on_reload=on_reload, budget=budget) as asked:
        try:
            if await asked.unless_stopped(life.start(), name="start"):
                tell("ready")
                if mode in WORK:
                    await WORK[mode](asked)
                await asked.wanted_stop()
                asked.code = 75 if mode == "leave a thread" else 0
        finally:
            await life.stop()
    tell("over")


if __name__ == "__main__":
    if sys.argv[1] == "import for long":
        sys.stdin.readline()
    asyncio.run(serve(sys.argv[1], float(sys.argv[2])))
