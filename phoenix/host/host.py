"""The host: the plugins of one run, from their verdicts to their answers."""

from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog

from phoenix.bounded import as_async, bounded
from phoenix.domain.context import MatchContext
from phoenix.domain.dossier import Dossier, Section
from phoenix.domain.markets import Reading
from phoenix.domain.opinions import Abstention, Answer
from phoenix.host.checks import fits
from phoenix.host.fitting import Fitter, ThreadFitter
from phoenix.host.loading import Loaded, Specialist, describe, load, new_manager
from phoenix.host.memory import Remembered, recall, remember
from phoenix.host.models import ModelCache
from phoenix.host.running import consult
from phoenix.host.verdicts import Plugin, Verdict
from phoenix.plugin.offers import App, Source

log = structlog.get_logger(__name__)

LOAD_LIMIT = 10.0
HOOK_LIMIT = 5.0


@dataclass(frozen=True, slots=True)
class _Implementation:
    plugin: str
    call: Callable[..., Awaitable[Any]]
    arguments: tuple[str, ...]


class Host:
    """Loads plugins, calls their hooks one by one, and asks their specialists.

    Nothing that a plugin does stops the host: a fault is logged, kept in ``memory`` (a file) and
    shown by ``plugins list``.

    Args:
        plugins: with the verdicts of the judge.
        memory: the file of faults.
        fitter: where specialists learn; by default in threads.
        models: what keeps what they learned; by default this process alone.
    """

    def __init__(
        self,
        plugins: tuple[Plugin, ...],
        memory: Path,
        *,
        fitter: Fitter | None = None,
        models: ModelCache | None = None,
    ) -> None:
        self._judged = plugins
        self._memory = memory
        self._fitter = fitter or ThreadFitter()
        self.models = models or ModelCache()
        self._manager = new_manager()
        self._loaded: tuple[Loaded, ...] = ()
        self._earlier: dict[str, Remembered] = {}

    @property
    def plugins(self) -> tuple[Plugin, ...]:
        """All plugins with their verdicts; final ones once :meth:`load` has run."""
        return tuple(one.plugin for one in self._loaded) or self._judged

    @property
    def patience(self) -> float:
        """Seconds that a round of all plugins may take, each having a limit of its own."""
        return LOAD_LIMIT * (len(self._judged) + 1)

    @property
    def specialists(self) -> tuple[Specialist, ...]:
        """Those that will be asked."""
        return tuple(
            specialist
            for one in self._loaded
            if one.plugin.verdict is Verdict.ACTIVE
            for specialist in one.specialists
        )

    async def load(self) -> None:
        """Import and register what is active, and remember what was wrong."""
        self._earlier = recall(self._memory)
        self._loaded = tuple([await self._load(plugin) for plugin in self._judged])
        for one in self._loaded:
            if one.plugin.verdict not in {Verdict.ACTIVE, Verdict.DISABLED}:
                log.warning(
                    "plugin left out",
                    plugin=one.plugin.id, verdict=one.plugin.verdict, reason=one.plugin.reason,
                )  # fmt: skip
        self._fitter.prepare(self.specialists)
        self._remember()

    async def _load(self, plugin: Plugin) -> Loaded:
        """In a thread: an import that never ends takes out its plugin alone."""
        try:
            loaded: Loaded = await bounded(as_async(load)(self._manager, plugin), LOAD_LIMIT)
        except Exception as error:  # noqa: BLE001 - a plugin's fault is its own
            reason = f"importing {plugin.candidate.value}: {describe(error)}"
            return Loaded(plugin.found(Verdict.FAILED, reason, _cure(plugin.id)), (), LOAD_LIMIT)
        return loaded

    async def startup(self, app: App) -> None:
        """Call ``phoenix_startup`` in order; who fails is taken out."""
        for implementation in self._implementations("phoenix_startup"):
            try:
                await self._call(implementation, {"app": app})
            except Exception as error:  # noqa: BLE001 - a plugin's fault is its own
                self._take_out(implementation.plugin, f"phoenix_startup raised {describe(error)}")
        self._remember()

    async def shutdown(self, app: App) -> None:
        """Call ``phoenix_shutdown`` in reverse order, for all that were not taken out."""
        for implementation in reversed(list(self._implementations("phoenix_shutdown"))):
            try:
                await self._call(implementation, {"app": app})
            except Exception as error:  # noqa: BLE001 - a plugin's fault is its own
                _told(implementation, "phoenix_shutdown", error)

    async def consult(self, context: MatchContext) -> tuple[Answer, ...]:
        """What every specialist says, and why each broken plugin says nothing."""
        answers = await consult(self.specialists, context, self.models, self._fitter)
        broken = {Verdict.FAILED, Verdict.MISCONFIGURED, Verdict.INCOMPATIBLE, Verdict.QUARANTINED}
        return answers + tuple(
            _silence(plugin) for plugin in self.plugins if plugin.verdict in broken
        )

    async def markets(self) -> tuple[Reading, ...]:
        """Further readings that plugins offer."""
        return tuple([item async for item in self._offers("phoenix_markets", Reading)])

    async def sources(self) -> tuple[Source, ...]:
        """Further readers of match files that plugins offer."""
        return tuple([item async for item in self._offers("phoenix_sources", Source)])

    async def sections(self, dossier: Dossier) -> tuple[Section, ...]:
        """Further sections that plugins add to a dossier."""
        offers = self._offers("phoenix_dossier", Section, dossier=dossier)
        return tuple([item async for item in offers])

    async def _offers(self, hook: str, kind: type[Any], **arguments: Any) -> Any:
        """All items that implementations of a hook offer; who fails offers nothing."""
        for implementation in self._implementations(hook):
            try:
                offered = await self._call(implementation, arguments)
                # Here the code of a generator runs, and properties of what is offered.
                judged = await bounded(as_async(_sifted)(offered, kind), HOOK_LIMIT)
            except Exception as error:  # noqa: BLE001 - a plugin's fault is its own
                _told(implementation, hook, error)
                continue
            for item, good in judged:
                if good:
                    yield item
                else:
                    log.warning(
                        "plugin offers something else",
                        plugin=implementation.plugin, hook=hook, offer=repr(item),
                        expected=kind.__name__,
                    )  # fmt: skip

    def _implementations(self, hook: str) -> Iterator[_Implementation]:
        """In the order of the plugins, whatever the registry's own order."""
        found = getattr(self._manager.hook, hook).get_hookimpls()
        active = [plugin.id for plugin in self.plugins if plugin.verdict is Verdict.ACTIVE]
        for plugin in active:
            for implementation in found:
                if implementation.plugin_name == plugin:
                    names = tuple(implementation.argnames)
                    yield _Implementation(plugin, as_async(implementation.function), names)

    async def _call(self, implementation: _Implementation, arguments: dict[str, Any]) -> Any:
        chosen = {name: arguments[name] for name in implementation.arguments}
        return await bounded(implementation.call(**chosen), HOOK_LIMIT)

    def _take_out(self, plugin: str, reason: str) -> None:
        log.warning("plugin taken out", plugin=plugin, reason=reason)
        self._loaded = tuple(
            Loaded(one.plugin.found(Verdict.FAILED, reason, _cure(plugin)), (), one.import_seconds)
            if one.plugin.id == plugin and one.plugin.verdict is Verdict.ACTIVE
            else one
            for one in self._loaded
        )

    def _remember(self) -> None:
        """Keep the verdicts of this run, and those on plugins that this run did not try."""
        judged = zip(self._judged, self.plugins, strict=True)
        tried = [after for before, after in judged if before.verdict is Verdict.ACTIVE]
        names = {plugin.id for plugin in tried}
        kept = {name: old for name, old in self._earlier.items() if name not in names}
        now = datetime.now(UTC).isoformat(timespec="seconds")
        for plugin in tried:
            if plugin.verdict is not Verdict.ACTIVE:
                fresh = Remembered(plugin.verdict, plugin.reason, plugin.cure, now, plugin.stamp)
                before = self._earlier.get(plugin.id)
                same = before is not None and replace(before, when=now) == fresh
                kept[plugin.id] = before if before is not None and same else fresh
        remember(self._memory, kept)


def _told(implementation: _Implementation, hook: str, error: Exception) -> None:
    log.warning(
        "plugin's hook failed", plugin=implementation.plugin, hook=hook, error=describe(error)
    )


def _cure(plugin: str) -> str:
    return f"Mend it, or: phoenix plugins disable {plugin}"


def _sifted(offered: Iterable[Any] | None, kind: type[Any]) -> list[tuple[Any, bool]]:
    """Each item that was offered, and whether it is of that kind."""
    return [(item, fits(item, kind)) for item in offered or ()]


def _silence(plugin: Plugin) -> Answer:
    manifest = plugin.candidate.manifest
    return Answer(
        analyzer=plugin.id,
        version=manifest.version if manifest else "",
        title=manifest.title if manifest else plugin.id,
        weight=0.0,
        opinion=Abstention(plugin.reason),
        fault=True,
    )
