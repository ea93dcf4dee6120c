"""Where an installation lies, and how it is set: what the doctor is shown."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import httpx
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from phoenix.app.places import data_dir, plugin_memory, plugins_file
from phoenix.app.preflight.surroundings import utc_now
from phoenix.app.settings import SettingFault, Settings, read_settings, settings_faults
from phoenix.app.supervisor.journal import FILE, Journal


@dataclass(frozen=True, slots=True)
class Installation:
    """An installation as it is found.

    Attributes:
        folder: the working directory: where ``.env`` is read from, and perhaps a git tree.
        data: the data directory.
        plugins_file: ``plugins.toml``.
        plugin_memory: where the host keeps its verdicts.
        settings: None where they cannot be read.
        faults: what is wrong with them.
        now: this machine's clock.
        transport: carries what is asked over HTTP instead of the network.
    """

    folder: Path
    data: Path
    plugins_file: Path
    plugin_memory: Path
    settings: Settings | None
    faults: tuple[SettingFault, ...] = ()
    now: Callable[[], datetime] = utc_now
    transport: httpx.AsyncBaseTransport | None = None

    @property
    def env_file(self) -> Path:
        """The settings' own file; it may not be there."""
        return self.folder / ".env"

    @property
    def journal(self) -> Journal:
        """What was mended on this machine."""
        return Journal(self.data / FILE)

    @property
    def database_file(self) -> Path | None:
        """SQLite's file, which may not be there; None where the database is none, or elsewhere."""
        if self.settings is None:
            return None
        try:
            url = make_url(self.settings.database)
        except (ArgumentError, ValueError):
            return None
        kept = url.get_backend_name() == "sqlite" and url.database not in {None, "", ":memory:"}
        return self.folder / str(url.database) if kept else None


def installation() -> Installation:
    """The one that the environment names."""
    faults = settings_faults()
    settings = None if faults else read_settings()
    return Installation(
        Path.cwd(), data_dir(), plugins_file(), plugin_memory(), settings, faults
    )  # fmt: skip
