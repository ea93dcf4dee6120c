"""Where things lie on this machine. Light to import: the plugin commands need no settings."""

import os
from pathlib import Path

from platformdirs import PlatformDirs

_DIRS = PlatformDirs("phoenix-football", appauthor=False)


def data_dir() -> Path:
    """The database and downloads: ``PHOENIX_DATA_DIR``, or the platform's own place."""
    return Path(os.environ.get("PHOENIX_DATA_DIR") or _DIRS.user_data_path)


def plugins_file() -> Path:
    """``plugins.toml``: ``PHOENIX_PLUGINS_FILE``, else here if it exists, else the user's own."""
    named = os.environ.get("PHOENIX_PLUGINS_FILE")
    if named:
        return Path(named)
    here = Path("plugins.toml")
    return here if here.exists() else _DIRS.user_config_path / "plugins.toml"


def plugin_memory() -> Path:
    """What was wrong with plugins in earlier runs."""
    return data_dir() / "plugin-faults.json"


def answers_file() -> Path:
    """What API-Football answered in earlier runs and may still be used."""
    return data_dir() / "api-football-answers"
