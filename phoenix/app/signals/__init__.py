"""What the process is told from outside, from its first imports to its end.

SIGINT and SIGTERM ask for a graceful stop, the second of them for a quicker one, and the third ends
the process at once with code 130. SIGHUP asks for a reload. ::

    signals = early()                 # before the heavy imports; only remembers
    ...
    async with signals.in_loop(on_hurry=lifecycle.hurry, on_reload=..., budget=9.0) as asked:
        try:
            if await asked.unless_stopped(lifecycle.start(), name="start"):
                await asked.wanted_stop()
        finally:
            await lifecycle.stop()

The handlers are Python's own (``signal.signal``), and so they also run while the loop is blocked by
Python code; a thread hears the signals beside them, and so the third also counts, and the time of
the stop also runs, while the loop is blocked by something that Python cannot interrupt. The loop's
``add_signal_handler`` could do neither, and is missing on Windows.
"""

from phoenix.app.signals.signals import Signals, early

__all__ = ["Signals", "early"]
