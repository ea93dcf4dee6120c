"""Plugins that were taken out, and that deserve another try.

A verdict of an earlier run holds for the code and the settings that it was reached for. Where one
of these has changed, the plugin is due: it is tried when plugins are loaded next.
"""

from collections.abc import Iterator
from pathlib import Path

from phoenix.app.supervisor.check import Check, Found, found
from phoenix.host.configuration import read_plugins_file
from phoenix.host.discovery import find
from phoenix.host.memory import recall
from phoenix.host.verdicts import Verdict, judge


def plugins_due(file: Path, memory: Path) -> Check:
    """Plugins that failed, and whose code or settings have changed since; told, not loaded.

    Loading code of a plugin is for its user to ask for.

    Args:
        file: ``plugins.toml``.
        memory: where the host keeps its verdicts.
    """

    def look() -> Found:
        return found(_due(file, memory))

    cure = "phoenix serve: send it SIGHUP (settings) or restart it (code); it tries them again"
    return Check("plugins due", look, cure)


def _due(file: Path, memory: Path) -> Iterator[str]:
    records = recall(memory)
    if not records:
        return
    for plugin in judge(find(), read_plugins_file(file)):
        record = records.get(plugin.id)
        if record and plugin.verdict is Verdict.ACTIVE and record.stamp != plugin.stamp:
            yield f"{plugin.id}, {record.verdict} since {record.when}, has changed since"
