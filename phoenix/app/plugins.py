"""What the plugin commands ask for; imports no plugin, no settings and no database."""

from typing import Any

from phoenix.app.places import plugin_memory, plugins_file
from phoenix.domain.errors import InputError
from phoenix.domain.words import in_language
from phoenix.host.configuration import read_plugins_file
from phoenix.host.discovery import find, ids
from phoenix.host.memory import recall
from phoenix.host.spelling import advice
from phoenix.host.verdicts import Plugin, judge, with_memory


def listed(language: str) -> tuple[list[dict[str, Any]], tuple[str, ...]]:
    """A row per plugin, and a line per table of ``plugins.toml`` that belongs to none.

    Raises:
        ConfigurationError: ``plugins.toml`` cannot be used.
    """
    configuration = read_plugins_file(plugins_file())
    candidates = find()
    plugins = with_memory(judge(candidates, configuration), recall(plugin_memory()))
    strangers = configuration.strangers(ids(candidates))
    return [_row(plugin, language) for plugin in plugins], strangers


def switch(plugin: str, *, enabled: bool) -> tuple[str, bool]:
    """Write ``enabled`` into ``plugins.toml``; the file's path, and whether it changed.

    Raises:
        InputError: no such plugin is installed.
        ConfigurationError: the file cannot be parsed or written.
    """
    from phoenix.host.editing import set_enabled  # tomlkit, needed only to write

    known = ids(find())
    if plugin not in known:
        raise InputError(f"no plugin is called {plugin!r}", advice(plugin, known))
    path = plugins_file()
    return str(path), set_enabled(path, plugin, enabled=enabled)


def _row(plugin: Plugin, language: str) -> dict[str, Any]:
    candidate, manifest = plugin.candidate, plugin.candidate.manifest
    return {
        "id": plugin.id,
        "title": in_language(manifest.title, language) if manifest else None,
        "version": manifest.version if manifest else None,
        "distribution": candidate.distribution,
        "distribution_version": candidate.distribution_version,
        "entry_point": f"{candidate.group}: {candidate.name} = {candidate.value}",
        "api": manifest.api if manifest else None,
        "enabled": plugin.verdict == "active",
        "verdict": str(plugin.verdict),
        "reason": plugin.reason,
        "cure": plugin.cure,
        "since": plugin.when,
        "weight": plugin.entry.weight,
        "quantities": list(manifest.quantities) if manifest else [],
        "needs": list(manifest.needs) if manifest else [],
    }
