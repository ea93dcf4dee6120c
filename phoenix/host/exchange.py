"""The plugins of a process that goes on: they may be exchanged while it runs."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import structlog

from phoenix.domain.context import MatchContext
from phoenix.domain.dossier import Dossier, Section
from phoenix.domain.errors import ConfigurationError
from phoenix.domain.markets import Reading
from phoenix.domain.opinions import Answer
from phoenix.host.host import Host
from phoenix.host.verdicts import Plugin, Verdict
from phoenix.plugin.offers import App, Source

log = structlog.get_logger(__name__)

PATIENCE = 10.0  # seconds that an exchange waits for those who use the plugins


class Hosts:
    """The host in use, asked like one (see :class:`phoenix.analysis.ports.Panel`).

    Args:
        make: judges the plugins anew, and makes a host of them.

    Raises:
        ConfigurationError: ``plugins.toml`` cannot be used.
    """

    def __init__(self, make: Callable[[], Host]) -> None:
        self._make = make
        self._host = make()
        self._users = 0
        self._free = asyncio.Event()
        self._free.set()
        self._exchange = asyncio.Lock()

    @property
    def plugins(self) -> tuple[Plugin, ...]:
        """All plugins with their verdicts."""
        return self._host.plugins

    @property
    def patience(self) -> float:
        """Seconds that a round of all plugins may take."""
        return self._host.patience

    async def load(self) -> None:
        """Import and register what is active."""
        await self._host.load()

    async def startup(self, app: App) -> None:
        """Call ``phoenix_startup`` of each."""
        await self._host.startup(app)

    async def shutdown(self, app: App) -> None:
        """Call ``phoenix_shutdown`` of each, in reverse."""
        await self._host.shutdown(app)

    async def reload(self, app: App) -> None:
        """Read ``plugins.toml`` anew; one that cannot be used changes nothing.

        Whoever is being answered is answered by the plugins that were there; whoever asks meanwhile
        waits. Code that was imported stays as it was imported: a new version needs a new process.
        """
        async with self._exchange:
            try:
                fresh = self._make()
            except ConfigurationError as error:
                log.warning("plugins not reloaded", error=str(error))
                return
            await fresh.load()
            await self._until_free()
            await self._host.shutdown(app)
            self._host = fresh
            await fresh.startup(app)
        active = [plugin.id for plugin in self.plugins if plugin.verdict is Verdict.ACTIVE]
        log.info("plugins reloaded", active=active)

    async def _until_free(self) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                await self._free.wait()
        except TimeoutError:
            log.warning("plugins exchanged while in use", users=self._users)

    async def consult(self, context: MatchContext) -> tuple[Answer, ...]:
        """One answer of each specialist."""
        async with self._in_use() as host:
            return await host.consult(context)

    async def markets(self) -> tuple[Reading, ...]:
        """Readings beyond the standard ones."""
        async with self._in_use() as host:
            return await host.markets()

    async def sources(self) -> tuple[Source, ...]:
        """Further readers of match files."""
        async with self._in_use() as host:
            return await host.sources()

    async def sections(self, dossier: Dossier) -> tuple[Section, ...]:
        """Further sections of a dossier."""
        async with self._in_use() as host:
            return await host.sections(dossier)

    @asynccontextmanager
    async def _in_use(self) -> AsyncIterator[Host]:
        async with self._exchange:
            self._users += 1
            self._free.clear()
        try:
            yield self._host
        finally:
            self._users -= 1
            if not self._users:
                self._free.set()
