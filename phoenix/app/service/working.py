"""The workers' part: plugins, live data, and processes that compute."""

from collections.abc import Mapping
from dataclasses import dataclass

from phoenix.app import probes
from phoenix.app.child import Warming
from phoenix.app.fitting import PoolFitter
from phoenix.app.health import PluginState
from phoenix.app.lifecycle import Stage
from phoenix.app.places import plugin_memory
from phoenix.app.program import Program, assembled, judged
from phoenix.app.service.beside import Beside
from phoenix.app.settings import Settings
from phoenix.app.shelf import make_shelf
from phoenix.app.warmup import Warmup, listed, models
from phoenix.app.work import handlers
from phoenix.host.exchange import Hosts
from phoenix.host.host import Host
from phoenix.host.models import ModelCache
from phoenix.jobs.cpu import Processes
from phoenix.jobs.ports import Handler
from phoenix.sources.cache.saving import SavedCache


@dataclass(frozen=True)
class Working:
    """The program of a worker, the pool in which its plugins learn, and what warms them up."""

    program: Program
    hosts: Hosts
    processes: Processes
    shared: tuple[Stage, ...]
    warmup: Warmup

    def stages(self) -> list[Stage]:
        """In the order of their start."""
        store, *rest = self.program.stages()
        return [store, Stage("processes", stop=self.processes.close), *self.shared, *rest]

    def warmup_stage(self) -> Stage:
        """Beside what goes on; it is cut off when the service stops."""
        beside = Beside("warm-up", self.warmup.run)
        return Stage("warm-up", beside.start, beside.stop, needs=("plugin hooks", "processes"))

    @property
    def saved_cache(self) -> SavedCache | None:
        """The cache that has a file, if it is one."""
        live = self.program.live
        return live.cache if live and isinstance(live.cache, SavedCache) else None

    def handlers(self) -> Mapping[str, Handler]:
        """What is done with jobs."""
        return handlers(self.program)

    def plugin_states(self) -> tuple[PluginState, ...]:
        """How the plugins are."""
        return tuple(probes.plugin_states(self.hosts))

    async def reload(self) -> None:
        """Read ``plugins.toml`` anew."""
        await self.hosts.reload(self.program.app)


def working(settings: Settings) -> Working:
    """Put together in the running loop, and not yet started.

    Raises:
        ConfigurationError: ``plugins.toml`` or the address of Redis cannot be used.
    """
    warming = Warming()
    processes = Processes(settings.cpu_workers or None, warming)
    fitter = PoolFitter(processes, warming)
    shelf = make_shelf(settings, lambda: hosts.plugins)
    kept = ModelCache(shelf=shelf)
    hosts = Hosts(lambda: Host(judged(), plugin_memory(), fitter=fitter, models=kept))
    program = assembled(settings, hosts)
    return Working(
        program,
        hosts,
        processes,
        (Stage("shared models", shelf.open, shelf.close),) if shelf else (),
        Warmup(settings.warmup_budget, (models(program, kept), listed())),
    )
