"""``plugins.toml``: which plugins are on, what they weigh, and their own settings.

    [plugins.goals]
    enabled = true
    weight = 1.0

    [plugins.goals.settings]
    half_life_days = 300

A file that cannot be parsed stops the program; a mistake within one plugin's table takes out that
plugin alone.
"""

import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from phoenix.domain.errors import ConfigurationError
from phoenix.host.spelling import did_you_mean, unknown_keys

KEYS = ("enabled", "weight", "deadline", "settings")


@dataclass(frozen=True, slots=True)
class Entry:
    """One plugin's table; ``fault`` says what in it cannot be used, ``file`` where it stands."""

    enabled: bool | None = None
    weight: float = 1.0
    deadline: float | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    fault: str | None = None
    file: str = "plugins.toml"


@dataclass(frozen=True, slots=True)
class PluginsFile:
    """What was read. ``path`` is where it is or would be written."""

    path: Path
    entries: Mapping[str, Entry] = field(default_factory=dict)

    def entry(self, plugin: str) -> Entry:
        """A plugin's table, or the defaults."""
        return self.entries.get(plugin, Entry(file=str(self.path)))

    def strangers(self, known: tuple[str, ...]) -> tuple[str, ...]:
        """A line for each table whose plugin is not installed."""
        return tuple(
            f"{self.path}, [plugins.{name}]: not installed, {did_you_mean(name, known)}"
            for name in self.entries
            if name not in known
        )


def read_plugins_file(path: Path) -> PluginsFile:
    """Read ``plugins.toml``; a missing one means the defaults of every manifest.

    Raises:
        ConfigurationError: it cannot be read or parsed, or has tables that nobody knows.
    """
    try:
        body = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return PluginsFile(path)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{path}: {error}", "Correct that line") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path} cannot be read: {error}", "Mend or remove it") from error
    for problem in unknown_keys(body, ("plugins",)):
        raise ConfigurationError(f"{path}: {problem}", "Every table is called [plugins.ID]")
    tables = body.get("plugins", {})
    if not isinstance(tables, dict):
        raise ConfigurationError(f"{path}: plugins is no table", "Write [plugins.ID]")
    return PluginsFile(path, {name: _entry(path, name, table) for name, table in tables.items()})


def _entry(path: Path, name: str, table: Any) -> Entry:
    where = f"{path}, [plugins.{name}]"
    if not isinstance(table, dict):
        return Entry(fault=f"{where}: not a table", file=str(path))
    enabled = table.get("enabled")
    known = enabled if isinstance(enabled, bool) else None
    fault = next(_faults(table), None)
    if fault is not None:
        return Entry(known, fault=f"{where}: {fault}", file=str(path))
    weight = float(table.get("weight", 1.0))
    settings = table.get("settings", {})
    return Entry(known, weight, table.get("deadline"), settings, file=str(path))


def _faults(table: Mapping[str, Any]) -> Iterator[str]:
    yield from unknown_keys(table, KEYS)
    checks: dict[str, tuple[Callable[[Any], bool], str]] = {
        "enabled": (lambda value: isinstance(value, bool), "true, false"),
        "weight": (lambda value: _number(value) and value >= 0, "a number from 0 up"),
        "deadline": (lambda value: _number(value) and value > 0, "seconds above 0"),
        "settings": (lambda value: isinstance(value, dict), "a table"),
    }
    for key, (allows, allowed) in checks.items():
        if key in table and not allows(table[key]):
            yield f"{key} = {table[key]!r}, allowed: {allowed}"


def _number(value: Any) -> bool:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return number and abs(value) <= sys.float_info.max
