"""Changing ``plugins.toml`` without losing a comment."""

import os
import tempfile
from pathlib import Path

import tomlkit
import tomlkit.exceptions

from phoenix.domain.errors import ConfigurationError


def set_enabled(path: Path, plugin: str, *, enabled: bool) -> bool:
    """Write ``enabled`` into the plugin's table; tells whether anything changed.

    Raises:
        ConfigurationError: the file cannot be parsed or written.
    """
    try:
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        document = tomlkit.parse(text)
    except (tomlkit.exceptions.TOMLKitError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: {error}", "Correct that line") from error
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read: {error}", "Mend its rights") from error
    tables = document.setdefault("plugins", tomlkit.table(is_super_table=True))
    table = tables.setdefault(plugin, tomlkit.table()) if isinstance(tables, dict) else None
    if not isinstance(table, dict):  # inline and scattered tables are tables, too
        raise ConfigurationError(f"{path}: [plugins.{plugin}] is no table", "Make it one")
    if table.get("enabled") is enabled or table.get("enabled") == tomlkit.item(enabled):
        return False
    table["enabled"] = enabled
    _replace(path, tomlkit.dumps(document))
    return True


def _replace(path: Path, text: str) -> None:
    """Write beside and rename, so that a crash leaves the old file or the new one."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            Path(name).chmod(path.stat().st_mode & 0o777)
        Path(name).replace(path)
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be written: {error}", "Mend its rights") from error
