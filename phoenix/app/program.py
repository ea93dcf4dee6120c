"""One run of the program: store, plugins and analyst, started in order and stopped in reverse."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from phoenix import __version__
from phoenix.analysis.analyst import Analyst, Taste
from phoenix.app.lifecycle import Lifecycle, Stage
from phoenix.app.places import data_dir, plugin_memory, plugins_file
from phoenix.app.settings import Settings
from phoenix.forecasting.qsc import QscSettings
from phoenix.host.configuration import read_plugins_file
from phoenix.host.discovery import find, ids
from phoenix.host.host import Host
from phoenix.host.verdicts import judge
from phoenix.plugin.offers import App
from phoenix.store.reading import Archive
from phoenix.store.store import PoolSize, Store

if TYPE_CHECKING:
    from phoenix.sources.api_football.client import ApiFootball

log = logging.getLogger(__name__)

STORE_LIMIT = 60.0  # a migration may take a while


@dataclass(frozen=True)
class Program:
    """What a command works with."""

    settings: Settings
    store: Store
    archive: Archive
    host: Host
    analyst: Analyst
    provider: "ApiFootball | None"

    @property
    def taste(self) -> Taste:
        """What the settings say the user wants told."""
        s = self.settings
        return Taste(s.min_confidence, s.other_tendencies, s.zone)


@asynccontextmanager
async def running(settings: Settings, *, plugins: bool = True) -> AsyncIterator[Program]:
    """The program, started; without ``plugins`` only the store.

    Raises:
        StoreError: the database cannot be used.
        ConfigurationError: ``plugins.toml`` cannot be used.
    """
    store = Store(settings.database, PoolSize(settings.db_pool_min, settings.db_pool_max))
    archive = Archive(store)
    host = _host() if plugins else Host((), plugin_memory())
    qsc = QscSettings(**settings.qsc.model_dump())
    analyst = Analyst(archive, host, qsc=qsc, today=lambda: datetime.now(settings.zone).date())
    provider = _provider(settings)
    app = App(__version__, data_dir())
    lifecycle = Lifecycle(
        [
            *([Stage("api-football", stop=provider.aclose)] if provider else []),
            Stage("store", store.open, store.close, start_limit=STORE_LIMIT),
            Stage("plugins", host.load, start_limit=host.patience),
            Stage(
                "plugin hooks",
                partial(host.startup, app),
                partial(host.shutdown, app),
                start_limit=host.patience,
                stop_limit=host.patience,
            ),
        ]
    )
    async with lifecycle:
        yield Program(settings, store, archive, host, analyst, provider)


def _host() -> Host:
    """The installed plugins, as ``plugins.toml`` has them."""
    configuration, candidates = read_plugins_file(plugins_file()), find()
    for stranger in configuration.strangers(ids(candidates)):
        log.warning("%s", stranger)
    return Host(judge(candidates, configuration), plugin_memory())


def _provider(settings: Settings) -> "ApiFootball | None":
    """A client in the running loop, or None without a key (and then httpx is not imported)."""
    if settings.api_football_key is None:
        return None
    from phoenix.sources.api_football.client import ApiFootball, ClientSettings

    return ApiFootball(
        ClientSettings(key=settings.api_football_key, base_url=settings.api_football_url)
    )
