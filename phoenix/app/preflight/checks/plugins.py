"""The plugins, judged without importing one."""

from phoenix.app.places import plugin_memory, plugins_file
from phoenix.app.preflight.check import Check
from phoenix.app.preflight.finding import Found, degraded, passed, refused
from phoenix.app.preflight.surroundings import Surroundings
from phoenix.bounded import as_async
from phoenix.domain.errors import ConfigurationError
from phoenix.host.configuration import read_plugins_file
from phoenix.host.discovery import find, ids
from phoenix.host.memory import recall
from phoenix.host.verdicts import Plugin, Verdict, judge, with_memory

FILE = "PHOENIX_PLUGINS_FILE"
_SOUND = frozenset({Verdict.ACTIVE, Verdict.DISABLED})
_SEE = "See 'phoenix plugins list'"


def look(_at: Surroundings) -> Found:
    """A file that cannot be used is refused; a plugin that cannot is done without."""
    try:
        configuration = read_plugins_file(plugins_file())
    except ConfigurationError as error:
        return refused(error.problem, FILE, error.cure)
    candidates = find()
    plugins = with_memory(judge(candidates, configuration), recall(plugin_memory()))
    return judged(plugins, configuration.strangers(ids(candidates)))


def judged(plugins: tuple[Plugin, ...], strangers: tuple[str, ...] = ()) -> Found:
    """What these verdicts mean for the start; ``strangers`` are tables of no installed plugin."""
    broken = [f"{p.id} is {p.verdict}" for p in plugins if p.verdict not in _SOUND]
    active = sum(plugin.verdict is Verdict.ACTIVE for plugin in plugins)
    faults = [*broken, *strangers, *([] if active else ["no plugin is active"])]
    if faults:
        return degraded("; ".join(faults), FILE, _SEE)
    return passed(f"{active} of {len(plugins)} plugins are active", FILE)


CHECK = Check("plugins", as_async(look), degraded("looking for plugins does not end", FILE, _SEE))
