"""One run of the program: store, plugins and analyst, started in order and stopped in reverse."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import structlog

from phoenix import __version__
from phoenix.analysis.analyst import Analyst, Taste
from phoenix.app.lifecycle import Lifecycle, Stage
from phoenix.app.newsroom import StoredNews
from phoenix.app.places import answers_file, data_dir, plugin_memory, plugins_file
from phoenix.app.settings import Settings
from phoenix.forecasting.qsc import QscSettings
from phoenix.host.configuration import read_plugins_file
from phoenix.host.discovery import find, ids
from phoenix.host.exchange import Hosts
from phoenix.host.host import Host
from phoenix.host.verdicts import Plugin, judge
from phoenix.plugin.offers import App
from phoenix.sources.api_football import SOURCE
from phoenix.store.quota import StoreLedger
from phoenix.store.reading import Archive
from phoenix.store.schedule import Schedule
from phoenix.store.store import PoolSize, Store

if TYPE_CHECKING:
    from httpx import AsyncBaseTransport

    from phoenix.app.supply import Supply
    from phoenix.sources.api_football.client import ApiFootball
    from phoenix.sources.cache.entry import Cache

log = structlog.get_logger(__name__)

STORE_LIMIT = 60.0  # a migration may take a while


@dataclass(frozen=True)
class Live:
    """The road to live data: what a key opens."""

    client: "ApiFootball"
    cache: "Cache"
    supply: "Supply"

    @property
    def app(self) -> App:
        """What hooks of the lifecycle are told."""
        return App(__version__, data_dir())

    def stages(self) -> list[Stage]:
        """In the order of their start; the cache is saved before the store closes."""
        return [
            Stage("cache", self.cache.open, self.cache.close),
            Stage("api-football", stop=self.client.aclose),
            Stage("supply", stop=self.supply.aclose),
        ]


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Program:
    """What a command works with; ``live`` is None without a key of API-Football."""

    settings: Settings
    store: Store
    archive: Archive
    host: Host | Hosts
    analyst: Analyst
    live: Live | None
    now: Callable[[], datetime]

    @property
    def supply(self) -> "Supply | None":
        """What keeps live facts fresh, if there are any."""
        return self.live.supply if self.live else None

    @property
    def taste(self) -> Taste:
        """What the settings say the user wants told."""
        s = self.settings
        return Taste(s.min_confidence, s.other_tendencies, s.zone)

    @property
    def app(self) -> App:
        """What hooks of the lifecycle are told."""
        return App(__version__, data_dir())

    def stages(self) -> list[Stage]:
        """In the order of their start."""
        return [
            Stage("store", self.store.open, self.store.close, start_limit=STORE_LIMIT),
            *(self.live.stages() if self.live else []),
            Stage("plugins", self.host.load, start_limit=self.host.patience),
            Stage(
                "plugin hooks",
                partial(self.host.startup, self.app),
                partial(self.host.shutdown, self.app),
                start_limit=self.host.patience,
                stop_limit=self.host.patience,
            ),
        ]


@asynccontextmanager
async def running(
    settings: Settings,
    *,
    plugins: bool = True,
    now: Callable[[], datetime] = utc_now,
    transport: "AsyncBaseTransport | None" = None,
) -> AsyncIterator[Program]:
    """The program, started; without ``plugins`` only the store and live data.

    ``transport`` carries the provider's calls instead of the network.

    Raises:
        StoreError: the database cannot be used.
        ConfigurationError: ``plugins.toml`` cannot be used.
    """
    host = Host(judged(), plugin_memory()) if plugins else Host((), plugin_memory())
    program = assembled(settings, host, now, transport)
    async with Lifecycle(program.stages()):
        yield program


def assembled(
    settings: Settings,
    host: Host | Hosts,
    now: Callable[[], datetime] = utc_now,
    transport: "AsyncBaseTransport | None" = None,
) -> Program:
    """The program, put together in the running loop and not yet started."""
    store = Store(settings.database, PoolSize(settings.db_pool_min, settings.db_pool_max))
    archive = Archive(store)
    analyst = Analyst(
        archive,
        host,
        StoredNews(store, Schedule(store, SOURCE), now),
        qsc=QscSettings(**settings.qsc.model_dump()),
        today=lambda: now().astimezone(settings.zone).date(),
    )
    live = _live(settings, store, now, transport)
    return Program(settings, store, archive, host, analyst, live, now)


def judged() -> tuple[Plugin, ...]:
    """The installed plugins, as ``plugins.toml`` has them.

    Raises:
        ConfigurationError: it cannot be read, or says what cannot be.
    """
    configuration, candidates = read_plugins_file(plugins_file()), find()
    for stranger in configuration.strangers(ids(candidates)):
        log.warning("a plugin of plugins.toml is not installed", plugin=str(stranger))
    return judge(candidates, configuration)


def _live(
    settings: Settings,
    store: Store,
    now: Callable[[], datetime],
    transport: "AsyncBaseTransport | None",
) -> Live | None:
    """What asks the provider, in the running loop; without a key its libraries stay unread."""
    if settings.api_football_key is None:
        return None
    from phoenix.app.supply import Supply
    from phoenix.sources.api_football.client import ApiFootball, ClientSettings
    from phoenix.sources.api_football.provider import Provider
    from phoenix.sources.cache.choice import make_cache

    cache = make_cache(answers_file(), settings.redis_url)
    client = ApiFootball(
        ClientSettings(key=settings.api_football_key, base_url=settings.api_football_url),
        ledger=StoreLedger(store, SOURCE),
        cache=cache,
        now=now,
        transport=transport,
    )
    supply = Supply(Provider(client, now), store, now, wait=settings.live_wait_seconds)
    return Live(client, cache, supply)
